//! A TOML table that remembers which keys were asked for.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use crate::config::Lines;
use crate::finding::Finding;

/// Collects findings while a text is read.
pub(super) struct Notes<'a> {
    text: &'a str,
    file: PathBuf,
    findings: RefCell<Vec<Finding>>,
    /// The lines of the keys that were read.
    lines: RefCell<BTreeMap<String, u32>>,
}

impl<'a> Notes<'a> {
    pub(super) fn new(text: &'a str, file: &Path) -> Self {
        Self {
            text,
            file: file.to_owned(),
            findings: RefCell::default(),
            lines: RefCell::default(),
        }
    }

    pub(super) fn add(&self, at: &Range<usize>, finding: Finding) {
        self.findings.borrow_mut().push(finding.file(&self.file).line(self.line(at)));
    }

    /// Gives the number of the line a place is in, counted from 1.
    fn line(&self, at: &Range<usize>) -> u32 {
        let before = self.text.get(..at.start).unwrap_or_default();
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    /// Remembers where a key or a table stands.
    fn note_line(&self, key: String, at: &Range<usize>) {
        self.lines.borrow_mut().insert(key, self.line(at));
    }

    /// Gives the lines of all keys that were read.
    pub(super) fn lines(&self) -> Lines {
        Lines::of(self.lines.take())
    }

    pub(super) fn syntax(&self, error: &toml::de::Error) {
        let at = error.span().unwrap_or(0..0);
        self.add(&at, Finding::error(error.message().trim().to_lowercase()));
    }

    /// Has nothing been found so far?
    fn are_none(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| finding.line);
        // Of sixty brackets that nothing closes, each is found.
        findings.dedup();
        findings
    }
}

/// A table being read.
pub(super) struct Table<'a, 'n> {
    entries: &'a DeTable<'a>,
    span: Range<usize>,
    notes: &'n Notes<'n>,
    path: String,
    asked: HashSet<&'static str>,
}

impl<'a, 'n> Table<'a, 'n> {
    pub(super) fn new(
        table: &'a DeTable<'a>,
        span: Range<usize>,
        notes: &'n Notes<'n>,
        path: String,
    ) -> Self {
        Self { entries: table, span, notes, path, asked: HashSet::new() }
    }

    /// Says which table this is, for messages.
    fn place(&self) -> String {
        if self.path.is_empty() { String::new() } else { format!(" in [{}]", self.path) }
    }

    /// Names a table inside this one.
    fn below(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn value(&mut self, key: &'static str) -> Option<(&'a DeValue<'a>, Range<usize>)> {
        self.asked.insert(key);
        let value = self.entries.get(key)?;
        let dot = if self.path.is_empty() { "" } else { "." };
        self.notes.note_line(format!("{}{dot}{key}", self.path), &value.span());
        Some((value.get_ref(), value.span()))
    }

    pub(super) fn wrong(&self, at: &Range<usize>, what: impl Into<String>, hint: &str) {
        let finding = Finding::error(what);
        self.notes.add(at, if hint.is_empty() { finding } else { finding.hint(hint) });
    }

    /// Tells what is wrong at the head of the table, for a line that must not be shown.
    pub(super) fn wrong_unshown(&self, what: impl Into<String>, hint: &str) {
        self.wrong(&(self.span.start..self.span.start), what, hint);
    }

    /// Tells that a key that must be there is not.
    pub(super) fn missing(&self, key: &str, hint: &str) {
        self.wrong(&self.span, format!("`{key}` is missing{}", self.place()), hint);
    }

    /// Gives a key's place, or the table's where it has no such key.
    pub(super) fn at(&self, key: &str) -> Range<usize> {
        self.entries.get(key).map_or_else(|| self.span.clone(), toml::Spanned::span)
    }

    /// Is all that was read so far without a mistake?
    pub(super) fn is_sound(&self) -> bool {
        self.notes.are_none()
    }

    /// Gives this table's own place.
    pub(super) fn here(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Gives the number of the line a place is in.
    pub(super) fn line(&self, at: &Range<usize>) -> u32 {
        self.notes.line(at)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Is a key there that does not belong here? It is not told as unknown then.
    pub(super) fn unwanted(&mut self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    fn kind(&self, key: &str, at: &Range<usize>, wanted: &str, found: &DeValue<'_>) {
        self.wrong(at, format!("`{key}` must be {wanted}, not {}", found.type_str()), "");
    }

    pub(super) fn text(&mut self, key: &'static str) -> Option<&'a str> {
        let (value, at) = self.value(key)?;
        if let DeValue::String(text) = value {
            return Some(text);
        }
        self.kind(key, &at, "a text in quotes", value);
        None
    }

    /// Reads a text that must parse; what `parse` returns as error is told.
    pub(super) fn parsed<T, E: std::fmt::Display>(
        &mut self,
        key: &'static str,
        hint: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.text(key)?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.wrong(&self.at(key), format!("`{key}`: {error}"), hint);
                None
            }
        }
    }

    /// Reads one of a fixed set of words.
    pub(super) fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.parsed(key, "", |text| {
            words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| {
                let all = words.iter().map(|(w, _)| format!("`{w}`")).collect::<Vec<_>>();
                format!("`{text}` is none of {}", all.join(", "))
            })
        })
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let (value, at) = self.value(key)?;
        if let DeValue::Boolean(flag) = value {
            return Some(*flag);
        }
        self.kind(key, &at, "true or false", value);
        None
    }

    /// Reads a whole number within `range`.
    pub(super) fn number(&mut self, key: &'static str, range: Range<u64>) -> Option<u64> {
        let (value, at) = self.value(key)?;
        let DeValue::Integer(number) = value else {
            self.kind(key, &at, "a whole number", value);
            return None;
        };
        let digits = number.as_str().replace('_', "");
        match u64::from_str_radix(&digits, number.radix()) {
            Ok(number) if range.contains(&number) => Some(number),
            _ => {
                let (low, high) = (range.start, range.end - 1);
                self.wrong(&at, format!("`{key}` must be from {low} to {high}"), "");
                None
            }
        }
    }

    /// Reads an amount of money, in millionths.
    pub(super) fn amount(&mut self, key: &'static str) -> Option<u64> {
        let (value, at) = self.value(key)?;
        let written = match value {
            DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str()),
            DeValue::Float(number) => Some(number.as_str()),
            _ => None,
        };
        let amount = written.and_then(millionths);
        if amount.is_none() {
            self.kind(key, &at, "an amount such as 0.25", value);
        }
        amount
    }

