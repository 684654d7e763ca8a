//! The text of the lock file: TOML, one line for each article.

mod own;
mod twins;

use std::fmt::Write;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::{Line, Lock};
use crate::finding::Finding;

const HEAD: &str = "\
# Which id belongs to which article. Postrider writes this file; commit it with the articles.
# An id never changes once it is here: readers know an article by it. One line for each article,
# so in a merge keep the lines of both sides.
";

/// How many bytes a line seldom goes beyond.
const USUAL: usize = 192;

pub(super) fn load(path: &Path) -> Result<Lock, Vec<Finding>> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text, path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Lock::default()),
        Err(error) => {
            let what = format!("the lock file cannot be read: {error}");
            Err(vec![Finding::error(what).file(path)])
        }
    }
}

pub(super) fn to_text(lock: &Lock) -> String {
    let mut text = HEAD.to_owned();
    let authority = lock.authority.as_deref().unwrap_or_default();
    text.push_str("authority = ");
    quote(authority, &mut text);
    text.push_str("\n\n[articles]\n");
    text.reserve(lock.lines.len() * USUAL);
    for (path, Line { id, marks, seconds, updated, .. }) in &lock.lines {
        quote(path, &mut text);
        text.push_str(" = { id = ");
        quote(id, &mut text);
        text.push_str(", marks = \"");
        marks.write(&mut text);
        text.push('"');
        if *seconds > 0 {
            let _ = write!(text, ", seconds = {seconds}");
        }
        if let Some(updated) = updated {
            let _ = write!(text, ", updated = {updated}");
        }
        text.push_str(" }\n");
    }
    text
}

/// Writes a TOML basic string.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    if text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\')) {
        out.push_str(text);
    } else {
        quote_each(text, out);
    }
    out.push('"');
}

fn quote_each(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

/// A lock file being read.
struct Reader<'a> {
    text: &'a str,
    path: &'a Path,
    findings: Vec<Finding>,
}

pub(super) fn parse(text: &str, path: &Path) -> Result<Lock, Vec<Finding>> {
    own::parse(text).map_or_else(|| by_toml(&own::without_twins(text), path), Ok)
}

/// Reads a lock file by the rules of TOML.
fn by_toml(text: &str, path: &Path) -> Result<Lock, Vec<Finding>> {
    let mut reader = Reader { text, path, findings: Vec::new() };
    let (table, broken) = DeTable::parse_recoverable(text);
    for error in &broken {
        let at = error.span().unwrap_or(0..0);
        if reader.has_two_ids(at.start) {
            continue;
        }
        let what = format!("the lock file is broken: {}", crate::text::one_line(error.message()));
        reader.wrong(at, what);
    }
    let lock = if broken.is_empty() { reader.lock(table.get_ref()) } else { Lock::default() };
    if reader.findings.is_empty() { Ok(lock) } else { Err(reader.findings) }
}

impl Reader<'_> {
    fn line(&self, at: usize) -> u32 {
        let breaks = self.text.get(..at).unwrap_or_default().matches('\n').count();
        u32::try_from(breaks + 1).unwrap_or(u32::MAX)
    }

    fn wrong(&mut self, at: Range<usize>, what: String) {
        let hint = "it holds the ids by which readers know the articles, so it is never replaced: \
             take it from version control, and after a merge keep the lines of both sides";
        let line = self.line(at.start);
        self.findings.push(Finding::error(what).file(self.path).line(line).hint(hint));
    }

    fn lock(&mut self, table: &DeTable<'_>) -> Lock {
        let authority = table.get("authority").and_then(|value| value.get_ref().as_str());
        let authority_text = authority.map(str::to_owned);
        let mut lock = Lock { authority: authority_text, ..Lock::default() };
        if authority.is_none_or(str::is_empty) {
            self.wrong(0..0, "the lock file names no authority".to_owned());
        }
        let Some(DeValue::Table(articles)) = table.get("articles").map(toml::Spanned::get_ref)
        else {
            self.wrong(0..0, "the lock file has no table [articles]".to_owned());
            return lock;
        };
        let mut owners = twins::Owners::default();
        let mut rows: Vec<_> = articles.iter().collect();
        rows.sort_by_key(|(path, _)| path.span().start);
        for (path, value) in rows {
            let at = path.span();
            let Some(line) = line(value.get_ref()) else {
                self.wrong(at, format!("the lock's line of `{}` is broken", path.get_ref()));
                continue;
            };
            owners.add(&line.id, path.get_ref(), at.start);
            lock.lines.insert(path.get_ref().to_string(), line);
        }
        for spare in self.spare(&owners) {
            lock.lines.remove(&spare);
        }
        lock
    }
}

fn line(value: &DeValue<'_>) -> Option<Line> {
    let DeValue::Table(table) = value else { return None };
    let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    let number = |key: &str| match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Integer(number)) => number.as_str().parse::<i64>().map(Some).ok(),
        Some(_) => None,
        None => Some(None),
    };
    let seconds = number("seconds")?.map_or(Some(0), |seconds| u32::try_from(seconds).ok())?;
    let updated = number("updated")?;
    let id = text("id").filter(|id| !id.is_empty())?.to_owned();
    let marks = text("marks").unwrap_or(":").parse().ok()?;
    Some(Line { id, marks, seconds, updated, is_new: false })
}
