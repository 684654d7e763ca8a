//! The content folder being read, from its files to its articles.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset, NaiveTime, Utc};
use foldhash::HashSet;
use rayon::prelude::*;
use url::Url;

use super::page::{is_page, page};
use super::veiled::Veiled;
use super::{Rest, View, order};
use crate::article::{self, Article, Dates};
use crate::config::Config;
use crate::document::{self, Document, Rules};
use crate::finding::Finding;
use crate::publication::candidate::Candidate;
use crate::publication::kept::{Next, Seen};
use crate::publication::lock::{Claim, Grant, Holder, Lock, Marks, as_uri};
use crate::publication::make::{Maker, Outcome};
use crate::publication::need::{Known, Need};
use crate::publication::site::{self, Recognised, References};
use crate::publication::walk::{Found, Hidden};
use crate::text::uri::is_of_tag_host;

/// What came of one file.
struct Read<T> {
    value: Option<T>,
    /// Apart, as few have it: thousands of these lie side by side.
    hidden: Option<Box<Hidden>>,
    findings: Vec<Finding>,
    next: Option<Next>,
    rest: Option<Box<Rest>>,
}

/// The content folder being read.
pub(super) struct Reader<'c> {
    pub(super) config: &'c Config,
    pub(super) maker: Maker<'c>,
    pub(super) rules: &'c Rules,
    pub(super) now: DateTime<Utc>,
    pub(super) view: View,
    pub(super) lock: Lock,
    pub(super) lock_changes: Vec<String>,
    pub(super) hidden: Vec<Hidden>,
    pub(super) findings: Vec<Finding>,
    pub(super) next: Vec<Next>,
    /// Which articles are needed; all, where that is not known.
    pub(super) need: Option<Need>,
    pub(super) rest: Vec<Rest>,
    /// What is hidden and may have had an id before.
    pub(super) veiled: Vec<Veiled>,
}

