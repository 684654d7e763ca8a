//! JSON Feed 1.1.

use std::borrow::Cow;

use serde::Serialize;
use url::Url;

use super::entry;
use super::text::{address, clean, line};
use super::{Feed, Format};
use crate::article::{self, Article};
use crate::summary::Origin;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: String,
    home_page_url: String,
    feed_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    description: String,
    language: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub>,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Hub {
    #[serde(rename = "type")]
    kind: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Person>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
    #[serde(rename = "_postrider")]
    postrider: Extension,
}

#[derive(Serialize)]
struct Person {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Attachment {
    url: String,
    mime_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

/// What JSON Feed has no words for.
#[derive(Serialize)]
struct Extension {
    #[serde(skip_serializing_if = "Option::is_none")]
    deck: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary_origin: Option<Origin>,
    takeaways: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    takeaways_origin: Option<Origin>,
    reading_minutes: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_alt: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
}

/// The feed from elsewhere an item was taken from.
#[derive(Serialize)]
struct Source {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    home_page_url: Option<String>,
}

pub(super) fn document(feed: &Feed<'_>, contents: &[String]) -> Vec<u8> {
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: clean(&feed.title).into_owned(),
        home_page_url: address(feed.home),
        feed_url: address(&feed.url(Format::Json)),
        next_url: feed.previous(Format::Json).as_ref().map(address),
        description: clean(&feed.description).into_owned(),
        language: feed.language.clone(),
        hubs: if feed.page.is_none() { feed.hubs.iter().map(hub).collect() } else { Vec::new() },
        items: feed.entries(contents).map(|entry| item(entry, feed)).collect(),
    };
    // Strings, numbers and lists always serialize.
    let mut bytes = entry::room(contents);
    let _ = serde_json::to_writer_pretty(&mut bytes, &document);
    bytes.push(b'\n');
    bytes
}

fn hub(url: &Url) -> Hub {
    Hub { kind: "WebSub", url: address(url) }
}

fn item<'a>((article, html): (&Article, &'a str), feed: &Feed<'_>) -> Item<'a> {
    Item {
        id: article.id.clone(),
        url: address(&article.url),
        title: entry::title(article).map(Cow::into_owned),
        content_html: html,
        summary: entry::summary(article).map(Cow::into_owned),
        image: article.cover.as_ref().map(|cover| address(&cover.url)),
        date_published: article.published_as_said().map(|at| at.to_rfc3339()),
        date_modified: article.updated_as_said().map(|at| at.to_rfc3339()),
        authors: entry::authors(article, feed).into_iter().map(person).collect(),
        tags: article.tags.iter().filter_map(owned).collect(),
        language: entry::language(article, feed).map(str::to_owned),
        attachments: attachments(article),
        postrider: extension(article),
    }
}

fn person(author: entry::Person<'_>) -> Person {
    Person { name: author.name.into_owned(), url: author.page }
}

fn owned(text: impl AsRef<str>) -> Option<String> {
    line(text.as_ref()).map(Cow::into_owned)
}

fn attachments(article: &Article) -> Vec<Attachment> {
    let attachment = article.enclosure.iter().map(|enclosure| Attachment {
        url: address(&enclosure.url),
        mime_type: enclosure.media_type.clone(),
        size_in_bytes: (enclosure.length > 0).then_some(enclosure.length),
        duration_in_seconds: enclosure.seconds,
    });
    attachment.collect()
}

fn extension(article: &Article) -> Extension {
    let summary = &article.summary;
    Extension {
        deck: article.deck.as_ref().and_then(owned),
        section: article.section.as_ref().and_then(owned),
        summary_origin: summary.text.as_ref().map(|_| summary.text_origin),
        takeaways: entry::takeaways(article).map(Cow::into_owned).collect(),
        takeaways_origin: (!summary.takeaways.is_empty()).then_some(summary.takeaways_origin),
        reading_minutes: article.reading_minutes,
        image_alt: article.cover.as_ref().and_then(|cover| owned(&cover.alt)),
        source: article.offer.source.as_deref().map(source),
    }
}

fn source(source: &article::Source) -> Source {
    Source {
        title: clean(&source.title).into_owned(),
        feed_url: source.url.as_ref().map(address),
        home_page_url: source.home.as_ref().map(address),
    }
}
