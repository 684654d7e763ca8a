//! The parts of a publication that have feeds of their own.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use url::Url;

use super::{Feed, slug};
use crate::article::Article;
use crate::config::{Config, FeedBy};
use crate::publication::Publication;

/// Which part of a publication a feed offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Publication,
    /// The articles with a tag, a section, an author or a language of this name.
    Part(FeedBy, String),
}

/// Gives the folder of all feeds of a kind, ending in `/`.
pub(super) fn folder(by: FeedBy) -> &'static str {
    match by {
        FeedBy::Tag => "tags/",
        FeedBy::Section => "sections/",
        FeedBy::Author => "authors/",
        FeedBy::Language => "languages/",
    }
}

/// Gives the address of something below the home page, percent-encoded.
pub(super) fn below(home: &Url, path: &str) -> Url {
    // A path we made ourselves always joins; the home page is the honest answer if it did not.
    home.join(path).unwrap_or_else(|_| home.clone())
}

/// Gives the address that names the scheme of a category (RFC 4287 section 4.2.2.2).
pub(super) fn scheme(home: &Url, by: FeedBy) -> String {
    below(home, folder(by)).into()
}

/// What all feeds have in common.
struct Common<'a, 'b> {
    publication: &'a Publication,
    config: &'b Config,
    headings: Arc<HashMap<&'a str, String>>,
}

pub(super) fn divide<'a>(
    publication: &'a Publication,
    config: &Config,
    headings: Arc<HashMap<&'a str, String>>,
) -> Vec<Feed<'a>> {
    let common = Common { publication, config, headings };
    let mut feeds = vec![common.feed(Scope::Publication, "", publication.articles.iter())];
    for by in [FeedBy::Tag, FeedBy::Section, FeedBy::Author, FeedBy::Language] {
        if config.feeds.by.contains(&by) {
            feeds.extend(parts(&common, by));
        }
    }
    feeds
}

fn parts<'a>(common: &Common<'a, '_>, by: FeedBy) -> Vec<Feed<'a>> {
    let publication = common.publication;
    let names = publication.articles.iter().flat_map(|article| names_of(article, by));
    let slugs = slug::slugs(names);
    let mut parts: BTreeMap<&str, Part<'a>> = BTreeMap::new();
    for article in &publication.articles {
        let mut seen: Vec<&str> = Vec::new();
        for name in names_of(article, by) {
            let Some(slug) = slugs.get(name) else { continue };
            let part = parts.entry(slug).or_default();
            *part.spellings.entry(name).or_default() += 1;
            if !seen.contains(&slug.as_str()) {
                part.articles.push(article);
                seen.push(slug);
            }
        }
    }
    let feed_of = |(slug, part): (&str, Part<'a>)| {
        let scope = Scope::Part(by, part.name());
        let articles = part.articles.into_iter();
        common.feed(scope, &format!("{}{slug}/", folder(by)), articles)
    };
    parts.into_iter().map(feed_of).collect()
}

/// The articles of a part, and how often its name is spelled which way.
#[derive(Default)]
struct Part<'a> {
    articles: Vec<&'a Article>,
    spellings: HashMap<&'a str, usize>,
}

impl Part<'_> {
    /// Gives the spelling most used; of equals, the first in the alphabet.
    fn name(&self) -> String {
        let most = self.spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
    }
}

fn names_of(article: &Article, by: FeedBy) -> Vec<&str> {
    match by {
        FeedBy::Tag => article.tags.iter().map(String::as_str).collect(),
        FeedBy::Section => article.section.as_deref().into_iter().collect(),
        FeedBy::Author => article.authors.iter().map(|author| author.name.as_str()).collect(),
        FeedBy::Language => vec![article.language.as_str()],
    }
}

impl<'a> Common<'a, '_> {
    fn feed(
        &self,
        scope: Scope,
        folder: &str,
        articles: impl Iterator<Item = &'a Article>,
    ) -> Feed<'a> {
        let Self { publication, config, headings } = self;
        let (title, language) = match &scope {
            Scope::Publication => (publication.title.clone(), &publication.language),
            Scope::Part(FeedBy::Language, name) => {
                (format!("{} ({name})", publication.title), name)
            }
            Scope::Part(_, name) => {
                (format!("{}: {name}", publication.title), &publication.language)
            }
        };
        let url = below(&publication.home, folder);
        let path = url.path().strip_prefix(publication.home.path()).unwrap_or_default();
        Feed {
            description: publication.description.clone().unwrap_or_else(|| title.clone()),
            language: language.clone(),
            id: format!("tag:{}:feed/{path}", publication.authority),
            home: &publication.home,
            publisher: &publication.title,
            folder: folder.to_owned(),
            full_text: config.feeds.full_text,
            bare_fragments: config.feeds.bare_fragments,
            articles: articles.take(config.feeds.items).collect(),
            headings: Arc::clone(headings),
            title,
            scope,
        }
    }
}
