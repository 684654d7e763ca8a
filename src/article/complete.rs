//! From a document to a complete article.

use std::cell::RefCell;
use std::collections::HashSet;
use std::path::PathBuf;

use url::Url;

use super::media::Files;
use super::{Article, Dates, Image, language, offer, permalink, wording};
use crate::config::{Config, Dialect};
use crate::document::{self, Author, Body, Document, Leads, Rules, Written};
use crate::finding::Finding;
use crate::summary::{self, Piece, Summary};

/// A title longer than this, in characters, is a mistake in the front matter.
const LONGEST_TITLE: usize = 1_000;

/// Renders a document and completes it into an article.
///
/// `id` is its permanent id. Mistakes are added to `findings`; nothing is given when one of them
/// makes the article unfit to be shown.
#[must_use]
pub fn complete(
    document: Document,
    id: String,
    dates: Dates,
    config: &Config,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<Article> {
    complete_among(document, id, dates, Among { config, rules, leads: None }, findings).0
}

/// What an article is completed by.
#[derive(Clone, Copy)]
pub struct Among<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The rules by which documents are read.
    pub rules: &'a Rules,
    /// Where its links to other articles lead.
    pub leads: Leads<'a>,
}

/// Completes a document that stands among others, to which it may link by their files.
///
/// Gives the paths at which files of the article were looked for as well: as long as the same is
/// there, the same document gives the same article.
#[must_use]
pub fn complete_among(
    document: Document,
    id: String,
    dates: Dates,
    among: Among<'_>,
    findings: &mut Vec<Finding>,
) -> (Option<Article>, Vec<PathBuf>) {
    let looked = RefCell::default();
    let article = completed(document, id, dates, (among, &looked), findings);
    (article, looked.into_inner())
}

