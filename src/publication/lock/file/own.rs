//! A lock file just as Postrider writes it, which is read many times faster than any TOML.

use std::collections::BTreeMap;

use foldhash::{HashSet, HashSetExt as _};

use super::super::{Line, Lock};
use super::HEAD;

/// Reads a lock file that holds, octet by octet, what would be written for it; nothing where a hand
/// or a merge has been at it, or anything is wrong with it: then TOML's own rules say what it means.
pub(super) fn parse(text: &str) -> Option<Lock> {
    if text.bytes().any(is_odd) && text.chars().any(is_unfit) {
        return None;
    }
    let rest = text.strip_prefix(HEAD)?.strip_prefix("authority = ")?;
    let (authority, rest) = quoted(rest)?;
    let rest = rest.strip_prefix("\n\n[articles]\n").filter(|_| !authority.is_empty())?;
    if !rest.is_empty() && !rest.ends_with('\n') {
        return None;
    }
    let rows: Vec<(&str, Line)> = rest.split_terminator('\n').map(row).collect::<Option<_>>()?;
    let mut ids = HashSet::with_capacity(rows.len());
    let alone = rows.iter().all(|(_, line)| ids.insert(line.id.as_str()));
    if !alone || !rows.is_sorted_by(|(one, _), (next, _)| one < next) {
        return None;
    }
    let lines: BTreeMap<_, _> =
        rows.into_iter().map(|(path, line)| (path.to_owned(), line)).collect();
    let authority = Some(authority.to_owned());
    Some(Lock { authority, lines, is_written: true, ..Lock::default() })
}

/// Empties the lines that repeat the path and the id of one above: a merge kept those of both sides.
///
/// What else they say of their article is found out again at each build.
pub(super) fn without_twins(text: &str) -> String {
    let mut known = HashSet::new();
    let mut is_twin = |line| row(line).is_some_and(|(path, line)| !known.insert((path, line.id)));
    let lines = text.lines().map(|line| if is_twin(line) { "" } else { line });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// May a character that is [unfit](is_unfit) begin with this octet? Hardly any text has one.
fn is_odd(byte: u8) -> bool {
    matches!(byte, b'\\' | 0x7F | 0xC2) || (byte < b' ' && byte != b'\n')
}

/// Is it a character that we do not write as it is?
fn is_unfit(c: char) -> bool {
    c == '\\' || (c.is_control() && c != '\n')
}

/// Takes a text in quotes; in front of it, nothing.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('"')?.split_once('"')
}

/// Reads `"path" = { id = "…", marks = "…", seconds = 7, updated = 1760000000 }`.
pub(super) fn row(text: &str) -> Option<(&str, Line)> {
    let (path, rest) = quoted(text)?;
    let (id, rest) = quoted(rest.strip_prefix(" = { id = ")?)?;
    let (marks, rest) = quoted(rest.strip_prefix(", marks = ")?)?;
    let rest = rest.strip_suffix(" }").filter(|_| !id.is_empty())?;
    let (seconds, rest) = number(rest, ", seconds = ")?;
    let (updated, rest) = number(rest, ", updated = ")?;
    let seconds =
        seconds.map_or(Some(0), |seconds| u32::try_from(seconds).ok().filter(|s| *s > 0))?;
    let marks = marks.parse().ok().filter(|_| is_plain(marks))?;
    rest.is_empty()
        .then(|| (path, Line { id: id.to_owned(), marks, seconds, updated, is_new: false }))
}

/// Are marks written as we write them?
fn is_plain(marks: &str) -> bool {
    let none_empty =
        |lines: &str| lines.is_empty() || lines.split(',').all(|mark| !mark.is_empty());
    let lines = marks.split_once(':').map(|(_, lines)| lines);
    let lines = lines.map(|lines| lines.split_once('/').map_or(lines, |(lines, _)| lines));
    lines.is_some_and(none_empty) && !marks.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Reads a number after its name, where the name is there.
fn number<'t>(text: &'t str, name: &str) -> Option<(Option<i64>, &'t str)> {
    let Some(rest) = text.strip_prefix(name) else { return Some((None, text)) };
    let end = rest.find(',').unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    let plain = digits == "0"
        || digits
            .trim_start_matches('-')
            .starts_with(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let number = digits.parse::<i64>().ok().filter(|_| plain)?;
    Some((Some(number), rest))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const LINES: [&str; 4] = [
        "\"a/b.md\" = { id = \"tag:x,2026:a\", marks = \"0a1b2c:111111,222222/333333\" }",
        "\"b.md\" = { id = \"tag:x,2026:b\", marks = \":\", seconds = 12, updated = -5 }",
        "\"c.md\" = { id = \"tag:x,2026:c\", marks = \"ffffff:\", updated = 0 }",
        "\"ö.md\" = { id = \"urn:x:ü\", marks = \":\", updated = 1760000000 }",
    ];

    fn text(lines: &[&str]) -> String {
        let lines: String = lines.iter().flat_map(|line| [*line, "\n"]).collect();
        format!("{HEAD}authority = \"x,2026\"\n\n[articles]\n{lines}")
    }

    #[test]
    fn what_we_wrote_is_read_as_toml_reads_it() {
        for text in [text(&LINES), text(&[])] {
            let lock = parse(&text).unwrap();
            assert_eq!(lock.to_text(), text);
            assert_eq!(Ok(lock), super::super::by_toml(&text, Path::new("postrider.lock")));
        }
    }

    #[test]
    fn what_we_would_write_otherwise_is_left_to_toml() {
        let whole = text(&LINES);
        let mendings: [(&str, &str); 17] = [
            ("seconds = 12", "seconds = 012"),
            ("seconds = 12", "seconds = +12"),
            ("seconds = 12", "seconds = 0"),
            ("updated = -5", "updated = -0"),
            ("updated = -5", "updated = 1_000"),
            ("seconds = 12, updated = -5", "updated = -5, seconds = 12"),
            ("0a1b2c", "0A1B2C"),
            ("0a1b2c:111111,", "0a1b2c:111111,,"),
            ("222222/", "222222,/"),
            ("222222/333333", "222222/33333A"),
            ("marks = \":\"", "marks = \":,,,,,,\""),
            ("tag:x,2026:b", "tag:x,2026:a"),
            ("\"b.md\"", "\"a.md\""),
            ("\"b.md\"", "'b.md'"),
            ("b.md", "\\u0062.md"),
            ("# ", "#  "),
            ("1760000000 }\n", "1760000000 }"),
        ];
        for (from, to) in mendings {
            let changed = whole.replacen(from, to, 1);
            assert_ne!(changed, whole, "{from}");
            assert_eq!(parse(&changed), None, "{from} -> {to}");
        }
        for extra in ["\"d.md\" = 1", "\n", "x = 1\n", "[more]\n"] {
            assert_eq!(parse(&format!("{whole}{extra}")), None, "{extra}");
        }
    }
}
