//! The parts of a publication that have feeds of their own.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};
use url::Url;

use super::archive::Page;
use super::{Archive, Feed, Podcast, slug};
use crate::article::Article;
use crate::config::{Config, FeedBy, FeedSettings};
use crate::finding::Finding;
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
struct Common<'a> {
    publication: &'a Publication,
    config: &'a Config,
    headings: Arc<HashMap<&'a str, String>>,
    /// The articles that are in feeds at all, newest first.
    articles: Vec<&'a Article>,
}

pub(super) fn divide<'a>(
    publication: &'a Publication,
    config: &'a Config,
    headings: Arc<HashMap<&'a str, String>>,
    archive: &mut Archive,
) -> Vec<Feed<'a>> {
    let common = Common::new(publication, config, headings);
    let mut feeds = vec![common.feed(Scope::Publication, "", &common.articles, archive)];
    for by in [FeedBy::Tag, FeedBy::Section, FeedBy::Author, FeedBy::Language] {
        if config.feeds.by.contains(&by) {
            feeds.extend(parts(&common, by, archive));
        }
    }
    feeds
}

pub(super) fn whole<'a>(
    publication: &'a Publication,
    config: &'a Config,
    headings: Arc<HashMap<&'a str, String>>,
) -> Feed<'a> {
    let common = Common::new(publication, config, headings);
    common.feed(Scope::Publication, "", &common.articles, &mut Archive::default())
}

/// Tells of settings in `[feeds.of]` that belong to no feed.
#[must_use]
pub fn unmatched(config: &Config, feeds: &[Feed<'_>]) -> Vec<Finding> {
    let asked = config.feeds.of.iter().filter(|settings| settings.offered != Some(false));
    let lost = asked.filter(|settings| !feeds.iter().any(|feed| settings.is_of(&feed.folder)));
    let tell = |settings: &FeedSettings| {
        Finding::warning(format!("there is no feed in `{}`", settings.folder))
            .file(&config.file)
            .line(settings.line)
            .hint("write its folder as it lies below the output folder, such as `tags/tides`")
    };
    lost.map(tell).collect()
}

fn parts<'a>(common: &Common<'a>, by: FeedBy, archive: &mut Archive) -> Vec<Feed<'a>> {
    let slugs = slug::slugs(common.articles.iter().flat_map(|article| names_of(article, by)));
    let mut parts: BTreeMap<&str, Part<'a>> = BTreeMap::new();
    for (name, slug) in &slugs {
        parts.entry(slug).or_default().spellings.push((name, 0));
    }
    let mut parts: Vec<(&str, Part<'a>)> = parts.into_iter().collect();
    fill(&mut parts, &common.articles, by);
    let mut feeds = Vec::with_capacity(parts.len());
    for (slug, part) in parts {
        let folder = format!("{}{slug}/", folder(by));
        if common.setting(&folder, |settings| settings.offered).unwrap_or(true) {
            let scope = Scope::Part(by, part.name());
            feeds.push(common.feed(scope, &folder, &part.articles, archive));
        }
    }
    feeds
}

/// Gives each part its articles, in their order, each once.
fn fill<'a>(parts: &mut [(&str, Part<'a>)], articles: &[&'a Article], by: FeedBy) {
    let mut places: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, (_, part)) in parts.iter().enumerate() {
        places.extend(part.spellings.iter().zip(0..).map(|((name, _), nth)| (*name, (at, nth))));
    }
    let mut seen: Vec<usize> = Vec::new();
    for article in articles {
        seen.clear();
        for name in names_of(article, by) {
            let Some(&(at, nth)) = places.get(name) else { continue };
            let Some((_, part)) = parts.get_mut(at) else { continue };
            part.spellings.iter_mut().skip(nth).take(1).for_each(|(_, times)| *times += 1);
            if !seen.contains(&at) {
                part.articles.push(article);
                seen.push(at);
            }
        }
    }
}

/// The articles of a part, and how often its name is spelled which way.
#[derive(Default)]
struct Part<'a> {
    articles: Vec<&'a Article>,
    spellings: Vec<(&'a str, usize)>,
}

impl Part<'_> {
    /// Gives the spelling most used; of equals, the first in the alphabet.
    fn name(&self) -> String {
        let most = self.spellings.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
    }
}