/// Tells the mistakes of the front matter of a document whose address is `url`, without rendering
/// its text; says whether they leave it fit to be shown.
#[must_use]
pub fn glance(
    document: &Document,
    url: &Url,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> bool {
    if !title_fits(document, findings) {
        return false;
    }
    let _ = language_of(document, config, findings);
    let looked = RefCell::default();
    let _ = media(document, url, (config, &looked), &Body::default(), findings);
    let _ = offer::of(document, url, config, findings);
    true
}

/// Gives the tags as the articles' generator reads them.
fn tags(written: Vec<String>, spaced: &[String], dialect: Option<Dialect>) -> Vec<String> {
    if dialect == Some(Dialect::Jekyll) {
        return document::split_tags(written, spaced);
    }
    document::kept_tags(written)
}

fn completed(
    mut document: Document,
    id: String,
    dates: Dates,
    (among, looked): (Among<'_>, &RefCell<Vec<PathBuf>>),
    findings: &mut Vec<Finding>,
) -> Option<Article> {
    let Among { config, rules, leads } = among;
    let url = permalink::of(&document, dates.published, config).map_err(|f| findings.push(f)).ok();
    let title_fits = title_fits(&document, findings);
    let url = url.filter(|_| title_fits)?;
    let before = findings.len();
    let mut body = document::render_among(&document, &url, rules, leads, findings);
    if findings.iter().skip(before).any(Finding::is_error) {
        return None;
    }
    if document.meta.title.is_none() && body.html.trim().is_empty() {
        findings.push(empty(&document));
        return None;
    }
    let language = language_of(&document, config, findings);
    let (cover, enclosure) = media(&document, &url, (config, looked), &body, findings);
    let offer = offer::of(&document, &url, config, findings);
    let meta = &mut document.meta;
    let title = meta.title.take().map(|title| wording::shown(title.value, document.placed.dialect));
    let summary = summary_of(&mut document, &mut body, title.as_deref(), &language, config);
    let meta = document.meta;
    let reading_minutes = meta.reading_minutes.unwrap_or_else(|| minutes(body.words, rules));
    Some(Article {
        id,
        url,
        title,
        deck: meta.deck.map(|deck| wording::plain(deck.value)),
        authors: authors(meta.authors, config),
        published: dates.published,
        updated: dates.updated,
        atom_updated: dates.updated,
        expires: dates.expires,
        undated: dates.undated,
        draft: meta.draft,
        tags: tags(meta.tags, &meta.spaced, document.placed.dialect),
        section: meta.section,
        direction: language::direction(&language),
        language,
        cover: cover.map(Box::new),
        enclosure: enclosure.map(Box::new),
        offer,
        summary,
        reading_minutes,
        html: body.html.into(),
        text: body.text.into(),
        file: document.file,
        kept_as: None,
    })
}

fn title_fits(document: &Document, findings: &mut Vec<Finding>) -> bool {
    let Some(title) = &document.meta.title else { return true };
    let length = title.value.chars().count();
    if length > LONGEST_TITLE {
        findings.push(
            Finding::error(format!("the title is {length} characters long"))
                .file(&document.file)
                .line(title.line)
                .hint("a quotation mark may be missing at its end; until mended it is left out"),
        );
    }
    length <= LONGEST_TITLE
}

fn empty(document: &Document) -> Finding {
    Finding::error("the article has neither a title nor a text")
        .file(&document.file)
        .line(document.body_line)
        .hint("write some, or mark it as a draft with `draft: true`")
}

fn language_of(document: &Document, config: &Config, findings: &mut Vec<Finding>) -> String {
    let own = || language::normalised(&config.language).unwrap_or_else(|| config.language.clone());
    let Some(Written { value, line }) = &document.meta.language else { return own() };
    language::normalised(value).unwrap_or_else(|| {
        findings.push(
            Finding::warning(format!("`{value}` is no language tag"))
                .file(&document.file)
                .line(*line)
                .hint(format!("write one such as `en` or `pt-BR`; `{}` is used", own())),
        );
        own()
    })
}

fn media(
    document: &Document,
    url: &Url,
    (config, looked): (&Config, &RefCell<Vec<PathBuf>>),
    body: &Body,
    findings: &mut Vec<Finding>,
) -> (Option<Image>, Option<super::Enclosure>) {
    let files =
        Files { content: &config.content.dir, home: &config.home, base: url, document, looked };
    let cover = document.meta.cover.as_ref().and_then(|cover| files.cover(cover, findings));
    let in_body = || body.image.as_ref().and_then(|image| files.image(&image.url, &image.alt));
    let enclosure = document.meta.enclosure.as_ref().and_then(|e| files.enclosure(e, findings));
    (cover.or_else(in_body), enclosure)
}

fn summary_of(
    document: &mut Document,
    body: &mut Body,
    title: Option<&str>,
    language: &str,
    config: &Config,
) -> Summary {
    let is_told = document.meta.language.is_some() || config.lines.has("language");
    let meta = &mut document.meta;
    // A description that only repeats the title says nothing in short.
    let repeats = |text: &String| title.is_some_and(|title| title.eq_ignore_ascii_case(text));
    let dialect = document.placed.dialect;
    let text = meta.summary.take().map(|text| wording::shown(text.value, dialect));
    let text = text.filter(|text| !repeats(text));
    let text = text.or_else(|| body.summary.take());
    let takeaways = std::mem::take(&mut meta.takeaways).into_iter().map(wording::plain);
    let mut takeaways: Vec<String> = takeaways.collect();
    let takeaways_stand = body.takeaways_stand;
    if takeaways.is_empty() {
        takeaways = std::mem::take(&mut body.takeaways);
    }
    let summary = summary::complete(text, takeaways, || {
        let blocks = body.blocks();
        let title = title.unwrap_or_default();
        let (language, assumed) = if is_told { (language, "") } else { ("", language) };
        let piece = Piece { title, language, assumed, blocks: &blocks };
        summary::extract(&piece, &config.summary)
    });
    Summary { takeaways_stand, ..summary }
}

fn minutes(words: usize, rules: &Rules) -> u32 {
    let words = u32::try_from(words).unwrap_or(u32::MAX);
    words.div_ceil(rules.words_per_minute.max(1)).max(1)
}

/// The author's own names, else the publication's; pages about them made absolute.
fn authors(written: Vec<Author>, config: &Config) -> Vec<Author> {
    let mut seen = HashSet::new();
    let mut authors: Vec<Author> =
        written.into_iter().filter(|author| seen.insert(author.name.clone())).collect();
    if authors.is_empty() {
        let default = config.author.clone().map(|name| Author { name, ..Author::default() });
        authors.extend(default);
    }
    for author in &mut authors {
        let url = author.url.take().and_then(|url| config.home.join(&url).ok());
        author.url =
            url.filter(|url| matches!(url.scheme(), "http" | "https")).map(|url| url.to_string());
        author.email = author.email.take().filter(|email| email.contains('@'));
    }
    authors
}

#[cfg(test)]
mod tests;
