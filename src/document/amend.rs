//! Puts a summary and takeaways into a file for its author to edit; all else stays byte for byte.

use std::path::Path;

use super::front_matter::amend::{Wanted, fresh, ways};
use super::front_matter::{self, Entry};
use super::keys::alike;
use super::{Format, Rules, meta, place, read};
use crate::finding::Finding;
use crate::text::{is_fit, one_set_line};

/// What is to stand in an article's front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// A summary, where the article is to get one.
    pub summary: Option<String>,
    /// Takeaways; none are added where this is empty.
    pub takeaways: Vec<String>,
}

impl Additions {
    /// Is there nothing to add?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.summary.is_none() && self.takeaways.is_empty()
    }

    /// Gives the texts as they will be read again: one line each, no mark of a list before them.
    #[must_use]
    fn as_read(&self) -> Self {
        let fit = |text: &str| text.chars().filter(|c| is_fit(*c)).collect::<String>();
        let summary = self.summary.as_deref().map(|text| one_set_line(&fit(text)));
        let takeaways = self.takeaways.iter().map(|text| point(&fit(text)));
        Self {
            summary: summary.filter(|text| !text.is_empty()),
            takeaways: takeaways.filter(|text| !text.is_empty()).collect(),
        }
    }
}

/// Reads a point until reading it again changes nothing.
fn point(text: &str) -> String {
    let mut text = meta::point(text);
    loop {
        let again = meta::point(&text);
        if again == text {
            return text;
        }
        text = again;
    }
}

/// Why nothing was added to a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Front matter would be shown as text, or would hide what the file says itself.
    #[error("{0} has no front matter to write into")]
    NoFrontMatter(&'static str),
    /// The file cannot be read as it is.
    #[error("the front matter cannot be read: {0}")]
    Unreadable(String),
    /// Whatever was tried would have changed more than what was to be added.
    #[error("its front matter is written so that nothing can be added without changing the rest")]
    Unfit,
}

impl Refusal {
    /// Says what the author can do.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NoFrontMatter("plain text") => {
                "`postrider import text` makes a Markdown article of it, with front matter"
            }
            Self::NoFrontMatter(_) => {
                "write a `<meta name=\"description\">` and a section “Key takeaways”, or start the \
                 file with front matter between lines of `---`"
            }
            Self::Unreadable(_) => "mend it first; `postrider check` names the line",
            Self::Unfit => "write `summary` and `takeaways` into it by hand",
        }
    }
}

/// Gives the bytes of a file with what it lacks of `additions`; nothing where it lacks nothing.
///
/// `path_below` is its path below the content folder. What comes out was read again: it says what
/// was added, and everything else as before.
///
/// # Errors
/// Why nothing can be added.
pub fn amend(
    path_below: &Path,
    bytes: &[u8],
    rules: &Rules,
    additions: &Additions,
) -> Result<Option<Vec<u8>>, Refusal> {
    let before = Seen::of(bytes)?;
    let wanted = lacking(&before, additions.as_read());
    if wanted.is_empty() || bytes.len() as u64 > rules.max_bytes {
        return Ok(None);
    }
    let mark = if bytes.starts_with(BOM) { BOM } else { b"" };
    let text = bytes.get(mark.len()..).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let text = text.ok_or_else(|| Refusal::Unreadable("it is not UTF-8".to_owned()))?;
    let asked = Wanted { summary: wanted.summary.as_deref(), takeaways: &wanted.takeaways };
    let mut ways = ways(text, &asked).map_err(unreadable)?;
    if ways.is_empty() {
        ways.push(fresh_for(path_below, text, &asked)?);
    }
    let whole = |way: String| [mark, way.as_bytes()].concat();
    let says = |bytes: &Vec<u8>| {
        Seen::of(bytes).is_ok_and(|after| after.is(&before) && after.says(&before, &wanted))
    };
    ways.into_iter().map(whole).find(says).map(Some).ok_or(Refusal::Unfit)
}

/// A byte order mark in UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

fn unreadable(finding: Finding) -> Refusal {
    Refusal::Unreadable(finding.what)
}

fn fresh_for(path_below: &Path, text: &str, wanted: &Wanted<'_>) -> Result<String, Refusal> {
    match place::format_of(path_below) {
        Some(Format::Markdown) => Ok(fresh(text, wanted) + text),
        Some(Format::PlainText) => Err(Refusal::NoFrontMatter("plain text")),
        _ => Err(Refusal::NoFrontMatter("this page")),
    }
}

fn lacking(seen: &Seen, mut additions: Additions) -> Additions {
    if seen.summary.is_some() {
        additions.summary = None;
    }
    if !seen.takeaways.is_empty() {
        additions.takeaways.clear();
    }
    additions
}

/// What a file says: its summary and takeaways apart from all else.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    summary: Option<String>,
    takeaways: Vec<String>,
    others: Vec<Entry>,
    body: String,
}

/// The keys that are ours to add.
const OURS: [&str; 3] = ["summary", "description", "takeaways"];

impl Seen {
    fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        let mut findings = Vec::new();
        let text = read::text(bytes, &mut findings);
        let parts = text.as_deref().and_then(|text| front_matter::read(text, &mut findings));
        let Some(parts) = parts else {
            let error = findings.into_iter().find(Finding::is_error);
            return Err(Refusal::Unreadable(error.map(|error| error.what).unwrap_or_default()));
        };
        let (meta, _) = meta::read(&parts.entries, &mut findings);
        let mut others = parts.entries;
        without_ours(&mut others);
        Ok(Self {
            summary: meta.summary.map(|summary| summary.value),
            takeaways: meta.takeaways,
            others,
            body: parts.body.trim_start_matches('\n').to_owned(),
        })
    }

    /// Is all but the summary and the takeaways the same?
    fn is(&self, other: &Self) -> bool {
        self.others == other.others && self.body == other.body
    }

    /// Does it say what was wanted, and what was said before where nothing was wanted?
    fn says(&self, before: &Self, wanted: &Additions) -> bool {
        let summary = wanted.summary.as_ref().or(before.summary.as_ref());
        let takeaways =
            if wanted.takeaways.is_empty() { &before.takeaways } else { &wanted.takeaways };
        self.summary.as_ref() == summary && self.takeaways == *takeaways
    }
}

/// Leaves the entries that are not ours, without their lines; an `[extra]` that holds nothing else
/// is ours too.
fn without_ours(entries: &mut Vec<Entry>) {
    entries.retain_mut(|entry| {
        entry.forget_lines();
        let extra = alike(&entry.key) == "extra";
        if let (true, front_matter::Value::Table(inner)) = (extra, &mut entry.node.value) {
            without_ours(inner);
            return !inner.is_empty();
        }
        !OURS.contains(&alike(&entry.key).as_str())
    });
}

#[cfg(test)]
mod tests;
