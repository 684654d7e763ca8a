//! Making articles of documents, or taking what an earlier reading made of the same ones.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use super::candidate::{self, Candidate, Origin};
use super::kept::{self, Entry, Kept, Made, Next, Place, Record, Seen, There};
use super::site::References;
use super::walk::Found;
use crate::article::{self, Among, Article, Dates, Mark, Text};
use crate::config::Config;
use crate::document::{Document, Leads, Reference, Rules};
use crate::finding::Finding;
use crate::stamp::Stamp;

/// What became of a document.
pub(super) struct Outcome {
    /// The article; its id is still open.
    pub(super) article: Option<Box<Article>>,
    pub(super) findings: Vec<Finding>,
    /// What is kept of it.
    pub(super) next: Option<Next>,
}

/// The article that was made before, and the mistakes that were found in it.
type Taken = (Option<Box<Article>>, Vec<Finding>);

/// Makes articles, each once.
pub(super) struct Maker<'c> {
    config: &'c Config,
    rules: &'c Rules,
    kept: Option<Kept<'c>>,
    /// Is all that can be known of files to be kept, or is little made of most of them?
    knows_all: bool,
    /// How many articles were made anew.
    made: AtomicUsize,
}

impl<'c> Maker<'c> {
    pub(super) fn new(
        config: &'c Config,
        rules: &'c Rules,
        kept: Option<Kept<'c>>,
        knows_all: bool,
    ) -> Self {
        Self { config, rules, kept, knows_all, made: AtomicUsize::new(0) }
    }

    /// Keeps what the next reading can use; gives how many articles were made anew.
    pub(super) fn save(self, next: &[Next]) -> usize {
        if let Some(kept) = self.kept {
            kept.save(next);
        }
        self.made.into_inner()
    }

    /// Sees what a file holds: from what is kept, if the file is the same, else by reading it.
    pub(super) fn see(&self, found: &Found, read: impl FnOnce(&[u8]) -> Seen) -> (Seen, Origin) {
        let place = self.kept.as_ref().and_then(|kept| kept.find(&found.below));
        let known = place.and_then(|place| Some((place, self.kept.as_ref()?.record(place)?)));
        if let Some((place, record)) = known.filter(|(_, it)| it.is_of(found.stamp.as_ref()))
            && let Some(seen) = record.seen()
        {
            return (at_home(seen, found), Origin::Kept(place));
        }
        candidate::read(found, self.rules, |bytes| self.see_anew(found, bytes, known, read))
            .unwrap_or_else(|finding| (broken(finding), Origin::File(None)))
    }

