//! The names by which generators know the same thing, and how their values are read.

use std::cell::RefCell;

use super::front_matter::{Entry, Node, Value};
use super::{Fields, Written, WrittenDate, date};
use crate::finding::{Finding, Severity};
use crate::text::one_set_line;

/// Front matter with its keys made alike: `pub_date`, `pubDate` and `PubDate` are one.
pub(super) struct Keys<'a> {
    entries: Vec<(String, &'a Entry)>,
    /// The [`bit`]s of all of them: few of the many names that are asked for stand in a file.
    bits: u64,
    /// Which of them were asked for.
    used: RefCell<Vec<bool>>,
    pub(super) findings: Vec<Finding>,
}

/// Where a table has the name of what it is.
pub(super) const NAMES: [&str; 3] = ["name", "title", "slug"];

/// One of 64 bits for a key: keys with other bits are other keys.
fn bit(key: &str) -> u64 {
    let first = key.bytes().next().map_or(0, usize::from);
    1 << ((first + key.len() * 5) % 64)
}

/// Makes a key comparable: no case, no `_`, no `-`.
pub(super) fn alike(key: &str) -> String {
    if key.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return key.to_owned();
    }
    key.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

impl<'a> Keys<'a> {
    /// Takes the keys of the top, then those of Zola's `extra` and Hugo's `params`.
    pub(super) fn new(entries: &'a [Entry]) -> Self {
        let mut all: Vec<_> = entries.iter().map(|entry| (alike(&entry.key), entry)).collect();
        let tables =
            all.iter().filter_map(|(key, entry)| match (key.as_str(), &entry.node.value) {
                ("extra" | "params", Value::Table(inner)) => Some(inner),
                _ => None,
            });
        let inner: Vec<_> = tables.flatten().map(|entry| (alike(&entry.key), entry)).collect();
        all.extend(inner);
        let used = RefCell::new(vec![false; all.len()]);
        let bits = all.iter().fold(0, |bits, (key, _)| bits | bit(key));
        Self { entries: all, bits, used, findings: Vec::new() }
    }

    /// Finds the first of some names that has a value.
    pub(super) fn find(&self, names: &[&str]) -> Option<&'a Entry> {
        let mut names = names.iter().filter(|name| self.bits & bit(name) != 0);
        names.find_map(|name| {
            let holds = |(key, entry): &&(String, &'a Entry)| {
                key == name && entry.node.value != Value::Null
            };
            let at = self.entries.iter().position(|entry| holds(&entry))?;
            if let Some(used) = self.used.borrow_mut().get_mut(at) {
                *used = true;
            }
            self.entries.get(at).map(|(_, entry)| *entry)
        })
    }

    /// Finds all of some names that have a value.
    pub(super) fn all(&self, names: &[&str]) -> Vec<&'a Entry> {
        names.iter().filter_map(|name| self.find(&[name])).collect()
    }

    /// Lists every key of the top with its comparable form.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, &'a Entry)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), *entry))
    }

    /// Counts the keys that have a value, and names those nobody asked for.
    pub(super) fn fields(&self) -> Fields {
        let is_table = |key: &str| matches!(key, "extra" | "params" | "taxonomies");
        let mut fields = Fields::default();
        for ((key, entry), used) in self.entries.iter().zip(self.used.borrow().iter()) {
            if entry.node.value != Value::Null && !is_table(key) {
                fields.add(&entry.key, *used);
            }
        }
        fields
    }

    fn wrong(&mut self, entry: &Entry, wanted: &str) {
        let what = format!("`{}` must be {wanted}, not {}", entry.key, entry.node.kind());
        self.findings.push(Finding::error(what).line(entry.line));
    }

    /// Warns of a value that is not what it must be, and is left out.
    pub(super) fn left_out(&mut self, line: u32, what: &str, wanted: &str, found: &Node) {
        let found = match &found.value {
            Value::Text(text) => format!("`{}`", crate::text::first_words(text, 8)),
            _ => found.kind().to_owned(),
        };
        let what = format!("{what} must be {wanted}, not {found}");
        self.findings.push(Finding::warning(what).line(line).hint("it is left out"));
    }

    /// Reads a text on one line.
    pub(super) fn text(&mut self, names: &[&str]) -> Option<Written<String>> {
        let entry = self.find(names)?;
        if let Value::Text(text) = &entry.node.value {
            let value = one_set_line(text);
            return (!value.is_empty()).then_some(Written { value, line: entry.line });
        }
        self.wrong(entry, "a text");
        None
    }

    /// Reads a date; `published: true` and the like say nothing about when.
    pub(super) fn date(&mut self, names: &[&str]) -> Option<Written<WrittenDate>> {
        let entry = names
            .iter()
            .filter_map(|name| self.find(&[name]))
            .find(|entry| truth(&entry.node).is_none())?;
        let Value::Text(text) = &entry.node.value else {
            self.wrong(entry, "a date");
            return None;
        };
        if text.trim().is_empty() || of_files(text) {
            return None;
        }
        if let Some(value) = date::read(text) {
            return Some(Written { value, line: entry.line });
        }
        let what = format!("`{}` is no date: `{}`", entry.key, crate::text::first_words(text, 8));
        let hint = "write it like `2024-05-06` or `2024-05-06T07:08:09+02:00`";
        self.findings.push(Finding::error(what).line(entry.line).hint(hint));
        None
    }

    /// Reads a date that the article can do without: a wrong one is told and left out.
    pub(super) fn date_if_any(&mut self, names: &[&str]) -> Option<Written<WrittenDate>> {
        let before = self.findings.len();
        let date = self.date(names);
        for finding in self.findings.iter_mut().skip(before) {
            finding.severity = Severity::Warning;
        }
        date
    }

    /// Reads true or false; what is neither is told.
    pub(super) fn flag(&mut self, names: &[&str]) -> Option<bool> {
        let entry = self.find(names)?;
        let flag = truth(&entry.node);
        if flag.is_none() {
            let what = format!("`{}` must be true or false", entry.key);
            self.findings.push(Finding::error(what).line(entry.line));
        }
        flag
    }

    /// Reads the texts of all these keys: lists, or texts apart by commas.
    pub(super) fn texts(&self, names: &[&str]) -> Vec<String> {
        let mut texts = Vec::new();
        for entry in self.all(names) {
            collect_names(&entry.node, &mut texts);
        }
        texts
    }
}

/// Is it Eleventy's word for a date that files or their history would tell?
fn of_files(date: &str) -> bool {
    let words = ["last modified", "created", "git last modified", "git created"];
    words.iter().any(|word| date.trim().eq_ignore_ascii_case(word))
}

/// Reads a truth as YAML 1.1 and people write it.
pub(super) fn truth(node: &Node) -> Option<bool> {
    match node.text()?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// Collects names: a list's texts whole, one text's parts between commas, a table's `name`.
fn collect_names(node: &Node, into: &mut Vec<String>) {
    match &node.value {
        Value::Null => {}
        Value::Text(text) => {
            into.extend(text.split([',', '\n']).map(one_set_line).filter(|part| !part.is_empty()));
        }
        Value::List(nodes) => {
            for node in nodes {
                let name = node.text().or_else(|| node.text_of(&NAMES));
                into.extend(name.map(one_set_line));
            }
        }
        Value::Table(_) => into.extend(node.text_of(&NAMES).map(one_set_line)),
    }
}
