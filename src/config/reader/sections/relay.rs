//! `[relay]`, or several of them in `[[relays]]`.

mod hello;
mod login;
mod several;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{EMPTY, count, required_text, small};
use crate::config::reader::table::Table;
use crate::config::{Limits, Relay, Security, Smtp, Way};

/// What is said of a server only.
const OF_A_SERVER: [&str; 14] = [
    "host",
    "port",
    "security",
    "user",
    "password",
    "password_env",
    "password_file",
    "token",
    "token_env",
    "token_file",
    "token_command",
    "messages_per_connection",
    "ca_file",
    "hello",
];

/// Reads the one relay, or all of several.
pub(super) fn read(top: &mut Table<'_, '_>, root: &Path) -> Vec<Relay> {
    if !top.has("relay") {
        return several::read(top, root);
    }
    let mut table = top.table("relay", &EMPTY);
    if top.has("relays") {
        let hint = "write each of them as a table [[relays]], and leave [relay] out";
        table.wrong_unshown("both [relay] and [[relays]]: where mail goes is said twice", hint);
    }
    for key in ["name", "weight"] {
        if table.unwanted(key) {
            let what = format!("`{key}` is for several relays, and [relay] is the only one");
            table.wrong(&table.at(key), what, "leave it out, or write [[relays]]");
        }
    }
    let one = relay(&mut table, root);
    one.into_iter().chain(several::read(top, root)).collect()
}

fn relay(table: &mut Table<'_, '_>, root: &Path) -> Option<Relay> {
    let way = if table.has("url") {
        sendmail(table, root).map(Way::Sendmail)
    } else {
        smtp(table, root).map(Way::Smtp)
    };
    let (connections, timeout_seconds) =
        (count(table, "connections", 1..129, 4), small(table, "timeout_seconds", 1..3_601, 600));
    let (limits, domains) = (limits(table), domains(table));
    table.finish();
    Some(Relay { name: None, weight: 1, way: way?, connections, timeout_seconds, limits, domains })
}

fn smtp(table: &mut Table<'_, '_>, root: &Path) -> Option<Smtp> {
    let words =
        [("starttls", Security::StartTls), ("tls", Security::Tls), ("none", Security::None)];
    let host = required_text(table, "host", "the SMTP server's name");
    let security = table.choice("security", &words).unwrap_or_default();
    let port = match security {
        Security::StartTls => 587,
        Security::Tls => 465,
        Security::None => 25,
    };
    let login = login::read(table, root, security);
    let port = u16::try_from(small(table, "port", 1..65_536, port)).unwrap_or(587);
    let messages_per_connection = small(table, "messages_per_connection", 1..100_001, 100);
    let ca_file = table.text("ca_file").map(|file| root.join(file));
    let hello = table.parsed("hello", hello::HINT, hello::parse);
    Some(Smtp { host: host?, port, security, login, messages_per_connection, ca_file, hello })
}

/// Reads the mail program: `url = "sendmail:/usr/sbin/sendmail"`.
fn sendmail(table: &mut Table<'_, '_>, root: &Path) -> Option<PathBuf> {
    for key in OF_A_SERVER {
        if table.unwanted(key) {
            let what = format!("`{key}` is about a server, and `url` names a mail program");
            table.wrong(&table.at(key), what, "leave out one of them");
        }
    }
    let hint = "write `url = \"sendmail:/usr/sbin/sendmail\"` for the mail program of this machine, \
                or `host` for a server";
    table.parsed("url", hint, |text| match text.strip_prefix("sendmail:").map(str::trim) {
        Some(program) if !program.is_empty() => Ok(root.join(program)),
        Some(_) => Err("it names no program"),
        None => Err("this is no mail program"),
    })
}

fn limits(table: &mut Table<'_, '_>) -> Limits {
    let mut limit = |key| table.number(key, 1..1_000_000_001).and_then(|n| u32::try_from(n).ok());
    Limits {
        per_second: limit("per_second"),
        per_hour: limit("per_hour"),
        per_day: limit("per_day"),
        warm_up: limit("warm_up"),
    }
}

/// `[relay.domains."mail.example"]`.
fn domains(table: &mut Table<'_, '_>) -> BTreeMap<String, Limits> {
    let read = |(name, mut table): (String, Table<'_, '_>)| {
        let limits = limits(&mut table);
        table.finish();
        (name.to_ascii_lowercase(), limits)
    };
    table.tables("domains").into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use crate::config::{Config, Way};
    use std::path::Path;

    fn read(relay: &str) -> Result<Way, String> {
        let text = format!(
            "title = \"Tidewater\"\nhome = \"https://tidewater.example/\"\n[relay]\n{relay}"
        );
        let read = Config::parse(&text, Path::new("/letters/config.toml"));
        let told = |findings: Vec<_>| findings.iter().map(ToString::to_string).collect();
        read.map(|mut config| config.relays.remove(0).way).map_err(told)
    }

    #[test]
    fn a_mail_program_is_named_by_its_file() {
        for (url, file) in [
            ("sendmail:/usr/sbin/sendmail", "/usr/sbin/sendmail"),
            ("sendmail:bin/post", "/letters/bin/post"),
        ] {
            let way = read(&format!("url = \"{url}\"\nconnections = 2"));
            assert!(matches!(&way, Ok(Way::Sendmail(program)) if program == Path::new(file)));
        }
    }

    #[test]
    fn a_relay_is_a_server_or_a_program() {
        for (relay, words) in [
            ("port = 25", "`host` is missing"),
            ("url = \"smtp://mail.example\"", "this is no mail program"),
            (
                "host = \"a.example\"\nhello = \"a b\\r\\nMAIL FROM:<x@y>\"",
                "this is no name that may be said in EHLO",
            ),
            ("url = \"sendmail:\"", "it names no program"),
            ("url = \"sendmail:/bin/post\"\nport = 25", "`port` is about a server"),
            ("url = \"sendmail:/bin/post\"\nhello = \"a.example\"", "`hello` is about a server"),
        ] {
            let told = read(relay).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
    }
}
