//! Characters that no feed can hold.

use std::borrow::Cow;

use super::Meta;
use crate::finding::Finding;
use crate::text::{is_fit, is_xml_char, position};

/// A file with more lines of control characters than this is no text at all; enough is said.
const MOST_TOLD: usize = 50;

/// Is a text surely without control characters, and its line ends `\n` alone?
pub(super) fn is_clean(text: &str) -> bool {
    // U+FFFE and U+FFFF start with this byte in UTF-8; so do others, hence the second look.
    let suspect =
        |byte: u8| byte < 0x20 && !matches!(byte, b'\n' | b'\t') || matches!(byte, 0x7F | 0xEF);
    position(text.as_bytes(), suspect).is_none() && !has_c1(text)
}

/// Holds a text one of the control characters of U+0080 to U+009F? In UTF-8 all begin alike.
fn has_c1(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xC2, bytes).any(|at| bytes.get(at + 1).is_some_and(|byte| *byte < 0xA0))
}

/// Drops control characters, and names the lines they stood on: those that XML 1.0 cannot hold, and
/// those that it can and that only a wrong decoding leaves behind. U+0085, a line's end of old, parts
/// words as it did.
pub(super) fn without<'a>(text: Cow<'a, str>, findings: &mut Vec<Finding>) -> Cow<'a, str> {
    if is_clean(&text) {
        return text;
    }
    let text = if text.contains('\u{85}') { text.replace('\u{85}', " ").into() } else { text };
    keep(text, is_fit, findings)
}

fn keep<'a>(
    text: Cow<'a, str>,
    fits: fn(char) -> bool,
    findings: &mut Vec<Finding>,
) -> Cow<'a, str> {
    if text.chars().all(fits) {
        return text;
    }
    let told = text.lines().zip(1..).filter_map(|(line, number)| {
        let bad = line.chars().filter(|c| !fits(*c)).collect();
        dropped(bad).map(|finding| finding.line(number))
    });
    findings.extend(told.take(MOST_TOLD));
    Cow::Owned(text.chars().filter(|c| fits(*c)).collect())
}

/// Drops them from all that a body says about its article, where references such as `&#7;` may
/// bring them in; what has no line of its own is told with `line`.
pub(super) fn clean(meta: &mut Meta, line: u32, findings: &mut Vec<Finding>) {
    let lines = [
        &mut meta.id,
        &mut meta.title,
        &mut meta.deck,
        &mut meta.summary,
        &mut meta.language,
        &mut meta.slug,
        &mut meta.permalink,
    ];
    let lines = lines.into_iter().flatten().map(|written| (&mut written.value, written.line));
    let names = meta.authors.iter_mut().map(|author| &mut author.name);
    let points = meta.takeaways.iter_mut().chain(&mut meta.tags).chain(&mut meta.section);
    for (text, line) in lines.chain(names.chain(points).map(|text| (text, line))) {
        let bad = text.chars().filter(|c| !is_xml_char(*c)).collect::<Vec<_>>();
        if !bad.is_empty() {
            text.retain(is_xml_char);
            findings.extend(dropped(bad).map(|finding| finding.line(line)));
        }
    }
}

/// Names the lines of a body on which references such as `&#1;` stand for characters that were
/// dropped; Markdown's fenced code shows them as they are.
pub(super) fn referred(body: &str, bad: &[char]) -> Vec<(u32, Finding)> {
    if bad.is_empty() {
        return Vec::new();
    }
    let mut in_code = false;
    let lines = body.lines().zip(1..).filter_map(|(line, number)| {
        let fence = line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        in_code ^= fence;
        let found: Vec<char> = if in_code { Vec::new() } else { references(line).collect() };
        let found = found.into_iter().filter(|c| bad.contains(c)).collect();
        dropped(found).map(|finding| (number, finding))
    });
    lines.take(MOST_TOLD).collect()
}

/// Gives the characters that a line refers to by number.
fn references(line: &str) -> impl Iterator<Item = char> {
    line.match_indices("&#").filter_map(|(at, sign)| {
        let number = line.get(at + sign.len()..)?;
        let hex = number.strip_prefix(['x', 'X']);
        let (digits, base) = hex.map_or((number, 10), |digits| (digits, 16));
        let end = digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len());
        char::from_u32(u32::from_str_radix(digits.get(..end)?, base).ok()?)
    })
}

/// Says which characters were dropped; nothing if there are none.
pub(super) fn dropped(mut bad: Vec<char>) -> Option<Finding> {
    bad.sort_unstable();
    bad.dedup();
    let names: Vec<String> = bad.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let what = match names.as_slice() {
        [] => return None,
        [one] => format!("the control character {one} is dropped"),
        more => format!("the control characters {} are dropped", more.join(", ")),
    };
    Some(Finding::warning(what).hint("no reader could see it; remove it from the file"))
}
