//! Articles of feeds from elsewhere, shown among our own.

use std::collections::HashSet;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;

use super::lock::as_uri;
use crate::article::{self, Article, Dates};
use crate::config::{Config, Place, Source};
use crate::document::{Cover, Document, Format, Meta, Placed, Rules, Signs, Written, WrittenOffer};
use crate::finding::Finding;
use crate::import::feed::{self, Entry, Foreign};

/// A summary longer than this, in characters, is the text itself.
const LONGEST_SUMMARY: usize = 1_000;

/// Adds the articles of every source, as it was last found, to our own.
///
/// Nothing is fetched here: a source on the web is read from where its last good state is kept.
/// What is ours already, or another source has brought, is not taken twice.
pub(super) fn add(
    articles: &mut Vec<Article>,
    config: &Config,
    authority: &str,
    now: DateTime<Utc>,
    findings: &mut Vec<Finding>,
) {
    let rules = Rules::of(config);
    for source in &config.sources {
        let (taken, lost) = match read(source, config) {
            Ok(Some(foreign)) => take(&foreign, source, config, authority, now, &rules),
            Ok(None) => continue,
            Err(why) => {
                findings.push(wrong(source, config, &why));
                continue;
            }
        };
        if lost > 0 {
            let what = format!("{lost} of its articles have no date or no address, or no text");
            findings.push(wrong(source, config, &what));
        }
        let known: HashSet<&str> =
            articles.iter().flat_map(|a| [a.id.as_str(), a.url.as_str()]).collect();
        let is_new = |article: &Article| {
            !known.contains(article.id.as_str()) && !known.contains(article.url.as_str())
        };
        let mut fresh: Vec<Article> = taken.into_iter().filter(is_new).collect();
        let mut seen = HashSet::new();
        fresh.retain(|article| {
            seen.insert(article.id.clone()) && seen.insert(article.url.to_string())
        });
        articles.extend(fresh);
    }
    tell_apart(articles);
}

fn wrong(source: &Source, config: &Config, what: &str) -> Finding {
    let what = format!("the source {}: {what}", source.place.name());
    Finding::warning(what).file(&config.file).line(source.line)
}

