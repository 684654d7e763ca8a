//! The issues that have pages on the web, and pages whose issues nobody knows any more.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::config::Config;
use crate::finding::Finding;
use crate::issue::{Issue, IssueKey};
use crate::output::{self, File, OutputError};

/// The folder of the pages.
pub(super) const FOLDER: &str = "issues";

/// What a build is told of issues.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Archive {
    /// Those that readers got, or are about to get.
    pub issues: Vec<IssuePage>,
    /// Those that no reader got: they have no pages, or no longer.
    pub withdrawn: Vec<IssueKey>,
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
///
/// # Errors
/// When the list of what was written cannot be read.
pub fn standing(config: &Config) -> Result<BTreeSet<PathBuf>, OutputError> {
    let state = config.root.join(".postrider");
    output::standing(&config.output.dir, &state, Path::new(FOLDER))
}

/// Finds the pages that stand and of whose issues the store knows nothing: the store was lost, or is
/// another one. What readers were sent links to stays, and it is told.
pub(super) fn lost(
    config: &Config,
    archive: &Archive,
    files: &[File<'_>],
) -> Result<(Vec<File<'static>>, Option<Finding>), OutputError> {
    let made: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
    let newsletter = |path: &Path| path.iter().nth(1)?.to_str().map(str::to_owned);
    let ours = |path: &PathBuf| newsletter(path).is_some_and(|it| config.newsletter(&it).is_some());
    let withdrawn: BTreeSet<PathBuf> = archive
        .withdrawn
        .iter()
        .filter_map(|key| Some(page_of(key.0.split_once('/')?.0, key)))
        .collect();
    let mut left = standing(config)?;
    left.retain(|path| !made.contains(path.as_path()) && !withdrawn.contains(path));
    let (pages, lists): (Vec<_>, Vec<_>) = left.into_iter().partition(|p| p.iter().count() == 4);
    let pages: Vec<PathBuf> = pages.into_iter().filter(ours).collect();
    let Some(first) = pages.first() else { return Ok((Vec::new(), None)) };
    let finding = told(&config.output.dir.join(first), pages.len());
    // A list of issues of which none is known would come out empty.
    let is_list = |path: &PathBuf| path.iter().count() == 2 || ours(path);
    let lists = lists.into_iter().filter(|path| path.ends_with("index.html") && is_list(path));
    Ok((pages.into_iter().chain(lists).map(File::kept).collect(), Some(finding)))
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
