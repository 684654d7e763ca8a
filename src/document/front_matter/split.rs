//! Tells front matter from body.

use crate::finding::Finding;

/// The language front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Form {
    /// There is none.
    None,
    /// YAML between lines of `---`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
    /// One JSON object.
    Json,
    /// Pelican's `Key: value` lines up to the first empty one.
    KeyValue,
}

/// A file in its two parts.
#[derive(Debug)]
pub(super) struct Split<'a> {
    pub(super) form: Form,
    pub(super) matter: &'a str,
    /// Where `matter` starts in the file's text, in bytes.
    pub(super) matter_start: usize,
    pub(super) matter_line: u32,
    pub(super) body: &'a str,
    pub(super) body_line: u32,
}

pub(super) fn split(text: &str) -> Result<Split<'_>, Finding> {
    let start = text.len() - text.trim_start_matches(['\u{feff}', '\n', '\r', ' ', '\t']).len();
    let rest = &text[start..];
    let (first, _) = cut_line(rest);
    match first.trim_end() {
        "---" => fenced(text, start, Form::Yaml, &["---", "..."]),
        "+++" => fenced(text, start, Form::Toml, &["+++"]),
        ";;;" => fenced(text, start, Form::Json, &[";;;"]),
        // Eleventy names the language behind the first fence.
        "---yaml" | "---yml" => fenced(text, start, Form::Yaml, &["---"]),
        "---toml" => fenced(text, start, Form::Toml, &["---"]),
        "---json" => fenced(text, start, Form::Json, &["---"]),
        "---js" | "---javascript" => Err(program(line_at(text, start))),
        _ if rest.starts_with('{') && looks_like_json(rest) => json(text, start),
        _ if is_key_value(first, 0) => Ok(key_values(text, start)),
        _ => Ok(at(text, Form::None, start..start, 0)),
    }
}

fn program(line: u32) -> Finding {
    Finding::error("the front matter is a program in JavaScript, which is not run")
        .line(line)
        .hint("write its values as YAML between two lines of `---`")
}

/// Gives the number of the line that holds an offset, counted from 1.
fn line_at(text: &str, offset: usize) -> u32 {
    let breaks = text.get(..offset).unwrap_or(text).matches('\n').count();
    u32::try_from(breaks).map_or(u32::MAX, |breaks| breaks.saturating_add(1))
}

/// Makes the two parts from the range of the front matter and the start of the body.
fn at(text: &str, form: Form, matter: std::ops::Range<usize>, body: usize) -> Split<'_> {
    Split {
        form,
        matter_start: matter.start,
        matter_line: line_at(text, matter.start),
        body_line: line_at(text, body),
        matter: text.get(matter).unwrap_or_default(),
        body: text.get(body..).unwrap_or_default().trim_start_matches('\u{feff}'),
    }
}

/// Cuts off the first line, its line end included.
fn cut_line(text: &str) -> (&str, &str) {
    text.split_at(text.find('\n').map_or(text.len(), |at| at + 1))
}

fn fenced<'a>(
    text: &'a str,
    start: usize,
    form: Form,
    ends: &[&str],
) -> Result<Split<'a>, Finding> {
    let (fence, mut rest) = cut_line(&text[start..]);
    let matter = start + fence.len();
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        if ends.contains(&line.trim_end()) {
            let end = text.len() - rest.len();
            if form == Form::Yaml && is_prose(&text[matter..end]) {
                break;
            }
            return Ok(at(text, form, matter..end, text.len() - after.len()));
        }
        rest = after;
    }
    if form == Form::Yaml && is_prose(&text[matter..]) {
        return Ok(at(text, Form::None, start..start, 0));
    }
    let fence = fence.trim_end();
    let hint = format!("write a line of `{fence}` after the last key");
    let what = format!("the front matter that starts with `{fence}` has no end");
    Err(Finding::error(what).line(line_at(text, start)).hint(hint))
}

/// Does no key follow a line of `---`? Then it is a rule across the page, not front matter.
fn is_prose(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.next().is_some_and(|line| !line.contains(':') && !line.starts_with(['-', '{', '?']))
}

/// An object starts with a key in quotes, or is empty; a shortcode such as `{{< x >}}` does not.
fn looks_like_json(text: &str) -> bool {
    text[1..].trim_start().starts_with(['"', '}'])
}

fn json(text: &str, start: usize) -> Result<Split<'_>, Finding> {
    match json_length(&text[start..]) {
        Some(length) => Ok(at(text, Form::Json, start..start + length, start + length)),
        None => Err(Finding::error("the front matter that starts with `{` has no end")
            .line(line_at(text, start))
            .hint("close it with `}` and start the body on a line of its own")),
    }
}

/// Finds where a JSON object ends, braces inside strings left aside.
fn json_length(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'}' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Keys with which Pelican's metadata starts; any other word before a colon may be prose.
const FIRST_KEYS: [&str; 17] = [
    "title",
    "date",
    "modified",
    "updated",
    "category",
    "categories",
    "tags",
    "keywords",
    "slug",
    "author",
    "authors",
    "summary",
    "description",
    "lang",
    "language",
    "status",
    "subtitle",
];

/// Is this line Pelican's `Key: value`? Lines after the first may bring any key.
fn is_key_value(line: &str, before: usize) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let word = !key.is_empty()
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
        && (value.starts_with([' ', '\t', '\n', '\r']) || value.is_empty());
    word && (before > 0 || FIRST_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key)))
}

fn key_values(text: &str, start: usize) -> Split<'_> {
    let mut rest = &text[start..];
    let mut lines = 0;
    while !rest.is_empty() {
        let (line, after) = cut_line(rest);
        let goes_on = lines > 0 && line.starts_with([' ', '\t']) && !line.trim().is_empty();
        if !goes_on && !is_key_value(line, lines) {
            break;
        }
        lines += 1;
        rest = after;
    }
    let end = text.len() - rest.len();
    at(text, Form::KeyValue, start..end, end)
}