/// Reads what is kept of a source; nothing where it was never fetched, which is told elsewhere.
fn read(source: &Source, config: &Config) -> Result<Option<Foreign>, String> {
    let file = source.place.file(&config.root);
    let base = match &source.place {
        Place::Web(url) => Some(url),
        Place::File(_) => None,
    };
    match std::fs::read(&file) {
        Ok(bytes) if bytes.len() as u64 > config.content.max_bytes => Err(format!(
            "it has {} bytes, and at most {} are read",
            bytes.len(),
            config.content.max_bytes
        )),
        Ok(bytes) => feed::feed(&bytes, base).map(Some),
        Err(error) if base.is_some() && error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

/// Completes the newest entries; gives how many could not be.
fn take(
    foreign: &Foreign,
    source: &Source,
    config: &Config,
    authority: &str,
    now: DateTime<Utc>,
    rules: &Rules,
) -> (Vec<Article>, usize) {
    let is_whole = |entry: &&Entry| entry.published.is_some() && entry.url.is_some();
    let mut entries: Vec<&Entry> = foreign.entries.iter().filter(is_whole).collect();
    let mut lost = foreign.entries.len() - entries.len();
    entries.retain(|entry| entry.published.is_some_and(|published| published <= now));
    entries.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    entries.truncate(source.items);
    let whole = |entry: &&Entry| article(entry, foreign, source, config, authority, now, rules);
    let articles: Vec<Option<Article>> = entries.par_iter().map(whole).collect();
    lost += articles.iter().filter(|article| article.is_none()).count();
    (articles.into_iter().flatten().collect(), lost)
}

fn article(
    entry: &Entry,
    foreign: &Foreign,
    source: &Source,
    config: &Config,
    authority: &str,
    now: DateTime<Utc>,
    rules: &Rules,
) -> Option<Article> {
    let published = entry.published?;
    // A date of change that is still to come is nobody's.
    let updated = entry.updated.filter(|updated| *updated >= published && *updated <= now);
    let updated = updated.unwrap_or(published);
    let dates = Dates { published, updated, expires: None, undated: false };
    let id = entry.id.clone().or_else(|| entry.url.as_ref().map(ToString::to_string))?;
    let (document, title) = (document(entry, foreign, source)?, name(foreign, source));
    // What is odd in another's article is not for our author to mend.
    let mut findings = Vec::new();
    let id = as_uri(&id, authority);
    let mut article = article::complete(document, id, dates, config, rules, &mut findings)?;
    let url = match &source.place {
        Place::Web(url) => Some(url.clone()),
        Place::File(_) => None,
    };
    let origin = foreign.id.clone().or_else(|| url.as_ref().map(ToString::to_string));
    let origin = origin.or_else(|| foreign.home.as_ref().map(ToString::to_string));
    article.offer.address_line = 0;
    article.offer.source = Some(Box::new(article::Source {
        id: as_uri(&origin.unwrap_or_else(|| title.clone()), authority),
        title,
        url,
        home: foreign.home.clone(),
    }));
    Some(article)
}

/// Names a source as the configuration does, else as it names itself.
fn name(foreign: &Foreign, source: &Source) -> String {
    let own = Some(foreign.title.clone()).filter(|title| !title.is_empty());
    source.name.clone().or(own).unwrap_or_else(|| source.place.name())
}

/// Makes an entry what a file of the content folder would be.
fn document(entry: &Entry, foreign: &Foreign, source: &Source) -> Option<Document> {
    let written = |value: &str| Written { value: value.to_owned(), line: 1 };
    let fits = |summary: &&String| summary.chars().count() <= LONGEST_SUMMARY;
    let authors = if entry.authors.is_empty() { &foreign.authors } else { &entry.authors };
    let language = entry.language.as_deref().or(foreign.language.as_deref());
    let cover = entry.image.as_ref().map(|(src, alt)| Written {
        value: Cover { src: src.clone(), alt: alt.clone(), caption: None },
        line: 1,
    });
    let tags = entry.tags.iter().chain(&source.tags).cloned().collect();
    let meta = Meta {
        title: entry.title.as_deref().map(written),
        summary: entry.summary.as_ref().filter(fits).map(|summary| written(summary)),
        authors: authors.clone(),
        tags,
        language: language.map(written),
        cover,
        enclosure: entry.enclosure.clone().map(|value| Written { value, line: 1 }),
        permalink: Some(written(entry.url.as_ref()?.as_str())),
        offer: WrittenOffer::default(),
        ..Meta::default()
    };
    Some(Document {
        path: PathBuf::from("source.html"),
        file: PathBuf::from(source.place.name()),
        meta: Meta { authors: named(meta.authors, foreign, source), ..meta },
        format: Format::Html,
        source: without_marks(&entry.html),
        body_line: 1,
        signs: Signs::default(),
        placed: Placed::default(),
    })
}

/// Keeps braces what they are: what comes rendered holds no template's marks, only texts about them.
fn without_marks(html: &str) -> String {
    ["{{", "{%", "{#"]
        .iter()
        .fold(html.to_owned(), |html, mark| html.replace(mark, &mark.replace('{', "&#123;")))
}

/// An article that names nobody is the source's own, and never ours.
fn named(
    authors: Vec<crate::document::Author>,
    foreign: &Foreign,
    source: &Source,
) -> Vec<crate::document::Author> {
    if authors.is_empty() {
        let name = name(foreign, source);
        return vec![crate::document::Author { name, ..Default::default() }];
    }
    authors
}

/// Gives articles from elsewhere that share one `updated` some seconds each; ours never move.
fn tell_apart(articles: &mut [Article]) {
    let (own, mut others): (Vec<&mut Article>, Vec<&mut Article>) =
        articles.iter_mut().partition(|article| article.offer.source.is_none());
    let mut taken: HashSet<i64> =
        own.iter().map(|article| article.atom_updated.timestamp()).collect();
    others.sort_by(|a, b| (a.updated, &a.id).cmp(&(b.updated, &b.id)));
    for article in others {
        while !taken.insert(article.atom_updated.timestamp()) {
            article.atom_updated += TimeDelta::seconds(1);
        }
    }
}
