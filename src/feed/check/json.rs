//! JSON Feed 1.1.

use std::collections::HashSet;

use serde_json::Value;

use super::value::{date, is_language, is_media_type, is_web_address, rfc3339, shown, unfit};
use super::{Expected, Wrong};
use crate::feed::text::address;

pub(super) fn check(bytes: &[u8], expected: &Expected<'_>, wrong: &mut Wrong) {
    let feed: Value = match serde_json::from_slice(bytes) {
        Ok(feed) => feed,
        Err(why) => return wrong.error(format!("the feed is no JSON: {why}")),
    };
    let version = text(&feed, "version");
    wrong.hold(version == "https://jsonfeed.org/version/1.1", || {
        format!("the version is `{version}`")
    });
    wrong.hold(!text(&feed, "title").trim().is_empty(), || "the feed has no title".to_owned());
    wrong.hold(is_web_address(text(&feed, "home_page_url")), || "there is no home page".to_owned());
    let url = text(&feed, "feed_url");
    wrong.hold(url == expected.url(), || format!("feed_url says `{url}`, not where the feed is"));
    wrong.hold(is_language(text(&feed, "language")), || "the feed has no language".to_owned());
    check_characters(&feed, wrong);
    let mut ids = HashSet::new();
    for item in feed["items"].as_array().into_iter().flatten() {
        let id = text(item, "id");
        wrong.about = Some(id.to_owned());
        check_item(item, expected, wrong);
        wrong.hold(ids.insert(id), || format!("two items have the id `{id}`"));
    }
    wrong.about = None;
    check_pages(&feed, expected, wrong);
    wrong.hold(feed["items"].is_array(), || "the feed has no list of items".to_owned());
}

/// Checks where older items and hubs are.
fn check_pages(feed: &Value, expected: &Expected<'_>, wrong: &mut Wrong) {
    let next = expected.feed.previous(expected.format).as_ref().map(address);
    let found = feed.get("next_url").and_then(Value::as_str);
    wrong.hold(found == next.as_deref(), || {
        format!("next_url says {} and not {}", shown(found), shown(next.as_deref()))
    });
    for hub in feed["hubs"].as_array().into_iter().flatten() {
        let right = is_web_address(text(hub, "url")) && !text(hub, "type").is_empty();
        wrong.hold(right, || "a hub has no address or no type".to_owned());
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Readers turn JSON into XML and HTML: what these cannot carry has no place here either.
fn check_characters(value: &Value, wrong: &mut Wrong) {
    match value {
        Value::String(text) => {
            if let Some(c) = unfit(text) {
                wrong.error(format!("a text holds U+{:04X}", c as u32));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| check_characters(value, wrong)),
        Value::Object(map) => map.values().for_each(|value| check_characters(value, wrong)),
        _ => {}
    }
}

fn check_item(item: &Value, expected: &Expected<'_>, wrong: &mut Wrong) {
    let of = format!("item `{}`", text(item, "id"));
    wrong.hold(!text(item, "id").is_empty(), || "an item has no id".to_owned());
    let url = text(item, "url");
    wrong.hold(is_web_address(url), || format!("{of} has the address `{url}`"));
    let titled = item.get("title").is_none() || !text(item, "title").trim().is_empty();
    wrong.hold(titled, || format!("{of} has an empty title"));
    match item.get("content_html").and_then(Value::as_str) {
        Some(html) => expected.check_html(html, &of, wrong),
        None => wrong.error(format!("{of} has no content")),
    }
    let has = |key: &&str| item.get(key).is_some() || !expected.is_undated(Some(text(item, "id")));
    for key in ["date_published", "date_modified"].into_iter().filter(has) {
        date(rfc3339(text(item, key)), text(item, key), &format!("{key} of {of}"), expected, wrong);
    }
    if let Some(image) = item.get("image").and_then(Value::as_str) {
        wrong
            .hold(is_web_address(image), || format!("the image of {of} has the address `{image}`"));
    }
    for author in item["authors"].as_array().into_iter().flatten() {
        let named = !text(author, "name").trim().is_empty();
        wrong.hold(named, || format!("{of} has an author without a name"));
    }
    for file in item["attachments"].as_array().into_iter().flatten() {
        let (url, kind) = (text(file, "url"), text(file, "mime_type"));
        wrong.hold(is_web_address(url), || format!("{of} has an attachment without an address"));
        wrong.hold(is_media_type(kind), || {
            format!("{of} has an attachment of no media type: `{kind}`")
        });
    }
}
