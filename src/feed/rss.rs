//! RSS 2.0, with content:, dc:, atom:, sy: and media:.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::syndication::{SyndicationExtension, UpdatePeriod};
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Item, Source};
use url::Url;

use super::text::{address, clean, escape_text, line};
use super::{Feed, Format};
use super::{entry, podcast};
use crate::article::{self, Article, Image};

const MEDIA: &str = "http://search.yahoo.com/mrss/";
const ATOM: &str = "http://www.w3.org/2005/Atom";
pub(super) const HISTORY: &str = "http://purl.org/syndication/history/1.0";
const SYNDICATION: &str = "http://purl.org/rss/1.0/modules/syndication/";

/// RFC 822 with a year of four digits and a numeric zone.
const DATE: &str = "%a, %d %b %Y %H:%M:%S %z";

pub(super) fn document(feed: &Feed<'_>, contents: &[String]) -> Vec<u8> {
    // Writing into memory cannot fail, and what we hand over is clean.
    let mut bytes =
        channel(feed, contents).pretty_write_to(entry::room(contents), b' ', 1).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn channel(feed: &Feed<'_>, contents: &[String]) -> Channel {
    let updated = feed.updated().map(date);
    let media = feed.articles.iter().any(|article| has_media(article));
    let always = [("atom", ATOM), ("sy", SYNDICATION)];
    let mut namespaces: BTreeMap<String, String> =
        always.map(|(prefix, name)| (prefix.to_owned(), name.to_owned())).into();
    if media {
        namespaces.insert("media".to_owned(), MEDIA.to_owned());
    }
    if feed.podcast.is_some() {
        namespaces.insert("podcast".to_owned(), podcast::NAMESPACE.to_owned());
    }
    if feed.page.is_some() {
        namespaces.insert("fh".to_owned(), HISTORY.to_owned());
    }
    Channel {
        title: clean(&feed.title).into_owned(),
        link: address(feed.home),
        description: clean(&feed.description).into_owned(),
        language: Some(feed.language.clone()),
        pub_date: updated.clone(),
        last_build_date: updated,
        generator: Some("Postrider".to_owned()),
        // An archive page hardly ever changes.
        syndication_ext: feed.page.is_none().then(syndication),
        itunes_ext: feed.podcast.as_ref().map(|podcast| podcast.channel(feed)),
        extensions: channel_extensions(feed),
        items: feed.entries(contents).map(|entry| item(entry, feed)).collect(),
        namespaces,
        ..Channel::default()
    }
}

/// The feed's own address, those of its archive (RFC 5005, section 4), and its hubs (`WebSub`).
fn links(feed: &Feed<'_>) -> Vec<Extension> {
    let with_type = |rel, url: &Url| link(rel, url, Some(Format::Rss.media_type()));
    let mut links = vec![with_type("self", &feed.url(Format::Rss))];
    let current = feed.page.map(|_| feed.current(Format::Rss));
    let archive = [
        ("current", current),
        ("prev-archive", feed.previous(Format::Rss)),
        ("next-archive", feed.next(Format::Rss)),
    ];
    links.extend(archive.into_iter().filter_map(|(rel, url)| Some(with_type(rel, &url?))));
    if feed.page.is_none() {
        links.extend(feed.hubs.iter().map(|hub| link("hub", hub, None)));
    }
    links
}

fn link(rel: &str, url: &Url, media_type: Option<&str>) -> Extension {
    let attributes = [("href", Some(address(url))), ("rel", Some(rel.to_owned()))];
    let media_type = [("type", media_type.map(str::to_owned))];
    let attrs = attributes.into_iter().chain(media_type);
    Extension {
        name: "atom:link".to_owned(),
        // Without it, a line break would stand within.
        value: Some(String::new()),
        attrs: attrs.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
        ..Extension::default()
    }
}

/// atom:link, fh:archive and podcast:guid.
fn channel_extensions(feed: &Feed<'_>) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    map.insert("atom".to_owned(), BTreeMap::from([("link".to_owned(), links(feed))]));
    if let Some(podcast) = &feed.podcast {
        let guid = vec![podcast.guid()];
        map.insert("podcast".to_owned(), BTreeMap::from([("guid".to_owned(), guid)]));
    }
    if feed.page.is_some() {
        let archive = Extension { name: "fh:archive".to_owned(), ..Extension::default() };
        map.insert("fh".to_owned(), BTreeMap::from([("archive".to_owned(), vec![archive])]));
    }
    map
}

fn syndication() -> SyndicationExtension {
    SyndicationExtension {
        period: UpdatePeriod::Hourly,
        frequency: 1,
        base: "2000-01-01T00:00:00+00:00".to_owned(),
    }
}

fn item((article, html): (&Article, &str), feed: &Feed<'_>) -> Item {
    let content = entry::has_content(article, feed);
    Item {
        title: entry::title(article).map(Cow::into_owned),
        link: Some(address(&article.url)),
        description: description((article, html)),
        content: (content && !html.is_empty()).then(|| html.to_owned()),
        categories: categories(article, feed),
        enclosure: enclosure(article),
        guid: Some(guid(article)),
        pub_date: article.published_as_said().map(date),
        dublin_core_ext: dublin_core(article, feed),
        source: article.offer.source.as_deref().and_then(source),
        itunes_ext: feed.podcast.as_ref().and_then(|podcast| podcast.item(article)),
        extensions: extensions(article, feed),
        ..Item::default()
    }
}

/// Quotation marks stay as they are: a browser shows this text as it stands. What runs from right
/// to left says so: a feed reader would else run it the other way. An item has a title or a
/// description, so what has no words to show is described by all that it is.
fn description((article, html): (&Article, &str)) -> Option<String> {
    let summary = entry::summary(article);
    let summary = summary.map(|summary| entry::directed(escape_text(&summary), article));
    summary.or_else(|| entry::title(article).is_none().then(|| html.to_owned()))
}

fn guid(article: &Article) -> Guid {
    Guid { permalink: article.id == address(&article.url), value: article.id.clone() }
}

/// One at most; a length of 0 says that nobody knows it.
fn enclosure(article: &Article) -> Option<Enclosure> {
    article.enclosure.as_ref().map(|enclosure| Enclosure {
        url: address(&enclosure.url),
        length: enclosure.length.to_string(),
        mime_type: enclosure.media_type.clone(),
    })
}

fn categories(article: &Article, feed: &Feed<'_>) -> Vec<Category> {
    let category = |category: entry::Category<'_>| Category {
        name: category.name.into_owned(),
        domain: Some(category.scheme),
    };
    entry::categories(article, feed).into_iter().map(category).collect()
}

