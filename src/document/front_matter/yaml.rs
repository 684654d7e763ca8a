//! YAML front matter (YAML 1.2), read with the place of every value.

mod brackets;
mod merge;
mod reader;
mod simple;

use granit_parser::{ErrorKind, ScanError};

use super::{Entry, Value};
use crate::finding::Finding;
use reader::Reader;

/// What is said where front matter is no table.
const NO_KEYS: &str = "the front matter holds no keys";

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Vec<Finding>> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    if let Some(entries) = simple::read(text) {
        return Ok(entries);
    }
    match Reader::new(text).document() {
        Ok(node) => match node.value {
            Value::Table(entries) => Ok(entries),
            _ => Err(vec![
                Finding::error(NO_KEYS)
                    .line(node.line)
                    .hint("write lines such as `title: Low water`"),
            ]),
        },
        Err(finding) => Err(vec![finding]),
    }
}

/// Says where a text is no YAML, and what is usually wrong there.
fn broken(error: &ScanError, text: &str) -> Finding {
    let at = error.marker().line().max(1);
    let what = match error.kind() {
        ErrorKind::UnknownAnchor => "no `&name` stands before the alias `*name`".to_owned(),
        _ => error.info(),
    };
    // A parser reads on after a bracket that nothing closes, and stumbles over what is right.
    let opened = brackets::left_open(text, at).filter(|_| !what.starts_with("unclosed"));
    let (at, what) = match opened {
        Some((line, bracket)) => (line, format!("unclosed bracket '{bracket}'")),
        // A tab is stumbled over where the value before it is read.
        None if what.contains("tab") => (tab_line(text, at), what),
        None => (at, what),
    };
    let line = u32::try_from(at).unwrap_or(u32::MAX);
    let finding = Finding::error(format!("front matter: {}", crate::text::one_line(&what)));
    let written = text.lines().nth(at - 1).unwrap_or("");
    match hint(written).filter(|_| !what.starts_with("unclosed")) {
        Some(hint) => finding.line(line).hint(hint),
        None => finding.line(line),
    }
}

/// Gives the line that a tab begins, this one or the next; else this one.
fn tab_line(text: &str, at: usize) -> usize {
    let near = text.lines().skip(at - 1).take(2).position(|line| line.starts_with('\t'));
    at + near.unwrap_or(0)
}

/// Says what is usually wrong with a line that is no YAML.
fn hint(line: &str) -> Option<String> {
    if line.starts_with('\t') {
        return Some("YAML is indented with spaces, never with tabs".to_owned());
    }
    let (key, value) = line.split_once(": ")?;
    let quoted = value.starts_with(['"', '\'']);
    let special =
        value.contains(": ") || value.starts_with(['@', '`', '%', '*', '&', '!', '[', '{']);
    (special && !quoted)
        .then(|| format!("a text with such signs needs quotes: {}: \"…\"", key.trim()))
}
