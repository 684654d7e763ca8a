//! From the content folder to the whole publication.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};
use rayon::prelude::*;
use url::Url;

use super::candidate::Candidate;
use super::kept::{Kept, Next, Seen};
use super::lock::{self, Claim, Grant, Lock};
use super::make::{Maker, Outcome};
use super::need::{Known, Need};
use super::site::{self, Recognised, References};
use super::walk::{self, Found};
use super::{Publication, foreign, unique};
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
    /// The articles that readers may see and no output holds, by id and file: they were not made.
    pub rest: Vec<Rest>,
    /// The dialect the articles are in.
    pub recognised: Recognised,
    /// How many articles were made anew; the others are as an earlier reading made them.
    pub made: usize,
    /// Every mistake of every file, by file and line.
    pub findings: Vec<Finding>,
}

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
    reading(config, now, view, None, None)
}

/// Reads as [`read`] does for a build, but renders and summarises only what an output of it holds and
/// what changed since an earlier reading, of which it keeps a copy in `state`. `program` says which program this is, for another may make
/// something else of the same file.
///
/// # Errors
/// As for [`read`].
pub fn read_again(
    config: &Config,
    now: DateTime<Utc>,
    state: &Path,
    program: &str,
) -> Result<Reading, Vec<Finding>> {
    let kept = Kept::open(state, config, program);
    reading(config, now, View::Readers, kept, Need::of(config))
}

/// Has the next reading make everything anew: something that was kept in `state` could not be had.
pub fn forget(state: &Path) {
    Kept::forget(state);
}

fn reading(
    config: &Config,
    now: DateTime<Utc>,
    view: View,
    kept: Option<Kept>,
    need: Option<Need>,
) -> Result<Reading, Vec<Finding>> {
    let mut findings = Vec::new();
    let found = walk::walk(&config.content.dir, &mut findings).map_err(|finding| vec![finding])?;
    let lock_file = config.content.dir.join("postrider.lock");
    let lock = Lock::load(&lock_file)?;
    let rules = Rules::of(config);
    let maker = Maker::new(config, &rules, kept);
    let mut reader = Reader {
        config,
        maker,
        rules: &rules,
        now,
        view,
        lock,
        lock_changes: Vec::new(),
        hidden: Vec::new(),
        findings,
        next: Vec::new(),
        need,
        rest: Vec::new(),
    };
    let mut candidates = reader.candidates(&found);
    let recognised = reader.place(&mut candidates);
    let authority = reader.authority(&candidates);
    let present = found.iter().map(|found| found.below.as_str()).collect();
    let grants = reader.grant(&candidates, &present, &authority);
    let references = reader.references(&candidates);
    let articles = reader.complete(candidates, grants, &references);
    let Reader { lock, lock_changes, mut hidden, mut findings, maker, next, rest, .. } = reader;
    let made = maker.save(&next);
    let mut articles = unique::keep(articles, &mut findings);
    foreign::add(&mut articles, config, &authority, now, &mut findings);
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

/// An article that was not made: its id and its file.
pub type Rest = (String, PathBuf);

/// A file whose article may not be seen, and why.
type Hidden = (PathBuf, String);

/// What came of one file.
struct Read<T> {
    value: Option<T>,
    hidden: Option<Hidden>,
    findings: Vec<Finding>,
    next: Option<Next>,
    rest: Option<Rest>,
}

/// The content folder being read.
struct Reader<'c> {
    config: &'c Config,
    maker: Maker<'c>,
    rules: &'c Rules,
    now: DateTime<Utc>,
    view: View,
    lock: Lock,
    lock_changes: Vec<String>,
    hidden: Vec<Hidden>,
    findings: Vec<Finding>,
    next: Vec<Next>,
    /// Which articles are needed; all, where that is not known.
    need: Option<Need>,
    rest: Vec<Rest>,
}