impl Reader<'_> {
    /// Reads all files; what may be seen, now or later, is a candidate.
    pub(super) fn candidates(&mut self, found: &[Found]) -> Vec<Candidate> {
        let read: Vec<_> = found.par_iter().map(|found| self.candidate(found)).collect();
        let mut candidates = Vec::with_capacity(found.len());
        for read in read {
            match self.keep(read) {
                Some(Ok(candidate)) => candidates.push(candidate),
                Some(Err(veiled)) => self.veiled.push(*veiled),
                None => {}
            }
        }
        candidates
    }

    fn candidate(&self, found: &Found) -> Read<Result<Candidate, Box<Veiled>>> {
        let (seen, origin) = self.maker.see(found, |bytes| self.see(found, bytes));
        let Seen { document, marks, refers, hidden, findings } = seen;
        let hidden = hidden.map(|why| Box::new((found.file.clone(), why)));
        let below = found.below.clone();
        let Some((document, dates)) = document else {
            let next = self.maker.unmade(origin);
            return Read { value: None, hidden, findings, next, rest: None };
        };
        if hidden.is_some() {
            let value = Some(Err(Box::new(Veiled::of(below, &document, marks))));
            return Read { value, hidden, findings, next: self.maker.unmade(origin), rest: None };
        }
        let mut read = Candidate { below, document, dates, marks, refers, origin };
        if self.need.is_some() {
            read.leave();
        }
        Read { value: Some(Ok(read)), hidden, findings, next: None, rest: None }
    }

    /// Reads the bytes of a file.
    fn see(&self, found: &Found, bytes: &[u8]) -> Seen {
        let mut findings = Vec::new();
        let path = Path::new(&found.below);
        let see = |document: &mut Document, source: &str| {
            if self.need.is_none() {
                source.clone_into(&mut document.source);
            }
            (Marks::of_lines(source), References::may_be_in(source))
        };
        let read = document::read_and(path, &found.file, bytes, self.rules, &mut findings, see);
        let Some((document, (marks, refers))) = read else {
            return Seen::without_document(None, findings);
        };
        // First, for links may lead to a page, but never to a draft of one.
        let why = self.is_unfit(&document).then(|| "it is a draft".to_owned());
        let why = why.or_else(|| document.meta.not_article.clone());
        let hidden = why.or_else(|| page(&document));
        let mut of_dates = Vec::new();
        let dates = Dates::of(&document, self.config.zone, &mut of_dates);
        if hidden.is_none() {
            findings.extend(of_dates);
        }
        let marks = marks.and_title(&document, dates.published.date_naive());
        Seen { document: Some((Box::new(document), dates)), marks, refers, hidden, findings }
    }

    fn is_unfit(&self, document: &Document) -> bool {
        document.meta.draft && self.view != View::Desk
    }

    /// Tells all candidates what the whole folder says about them.
    pub(super) fn place(&self, candidates: &mut [Candidate]) -> Recognised {
        let mut documents: Vec<_> = candidates.iter_mut().map(|c| &mut *c.document).collect();
        site::place(&mut documents, self.config)
    }

    /// Finds where links among articles lead, if there are any.
    pub(super) fn references(&self, found: &[Found], candidates: &[Candidate]) -> References {
        let mut references = References::default();
        if !candidates.iter().any(|candidate| candidate.refers) {
            return references;
        }
        for candidate in candidates {
            if let Some(url) = address(candidate, self.config) {
                let is_seen =
                    self.view != View::Readers || unseen(&candidate.dates, self.now).is_none();
                references.add(&candidate.document, url, is_seen);
            }
        }
        let shown: HashSet<&str> = candidates.iter().map(|it| it.below.as_str()).collect();
        let why: HashMap<&Path, &str> =
            self.hidden.iter().map(|(file, why)| (file.as_path(), why.as_str())).collect();
        for found in found.iter().filter(|found| !shown.contains(found.below.as_str())) {
            let why = why.get(found.file.as_path()).copied().unwrap_or("it cannot be read");
            if !is_page(why) {
                references.hide(&found.below, why);
            }
        }
        references
    }

    /// Keeps what a file gave beside its value.
    fn keep<T>(&mut self, read: Read<T>) -> Option<T> {
        self.hidden.extend(read.hidden.map(|hidden| *hidden));
        self.findings.extend(read.findings);
        self.next.extend(read.next);
        self.rest.extend(read.rest.map(|rest| *rest));
        read.value
    }

    /// Gives the authority of all ids: the lock's, else one made of the home page's host and the
    /// year of the oldest article with a date, so that the same articles give the same ids at any time.
    pub(super) fn authority(&mut self, candidates: &[Candidate]) -> String {
        if let Some(authority) = self.lock.authority() {
            return authority.to_owned();
        }
        let dated = candidates.iter().map(|it| &it.dates).filter(|dates| !dates.undated);
        let oldest = dated.map(|dates| dates.published.year()).min();
        let host = self.config.home.host_str().unwrap_or("localhost").trim_matches(['[', ']']);
        // Some hosts may not stand in a `tag:` URI: an address of IPv6, a name with `_`.
        let host = host.replace(|c| !u8::try_from(c).is_ok_and(is_of_tag_host), "-");
        let authority = format!("{host},{:04}", oldest.unwrap_or(self.now.year()));
        self.lock_changes.push(format!("the authority of all ids is {authority}"));
        self.lock.set_authority(authority.clone());
        authority
    }

    /// Gives every candidate its id.
    pub(super) fn grant(
        &mut self,
        candidates: &[Candidate],
        present: &HashSet<&str>,
        authority: &str,
    ) -> Vec<Grant> {
        let claims: Vec<Claim<'_>> = candidates
            .iter()
            .map(|candidate| Claim {
                holder: Holder {
                    path: &candidate.below,
                    id: candidate.document.meta.id.as_ref().map(|id| as_uri(&id.value, authority)),
                    marks: &candidate.marks,
                },
                updated: candidate.dates.updated,
                published: candidate.dates.published,
            })
            .collect();
        let hidden = self.veiled.iter().map(|veiled| veiled.holder(authority));
        let hidden: Vec<Holder<'_>> = hidden.collect();
        let (changes, findings) = (&mut self.lock_changes, &mut self.findings);
        self.lock.grant(&claims, &hidden, present, changes, findings)
    }

    /// Completes all candidates that are needed, newest first; those that may not be seen now only for their
    /// mistakes.
    pub(super) fn complete(
        &mut self,
        candidates: Vec<Candidate>,
        grants: Vec<Grant>,
        references: &References,
    ) -> Vec<Article> {
        let spare = self.spare(&candidates, &grants);
        let mut open: Vec<Option<Candidate>> = candidates.into_iter().map(Some).collect();
        let needed = open.par_iter_mut().zip(&grants).zip(&spare).filter(|(_, it)| it.is_none());
        let made = needed.filter_map(|((open, grant), _)| {
            Some(self.article(open.take()?, grant.clone(), references))
        });
        let made: Vec<_> = made.collect();
        // Where one proves to be no article, others take its place.
        let is_lacking = |read: &Read<_>| read.value.is_none() && read.hidden.is_none();
        let lacking = made.iter().any(is_lacking);
        let all = open.into_par_iter().zip(grants).zip(spare);
        let rest = all.map(|((open, grant), spare)| match open.zip(spare) {
            Some((candidate, _)) if lacking => Some(self.article(candidate, grant, references)),
            Some((candidate, url)) => Some(self.glance(candidate, grant, &url)),
            None => None,
        });
        let rest: Vec<_> = rest.collect();
        let mut made = made.into_iter();
        let both = rest.into_iter().filter_map(|rest| rest.or_else(|| made.next()));
        let mut articles: Vec<_> = both.filter_map(|read| self.keep(read)).collect();
        // Sorted before they are laid side by side: an article is large, its box is not.
        articles.sort_by(|a, b| order(a, b));
        articles.into_iter().map(|article| *article).collect()
    }

    /// Gives the address of each candidate that is not needed.
    fn spare(&self, candidates: &[Candidate], grants: &[Grant]) -> Vec<Option<Url>> {
        let Some(need) = self.need else { return vec![None; candidates.len()] };
        let known = candidates.par_iter().zip(grants).map(|(candidate, grant)| Known {
            candidate,
            id: &grant.id,
            url: address(candidate, self.config),
            visible: unseen(&candidate.dates, self.now).is_none(),
        });
        let known: Vec<_> = known.collect();
        let wanted = need.wanted(&known, &self.config.home);
        let each = known.into_iter().zip(wanted);
        each.map(|(known, wanted)| known.url.filter(|_| !wanted)).collect()
    }

    fn article(
        &self,
        candidate: Candidate,
        grant: Grant,
        references: &References,
    ) -> Read<Box<Article>> {
        let hidden = self.hides(&candidate);
        let Outcome { mut article, findings, next } = self.maker.make(candidate, references);
        if let Some(article) = &mut article {
            (article.id, article.atom_updated) = (grant.id, grant.atom_updated);
        }
        let shown = hidden.is_none() || self.view != View::Readers;
        let value = article.filter(|_| shown);
        Read { value, hidden, findings, next, rest: None }
    }

    /// Looks at the front matter of an article that nobody needs.
    fn glance(&self, candidate: Candidate, grant: Grant, url: &Url) -> Read<Box<Article>> {
        let hidden = self.hides(&candidate);
        let Candidate { document, origin, .. } = candidate;
        let (fits, findings, next) = self.maker.glance(&document, origin, url);
        let rest = (fits && hidden.is_none()).then(|| Box::new((grant.id, document.file)));
        Read { value: None, hidden, findings, next, rest }
    }

    /// Says why an article may not be seen now, and in which file it is.
    fn hides(&self, candidate: &Candidate) -> Option<Box<Hidden>> {
        let why = unseen(&candidate.dates, self.now)?;
        Some(Box::new((candidate.document.file.clone(), why)))
    }
}

/// Gives the address a candidate will have, if it can have one.
fn address(candidate: &Candidate, config: &Config) -> Option<Url> {
    article::address(&candidate.document, candidate.dates.published, config).ok()
}

/// Says why an article may not be seen at `now`.
fn unseen(dates: &Dates, now: DateTime<Utc>) -> Option<String> {
    if dates.published > now {
        return Some(format!("it is dated {}, which is still to come", day(dates.published)));
    }
    let end = dates.expires.filter(|end| *end <= now)?;
    Some(format!("it expired on {}", day(end)))
}

/// Writes a moment as its author did: the day alone when no time was given.
fn day(at: DateTime<FixedOffset>) -> String {
    let midnight = at.time() == NaiveTime::MIN;
    at.format(if midnight { "%Y-%m-%d" } else { "%Y-%m-%d at %H:%M %:z" }).to_string()
}
