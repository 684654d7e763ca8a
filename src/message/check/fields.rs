//! What the header must say, and say once.

use chrono::DateTime;

use super::wire::lines;
use super::{Fault, Part, error};

/// A header field: its name as written, its lines, and its value unfolded.
pub(super) struct Field {
    pub name: String,
    pub value: String,
    widest: usize,
}

/// Fields that must be there exactly once.
const ONCE: [&str; 13] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Help",
    "List-Archive",
    "Auto-Submitted",
    "Precedence",
];
/// Fields that may be there once at most.
const AT_MOST_ONCE: [&str; 5] =
    ["Reply-To", "Sender", "List-Unsubscribe-Post", "Feedback-ID", "Return-Path"];

/// Reads the header fields.
pub(super) fn read(bytes: &[u8]) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for line in lines(bytes).take_while(|line| !line.is_empty()) {
        let text = String::from_utf8_lossy(line);
        if text.starts_with([' ', '\t'])
            && let Some(field) = fields.last_mut()
        {
            field.value.push(' ');
            field.value.push_str(text.trim());
            field.widest = field.widest.max(foldable_width(&text));
            continue;
        }
        let (name, value) = text.split_once(':').unwrap_or((&text, ""));
        let widest = if foldable_width(value) == 0 { 0 } else { text.len() };
        fields.push(Field { name: name.into(), value: value.trim().into(), widest });
    }
    fields
}

/// Gives a line's width if it could have been folded at a space, else 0.
fn foldable_width(line: &str) -> usize {
    if line.trim().contains(' ') { line.len() } else { 0 }
}

fn all<'a>(fields: &'a [Field], name: &'a str) -> impl Iterator<Item = &'a Field> {
    fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
}

fn value<'a>(fields: &'a [Field], name: &'a str) -> &'a str {
    all(fields, name).next().map_or("", |field| &field.value)
}

/// Gives the address at which one POST leaves (RFC 8058).
pub(super) fn one_click(fields: &[Field]) -> Option<String> {
    let ways = value(fields, "List-Unsubscribe");
    let inner = ways.split(['<', '>']).skip(1).step_by(2);
    inner.map(str::trim).find(|way| way.starts_with("http")).map(str::to_owned)
}

pub(super) fn check(fields: &[Field], faults: &mut Vec<Fault>) {
    let mut wrong = |what: String, hint: &str| faults.push(error(Part::Head, "", what, hint));
    for name in ONCE {
        let count = all(fields, name).count();
        if count != 1 {
            wrong(format!("the message has {count} `{name}` fields"), "it must have exactly one");
        }
    }
    for name in AT_MOST_ONCE {
        if all(fields, name).count() > 1 {
            wrong(format!("the message has more than one `{name}` field"), "one is allowed");
        }
    }
    if all(fields, "Bcc").next().is_some() {
        wrong("the message has a `Bcc` field".into(), "it would show other readers' addresses");
    }
    for field in fields {
        if field.widest > 78 {
            wrong(format!("`{}` is not folded at 78 characters", field.name), "fold it at a space");
        }
        if let Some(word) = bad_encoded_word(&field.value) {
            let what = format!("`{}` holds a bad encoded word: {word}", field.name);
            wrong(what, "at most 75 characters, and whole characters only (RFC 2047)");
        }
        if field.value.is_empty() {
            wrong(format!("`{}` is empty", field.name), "say something there, or leave it out");
        }
    }
    forms(fields, &mut wrong);
}

/// Checks what single fields must look like.
fn forms(fields: &[Field], wrong: &mut impl FnMut(String, &str)) {
    let date = value(fields, "Date");
    let zone = date.rsplit(' ').next().unwrap_or_default();
    if DateTime::parse_from_rfc2822(date).is_err() || !zone.starts_with(['+', '-']) {
        wrong(format!("`Date` is no date with a numeric zone: {date}"), "see RFC 5322 section 3.3");
    }
    let id = value(fields, "Message-ID");
    if !id.starts_with('<')
        || !id.ends_with('>')
        || id.matches('@').count() != 1
        || id.contains(' ')
    {
        wrong(format!("`Message-ID` is not of the form <left@domain>: {id}"), "");
    }
    let to = value(fields, "To");
    if has_bare_comma(to) {
        wrong("`To` names more than one reader".into(), "each reader has a message of their own");
    }
    let list = value(fields, "List-Id");
    if !list.ends_with('>') || !list.contains('<') {
        wrong(format!("`List-Id` has no <identifier>: {list}"), "see RFC 2919");
    }
    if value(fields, "Feedback-ID").split(':').count() > 4 {
        wrong("`Feedback-ID` has more than four fields".into(), "");
    }
    leaving(fields, wrong);
}

/// Is there a comma that is not part of a quoted string? It would part two mailboxes.
fn has_bare_comma(value: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    value.chars().any(|c| {
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        c == ',' && !quoted
    })
}

fn leaving(fields: &[Field], wrong: &mut impl FnMut(String, &str)) {
    let Some(url) = one_click(fields) else {
        return wrong("`List-Unsubscribe` has no https address".into(), "set `url` of [server]");
    };
    let host = url::Url::parse(&url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let here = host.is_some_and(|host| host == "localhost" || host.starts_with("127."));
    if !url.starts_with("https://") && !here {
        let hint = "set `url` of [server] to an https address: mail programs take no other";
        wrong(format!("`List-Unsubscribe` starts with http: {url}"), hint);
    }
    if value(fields, "List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
        wrong("`List-Unsubscribe-Post` is not List-Unsubscribe=One-Click".into(), "see RFC 8058");
    }
}

/// Finds an encoded word that is too long, or whose octets are no whole characters.
fn bad_encoded_word(value: &str) -> Option<String> {
    value
        .split([' ', '\t'])
        .filter(|word| word.starts_with("=?") && word.ends_with("?="))
        .find(|word| word.len() > 75 || !is_whole(word))
        .map(str::to_owned)
}

fn is_whole(word: &str) -> bool {
    let mut parts = word.trim_matches(['=', '?']).splitn(3, '?').skip(1);
    let base64 = parts.next().is_some_and(|encoding| encoding.eq_ignore_ascii_case("b"));
    let text = parts.next().unwrap_or_default();
    let octets = if base64 {
        mail_parser::decoders::base64::base64_decode(text.as_bytes())
    } else {
        mail_parser::decoders::quoted_printable::quoted_printable_decode(text.as_bytes())
    };
    octets.is_some_and(|octets| String::from_utf8(octets).is_ok())
}
