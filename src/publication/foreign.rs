//! Articles of feeds from elsewhere, shown among our own.

mod document;
mod elsewhere;
mod lost;
mod taken;

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;

use crate::article::{self, Article, Dates};
use crate::config::{Config, Place, Source};
use crate::document::Rules;
use crate::finding::Finding;
use crate::import::feed::{self, Entry, Foreign};
use crate::import::kept::Kept;
use elsewhere::Elsewhere;
use lost::Lost;
use taken::{Holder, Taken};

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
    let mut taken = Taken::default();
    taken.take(articles, Holder::Own);
    for source in &config.sources {
        let (mut found, lost) = match read(source, config, findings) {
            Ok(Some(foreign)) => take(&foreign, source, config, authority, now, &rules),
            Ok(None) => continue,
            Err(why) => {
                findings.push(wrong(source, config, &why));
                continue;
            }
        };
        findings.extend(lost.told().map(|what| wrong(source, config, &what)));
        // One feed may lead to one page by several entries.
        let clashes = taken.leave_out(&mut found);
        findings.extend(clashes.iter().map(|what| {
            wrong(source, config, what).hint("two articles with one id are one to every reader")
        }));
        taken.take(&found, Holder::Source);
        articles.append(&mut found);
    }
    tell_apart(articles);
}

fn wrong(source: &Source, config: &Config, what: &str) -> Finding {
    let what = format!("the source {}: {what}", source.place.name());
    Finding::warning(what).file(&config.file).line(source.line)
}

/// Reads a source: one in a file from there, any other, and one that is no feed any more, from what
/// is kept of it; nothing where it was never fetched, which is told elsewhere.
fn read(
    source: &Source,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Result<Option<Foreign>, String> {
    let Place::File(file) = &source.place else { return kept(source, config) };
    let bytes = std::fs::read(file).map_err(|error| error.to_string());
    let why = match bytes.and_then(|bytes| parse(&bytes, source, config)) {
        Ok(foreign) => return Ok(Some(foreign)),
        Err(why) => why,
    };
    let Ok(Some(foreign)) = kept(source, config) else { return Err(why) };
    findings.push(
        wrong(source, config, &why).hint(
            "its articles are shown as they were last found; it is read again at the next run",
        ),
    );
    Ok(Some(foreign))
}

/// Reads what is kept of a source.
fn kept(source: &Source, config: &Config) -> Result<Option<Foreign>, String> {
    let kept = Kept::at(source.place.kept(&config.root));
    match kept.read().map_err(|error| error.to_string())? {
        Some((bytes, _)) => parse(&bytes, source, config).map(Some),
        None => Ok(None),
    }
}

fn parse(bytes: &[u8], source: &Source, config: &Config) -> Result<Foreign, String> {
    let (length, most) = (bytes.len() as u64, config.content.max_bytes);
    if length > most {
        return Err(format!("it has {length} bytes, and at most {most} are read"));
    }
    feed::feed(bytes, source.place.public().as_ref()).map_err(|why| why.to_string())
}

/// Completes the newest entries; gives which could not be.
fn take(
    foreign: &Foreign,
    source: &Source,
    config: &Config,
    authority: &str,
    now: DateTime<Utc>,
    rules: &Rules,
) -> (Vec<Article>, Lost) {
    let mut lost = Lost::default();
    let mut entries: Vec<&Entry> =
        foreign.entries.iter().filter(|entry| lost.keeps(entry)).collect();
    entries.retain(|entry| entry.published.is_some_and(|published| published <= now));
    entries.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
    entries.truncate(source.items);
    let whole = |entry: &&Entry| article(entry, foreign, source, config, authority, now, rules);
    let articles: Vec<Result<Article, Vec<Finding>>> = entries.par_iter().map(whole).collect();
    for findings in articles.iter().filter_map(|article| article.as_ref().err()) {
        lost.unfit(findings);
    }
    (articles.into_iter().flatten().collect(), lost)
}

/// Makes an entry an article.
///
/// # Errors
/// What was found in it that leaves it unfit to be shown.
fn article(
    entry: &Entry,
    foreign: &Foreign,
    source: &Source,
    config: &Config,
    authority: &str,
    now: DateTime<Utc>,
    rules: &Rules,
) -> Result<Article, Vec<Finding>> {
    let published = entry.published.ok_or_else(Vec::new)?;
    // A date of change that is still to come is nobody's.
    let updated = entry.updated.filter(|updated| *updated >= published && *updated <= now);
    let updated = updated.unwrap_or(published);
    let dates = Dates { published, updated, expires: None, undated: false };
    let from = Elsewhere { foreign, source, config, authority };
    let id = from.id_of(entry).ok_or_else(Vec::new)?;
    let document = document::document(entry, &from).ok_or_else(Vec::new)?;
    // What is odd in another's article is not for our author to mend.
    let mut findings = Vec::new();
    let article = article::complete(document, id, dates, config, rules, &mut findings);
    let mut article = article.ok_or(findings)?;
    (article.offer.address_line, article.offer.id_line) = (0, 0);
    article.offer.source = Some(Box::new(from.told(entry)));
    Ok(article)
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
