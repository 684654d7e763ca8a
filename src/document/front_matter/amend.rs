//! Adds a summary and takeaways to front matter; every other byte stays as it is.

mod lines;
mod quote;
mod toml;

use std::fmt::Write as _;
use std::ops::Range;

use super::split::{self, Form, Split};
use crate::finding::Finding;
use lines::empty_value;
use quote::{plain, quoted};

/// What is to be added, each text as it will be read again.
#[derive(Debug, Clone, Copy)]
pub(in crate::document) struct Wanted<'a> {
    pub(in crate::document) summary: Option<&'a str>,
    pub(in crate::document) takeaways: &'a [String],
}

/// A part of the text and what stands there instead; mostly nothing stood there before.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    at: Range<usize>,
    text: String,
}

/// Gives the ways a text could be with what is wanted, the best first.
///
/// Whether one of them says what it should, the reader of front matter must judge: a block of
/// text at the end of YAML, say, can take up a line that was meant to follow it. None means that
/// the text has no front matter.
pub(in crate::document) fn ways(text: &str, wanted: &Wanted<'_>) -> Result<Vec<String>, Finding> {
    let split = split::split(text)?;
    let ways = match split.form {
        Form::None => Vec::new(),
        Form::Yaml => yaml(&split, line_end(text), wanted),
        Form::KeyValue => vec![key_value(&split, line_end(text), wanted)],
        Form::Toml => toml::ways(split.matter, line_end(text), wanted),
        Form::Json => vec![json(split.matter, line_end(text), wanted)],
    };
    Ok(ways.into_iter().map(|edits| applied(text, split.matter_start, edits)).collect())
}

/// Gives front matter for a text that has none.
pub(in crate::document) fn fresh(text: &str, wanted: &Wanted<'_>) -> String {
    let end = line_end(text);
    format!("---{end}{}---{end}{end}", yaml_lines("", end, wanted.summary, wanted.takeaways))
}

/// The line end of a text, as its first line has it.
fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

fn applied(text: &str, shift: usize, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| edit.at.start);
    let mut out = String::with_capacity(text.len() + 512);
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..shift + edit.at.start).unwrap_or_default());
        out.push_str(&edit.text);
        done = shift + edit.at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Puts values where a key stands without one; gives what must still be added.
fn fill<'a>(
    matter: &str,
    sign: char,
    wanted: &Wanted<'a>,
    value: impl Fn(&str) -> String,
    list: impl Fn(&[String]) -> String,
) -> (Vec<Edit>, Wanted<'a>) {
    let (mut edits, mut rest) = (Vec::new(), *wanted);
    if let Some(summary) = wanted.summary
        && let Some(at) = empty_value(matter, "summary", sign)
    {
        edits.push(Edit { at, text: format!(" {}", value(summary)) });
        rest.summary = None;
    }
    if !wanted.takeaways.is_empty()
        && let Some(at) = empty_value(matter, "takeaways", sign)
    {
        edits.push(Edit { at, text: format!(" {}", list(wanted.takeaways)) });
        rest.takeaways = &[];
    }
    (edits, rest)
}

/// A list on one line, as YAML, TOML and JSON all write it.
fn row(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(", "))
}

/// YAML: after the last line, and where that line would be taken for a part of a text, after the
/// empty lines that follow it.
fn yaml(split: &Split<'_>, end: &str, wanted: &Wanted<'_>) -> Vec<Vec<Edit>> {
    let matter = split.matter;
    let (edits, rest) = fill(matter, ':', wanted, quoted, row);
    let indent = lines::indent(matter);
    let text = yaml_lines(indent, end, rest.summary, rest.takeaways);
    let places = [lines::last_end(matter), matter.len()];
    let way = |at: usize| {
        let added = (!text.is_empty()).then(|| Edit { at: at..at, text: text.clone() });
        edits.iter().cloned().chain(added).collect()
    };
    places.into_iter().map(way).collect()
}

fn yaml_lines(indent: &str, end: &str, summary: Option<&str>, takeaways: &[String]) -> String {
    let mut text = String::new();
    if let Some(summary) = summary {
        let _ = write!(text, "{indent}summary: {}{end}", quoted(summary));
    }
    if !takeaways.is_empty() {
        let _ = write!(text, "{indent}takeaways:{end}");
        for point in takeaways {
            let _ = write!(text, "{indent}  - {}{end}", quoted(point));
        }
    }
    text
}

/// Pelican's lines: a value goes on in lines that start with white space.
fn key_value(split: &Split<'_>, end: &str, wanted: &Wanted<'_>) -> Vec<Edit> {
    let matter = split.matter;
    let bare = |texts: &[String]| texts.join(&format!("{end}    "));
    let (mut edits, rest) = fill(matter, ':', wanted, str::to_owned, bare);
    let mut text = String::new();
    if let Some(summary) = rest.summary {
        let _ = write!(text, "Summary: {summary}{end}");
    }
    if !rest.takeaways.is_empty() {
        let _ = write!(text, "Takeaways: {}{end}", bare(rest.takeaways));
    }
    if !text.is_empty() && !matter.ends_with('\n') {
        text.insert_str(0, end);
    }
    edits.push(Edit { at: matter.len()..matter.len(), text });
    edits
}

/// JSON: after the last value, on lines of their own where the others are.
fn json(matter: &str, end: &str, wanted: &Wanted<'_>) -> Vec<Edit> {
    let (mut edits, rest) = lines::fill_json(matter, wanted);
    let Some(close) = matter.rfind('}') else { return edits };
    let before = matter.get(..close).unwrap_or_default().trim_end();
    let empty = before.trim_start().len() <= 1;
    let indent = lines::indent_of_first_key(matter);
    let gap = indent.map_or_else(|| " ".to_owned(), |indent| format!("{end}{indent}"));
    let mut parts = Vec::new();
    parts.extend(rest.summary.map(|summary| format!("\"summary\": {}", plain(summary))));
    if !rest.takeaways.is_empty() {
        parts.push(format!("\"takeaways\": {}", json_list(rest.takeaways, indent, end)));
    }
    if !parts.is_empty() {
        let lead = if empty { "" } else { "," };
        let tail = if empty && indent.is_none() { " " } else { "" };
        let text = format!("{lead}{gap}{}{tail}", parts.join(&format!(",{gap}")));
        edits.push(Edit { at: before.len()..before.len(), text });
    }
    edits
}

fn json_list(texts: &[String], indent: Option<&str>, end: &str) -> String {
    let Some(indent) = indent else { return row(texts) };
    let step = if indent.starts_with('\t') { "\t" } else { "  " };
    let lines: Vec<_> =
        texts.iter().map(|text| format!("{end}{indent}{step}{}", plain(text))).collect();
    format!("[{}{end}{indent}]", lines.join(","))
}