impl Reader<'_> {
    /// Reads all files; what may be seen, now or later, is a candidate.
    fn candidates(&mut self, found: &[Found]) -> Vec<Candidate> {
        let read = found.par_iter().map(|found| self.candidate(found)).collect();
        self.take(read)
    }

    fn candidate(&self, found: &Found) -> Read<Candidate> {
        let (seen, origin) = self.maker.see(found, |bytes| self.see(found, &bytes));
        let Seen { document, refers, hidden, findings } = seen;
        let hidden = hidden.map(|why| (found.file.clone(), why));
        let below = found.below.clone();
        let next = if document.is_none() { self.maker.unmade(&below, &origin) } else { None };
        let value =
            document.map(|(document, dates)| Candidate { below, document, dates, refers, origin });
        Read { value, hidden, findings, next, rest: None }
    }

    /// Reads the bytes of a file.
    fn see(&self, found: &Found, bytes: &[u8]) -> Seen {
        let mut findings = Vec::new();
        let path = Path::new(&found.below);
        let Some(document) = document::read(path, &found.file, bytes, self.rules, &mut findings)
        else {
            return Seen { document: None, refers: false, hidden: None, findings };
        };
        let why = document.meta.not_article.clone();
        let why = why.or_else(|| page(&document));
        let hidden = why.or_else(|| self.is_unfit(&document).then(|| "it is a draft".to_owned()));
        if hidden.is_some() {
            return Seen { document: None, refers: false, hidden, findings };
        }
        let dates = Dates::of(&document, self.config.zone, &mut findings);
        let refers = References::may_be_in(&document.source);
        Seen { document: Some((document, dates)), refers, hidden, findings }
    }

    fn is_unfit(&self, document: &Document) -> bool {
        document.meta.draft && self.view != View::Desk
    }

    /// Tells all candidates what the whole folder says about them.
    fn place(&self, candidates: &mut [Candidate]) -> Recognised {
        let mut documents: Vec<_> = candidates.iter_mut().map(|c| &mut c.document).collect();
        site::place(&mut documents, self.config)
    }

    /// Finds where links among articles lead, if there are any.
    fn references(&self, candidates: &[Candidate]) -> References {
        let mut references = References::default();
        let refer = candidates.iter().any(|candidate| candidate.refers);
        for candidate in candidates.iter().filter(|_| refer) {
            if let Some(url) = address(candidate, self.config) {
                references.add(&candidate.document, url);
            }
        }
        references
    }

    /// Keeps what each file gave, in the order of the files.
    fn take<T>(&mut self, read: Vec<Read<T>>) -> Vec<T> {
        let mut values = Vec::with_capacity(read.len());
        for read in read {
            values.extend(read.value);
            self.hidden.extend(read.hidden);
            self.findings.extend(read.findings);
            self.next.extend(read.next);
            self.rest.extend(read.rest);
        }
        values
    }

    /// Gives the authority of all ids: the lock's, else one made of the home page's host and the
    /// year of the oldest article, so that the same articles give the same ids at any time.
    fn authority(&mut self, candidates: &[Candidate]) -> String {
        if let Some(authority) = &self.lock.authority {
            return authority.clone();
        }
        let oldest = candidates.iter().map(|candidate| candidate.dates.published.year()).min();
        let host = self.config.home.host_str().unwrap_or("localhost").trim_matches(['[', ']']);
        let authority = format!("{host},{:04}", oldest.unwrap_or(self.now.year()));
        self.lock_changes.push(format!("the authority of all ids is {authority}"));
        self.lock.authority = Some(authority.clone());
        authority
    }

    /// Gives every candidate its id.
    fn grant(
        &mut self,
        candidates: &[Candidate],
        present: &HashSet<&str>,
        authority: &str,
    ) -> Vec<Grant> {
        let rules = self.rules;
        let marks: Vec<_> = candidates.iter().map(|it| || it.marks(rules)).collect();
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
        self.lock.grant(&claims, present, &mut self.lock_changes, &mut self.findings)
    }

    /// Completes all candidates that are needed; those that may not be seen now only for their
    /// mistakes.
    fn complete(
        &mut self,
        candidates: Vec<Candidate>,
        grants: Vec<Grant>,
        references: &References,
    ) -> Vec<Article> {
        let wanted = self.wanted(&candidates, &grants);
        let all = candidates.into_par_iter().zip(grants).zip(wanted);
        let first: Vec<_> = all
            .map(|((candidate, grant), wanted)| {
                if wanted {
                    Ok(self.article(candidate, grant, references))
                } else {
                    Err(Box::new((candidate, grant)))
                }
            })
            .collect();
        // Where one proves to be no article, others take its place.
        let is_lacking = |read: &Read<_>| read.value.is_none() && read.hidden.is_none();
        let lacking = first.iter().flatten().any(is_lacking);
        let read = first.into_par_iter().map(|read| match read {
            Ok(read) => read,
            Err(open) => {
                let (candidate, grant) = *open;
                if lacking {
                    self.article(candidate, grant, references)
                } else {
                    self.glance(&candidate, grant)
                }
            }
        });
        let read = read.collect();
        self.take(read)
    }

    /// Says of each candidate whether it is needed.
    fn wanted(&self, candidates: &[Candidate], grants: &[Grant]) -> Vec<bool> {
        let Some(need) = self.need else { return vec![true; candidates.len()] };
        let known = candidates.par_iter().zip(grants).map(|(candidate, grant)| Known {
            candidate,
            id: &grant.id,
            url: address(candidate, self.config),
            visible: unseen(&candidate.dates, self.now).is_none(),
        });
        need.wanted(&known.collect::<Vec<_>>(), &self.config.home)
    }

    fn article(
        &self,
        candidate: Candidate,
        grant: Grant,
        references: &References,
    ) -> Read<Article> {
        let hidden = self.hides(&candidate);
        let Outcome { article, findings, next } = self.maker.make(candidate, references);
        let Grant { id, atom_updated } = grant;
        let article = article.map(|article| Article { id, atom_updated, ..article });
        let shown = hidden.is_none() || self.view != View::Readers;
        let value = article.filter(|_| shown);
        Read { value, hidden, findings, next, rest: None }
    }

    /// Looks at the front matter of an article that nobody needs.
    fn glance(&self, candidate: &Candidate, grant: Grant) -> Read<Article> {
        let hidden = self.hides(candidate);
        let (fits, findings, next) = self.maker.glance(candidate);
        let rest = (fits && hidden.is_none()).then(|| (grant.id, candidate.document.file.clone()));
        Read { value: None, hidden, findings, next, rest }
    }

    /// Says why an article may not be seen now, and in which file it is.
    fn hides(&self, candidate: &Candidate) -> Option<Hidden> {
        let why = unseen(&candidate.dates, self.now)?;
        Some((candidate.document.file.clone(), why))
    }
}

