//! Whether the feeds a build makes are right, and which article is to blame where they are not.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::former::Former;
use crate::config::Config;
use crate::feed::{self, Feed, Format, Right};
use crate::finding::Finding;
use crate::output::{Content, File};

/// Judges documents of feeds by their paths below the output folder.
pub(super) struct Judge<'a> {
    documents: HashMap<PathBuf, (Feed<'a>, Format)>,
    config: &'a Config,
    now: DateTime<Utc>,
    /// What was found in documents that therefore were not written.
    refused: Mutex<Vec<Finding>>,
    /// How many bytes the documents have that were judged.
    lengths: Mutex<HashMap<PathBuf, u64>>,
    /// What of them was found right.
    right: Right,
}

impl<'a> Judge<'a> {
    pub(super) fn new(feeds: &[Feed<'a>], config: &'a Config, now: DateTime<Utc>) -> Self {
        let documents = feeds
            .iter()
            .flat_map(|feed| std::iter::once(feed.clone()).chain(feed.pages()))
            .flat_map(|feed| Format::ALL.map(|format| (feed.clone(), format)))
            .map(|(feed, format)| (PathBuf::from(feed.path(format)), (feed, format)));
        let documents = documents.collect();
        let (refused, lengths, right) = Default::default();
        Self { documents, config, now, refused, lengths, right }
    }

    /// Has it judge feeds at their former paths too: each with the path it is at now.
    pub(super) fn and_former(mut self, former: &[Former<'_>]) -> Self {
        for (old, new) in former {
            if let Some(document) = self.documents.get(*new).cloned() {
                self.documents.insert(old.clone(), document);
            }
        }
        self
    }

    /// Judges every document.
    pub(super) fn all(&self, files: &[File<'_>]) -> Vec<Finding> {
        let judge = |file: &File<'_>| match &file.content {
            Content::Bytes(bytes) => self.one(&file.path, bytes),
            Content::Made(made) => self.one(&file.path, &made.bytes()),
            Content::CopyOf(_) | Content::Kept => Vec::new(),
        };
        tidy(files.par_iter().flat_map_iter(judge).collect())
    }

    /// May these bytes be at a path of the output folder? A feed with an error may not, whether a good
    /// one is there already or none.
    ///
    /// A new page of an archive is not looked at: what it holds was in the feed itself before. Only a
    /// first build fills pages at once, and would take twice as long; `check` judges them all.
    pub(super) fn may_be(&self, path: &Path, bytes: &[u8]) -> bool {
        let target = self.config.output.dir.join(path);
        let is_archived = self.documents.get(path).is_some_and(|(feed, _)| feed.page.is_some());
        if is_archived && !target.exists() {
            return true;
        }
        let mut findings = self.one(path, bytes);
        if !findings.iter().any(Finding::is_error) {
            return true;
        }
        let left = if target.exists() { "the old one stays" } else { "it is not written" };
        findings.push(
            Finding::error(format!("the feed would have an error, so {left}"))
                .file(target)
                .hint("mend what is told beside this, and build again"),
        );
        if let Ok(mut refused) = self.refused.lock() {
            refused.extend(findings);
        }
        false
    }

    /// Gives how many bytes a document has that was judged.
    pub(super) fn length(&self, path: &str) -> Option<u64> {
        self.lengths.lock().ok()?.get(Path::new(path)).copied()
    }

    /// Gives what was found in documents that were not written.
    pub(super) fn refused(self) -> Vec<Finding> {
        tidy(self.refused.into_inner().unwrap_or_default())
    }

    fn one(&self, path: &Path, bytes: &[u8]) -> Vec<Finding> {
        let Some((feed, format)) = self.documents.get(path) else { return Vec::new() };
        if let Ok(mut lengths) = self.lengths.lock() {
            lengths.insert(path.to_owned(), bytes.len() as u64);
        }
        let place = |finding: Finding| {
            if finding.file.as_deref() == Some(path) {
                return finding.file(self.config.output.dir.join(path));
            }
            let line = finding.file.as_deref().and_then(|file| line_of(file, &finding.what));
            finding.line(line.unwrap_or(1))
        };
        let found = feed::check_among(feed, *format, bytes, self.now, &self.right);
        found.into_iter().map(place).collect()
    }
}

/// Tells of feeds so large that readers notice, and what to do about it; `length` gives the bytes of
/// the document at a path.
pub(super) fn large(
    feeds: &[Feed<'_>],
    config: &Config,
    length: impl Fn(&str) -> Option<u64>,
) -> Vec<Finding> {
    let paths = feeds.iter().flat_map(|feed| Format::ALL.map(|format| feed.path(format)));
    let lengths = paths.filter_map(|path| length(&path).map(|length| (path, length)));
    let large = lengths.filter(|(_, length)| feed::is_large(*length));
    let tell = |(path, length): (String, u64)| {
        let kilobytes = length / 1000;
        Finding::warning(format!("the feed is {kilobytes} KB large, and readers fetch it often"))
            .file(config.output.dir.join(path))
            .hint("lower `items`, or set `full_text = false`, under [feeds] or [feeds.of]")
    };
    large.map(tell).collect()
}

/// Finds the line of an article's file that holds what a finding quotes.
pub(super) fn line_of(file: &Path, what: &str) -> Option<u32> {
    let text = std::fs::read_to_string(file).ok()?;
    let quoted: Vec<&str> = what.split('`').skip(1).step_by(2).collect();
    // The last it quotes is the fault itself, the first the title of the article.
    let mut found = quoted.iter().rev().filter(|quoted| !quoted.trim().is_empty());
    let at = found.find_map(|quoted| text.find(quoted))?;
    let before = text.get(..at)?.matches('\n').count();
    u32::try_from(before + 1).ok()
}

/// One article is in many feeds, and a date in many places: each fault is told once.
fn tidy(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| a.what.cmp(&b.what));
    // An article's date is its feeds' as well; only its own file has a line to mend.
    let told: BTreeSet<String> =
        findings.iter().filter(|f| f.line.is_some()).filter_map(odd_day).collect();
    findings.retain(|f| f.line.is_some() || odd_day(f).is_none_or(|day| !told.contains(&day)));
    let mut seen = BTreeSet::new();
    let fault =
        |f: &Finding| (f.file.clone(), f.line, odd_day(f).unwrap_or_else(|| f.what.clone()));
    let mut once: Vec<Finding> = findings.into_iter().filter(|f| seen.insert(fault(f))).collect();
    once.sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
    once
}

/// Gives the day that a finding says is hard to believe.
fn odd_day(finding: &Finding) -> Option<String> {
    finding.what.split_once(feed::HARD_TO_BELIEVE).map(|(_, day)| day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::line_of;

    #[test]
    fn a_fault_of_the_output_is_found_again_in_the_file_it_came_from() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("mud.md");
        std::fs::write(&file, "---\ntitle: On mud\n---\nSee [x](nowhere.html).\n").unwrap();
        let line = |what| line_of(&file, what);
        assert_eq!(
            line("content of item `On mud` has a relative address: `nowhere.html`"),
            Some(4)
        );
        assert_eq!(line("item `On mud` has no pubDate"), Some(2));
        assert_eq!(line("the feed is no XML"), None);
    }
}