fn names_of(article: &Article, by: FeedBy) -> impl Iterator<Item = &str> {
    let tags = article.tags.iter().filter(move |_| by == FeedBy::Tag).map(String::as_str);
    let section = article.section.as_deref().filter(|_| by == FeedBy::Section);
    let authors = article.authors.iter().filter(move |_| by == FeedBy::Author);
    let authors = authors.map(|author| author.name.as_str());
    let language = (by == FeedBy::Language).then_some(article.language.as_str());
    tags.chain(section).chain(authors).chain(language)
}

impl<'a> Common<'a> {
    fn new(
        publication: &'a Publication,
        config: &'a Config,
        headings: Arc<HashMap<&'a str, String>>,
    ) -> Self {
        let offered = publication.articles.iter().filter(|article| !article.offer.no_feed);
        Self { publication, config, headings, articles: offered.collect() }
    }

    /// Finds what `[feeds.of]` says of a feed; what speaks of it most closely counts.
    fn setting<T>(&self, folder: &str, of: impl Fn(&FeedSettings) -> Option<T>) -> Option<T> {
        let settings = self.config.feeds.of.iter().filter(|settings| settings.is_of(folder));
        settings.filter_map(of).next_back()
    }

    fn feed(
        &self,
        scope: Scope,
        folder: &str,
        articles: &[&'a Article],
        archive: &mut Archive,
    ) -> Feed<'a> {
        let Self { publication, config, headings, .. } = self;
        let (title, language) = self.title_of(&scope);
        let url = below(&publication.home, folder);
        let path = url.path().strip_prefix(publication.home.path()).unwrap_or_default();
        let (archive, articles) = self.pages(folder, articles, archive);
        Feed {
            description: publication.description.clone().unwrap_or_else(|| title.clone()),
            language,
            id: format!("tag:{}:feed/{path}", publication.authority),
            home: &publication.home,
            publisher: &publication.title,
            folder: folder.to_owned(),
            page: None,
            hubs: &config.feeds.hubs,
            podcast: Podcast::of(publication, config, &articles, archived(&archive)),
            full_text: self.setting(folder, |of| of.full_text).unwrap_or(config.feeds.full_text),
            bare_fragments: config.feeds.bare_fragments,
            articles,
            archive: Arc::new(archive),
            headings: Arc::clone(headings),
            title,
            scope,
        }
    }

    fn title_of(&self, scope: &Scope) -> (String, String) {
        let publication = self.publication;
        match scope {
            Scope::Publication => (publication.title.clone(), publication.language.clone()),
            Scope::Part(FeedBy::Language, name) => {
                (format!("{} ({name})", publication.title), name.clone())
            }
            Scope::Part(_, name) => {
                (format!("{}: {name}", publication.title), publication.language.clone())
            }
        }
    }

    /// Gives the full pages of a feed's archive and the articles of the feed itself.
    ///
    /// The feed itself holds what of ours is on no page yet, and the newest of all even where a page has
    /// them: who subscribes reads no pages.
    fn pages(
        &self,
        folder: &str,
        articles: &[&'a Article],
        archive: &mut Archive,
    ) -> (Vec<Page<'a>>, Vec<&'a Article>) {
        let feeds = &self.config.feeds;
        let items = self.setting(folder, |of| of.items).unwrap_or(feeds.items);
        let archived = feeds.archive && folder.is_empty();
        let archived = self.setting(folder, |of| of.archive).unwrap_or(archived);
        let unwanted: Vec<&String> =
            feeds.of.iter().filter(|of| of.is_of(folder)).flat_map(|of| &of.without_tags).collect();
        let is_wanted = |article: &&Article| {
            let mut tags = article.tags.iter();
            !tags.any(|tag| unwanted.iter().any(|other| slug::fold(other) == slug::fold(tag)))
        };
        let articles: Vec<&'a Article> = articles.iter().copied().filter(is_wanted).collect();
        if !archived {
            return (Vec::new(), articles.into_iter().take(items).collect());
        }
        let (pages, rest) = archive.divide(folder, &articles, items);
        let fresh: HashSet<&str> = rest.iter().map(|article| article.id.as_str()).collect();
        let is_shown = |(place, article): &(usize, &Article)| {
            *place < items || fresh.contains(article.id.as_str())
        };
        let shown = articles.into_iter().enumerate().filter(is_shown);
        (pages, shown.map(|(_, article)| article).collect())
    }
}

fn archived<'p, 'a>(pages: &'p [Page<'a>]) -> impl Iterator<Item = &'p &'a Article> {
    pages.iter().flat_map(|(_, articles)| articles)
}