    /// Reads a list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        let (value, at) = self.value(key)?;
        let DeValue::Array(array) = value else {
            self.kind(key, &at, "a list of texts", value);
            return None;
        };
        let texts: Option<Vec<_>> =
            array.iter().map(|v| v.get_ref().as_str().map(str::to_owned)).collect();
        if texts.is_none() {
            self.wrong(&at, format!("`{key}` must hold texts in quotes only"), "");
        }
        texts
    }

    /// Opens a table inside this one; an empty one where there is none.
    pub(super) fn table(&mut self, key: &'static str, empty: &'a DeTable<'a>) -> Table<'a, 'n> {
        let path = self.below(key);
        match self.value(key) {
            Some((DeValue::Table(table), at)) => Table::new(table, at, self.notes, path),
            other => {
                if let Some((value, at)) = other {
                    self.kind(key, &at, "a table", value);
                }
                Table::new(empty, self.span.clone(), self.notes, path)
            }
        }
    }

    /// Opens all tables inside a table of tables, in the order of the file.
    pub(super) fn tables(&mut self, key: &'static str) -> Vec<(String, Table<'a, 'n>)> {
        let Some((value, at)) = self.value(key) else { return Vec::new() };
        let DeValue::Table(all) = value else {
            self.kind(key, &at, "a table", value);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (name, value) in all {
            let path = format!("{}.{}", self.below(key), quoted(name.get_ref()));
            match value.get_ref() {
                DeValue::Table(table) => {
                    self.notes.note_line(path.clone(), &name.span());
                    let table = Table::new(table, name.span(), self.notes, path);
                    tables.push((name.span().start, name.get_ref().to_string(), table));
                }
                other => self.kind(&path, &value.span(), "a table", other),
            }
        }
        tables.sort_by_key(|(start, ..)| *start);
        tables.into_iter().map(|(_, name, table)| (name, table)).collect()
    }

    /// Opens all tables of an array of tables, in the order of the file.
    pub(super) fn list_of_tables(&mut self, key: &'static str) -> Vec<Table<'a, 'n>> {
        let Some((value, at)) = self.value(key) else { return Vec::new() };
        let DeValue::Array(all) = value else {
            self.wrong(&at, format!("`{key}` must be written as `[[{key}]]`"), "");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for value in all {
            match value.get_ref() {
                DeValue::Table(table) => {
                    let path = format!("[{key}]");
                    tables.push(Table::new(table, value.span(), self.notes, path));
                }
                other => self.kind(key, &value.span(), "a table", other),
            }
        }
        tables
    }

    /// Reads a table whose keys are free and whose values are texts, in the order of the file.
    pub(super) fn all_texts(&mut self) -> Vec<(String, String, Range<usize>)> {
        let mut texts = Vec::new();
        for (key, value) in self.entries {
            let at = key.span();
            match value.get_ref() {
                DeValue::String(text) => {
                    texts.push((key.get_ref().to_string(), text.to_string(), at));
                }
                other => self.kind(key.get_ref(), &value.span(), "a text in quotes", other),
            }
        }
        texts.sort_by_key(|(.., at)| at.start);
        texts
    }

    /// Tells of every key nobody asked for; is there none?
    pub(super) fn finish(&self) -> bool {
        let mut all_known = true;
        for key in self.entries.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(name) {
                continue;
            }
            all_known = false;
            let near = self
                .asked
                .iter()
                .map(|known| (crate::text::distance(name, known), known))
                .filter(|(distance, _)| *distance <= 2)
                .min();
            let what = format!("unknown key `{name}`{}", self.place());
            let hint = near.map(|(_, known)| format!("did you mean `{known}`?"));
            self.wrong(&key.span(), what, &hint.unwrap_or_default());
        }
        all_known
    }
}

/// Writes the name of a table as TOML has it: with quotes, unless it is a bare key.
fn quoted(name: &str) -> String {
    let is_bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}

/// Reads a decimal number, with up to six places, as millionths.
fn millionths(text: &str) -> Option<u64> {
    let text = text.replace('_', "");
    let (whole, places) = text.split_once('.').unwrap_or((&text, ""));
    if places.len() > 6 {
        return None;
    }
    let whole: u64 = whole.trim_start_matches('+').parse().ok()?;
    let places: u64 = format!("{places:0<6}").parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(places).filter(|amount| *amount <= 1_000_000_000_000)
}
