//! What is said of an end, and what to do about it.

use super::End;

/// What surrounds an end.
#[derive(Clone, Copy)]
pub(in crate::delivery) struct Around<'a> {
    /// The relay's name.
    pub(in crate::delivery) relay: &'a str,
    /// Where relays stand in the configuration: `[relay]` or `[[relays]]`.
    pub(in crate::delivery) section: &'a str,
    /// How many wait, as the end of a sentence.
    pub(in crate::delivery) wait: &'a str,
    /// How to go on.
    pub(in crate::delivery) go_on: &'a str,
}

/// Says what happened, and what to do.
pub(in crate::delivery) fn words(end: &End, around: &Around<'_>) -> (String, String) {
    let Around { relay, section, wait, go_on } = around;
    match end {
        End::Asked => (format!("stopped as asked{wait}"), (*go_on).to_owned()),
        End::Offline(dead) => {
            let named: Vec<_> =
                dead.iter().map(|link| format!("{}: {}", link.url, link.why)).collect();
            (
                format!("the issue waits, for it points to what is not online:\n  {}", named.join("\n  ")),
                "put the pages online and run the command again, or say --no-link-check".to_owned(),
            )
        }
        // It answers, and is not well, or has as many connections as it bears.
        End::RelayDown(why) if why.starts_with('4') => (
            format!("the relay {relay} does not let us in now: {why}{wait}"),
            format!("later {go_on}; if it stays so, lower `connections` in {section}, or ask the relay's operator"),
        ),
        End::RelayDown(why) => (
            format!("the relay {relay} cannot be reached or does not stay: {why}{wait}"),
            format!("check `host`, `port` and `security` in {section} and that the server runs, then {go_on}"),
        ),
        End::TurnedAway(why) => (
            format!("the relay {relay} does not serve this machine: {why}{wait}"),
            format!("see whether `host` and `port` in {section} name the server your account is for, and ask its operator to let this machine in (its address may be on a blocklist); then {go_on}"),
        ),
        End::Unsteady(why) => (
            format!("the relay {relay} answers, but breaks off what it begins: {why}{wait}"),
            format!("later {go_on}; if it stays so, ask the relay's operator, or lower `connections` and `messages_per_connection` in {section}"),
        ),
        End::LoginLater(why) => (
            format!("the relay {relay} cannot check the login now: {why}{wait}"),
            format!("this says nothing against `user` and the password or token; in a few minutes {go_on}, and if it stays so, ask the relay's operator or lower `connections` in {section}"),
        ),
        End::NoStartTls => (
            format!("the relay {relay} does not offer STARTTLS; no password and no message left this machine in the clear{wait}"),
            "use `security = \"tls\"` if it speaks TLS from the start (port 465); `\"none\"` is for a catcher on this machine".to_owned(),
        ),
        End::Tls(why) => (
            format!("TLS with the relay {relay} fails: {why}{wait}"),
            format!("check `host`, `port` and `security` in {section}; name a private CA's certificate with `ca_file`"),
        ),
        End::Login(why) if wants_tls(why) => (
            format!("the relay {relay} takes nothing in the clear: {why}{wait}"),
            format!("say `security = \"starttls\"` in {section}, then {go_on}"),
        ),
        End::Login(why) => (
            format!("the relay {relay} refuses the login: {why}{wait}"),
            format!("check `user` and the password or token in {section}, then {go_on}"),
        ),
        End::NoProgram(why) => (
            format!("there is no mail program {relay}: {why}{wait}"),
            format!("see that `url` in {section} names the file itself, such as \"sendmail:/usr/sbin/sendmail\", and that a mail server is installed, then {go_on}"),
        ),
        End::Program(why) => (
            format!("the mail program {relay} takes nothing: {why}{wait}"),
            format!("see its own log, and hand it a message by hand as this user (`-i -f SENDER -- READER`); then {go_on}"),
        ),
        End::NoLogin(offers) => no_login(offers, around),
        End::NoToken(why) => (
            format!("there is no access token for the relay {relay}: {why}{wait}"),
            format!("see that `token_command`, `token_file` or `token_env` in {section} gives the token of the moment and nothing else, then {go_on}"),
        ),
        End::Token(why) => (
            format!("the relay {relay} refuses the access token: {why}{wait}"),
            format!("a token lives an hour or so: have a new one made, for `user` in {section} and with the right to send by SMTP (its scope), then {go_on}"),
        ),
        End::Throttled(why) => (
            format!("the relay {relay} wants fewer messages: {why}{wait}"),
            format!("lower `connections` or `messages_per_connection` in {section}, and later {go_on}"),
        ),
        End::Full(full) => (
            format!("the relay {relay} has had the {} messages that {section} allows in one {}{wait}", full.most, full.span),
            format!("there is room again at {}; then {go_on}", full.until.format("%Y-%m-%d %H:%M UTC")),
        ),
        End::Relays(all) => of_each(all, around),
        End::Files(why) => (format!("the dry run stopped: {why}"), "make room or name another place".to_owned()),
        End::Store(error) => (
            format!("the store failed: {error}{wait}"),
            error.hint().unwrap_or(go_on).to_owned(),
        ),
        End::Broken(why) => (format!("a connection's work ended in a mistake of ours: {why}{wait}"), (*go_on).to_owned()),
    }
}

/// Does it say that it wants TLS first (RFC 3207 section 4)?
fn wants_tls(why: &str) -> bool {
    why.starts_with("530") && why.to_ascii_lowercase().contains("starttls")
}

/// What each of several relays said, and what to do about each.
fn of_each(all: &[(String, End)], around: &Around<'_>) -> (String, String) {
    let one = |(relay, end): &(String, End)| words(end, &Around { relay, wait: "", ..*around });
    let (said, hints): (Vec<_>, Vec<_>) = all.iter().map(one).unzip();
    let hints = all.iter().zip(hints).map(|((relay, _), hint)| format!("{relay}: {hint}"));
    (said.join("; ") + around.wait, hints.collect::<Vec<_>>().join("\n  "))
}

/// The relay offers no login, or none that fits.
fn no_login(offers: &[String], around: &Around<'_>) -> (String, String) {
    let Around { relay, section, wait, go_on } = around;
    let has = |way: &str| offers.iter().any(|offer| offer == way);
    let hint = if has("XOAUTH2") {
        "it wants an access token: name it with `token_command`, `token_file` or `token_env` in [relay], in place of the password"
    } else if has("PLAIN") || has("LOGIN") {
        "it wants a password: name it with `password_file` or `password_env` in [relay], in place of the token"
    } else if offers.is_empty() {
        "many relays offer a login on port 587 or 465 only: see whether `host`, `port` and `security` in [relay] name the one your account is for; one that knows this machine without a login needs no `user`"
    } else {
        "ask its operator for AUTH PLAIN, LOGIN or XOAUTH2"
    };
    let offered = match offers {
        [] => "no login at all (no AUTH)".to_owned(),
        _ => format!("no login that fits, only AUTH {}", offers.join(", ")),
    };
    let what = format!("the relay {relay} offers {offered}, and {section} has a `user`{wait}");
    (what, format!("{}; then {go_on}", hint.replace("[relay]", section)))
}