/// Gives the address a candidate will have, if it can have one.
fn address(candidate: &Candidate, config: &Config) -> Option<Url> {
    article::address(&candidate.document, candidate.dates.published, config).ok()
}

/// Says why a file without a date is a page of the site rather than an article: its name.
fn page(document: &Document) -> Option<String> {
    const PAGES: [&str; 16] = [
        "about",
        "contact",
        "imprint",
        "impressum",
        "privacy",
        "privacy-policy",
        "terms",
        "legal",
        "datenschutz",
        "cookies",
        "search",
        "archive",
        "archives",
        "thanks",
        "offline",
        "sitemap",
    ];
    let slug = document.meta.slug.as_ref()?.value.to_lowercase();
    let at_top = document.meta.section.is_none() && document.meta.date.is_none();
    let known = at_top && PAGES.contains(&slug.as_str());
    known.then(|| "it has no date and is named like a page".to_owned())
}

/// Makes an id a URI, as Atom wants it (RFC 4287, section 4.2.6); one that is a URI stays as it is.
pub(super) fn as_uri(id: &str, authority: &str) -> String {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    if lengths == [8, 4, 4, 4, 12] && id.split('-').all(hex) {
        return format!("urn:uuid:{}", id.to_ascii_lowercase());
    }
    let plain = id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && Url::parse(id).is_ok() { id.to_owned() } else { lock::tag_uri(authority, id) }
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
