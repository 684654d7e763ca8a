//! JSON Feed 1.0 and 1.1.

use serde_json::Value;
use url::Url;

use super::date::Dated;
use super::unread::Place;
use super::{About, Entry, Foreign, Unread, address, author, fields, plain, unplaced};
use crate::document::{Author, WrittenEnclosure};
use crate::text::html::escape_text;
use crate::text::without_halves;

/// The members of an item that are read.
const USED: [&str; 15] = [
    "id",
    "url",
    "external_url",
    "title",
    "authors",
    "author",
    "date_published",
    "date_modified",
    "tags",
    "summary",
    "content_html",
    "content_text",
    "language",
    "image",
    "attachments",
];

pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Foreign, Unread> {
    let whole = without_halves(text);
    let text = whole.as_ref().map_or(text, |(whole, _)| whole);
    let feed: Value = serde_json::from_str(text).map_err(|why| unread(&why))?;
    if !text_of(&feed, "version").is_some_and(|version| version.contains("jsonfeed.org/version/")) {
        return Err("it is JSON, but no JSON Feed".into());
    }
    let about = About { id: text_of(&feed, "feed_url").map(str::to_owned), ..about(&feed, base) };
    let base = about.home.as_ref().or(base);
    Ok(Foreign {
        format: "JSON Feed",
        language: text_of(&feed, "language").map(str::to_owned),
        entries: list(&feed, "items").map(|item| entry(item, base)).collect(),
        about: about.clone(),
    })
}

fn unread(why: &serde_json::Error) -> Unread {
    let place = Place { line: why.line(), column: why.column() };
    if why.is_eof() {
        return Unread::breaks_off(place, "");
    }
    Unread::Broken(format!("it is no JSON: {why}"))
}

/// Reads what a feed says of itself, or, as we write it, of the feed an item was taken from.
fn about(value: &Value, base: Option<&Url>) -> About {
    let url = |key| text_of(value, key).and_then(|url| address(url, base));
    About {
        title: text_of(value, "title").and_then(plain).unwrap_or_default(),
        id: None,
        home: url("home_page_url"),
        own: url("feed_url"),
        authors: authors(value),
    }
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn authors(value: &Value) -> Vec<Author> {
    let person = |person: &Value| {
        let name = author(text_of(person, "name")?)?;
        Some(Author { url: text_of(person, "url").map(str::to_owned), ..name })
    };
    // Version 1.0 knew one author only.
    list(value, "authors").chain(value.get("author")).filter_map(person).collect()
}

fn entry(item: &Value, base: Option<&Url>) -> Entry {
    let id = item.get("id").and_then(|id| match id {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    });
    let html = text_of(item, "content_html").map(str::to_owned);
    let text = || {
        let text = text_of(item, "content_text").or_else(|| text_of(item, "summary"))?;
        let escaped = escape_text(text);
        Some(format!("<p>{}</p>", escaped.replace("\n\n", "</p><p>")))
    };
    let updated = dated(item, "date_modified");
    let published = dated(item, "date_published").or(&updated);
    let own = text_of(item, "url").and_then(|url| address(url, base));
    // One that is a link to elsewhere may have no page of its own.
    let elsewhere = || text_of(item, "external_url").and_then(|url| address(url, base));
    let (is_own, url) = (own.is_some(), own.or_else(elsewhere));
    let mut lost: Vec<&str> = published.lost().collect();
    lost.extend((!is_own).then_some("url"));
    lost.extend((is_own || url.is_none()).then_some("external_url"));
    Entry {
        id,
        url,
        title: text_of(item, "title").map(crate::text::one_line),
        authors: authors(item),
        published: published.at,
        updated: updated.at,
        tags: list(item, "tags").filter_map(Value::as_str).filter_map(plain).collect(),
        summary: text_of(item, "summary").map(crate::text::one_line),
        html: html.or_else(text).unwrap_or_default(),
        language: text_of(item, "language").map(str::to_owned),
        image: text_of(item, "image").map(|image| (image.to_owned(), None)),
        source: item.pointer("/_postrider/source").map(|source| about(source, base)),
        enclosure: list(item, "attachments").next().and_then(enclosure),
        odd_date: published.odd(),
        fields: fields(
            item.as_object().into_iter().flatten().map(|(name, _)| name.as_str()),
            &USED,
            &lost,
        ),
    }
}

/// Reads a date; what is no text is none.
fn dated<'a>(item: &Value, key: &'a str) -> Dated<'a> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let written = item.get(key).filter(|value| !value.is_null());
    Dated::of(written.map(|value| (key, text(value))).into_iter())
}

fn enclosure(file: &Value) -> Option<WrittenEnclosure> {
    Some(WrittenEnclosure {
        src: text_of(file, "url")?.to_owned(),
        media_type: text_of(file, "mime_type").map(unplaced),
        length: file.get("size_in_bytes").and_then(Value::as_u64),
        seconds: file.get("duration_in_seconds").and_then(Value::as_u64),
    })
}
