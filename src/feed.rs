//! What is offered: RSS 2.0, Atom 1.0 and JSON Feed 1.1, for the whole publication and its parts.

mod archive;
mod atom;
mod autodiscovery;
mod check;
mod compat;
mod entry;
mod json;
mod look;
mod opml;
mod podcast;
mod rss;
mod scope;
mod sheet;
mod slug;
mod text;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;
use url::Url;

use crate::article::Article;
use crate::config::Config;
use crate::publication::Publication;
use crate::template::Templates;

pub use archive::Archive;
pub use autodiscovery::lines as autodiscovery;
pub use check::{HARD_TO_BELIEVE, Right, check, check_among, is_large};
pub use entry::shows;
pub use look::STYLE;
pub use podcast::Podcast;
pub use scope::{Scope, unmatched};
pub use sheet::{Sheet, sheets};

/// A format a feed is offered in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl Format {
    /// All formats, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// Gives the name of the file in the feed's folder.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// Gives the media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// Gives the media type with which a browser shows it like a page: plain XML (RFC 7303).
    #[must_use]
    pub fn served_type(self) -> &'static str {
        match self {
            Self::Rss | Self::Atom => "application/xml",
            Self::Json => self.media_type(),
        }
    }

    /// Gives the name people know it by.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
        }
    }
}

/// One feed: what it is about and its newest articles; a document of it in each [`Format`].
#[derive(Debug, Clone)]
pub struct Feed<'a> {
    /// Which part of the publication it offers.
    pub scope: Scope,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Its language, BCP 47.
    pub language: String,
    /// Its permanent id, a `tag:` URI (RFC 4151); never its own address.
    pub id: String,
    /// The publication's home page.
    pub home: &'a Url,
    /// The publication's title, for entries without an author (RFC 4287 section 4.1.2 wants one).
    pub publisher: &'a str,
    /// Its folder below the output folder: empty, or ending in `/`.
    pub folder: String,
    /// Which page of its archive this is, counted from 1 for the oldest; none for the feed itself.
    pub page: Option<usize>,
    /// The `WebSub` hubs that are told of its changes.
    pub hubs: &'a [Url],
    /// What podcast directories want to know, if it offers something to hear.
    pub podcast: Option<Podcast<'a>>,
    /// Full text, or summaries only.
    pub full_text: bool,
    /// Links within one article may be left as they are.
    pub bare_fragments: bool,
    /// Its articles, newest first.
    pub articles: Vec<&'a Article>,
    /// The full pages of its archive, oldest first.
    archive: Arc<Vec<archive::Page<'a>>>,
    /// The heading of the key takeaways, by language.
    headings: Arc<HashMap<&'a str, String>>,
}

impl<'a> Feed<'a> {
    /// Gives the path of its document in a format, below the output folder and the home page.
    #[must_use]
    pub fn path(&self, format: Format) -> String {
        self.path_of(self.page, format)
    }

    /// Gives the path of the feed itself, or of a page of its archive.
    fn path_of(&self, page: Option<usize>, format: Format) -> String {
        let page = page.map(|number| format!("archive/{number}/")).unwrap_or_default();
        format!("{}{page}{}", self.folder, format.file_name())
    }

    /// Gives the address of the feed itself, of which this may be a page of the archive.
    fn current(&self, format: Format) -> Url {
        scope::below(self.home, &self.path_of(None, format))
    }

    /// Gives the address of the archive page before this document: the next older articles.
    fn previous(&self, format: Format) -> Option<Url> {
        self.neighbours()
            .0
            .map(|number| scope::below(self.home, &self.path_of(Some(number), format)))
    }

    /// Gives the address of the archive page after this one.
    fn next(&self, format: Format) -> Option<Url> {
        self.neighbours()
            .1
            .map(|number| scope::below(self.home, &self.path_of(Some(number), format)))
    }

    /// Gives the numbers of the archive pages before and after this document; the numbers of pages
    /// that were withdrawn are left out, so neither need be next to its own.
    fn neighbours(&self) -> (Option<usize>, Option<usize>) {
        let older = self.numbers().rfind(|number| self.page.is_none_or(|page| *number < page));
        let newer = self.page.and_then(|page| self.numbers().find(|number| *number > page));
        (older, newer)
    }