    /// Sees what the bytes of a file hold: from what is kept, if they are the same, else by reading.
    fn see_anew(
        &self,
        found: &Found,
        bytes: &[u8],
        known: Option<(usize, &Record<'_>)>,
        read: impl FnOnce(&[u8]) -> Seen,
    ) -> (Seen, Origin) {
        let Some(kept) = &self.kept else { return (read(bytes), Origin::File(None)) };
        let stamp = found.stamp.and_then(|stamp| stamp.settled(kept.started()));
        let hash = self.wants_hash(stamp.as_ref(), known).then(|| kept::hash(bytes));
        if let Some((place, record)) = known.filter(|(_, it)| hash.is_some() && it.hash == hash)
            && let Some(seen) = record.seen()
        {
            let origin = stamp.map_or(Origin::Kept(place), |stamp| Origin::Stamped(place, stamp));
            return (at_home(seen, found), origin);
        }
        let seen = read(bytes);
        let entry = Entry::new(&found.below, stamp, hash, &seen);
        (seen, Origin::File(entry.map(Box::new)))
    }

    /// Is a file to be known by its bytes as well? Where little is made of most files, to read one
    /// anew takes less than to hash it: then only one whose stamp is not to be trusted.
    fn wants_hash(&self, stamp: Option<&Stamp>, known: Option<(usize, &Record<'_>)>) -> bool {
        self.knows_all || stamp.is_none() || known.is_some_and(|(_, record)| record.hash.is_some())
    }

    /// Says what to keep of a file of which nothing new is made: the record as it is, or with another
    /// stamp.
    pub(super) fn unmade(&self, origin: Origin) -> Option<Next> {
        match origin {
            Origin::File(entry) => entry?.alone().map(Next::New),
            Origin::Left(record) => record.map(Next::New),
            Origin::Kept(place) => Some(Next::Same(place)),
            Origin::Stamped(place, stamp) => {
                self.kept.as_ref()?.record(place)?.stamped(stamp).map(Next::New)
            }
        }
    }

    /// Makes the article of a candidate, or takes it as it was made before.
    pub(super) fn make(&self, candidate: Candidate, references: &References) -> Outcome {
        let kin = candidate.kin(references);
        if let Some((article, findings)) = self.taken(&candidate, &kin) {
            return Outcome { article, findings, next: self.unmade(candidate.origin) };
        }
        let place = candidate.place();
        let Candidate { document, dates, origin, .. } = candidate;
        if let Origin::File(entry) = origin {
            return self.anew(*document, dates, references, entry.map(|entry| *entry), &kin);
        }
        let mut findings = Vec::new();
        let Some((again, hash)) = candidate::load(&document, self.rules, &mut findings) else {
            return Outcome { article: None, findings, next: None };
        };
        let record = place.and_then(|place| self.kept.as_ref()?.record(place));
        let entry = match origin {
            Origin::Left(record) => record.and_then(|bytes| Some(Record::first(&bytes)?.0.entry())),
            _ => record.map(Record::entry),
        };
        let entry = entry.filter(|entry| entry.may_be_of(&hash));
        self.anew(again, dates, references, entry, &kin)
    }

    /// Tells the mistakes in the front matter of a document that nobody needs, whose address is known;
    /// says whether it could be an article.
    pub(super) fn glance(
        &self,
        document: &Document,
        origin: Origin,
        url: &Url,
    ) -> (bool, Vec<Finding>, Option<Next>) {
        let mut findings = Vec::new();
        let fits = article::glance(document, url, self.config, &mut findings);
        (fits, findings, self.unmade(origin))
    }

    /// Takes what was made of a candidate before, if it is the same.
    fn taken(&self, candidate: &Candidate, kin: &str) -> Option<Taken> {
        let kept = self.kept.as_ref()?;
        let record = kept.record(candidate.place()?).filter(|record| record.kin == kin)?;
        let Made { article, print, findings, .. } = record.made().filter(Made::holds)?;
        let article = article.map(|(article, place)| later(article, place, print, kept));
        Some((article, findings))
    }

    /// Makes the article of a document.
    fn anew(
        &self,
        document: Document,
        dates: Dates,
        references: &References,
        entry: Option<Entry>,
        kin: &str,
    ) -> Outcome {
        self.made.fetch_add(1, Ordering::Relaxed);
        let mut findings = Vec::new();
        let (from, own) = (document.path.clone(), document.meta.language.clone());
        let own = own.as_ref().map(|own| own.value.as_str());
        let lead = |reference: &Reference<'_>| references.lead(reference, &from, own);
        let leads: Leads<'_> =
            if References::may_be_in(&document.source) { Some(&lead) } else { None };
        let among = Among { config: self.config, rules: self.rules, leads };
        let id = String::new();
        let (article, looked) = article::complete_among(document, id, dates, among, &mut findings);
        let article = article.map(Box::new);
        let (Some(kept), Some(entry)) = (&self.kept, entry) else {
            return Outcome { article, findings, next: None };
        };
        let placed = match article.map(|article| put(article, kept)).transpose() {
            Ok(placed) => placed,
            Err(article) => return Outcome { article: Some(article), findings, next: None },
        };
        let look = |path: PathBuf| {
            let there = There::at_reading(&path, kept.started());
            (path, there)
        };
        let looked = looked.into_iter().map(look).collect();
        let print = placed.as_ref().and_then(|(article, _)| article.kept_as).unwrap_or_default();
        let article = placed.as_ref().map(|(article, place)| (&**article, *place));
        let made = Made { article, print, findings, looked };
        let next = entry.with(kin, &made).map(Next::New);
        let findings = made.findings;
        let article = placed.map(|(article, place)| lightened(article, place, kept));
        Outcome { article, findings, next }
    }
}

/// Puts the bodies of an article on the shelf, and tells it what stands for it and for them; gives
/// it back where the shelf does not take them.
fn put(mut article: Box<Article>, kept: &Kept<'_>) -> Result<(Box<Article>, Place), Box<Article>> {
    let Some(place) = kept.shelf.put(&article.html, &article.text) else { return Err(article) };
    article.html = std::mem::take(&mut article.html).marked(place.html_mark);
    article.text = std::mem::take(&mut article.text).marked(place.text_mark);
    article.kept_as = Some(article.print());
    Ok((article, place))
}

/// What is seen of a file that cannot be read.
fn broken(finding: Finding) -> Seen {
    Seen::without_document(None, vec![finding])
}

/// Tells a document that was kept where it lies.
fn at_home(mut seen: Seen, found: &Found) -> Seen {
    if let Some((document, _)) = &mut seen.document {
        (document.path, document.file) = ((&found.below).into(), found.file.clone());
    }
    seen
}

/// Gives an article as it was made before; its bodies stay on the shelf until somebody reads them.
fn later(mut article: Box<Article>, place: Place, print: Mark, kept: &Kept<'_>) -> Box<Article> {
    article.kept_as = Some(print);
    let shelf = Arc::clone(&kept.shelf);
    article.html = Text::later(place.html_mark, move || shelf.html(&place));
    lightened(article, place, kept)
}

/// Lets go of the body that few will read; it was on the shelf a moment ago.
fn lightened(mut article: Box<Article>, place: Place, kept: &Kept<'_>) -> Box<Article> {
    let shelf = Arc::clone(&kept.shelf);
    article.text = Text::later(place.text_mark, move || shelf.text(&place));
    article
}
