//! Atom 1.0 (RFC 4287).

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{
    Category, Content, Entry, Generator, Link, Person, Source, Text, WriteConfig,
};
use chrono::{DateTime, FixedOffset};

use super::entry;
use super::rss::HISTORY;
use super::text::{address, clean, escape, looks_like_html};
use super::{Feed, Format};
use crate::article::{self, Article};

pub(super) fn document(feed: &Feed<'_>, contents: Vec<String>) -> Vec<u8> {
    let config = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    let room = entry::room(&contents);
    // Writing into memory cannot fail, and what we hand over is clean.
    let mut bytes = document_of(feed, contents).write_with_config(room, config).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn document_of(feed: &Feed<'_>, contents: Vec<String>) -> atom_syndication::Feed {
    atom_syndication::Feed {
        title: text(&clean(&feed.title)),
        subtitle: Some(text(&clean(&feed.description))),
        id: feed.id.clone(),
        updated: updated(feed).unwrap_or_else(never),
        authors: vec![publisher(feed)],
        generator: Some(Generator { value: "Postrider".to_owned(), ..Generator::default() }),
        links: feed_links(feed),
        namespaces: namespaces(feed),
        extensions: extensions(feed),
        lang: Some(feed.language.clone()),
        entries: feed.articles.iter().copied().zip(contents).map(|own| entry(own, feed)).collect(),
        ..atom_syndication::Feed::default()
    }
}

/// The page, the feed itself, its archive (RFC 5005, section 4), and its hubs (`WebSub`).
///
/// Some readers take the first link for the page, so the page stands before the feed.
fn feed_links(feed: &Feed<'_>) -> Vec<Link> {
    let mut links = vec![link("alternate", &address(feed.home), "text/html")];
    let current = feed.page.map(|_| feed.current(Format::Atom));
    let own = [
        ("self", Some(feed.url(Format::Atom))),
        ("current", current),
        ("prev-archive", feed.previous(Format::Atom)),
        ("next-archive", feed.next(Format::Atom)),
    ];
    let media_type = Format::Atom.media_type();
    links.extend(
        own.into_iter().filter_map(|(rel, url)| Some(link(rel, &address(&url?), media_type))),
    );
    if feed.page.is_none() {
        let hub = |hub| Link { mime_type: None, ..link("hub", &address(hub), "") };
        links.extend(feed.hubs.iter().map(hub));
    }
    links
}

fn namespaces(feed: &Feed<'_>) -> BTreeMap<String, String> {
    let history = feed.page.map(|_| ("fh".to_owned(), HISTORY.to_owned()));
    history.into_iter().collect()
}

/// fh:archive, the name the crate has no field for.
fn extensions(feed: &Feed<'_>) -> ExtensionMap {
    let archive = Extension { name: "fh:archive".to_owned(), ..Extension::default() };
    let archive = BTreeMap::from([("archive".to_owned(), vec![archive])]);
    feed.page.map(|_| ("fh".to_owned(), archive)).into_iter().collect()
}

/// The newest change among the entries, as the entries say it.
fn updated(feed: &Feed<'_>) -> Option<DateTime<FixedOffset>> {
    feed.articles.iter().map(|article| article.atom_updated).max()
}

/// The date of a feed that has no article yet: fixed, and one that no validator doubts.
fn never() -> DateTime<FixedOffset> {
    DateTime::from_timestamp(946_684_800, 0).unwrap_or_default().fixed_offset()
}

fn entry((article, html): (&Article, String), feed: &Feed<'_>) -> Entry {
    // The crate knows no xml:lang on an entry; on each of its texts it says the same to a reader.
    let lang = || entry::language(article, feed).map(str::to_owned);
    let content = entry::has_content(article, feed).then(|| Content {
        value: Some(html),
        content_type: Some("html".to_owned()),
        lang: lang(),
        ..Content::default()
    });
    Entry {
        title: Text { lang: lang(), ..text(&entry::headline(article)) },
        id: article.id.clone(),
        updated: article.atom_updated,
        published: article.published_as_said(),
        authors: authors(article, feed),
        categories: categories(article, feed),
        links: links(article),
        summary: entry::summary(article).map(|own| Text { lang: lang(), ..text(&own) }),
        content,
        source: article.offer.source.as_ref().map(|from| source(from, article)),
        ..Entry::default()
    }
}

/// The feed from elsewhere an entry was taken from (RFC 4287, section 4.2.11).
fn source(from: &article::Source, article: &Article) -> Source {
    let own = from.url.as_ref().map(|url| link("self", &address(url), Format::Atom.media_type()));
    let own = own.map(|link| Link { mime_type: None, ..link });
    let home = from.home.as_ref().map(|url| link("alternate", &address(url), "text/html"));
    Source {
        title: text(&clean(&from.title)),
        id: from.id.clone(),
        updated: article.updated,
        links: home.into_iter().chain(own).collect(),
        ..Source::default()
    }
}

/// Types a plain text so that no reader takes it for something else: as text, and as escaped HTML
/// where it holds what looks like markup (RFC 4287 section 3.1.1).
fn text(plain: &str) -> Text {
    if looks_like_html(plain) { Text::html(escape(plain)) } else { Text::plain(plain) }
}

/// Every entry names its authors: readers ignore the feed's.
fn authors(article: &Article, feed: &Feed<'_>) -> Vec<Person> {
    let person = |author: entry::Person<'_>| Person {
        name: author.name.into_owned(),
        uri: author.page,
        ..Person::default()
    };
    let authors: Vec<_> = entry::authors(article, feed).into_iter().map(person).collect();
    if authors.is_empty() { vec![publisher(feed)] } else { authors }
}

fn publisher(feed: &Feed<'_>) -> Person {
    Person {
        name: clean(feed.publisher).into_owned(),
        uri: Some(address(feed.home)),
        ..Person::default()
    }
}

fn categories(article: &Article, feed: &Feed<'_>) -> Vec<Category> {
    let category = |category: entry::Category<'_>| Category {
        term: category.name.clone().into_owned(),
        scheme: Some(category.scheme),
        label: Some(category.name.into_owned()),
    };
    entry::categories(article, feed).into_iter().map(category).collect()
}

fn links(article: &Article) -> Vec<Link> {
    let mut links = vec![link("alternate", &address(&article.url), "text/html")];
    links.extend(article.enclosure.iter().map(|enclosure| Link {
        length: (enclosure.length > 0).then(|| enclosure.length.to_string()),
        ..link("enclosure", &address(&enclosure.url), &enclosure.media_type)
    }));
    links
}

fn link(rel: &str, href: &str, media_type: &str) -> Link {
    Link {
        href: href.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        ..Link::default()
    }
}
