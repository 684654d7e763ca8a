//! From the content folder to the whole publication.

mod bundle;
mod page;
mod reader;
mod veiled;

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::kept::{Alone, Kept};
use super::lock::Lock;
use super::make::Maker;
use super::need::Need;
use super::site::Recognised;
use super::{Publication, foreign, language, unique, walk};
use crate::article::Article;
use crate::config::Config;
use crate::document::Rules;
use crate::finding::Finding;
use reader::Reader;

/// All that was read from the content folder.
#[derive(Debug)]
pub struct Reading {
    /// The publication with every article a reader may see.
    pub publication: Publication,
    /// The lock as it has to be for these articles.
    pub lock: Lock,
    /// Where the lock file is.
    pub lock_file: PathBuf,
    /// What is new in the lock, a sentence each; empty if the file on disk is up to date.
    pub lock_changes: Vec<String>,
    /// The files whose articles may not be seen, and why, sorted by path.
    pub hidden: Vec<(PathBuf, String)>,
    /// The articles that readers may see and no output holds, by id and file: they were not made.
    pub rest: Vec<Rest>,
    /// The dialect the articles are in.
    pub recognised: Recognised,
    /// How many articles were made anew; the others are as an earlier reading made them.
    pub made: usize,
    /// Every mistake of every file, by file and line.
    pub findings: Vec<Finding>,
}

/// An article that was not made: its id and its file.
pub type Rest = (String, PathBuf);

/// Reads every file of the content folder, on all cores; writes nothing.
///
/// # Errors
/// When the content folder cannot be read, or the lock file is broken: without it the ids of the
/// articles are not known.
pub fn read(config: &Config, now: DateTime<Utc>) -> Result<Reading, Vec<Finding>> {
    read_as(config, now, View::Readers)
}

/// Whose eyes a content folder is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Readers', now.
    Readers,
    /// The author's: what is still to come, or has expired, as well.
    Author,
    /// The author's, drafts included.
    Desk,
}

/// Reads the content folder as [`read`] does, for other eyes.
pub(super) fn read_as(
    config: &Config,
    now: DateTime<Utc>,
    view: View,
) -> Result<Reading, Vec<Finding>> {
    reading(config, now, view, || None, None)
}

/// Reads as [`read`] does for a build, but renders and summarises only what an output of it holds and
/// what changed since an earlier reading, of which it keeps a copy in `state`. `program` says which
/// program this is, for another may make something else of the same file.
///
/// # Errors
/// As for [`read`].
pub fn read_again(
    config: &Config,
    now: DateTime<Utc>,
    state: &Path,
    program: &str,
) -> Result<Reading, Vec<Finding>> {
    // Before any file is looked at: what changes from now on is told by its times.
    let alone = Alone::now(state);
    let mut index = Vec::new();
    let room = &mut index;
    let open = move || Kept::open(alone?, room, config, program);
    reading(config, now, View::Readers, open, Need::of(config))
}

/// Has the next reading make everything anew: something that was kept in `state` could not be had.
pub fn forget(state: &Path) {
    Kept::forget(state);
}

fn reading<'k>(
    config: &'k Config,
    now: DateTime<Utc>,
    view: View,
    open: impl FnOnce() -> Option<Kept<'k>> + Send,
    need: Option<Need>,
) -> Result<Reading, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut hidden = Vec::new();
    let lock_file = config.content.dir.join("postrider.lock");
    let walk = || {
        let found = walk::walk(&config.content.dir, &mut findings, &mut hidden);
        found.map(|found| (found, Lock::load(&lock_file)))
    };
    let (kept, walked) = rayon::join(open, walk);
    let (found, lock) = walked.map_err(|finding| {
        // Where the configuration names the folder, that is the line to mend.
        let named = config.lines.has("content.dir");
        vec![if named { config.place("content.dir", finding) } else { finding }]
    })?;
    let lock = lock?;
    let rules = Rules::of(config);
    let maker = Maker::new(config, &rules, kept, need.is_none());
    let mut reader = Reader {
        config,
        maker,
        rules: &rules,
        now,
        view,
        lock,
        lock_changes: Vec::new(),
        hidden,
        findings,
        next: Vec::new(),
        need,
        rest: Vec::new(),
        veiled: Vec::new(),
    };
    let mut candidates = reader.candidates(&found);
    let recognised = reader.place(&mut candidates);
    reader.leave_bundles(&found, &mut candidates, recognised.dialect);
    let authority = reader.authority(&candidates);
    let present = found.iter().map(|found| found.below.as_str()).collect();
    let grants = reader.grant(&candidates, &present, &authority);
    let references = reader.references(&found, &candidates);
    let articles = reader.complete(candidates, grants, &references);
    let Reader { mut lock, mut lock_changes, mut hidden, mut findings, maker, next, rest, .. } =
        reader;
    let made = maker.save(&next);
    let path = |article: &Article| below(&article.file, &config.content.dir);
    let known = |article: &Article| lock.knew(&path(article));
    let unique::Kept { mut articles, left } = unique::keep(articles, known, &mut findings);
    for article in &left {
        lock.withdraw(&path(article), &mut lock_changes);
    }
    findings.extend(language::unset(&articles, config));
    foreign::add(&mut articles, config, &authority, now, &mut findings);
    articles.sort_by(order);
    findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    hidden.sort();
    let publication = Publication {
        title: config.title.clone(),
        description: config.description.clone(),
        home: config.home.clone(),
        language: config.language.clone(),
        authority,
        articles,
        now,
    };
    Ok(Reading {
        publication,
        lock,
        lock_file,
        lock_changes,
        hidden,
        rest,
        recognised,
        made,
        findings,
    })
}

/// Gives the path of an article below the content folder, as the lock has it.
fn below(file: &Path, content: &Path) -> String {
    let below = file.strip_prefix(content).unwrap_or(file);
    let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// Newest first, those without a date last, ties by id.
pub(super) fn order(a: &Article, b: &Article) -> Ordering {
    b.rank().cmp(&a.rank()).then_with(|| a.id.cmp(&b.id))
}
