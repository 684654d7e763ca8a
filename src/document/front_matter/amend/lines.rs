//! Finds places in front matter by its lines.

use std::ops::Range;

use super::super::super::keys::alike;
use super::quote::plain;
use super::{Edit, Wanted, row};

/// Values that say nothing.
const EMPTY: [&str; 6] = ["", "\"\"", "''", "~", "null", "[]"];

/// Lists the lines with their starts.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end_matches(['\n', '\r'])))
    })
}

/// Gives where the last line that is not empty ends, its line end included.
pub(super) fn last_end(text: &str) -> usize {
    let last = lines(text).filter(|(_, line)| !line.trim().is_empty()).last();
    let Some((start, _)) = last else { return 0 };
    let rest = text.get(start..).unwrap_or_default();
    start + rest.find('\n').map_or(rest.len(), |at| at + 1)
}

/// Gives the white space the first key stands behind.
pub(super) fn indent(text: &str) -> &str {
    let is_key = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let first = lines(text).map(|(_, line)| line).find(is_key).unwrap_or_default();
    space(first)
}

fn space(line: &str) -> &str {
    line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
}

/// Finds the place of the value of a key of the top that stands there without one.
pub(super) fn empty_value(matter: &str, name: &str, sign: char) -> Option<Range<usize>> {
    let indent = indent(matter);
    lines(matter).find_map(|(start, line)| {
        let (key, rest) = line.split_once(sign)?;
        let same = alike(key.trim().trim_matches(['"', '\''])) == name;
        let value = rest.find('#').map_or(rest, |at| rest.get(..at).unwrap_or(rest)).trim_end();
        let found = same && space(line) == indent && EMPTY.contains(&value.trim());
        let from = start + key.len() + sign.len_utf8();
        found.then(|| from..from + value.len())
    })
}

/// Puts values where a JSON key stands without one; gives what must still be added.
pub(super) fn fill_json<'a>(matter: &str, wanted: &Wanted<'a>) -> (Vec<Edit>, Wanted<'a>) {
    let (mut edits, mut rest) = (Vec::new(), *wanted);
    if let Some(summary) = wanted.summary
        && let Some(at) = empty_json(matter, "summary")
    {
        edits.push(Edit { at, text: plain(summary) });
        rest.summary = None;
    }
    if !wanted.takeaways.is_empty()
        && let Some(at) = empty_json(matter, "takeaways")
    {
        edits.push(Edit { at, text: row(wanted.takeaways) });
        rest.takeaways = &[];
    }
    (edits, rest)
}

fn empty_json(matter: &str, name: &str) -> Option<Range<usize>> {
    let key = format!("\"{name}\"");
    matter.match_indices(&key).filter(|(at, _)| is_top(matter, *at)).find_map(|(at, _)| {
        let from = at + key.len();
        let after = matter.get(from..)?.trim_start().strip_prefix(':')?.trim_start();
        let value = ["\"\"", "null", "[]"].into_iter().find(|value| after.starts_with(value))?;
        let start = matter.len() - after.len();
        Some(start..start + value.len())
    })
}

/// Is a place of a JSON object in it alone: in none of its values, and in no text?
fn is_top(matter: &str, at: usize) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for byte in matter.bytes().take(at) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth == 1 && !quoted
}

/// Gives the white space before the first key of a JSON object that stands on a line of its own.
pub(super) fn indent_of_first_key(matter: &str) -> Option<&str> {
    let line = lines(matter).map(|(_, line)| line).skip(1).find(|line| !line.trim().is_empty())?;
    line.trim_start().starts_with('"').then(|| space(line))
}