fn dublin_core(article: &Article, feed: &Feed<'_>) -> Option<DublinCoreExtension> {
    let authors = entry::authors(article, feed).into_iter();
    let creators: Vec<_> = authors.map(|author| author.name.into_owned()).collect();
    let languages: Vec<_> = entry::language(article, feed).map(str::to_owned).into_iter().collect();
    let any = !creators.is_empty() || !languages.is_empty();
    any.then(|| DublinCoreExtension { creators, languages, ..DublinCoreExtension::default() })
}

/// The feed from elsewhere an article was taken from; without an address it has no place here.
fn source(source: &article::Source) -> Option<Source> {
    let url = source.url.as_ref()?;
    Some(Source { url: address(url), title: line(&source.title).map(Cow::into_owned) })
}

/// atom:updated, media: and podcast:, the names the crate has no fields for.
fn extensions(article: &Article, feed: &Feed<'_>) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    if let Some(updated) = article.updated_as_said() {
        let updated = Extension {
            name: "atom:updated".to_owned(),
            value: Some(updated.to_rfc3339()),
            ..Extension::default()
        };
        map.insert("atom".to_owned(), BTreeMap::from([("updated".to_owned(), vec![updated])]));
    }
    if has_media(article) {
        let content = media(article);
        map.insert("media".to_owned(), BTreeMap::from([("content".to_owned(), content)]));
    }
    let parts = podcast::parts(article);
    if feed.podcast.is_some() && !parts.is_empty() {
        map.insert("podcast".to_owned(), parts);
    }
    map
}

fn has_media(article: &Article) -> bool {
    article.cover.is_some()
        || article
            .enclosure
            .as_ref()
            .is_some_and(|e| e.seconds.is_some() && medium(&e.media_type).is_some())
}

/// Names the kind of thing a media type is, as Media RSS does.
fn medium(media_type: &str) -> Option<&'static str> {
    ["audio", "video", "image"].into_iter().find(|kind| media_type.starts_with(kind))
}

fn media(article: &Article) -> Vec<Extension> {
    let cover = article.cover.as_deref().into_iter().map(picture);
    let sound = article.enclosure.iter().filter_map(|enclosure| {
        let mut attrs = vec![
            ("url", address(&enclosure.url)),
            ("type", enclosure.media_type.clone()),
            ("medium", medium(&enclosure.media_type)?.to_owned()),
            ("duration", enclosure.seconds?.to_string()),
        ];
        // Some readers take the length from here and not from the enclosure.
        attrs.extend((enclosure.length > 0).then(|| ("fileSize", enclosure.length.to_string())));
        Some(content(attrs.into_iter()))
    });
    cover.chain(sound).collect()
}

fn picture(image: &Image) -> Extension {
    let mut attrs = vec![("url", address(&image.url)), ("medium", "image".to_owned())];
    attrs.extend(image.media_type.clone().map(|media_type| ("type", media_type)));
    attrs.extend(image.length.map(|length| ("fileSize", length.to_string())));
    if let Some((width, height)) = image.size {
        attrs.extend([("width", width.to_string()), ("height", height.to_string())]);
    }
    let mut picture = content(attrs.into_iter());
    if let Some(alt) = line(&image.alt) {
        let description = Extension {
            name: "media:description".to_owned(),
            value: Some(alt.into_owned()),
            attrs: BTreeMap::from([("type".to_owned(), "plain".to_owned())]),
            ..Extension::default()
        };
        picture.children.insert("description".to_owned(), vec![description]);
    }
    picture
}

fn content(attrs: impl Iterator<Item = (&'static str, String)>) -> Extension {
    Extension {
        name: "media:content".to_owned(),
        attrs: attrs.map(|(name, value)| (name.to_owned(), value)).collect(),
        ..Extension::default()
    }
}

fn date(instant: DateTime<FixedOffset>) -> String {
    instant.format(DATE).to_string()
}
