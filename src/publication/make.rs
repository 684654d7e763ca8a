//! Making articles of documents, or taking what an earlier reading made of the same ones.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::kept::{self, Kept, Made, Next, Place, Record};
use crate::article::{self, Article, Dates, Text};
use crate::config::Config;
use crate::document::{Document, Rules};
use crate::finding::Finding;
use crate::stamp::Stamp;

/// What became of a document.
pub(super) struct Outcome {
    /// The article; its id is still open.
    pub(super) article: Option<Article>,
    pub(super) findings: Vec<Finding>,
    /// What is kept of it.
    pub(super) next: Option<Next>,
}

/// Makes articles, each once.
pub(super) struct Maker<'c> {
    config: &'c Config,
    rules: &'c Rules,
    kept: Option<Kept>,
    /// How many articles were made anew.
    made: AtomicUsize,
}

impl<'c> Maker<'c> {
    pub(super) fn new(config: &'c Config, rules: &'c Rules, kept: Option<Kept>) -> Self {
        Self { config, rules, kept, made: AtomicUsize::new(0) }
    }

    /// Keeps what the next reading can use; gives how many articles were made anew.
    pub(super) fn save(self, next: &[Next]) -> usize {
        if let Some(kept) = self.kept {
            kept.save(next);
        }
        self.made.into_inner()
    }

    /// Makes the article of a document, or takes it as it was made before.
    pub(super) fn make(&self, below: &str, document: Document, dates: Dates) -> Outcome {
        let Some(kept) = &self.kept else {
            let (article, findings, _) = self.anew(document, dates);
            return Outcome { article, findings, next: None };
        };
        let (document, hash) = hash_of(document, &dates);
        let known = kept.find(below).filter(|record| record.hash == hash);
        if let Some(made) = known.as_ref().map(|record| &record.made)
            && made.holds()
            && let Some(article) = match &made.article {
                Some((article, place)) => taken(article, *place, kept).map(Some),
                None => Some(None),
            }
        {
            let next = Some(Next::Same(below.to_owned()));
            return Outcome { article, findings: made.findings.clone(), next };
        }
        let (article, findings, looked) = self.anew(document, dates);
        let place = article.as_ref().map(|article| kept.shelf.put(&article.html, &article.text));
        if matches!(place, Some(None)) {
            return Outcome { article, findings, next: None };
        }
        let place = place.flatten();
        let look = |path: PathBuf| {
            let stamp = path.metadata().ok().and_then(|about| Stamp::of(&about));
            (stamp.and_then(|stamp| stamp.settled(kept.started)), path)
        };
        let record = Record {
            below: below.to_owned(),
            hash,
            made: Made {
                article: article.as_ref().zip(place),
                findings: findings.clone(),
                looked: looked.into_iter().map(look).map(|(stamp, path)| (path, stamp)).collect(),
            },
        };
        let next = record.line().map(Next::New);
        let article = article.map(|article| match place {
            Some(place) => lightened(article, place, kept),
            None => article,
        });
        Outcome { article, findings, next }
    }

    fn anew(
        &self,
        document: Document,
        dates: Dates,
    ) -> (Option<Article>, Vec<Finding>, Vec<PathBuf>) {
        self.made.fetch_add(1, Ordering::Relaxed);
        let mut findings = Vec::new();
        let (config, rules) = (self.config, self.rules);
        let id = String::new();
        let (article, looked) =
            article::complete_seen(document, id, dates, config, rules, &mut findings);
        (article, findings, looked)
    }
}

/// Hashes all that a document is, the article's dates included.
fn hash_of(mut document: Document, dates: &Dates) -> (Document, String) {
    let source = std::mem::take(&mut document.source);
    let rest = format!("{document:?}\n{dates:?}\n");
    document.source = source;
    let hash = kept::hex_of_all([rest.as_bytes(), document.source.as_bytes()]);
    (document, hash)
}

/// Takes an article as it was made before; nothing if the shelf has lost its bodies.
fn taken(article: &Article, place: Place, kept: &Kept) -> Option<Article> {
    let (html, text) = kept.shelf.both(&place)?;
    let article = Article { html: html.into(), text: text.into(), ..article.clone() };
    Some(lightened(article, place, kept))
}

/// Lets go of the body that few will read; it was on the shelf a moment ago.
fn lightened(article: Article, place: Place, kept: &Kept) -> Article {
    let shelf = Arc::clone(&kept.shelf);
    let text = Text::later(place.text_mark, move || shelf.text(&place).unwrap_or_default());
    Article { html: article.html.marked(place.html_mark), text, ..article }
}
