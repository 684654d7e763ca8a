//! The issues that have pages on the web, and pages whose issues nobody knows any more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::config::{Config, Newsletter};
use crate::finding::Finding;
use crate::issue::{Issue, IssueKey};
use crate::output::{self, OutputError};

/// The folder of the pages.
pub(super) const FOLDER: &str = "issues";

/// What a build is told of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// Those that readers got, or are about to get.
    pub issues: Vec<IssuePage>,
    /// Those that no reader got: they have no pages, or no longer.
    pub withdrawn: Vec<IssueKey>,
    /// The pages that stood before the store was asked for issues, as they were written.
    pub stood: BTreeSet<PathBuf>,
    /// All pages that were there then, by whomever and however. An issue is in the store before its page
    /// is written, so one of these that the store does not know, it has lost.
    pub found: BTreeSet<PathBuf>,
}

impl Archive {
    /// Starts with what stands; to be called before the store is asked.
    ///
    /// # Errors
    /// When the list of what was written cannot be read.
    pub fn before_store(config: &Config) -> Result<Self, OutputError> {
        let found = found(&config.output.dir);
        Ok(Self { stood: standing(config)?, found, ..Self::default() })
    }

    /// Lists the pages of a newsletter's issues of which the store knows nothing.
    #[must_use]
    pub fn lost_of(&self, newsletter: &str) -> Vec<&Path> {
        let known = self.known();
        let of = |path: &&PathBuf| newsletter_of(path) == Some(newsletter);
        let lost = self.found.iter().filter(|path| !known.contains(*path));
        lost.filter(of).map(PathBuf::as_path).collect()
    }

    fn known(&self) -> BTreeSet<PathBuf> {
        let issues = self.issues.iter().map(|issue| page_of(&issue.newsletter, &issue.key));
        issues.chain(self.withdrawn_pages()).collect()
    }

    fn withdrawn_pages(&self) -> impl Iterator<Item = PathBuf> {
        let page = |key: &IssueKey| Some(page_of(key.0.split_once('/')?.0, key));
        self.withdrawn.iter().filter_map(page)
    }

    /// Of files that are not made again, gives those that stay: pages of issues that readers were sent
    /// links to, and the lists of them.
    pub(super) fn staying(&self, config: &Config, others: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let withdrawn: BTreeSet<PathBuf> = self.withdrawn_pages().collect();
        let is_ours =
            |path: &Path| newsletter_of(path).is_some_and(|it| config.newsletter(it).is_some());
        let stays = |path: &PathBuf| is_page(path) && is_ours(path) && !withdrawn.contains(path);
        let pages: BTreeSet<PathBuf> = others.iter().filter(|path| stays(path)).cloned().collect();
        // A list of issues of which none is known would come out empty.
        let lists = others.into_iter().filter(|path| {
            let folder = path.parent().filter(|_| path.ends_with("index.html"));
            folder
                .is_some_and(|at| at.starts_with(FOLDER) && pages.iter().any(|p| p.starts_with(at)))
        });
        let lists: Vec<_> = lists.collect();
        pages.into_iter().chain(lists).collect()
    }
}

/// Is this the page of an issue, and no list of them?
fn is_page(path: &Path) -> bool {
    path.starts_with(FOLDER) && path.iter().count() == 4
}

fn newsletter_of(path: &Path) -> Option<&str> {
    path.iter().nth(1)?.to_str()
}

/// An issue as the archive shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuePage {
    /// Its key.
    pub key: IssueKey,
    /// Which newsletter it belongs to.
    pub newsletter: String,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// Its subject.
    pub subject: String,
    /// Its page; none if the page that stands already is to stay.
    pub web: Option<String>,
}

impl From<&Issue> for IssuePage {
    fn from(issue: &Issue) -> Self {
        Self {
            key: issue.key.clone(),
            newsletter: issue.newsletter.clone(),
            frozen_at: issue.frozen_at,
            subject: issue.edition.subject.clone(),
            web: Some(issue.edition.web.clone()),
        }
    }
}

/// Gives the path of an issue's page below the output folder.
#[must_use]
pub fn page_of(newsletter: &str, key: &IssueKey) -> PathBuf {
    format!("{FOLDER}/{newsletter}/{}/index.html", part(key)).into()
}

/// Gives what of a key names the issue among those of its newsletter.
pub(super) fn part(key: &IssueKey) -> &str {
    key.0.split_once('/').map_or(key.0.as_str(), |(_, part)| part)
}

/// Lists the pages of issues that stand in the output folder as they were written.
fn standing(config: &Config) -> Result<BTreeSet<PathBuf>, OutputError> {
    let state = config.root.join(".postrider");
    output::standing(&config.output.dir, &state, Path::new(FOLDER))
}

/// Lists the pages of issues that are in the output folder. What was written there says nothing of
/// them where that list was lost together with the store.
fn found(output: &Path) -> BTreeSet<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(output.join(folder)).into_iter().flatten().flatten();
        entries.map(|entry| folder.join(entry.file_name())).collect()
    };
    let newsletters = below(Path::new(FOLDER));
    let issues = newsletters.iter().flat_map(|newsletter| below(newsletter));
    let pages = issues.map(|issue| issue.join("index.html"));
    pages.filter(|page| output.join(page).is_file()).collect()
}

/// Tells of pages that stand and of whose issues the store knows nothing: the store was lost, or is
/// another one. What readers were sent links to stays.
pub(super) fn lost(config: &Config, archive: &Archive) -> Option<Finding> {
    let lost = |newsletter: &Newsletter| archive.lost_of(&newsletter.name);
    let pages: BTreeSet<&Path> = config.newsletters.iter().flat_map(lost).collect();
    pages.first().map(|first| told(&config.output.dir.join(first), pages.len()))
}

fn told(first: &Path, count: usize) -> Finding {
    let what = match count {
        1 => "the store knows nothing of this issue; its page stays".to_owned(),
        many => format!(
            "the store knows nothing of {many} issues, of which this is one; their pages stay"
        ),
    };
    Finding::warning(what).file(first).hint(
        "was the store lost, or is it another? put its copy back; what is to go, delete by hand",
    )
}
