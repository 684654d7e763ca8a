//! Front matter: found, told apart from the body, and read into a tree of values with lines.

pub(super) mod amend;
mod json;
mod key_value;
pub(super) mod node;
mod split;
mod toml;
mod yaml;

use std::collections::HashMap;

use super::control;
use crate::finding::Finding;
use crate::text::without_halves;
pub(super) use node::{Entry, Node, Value};
pub(super) use split::Form;

/// A file told apart: its front matter, and where its body starts.
pub(super) struct Parts<'a> {
    /// The language it is written in.
    pub(super) form: Form,
    /// What the front matter says, in the order of the file.
    pub(super) entries: Vec<Entry>,
    /// The body, without front matter.
    pub(super) body: &'a str,
    /// The line of the file on which the body starts, counted from 1.
    pub(super) body_line: u32,
}

/// Reads the front matter of a text that starts a file.
///
/// Mistakes carry their line. Gives nothing when the front matter cannot be read at all.
pub(super) fn read<'a>(text: &'a str, findings: &mut Vec<Finding>) -> Option<Parts<'a>> {
    let parts = match split::split(text) {
        Ok(parts) => parts,
        Err(finding) => {
            findings.push(finding);
            return None;
        }
    };
    let before = parts.matter_line.saturating_sub(1);
    let read = match parts.form {
        split::Form::None => Ok(Vec::new()),
        split::Form::Yaml => mended(parts.matter, before, findings, yaml::read),
        split::Form::Toml => toml::read(parts.matter),
        split::Form::Json => mended(parts.matter, before, findings, json::read),
        split::Form::KeyValue => Ok(key_value::read(parts.matter)),
    };
    match read {
        Ok(mut entries) => {
            for entry in &mut entries {
                entry.move_down(before);
            }
            once_each(&mut entries, findings);
            clean(&mut entries, findings);
            Some(Parts { form: parts.form, entries, body: parts.body, body_line: parts.body_line })
        }
        Err(wrong) => {
            findings.extend(wrong.into_iter().map(|finding| told(finding, before)));
            None
        }
    }
}

/// Reads front matter; where it cannot be read, once more without escapes of half a character.
fn mended(
    matter: &str,
    before: u32,
    findings: &mut Vec<Finding>,
    read: impl Fn(&str) -> Result<Vec<Entry>, Vec<Finding>>,
) -> Result<Vec<Entry>, Vec<Finding>> {
    let first = read(matter);
    if first.is_ok() {
        return first;
    }
    let Some((whole, lines)) = without_halves(matter) else { return first };
    let read = read(&whole);
    if read.is_ok() {
        let half = |line| {
            Finding::warning("an escape of half a character is dropped")
                .line(line + before)
                .hint("write the character itself, or both halves, such as `\\ud83d\\ude00`")
        };
        findings.extend(lines.into_iter().map(half));
    }
    read
}

/// Reads a whole file of settings in YAML, TOML or JSON; nothing if it is none or is broken.
pub(super) fn settings(name: &str, text: &str) -> Option<Vec<Entry>> {
    let read = match name.rsplit('.').next()? {
        "yml" | "yaml" => yaml::read(text),
        "toml" => toml::read(text),
        "json" => json::read(text),
        _ => return None,
    };
    read.ok()
}

/// Moves a mistake to its line of the file, and says in plain words that a limit was met.
fn told(mut finding: Finding, before: u32) -> Finding {
    finding.line = finding.line.map(|line| line + before);
    let limits = ["limit exceeded", "limit reached", "budget", "recursion"];
    if limits.iter().any(|limit| finding.what.contains(limit)) {
        "the front matter nests or repeats itself more than any article needs"
            .clone_into(&mut finding.what);
        finding.hint = Some("write its values out, without `&`, `*` and deep brackets".to_owned());
    }
    finding
}

/// Leaves each key once: the last one counts, as it does in Jekyll.
fn once_each(entries: &mut Vec<Entry>, findings: &mut Vec<Finding>) {
    if are_apart(entries) {
        return;
    }
    let mut last: HashMap<String, u32> = HashMap::new();
    entries.reverse();
    entries.retain(|entry| {
        let Some(later) = last.get(&entry.key) else {
            last.insert(entry.key.clone(), entry.line);
            return true;
        };
        let what = format!("`{}` stands here and again in line {later}", entry.key);
        let hint = "the last one counts; remove the other";
        findings.push(Finding::warning(what).line(entry.line).hint(hint));
        false
    });
    entries.reverse();
}

/// Has each entry a key of its own?
fn are_apart(entries: &[Entry]) -> bool {
    let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    keys.sort_unstable();
    keys.is_sorted_by(|one, next| one < next)
}

/// Drops what escapes brought in and no feed can hold.
fn clean(entries: &mut [Entry], findings: &mut Vec<Finding>) {
    for entry in entries {
        let mut bad: Vec<(u32, char)> = Vec::new();
        entry.node.clean(&mut |c, line| bad.push((line, c)));
        for chunk in bad.chunk_by(|a, b| a.0 == b.0) {
            let line = chunk.first().map_or(1, |(line, _)| *line);
            let chars = chunk.iter().map(|(_, c)| *c).collect();
            findings.extend(control::dropped(chars).map(|finding| finding.line(line)));
        }
    }
}

/// Where the lines of a text start, so that the line of any offset is found at once.
struct Lines {
    /// The offset of each line break.
    breaks: Vec<usize>,
}

impl Lines {
    fn of(text: &str) -> Self {
        Self { breaks: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// Gives the number of the line that holds an offset, counted from 1.
    fn at(&self, offset: usize) -> u32 {
        let before = self.breaks.partition_point(|at| *at < offset);
        u32::try_from(before).map_or(u32::MAX, |before| before.saturating_add(1))
    }
}