    /// Lists the numbers of the pages of its archive, oldest first.
    fn numbers(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.archive.iter().map(|(number, _)| *number)
    }

    /// Lists the pages of its archive, oldest first, each a feed of its own.
    pub fn pages(&self) -> impl Iterator<Item = Feed<'a>> {
        self.archive.iter().map(|(number, articles)| Feed {
            page: Some(*number),
            articles: articles.clone(),
            ..self.clone()
        })
    }

    /// Gives the address of its document in a format.
    #[must_use]
    pub fn url(&self, format: Format) -> Url {
        scope::below(self.home, &self.path(format))
    }

    /// Gives the date of its newest change, the same whenever it is built.
    #[must_use]
    pub fn updated(&self) -> Option<DateTime<FixedOffset>> {
        self.articles.iter().map(|article| article.updated).max()
    }

    /// Writes it in every format.
    #[must_use]
    pub fn documents(&self) -> [Document; 3] {
        let content = |article: &&Article| entry::content(article, self);
        let contents: Vec<String> = self.articles.iter().map(content).collect();
        let document = |format, bytes| Document { path: self.path(format), bytes };
        let dressed = |format, bytes| {
            let path = self.path(format);
            Document { bytes: look::dress(bytes, &path), path }
        };
        let rss = dressed(Format::Rss, rss::document(self, &contents));
        let json = document(Format::Json, json::document(self, &contents));
        // Last, for it takes the contents instead of copying them.
        [rss, dressed(Format::Atom, atom::document(self, contents)), json]
    }

    /// Lists its articles, each with its content as [`documents`](Self::documents) made it.
    fn entries<'c>(
        &'c self,
        contents: &'c [String],
    ) -> impl Iterator<Item = (&'c Article, &'c str)> {
        self.articles.iter().copied().zip(contents.iter().map(String::as_str))
    }
}

/// A document of a feed, or one about all feeds, and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its path below the output folder, `/` between the parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Lists the feeds of a publication: the whole, then its parts by kind and name.
///
/// Pages of archives that became full are added to `archive`.
#[must_use]
pub fn feeds<'a>(
    publication: &'a Publication,
    config: &'a Config,
    templates: &Templates,
    archive: &mut Archive,
) -> Vec<Feed<'a>> {
    scope::divide(publication, config, headings(publication, templates), archive)
}

/// Gives the feed of the whole publication alone.
#[must_use]
pub fn whole<'a>(
    publication: &'a Publication,
    config: &'a Config,
    templates: &Templates,
) -> Feed<'a> {
    scope::whole(publication, config, headings(publication, templates))
}

/// Finds the words over the key takeaways in each language of the publication.
fn headings<'a>(
    publication: &'a Publication,
    templates: &Templates,
) -> Arc<HashMap<&'a str, String>> {
    let mut headings = HashMap::new();
    for article in &publication.articles {
        headings.entry(article.language.as_str()).or_insert_with(|| {
            templates.words(&article.language).remove("takeaways").unwrap_or_default()
        });
    }
    Arc::new(headings)
}

/// Writes all documents: each feed and each page of its archive in each format, and what is
/// [about all](about_all).
#[must_use]
pub fn documents(feeds: &[Feed<'_>], publication: &Publication) -> Vec<Document> {
    let with_pages = |feed: &Feed<'_>| -> Vec<Document> {
        feed.documents().into_iter().chain(feed.pages().flat_map(|page| page.documents())).collect()
    };
    let mut documents: Vec<Document> = feeds.par_iter().flat_map_iter(with_pages).collect();
    documents.extend(about_all(feeds, publication));
    documents
}

/// Writes the list of all feeds, and the lines to paste.
#[must_use]
pub fn about_all(feeds: &[Feed<'_>], publication: &Publication) -> [Document; 2] {
    [
        Document { path: "feeds.opml".to_owned(), bytes: opml::document(feeds, publication) },
        Document {
            path: "autodiscovery.html".to_owned(),
            bytes: autodiscovery::lines(feeds).into_bytes(),
        },
    ]
}
