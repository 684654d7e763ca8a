//! From the content folder to the whole publication.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use rayon::prelude::*;
use url::Url;

use super::lock::{self, Claim, Grant, Lock, Marks};
use super::walk::{self, Found};
use super::{Publication, unique};
use crate::article::{self, Article, Dates};
use crate::config::Config;
use crate::document::{self, Document, Rules};
use crate::finding::Finding;

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
    /// Every mistake of every file, by file and line.
    pub findings: Vec<Finding>,
}

/// Reads every file of the content folder, on all cores; writes nothing.
///
/// # Errors
/// When the content folder cannot be read, or the lock file is broken: without it the ids of the
/// articles are not known.
pub fn read(config: &Config, now: DateTime<Utc>) -> Result<Reading, Vec<Finding>> {
    let rules = Rules::of(config);
    let lock_file = config.content.dir.join("postrider.lock");
    let mut findings = Vec::new();
    let found = walk::walk(&config.content.dir, &mut findings).map_err(|finding| vec![finding])?;
    let mut lock = Lock::load(&lock_file)?;
    let mut lock_changes = Vec::new();
    let files: Vec<Read> = found.par_iter().map(|found| read_file(found, config, &rules)).collect();
    let mut hidden = Vec::new();
    let candidates = sort_out(files, &mut hidden, &mut findings);
    let authority = authority(&mut lock, &candidates, config, now, &mut lock_changes);
    let present: HashSet<&str> = found.iter().map(|found| found.below.as_str()).collect();
    let grants =
        grant(&mut lock, &candidates, &present, &authority, &mut lock_changes, &mut findings);
    let articles = complete(candidates, grants, config, &rules, now, &mut hidden, &mut findings);
    let mut articles = unique::keep(articles, &mut findings);
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
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
    Ok(Reading { publication, lock, lock_file, lock_changes, hidden, findings })
}

/// A document that has all it needs to become an article.
struct Candidate {
    below: String,
    document: Document,
    dates: Dates,
}

/// One file, read.
struct Read {
    candidate: Option<Candidate>,
    hidden: Option<(PathBuf, String)>,
    findings: Vec<Finding>,
}

fn read_file(found: &Found, config: &Config, rules: &Rules) -> Read {
    let mut findings = Vec::new();
    let mut hidden = None;
    let candidate = load(found, rules, &mut findings).and_then(|document| {
        let why = document.meta.not_article.clone();
        let why = why.or_else(|| document.meta.draft.then(|| "it is a draft".to_owned()));
        if let Some(why) = why {
            hidden = Some((found.file.clone(), why));
            return None;
        }
        let dates = Dates::of(&document, config.zone, &mut findings)?;
        Some(Candidate { below: found.below.clone(), document, dates })
    });
    Read { candidate, hidden, findings }
}

fn load(found: &Found, rules: &Rules, findings: &mut Vec<Finding>) -> Option<Document> {
    if found.length > rules.max_bytes {
        findings.push(document::too_large(found.length, rules.max_bytes).file(&found.file));
        return None;
    }
    match std::fs::read(&found.file) {
        Ok(bytes) => document::read(Path::new(&found.below), &found.file, &bytes, rules, findings),
        Err(error) => {
            let what = format!("the file cannot be read: {error}");
            findings.push(Finding::error(what).file(&found.file));
            None
        }
    }
}

fn sort_out(
    files: Vec<Read>,
    hidden: &mut Vec<(PathBuf, String)>,
    findings: &mut Vec<Finding>,
) -> Vec<Candidate> {
    let mut candidates = Vec::with_capacity(files.len());
    for file in files {
        candidates.extend(file.candidate);
        hidden.extend(file.hidden);
        findings.extend(file.findings);
    }
    candidates
}

/// Gives the authority of all ids: the lock's, else one made of the home page's host and the year
/// of the oldest article, so that the same articles give the same ids at any time.
fn authority(
    lock: &mut Lock,
    candidates: &[Candidate],
    config: &Config,
    now: DateTime<Utc>,
    changes: &mut Vec<String>,
) -> String {
    if let Some(authority) = &lock.authority {
        return authority.clone();
    }
    let oldest = candidates.iter().map(|candidate| candidate.dates.published.year()).min();
    let host = config.home.host_str().unwrap_or("localhost").trim_matches(['[', ']']);
    let authority = format!("{host},{:04}", oldest.unwrap_or(now.year()));
    changes.push(format!("the authority of all ids is {authority}"));
    lock.authority = Some(authority.clone());
    authority
}

fn grant(
    lock: &mut Lock,
    candidates: &[Candidate],
    present: &HashSet<&str>,
    authority: &str,
    changes: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) -> Vec<Grant> {
    let marks: Vec<_> = candidates
        .iter()
        .map(|candidate| {
            || {
                let day = candidate.dates.published.date_naive().to_string();
                Marks::of(&candidate.document, &day)
            }
        })
        .collect();
    let claims: Vec<Claim<'_>> = candidates
        .iter()
        .zip(&marks)
        .map(|(candidate, marks)| Claim {
            path: &candidate.below,
            id: candidate.document.meta.id.as_ref().map(|id| as_uri(&id.value, authority)),
            marks,
            updated: candidate.dates.updated,
            published: candidate.dates.published,
        })
        .collect();
    lock.grant(&claims, present, changes, findings)
}

/// Makes an id a URI, as Atom wants it (RFC 4287, section 4.2.6); one that is a URI stays as it is.
fn as_uri(id: &str, authority: &str) -> String {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    if lengths == [8, 4, 4, 4, 12] && id.split('-').all(hex) {
        return format!("urn:uuid:{}", id.to_ascii_lowercase());
    }
    let plain = id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && Url::parse(id).is_ok() { id.to_owned() } else { lock::tag_uri(authority, id) }
}

fn complete(
    candidates: Vec<Candidate>,
    grants: Vec<Grant>,
    config: &Config,
    rules: &Rules,
    now: DateTime<Utc>,
    hidden: &mut Vec<(PathBuf, String)>,
    findings: &mut Vec<Finding>,
) -> Vec<Article> {
    let done: Vec<(Option<Article>, Option<(PathBuf, String)>, Vec<Finding>)> = candidates
        .into_par_iter()
        .zip(grants)
        .map(|(candidate, grant)| {
            let Candidate { document, dates, .. } = candidate;
            let why = unseen(&dates, now).map(|why| (document.file.clone(), why));
            let mut own = Vec::new();
            let article = article::complete(document, grant.id, dates, config, rules, &mut own)
                .map(|article| Article { atom_updated: grant.atom_updated, ..article })
                .filter(|_| why.is_none());
            (article, why, own)
        })
        .collect();
    let mut articles = Vec::with_capacity(done.len());
    for (article, why, own) in done {
        articles.extend(article);
        hidden.extend(why);
        findings.extend(own);
    }
    articles
}

/// Says why an article may not be seen at `now`.
fn unseen(dates: &Dates, now: DateTime<Utc>) -> Option<String> {
    if dates.published > now {
        return Some(format!(
            "it is dated {}, which is still to come",
            dates.published.to_rfc3339()
        ));
    }
    let end = dates.expires.filter(|end| *end <= now)?;
    Some(format!("it expired at {}", end.to_rfc3339()))
}
