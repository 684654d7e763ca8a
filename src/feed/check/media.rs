//! Enclosures, media:, sy: and links: what files a feed leads to, and how they are described.

use super::Wrong;
use super::value::{is_encoded, is_media_type, is_web_address, shown};
use crate::xml::Element;

/// The relations of links that are registered, as far as feeds use them (RFC 8288).
const RELATIONS: [&str; 12] = [
    "alternate",
    "current",
    "enclosure",
    "hub",
    "license",
    "next",
    "next-archive",
    "prev-archive",
    "previous",
    "related",
    "self",
    "via",
];

pub(super) fn check_item(item: &Element, of: &str, wrong: &mut Wrong) {
    for enclosure in item.all("enclosure") {
        let attribute = |name| enclosure.attribute(name).unwrap_or_default();
        // 0 says that nobody knows it; readers want a number all the same.
        let length: Option<u64> = attribute("length").parse().ok();
        wrong.hold(length.is_some(), || format!("the enclosure of {of} has no length"));
        let media_type = attribute("type");
        wrong.hold(is_media_type(media_type), || {
            format!("the enclosure of {of} has no media type: `{media_type}`")
        });
        wrong.hold(is_web_address(attribute("url")), || {
            format!("the enclosure of {of} has no address")
        });
    }
    for media in item.all("media:content") {
        check_media(media, of, wrong);
    }
    for category in item.all("category") {
        let scheme = category.attribute("domain").unwrap_or_default();
        wrong.hold(is_encoded(scheme), || format!("a category of {of} has a domain `{scheme}`"));
    }
    for source in item.all("source") {
        let url = source.attribute("url").unwrap_or_default();
        wrong.hold(is_web_address(url), || format!("the source of {of} has the address `{url}`"));
    }
}

fn check_media(media: &Element, of: &str, wrong: &mut Wrong) {
    let url = media.attribute("url").unwrap_or_default();
    wrong.hold(is_web_address(url), || format!("media:content of {of} has no address"));
    if let Some(medium) = media.attribute("medium") {
        let so = matches!(medium, "image" | "audio" | "video" | "document" | "executable");
        wrong.hold(so, || format!("media:content of {of} is the medium `{medium}`"));
    }
    if let Some(kind) = media.attribute("type") {
        let so = is_media_type(kind);
        wrong.hold(so, || format!("media:content of {of} has no media type: `{kind}`"));
    }
    for name in ["fileSize", "duration", "width", "height"] {
        if let Some(number) = media.attribute(name) {
            let so = number.parse::<u64>().is_ok();
            wrong.hold(so, || format!("{name} of media:content of {of} is `{number}`"));
        }
    }
}

/// Checks how often a feed says that it changes.
pub(super) fn check_syndication(channel: &Element, wrong: &mut Wrong) {
    if let Some(period) = channel.text_of("sy:updatePeriod") {
        let so = matches!(period, "hourly" | "daily" | "weekly" | "monthly" | "yearly");
        wrong.hold(so, || format!("sy:updatePeriod is `{period}`"));
    }
    if let Some(number) = channel.text_of("sy:updateFrequency") {
        let so = number.parse::<u32>().is_ok_and(|number| number > 0);
        wrong.hold(so, || format!("sy:updateFrequency is `{number}`"));
    }
}

/// Checks what every Atom link owes, in Atom and in RSS alike.
pub(super) fn check_link(link: &Element, of: &str, wrong: &mut Wrong) {
    let href = link.attribute("href").unwrap_or_default();
    wrong.hold(is_web_address(href), || format!("{of} has a link to `{href}`"));
    let kind = link.attribute("type");
    let typed = kind.is_none_or(is_media_type);
    wrong.hold(typed, || format!("{of} has a link of no media type: {}", shown(kind)));
    let rel = link.attribute("rel").unwrap_or("alternate");
    wrong.hold(RELATIONS.contains(&rel), || format!("{of} has a link of the relation `{rel}`"));
    let empty = link.text.trim().is_empty() && link.children.is_empty();
    wrong.hold(empty, || format!("{of} has a link with something in it"));
    if let Some(length) = link.attribute("length") {
        let so = length.parse::<u64>().is_ok();
        wrong.hold(so, || format!("the enclosure of {of} has a length of no number: `{length}`"));
    }
}

/// Checks that what speaks of the whole feed stands before its entries.
pub(super) fn check_order(feed: &Element, entry: &str, wrong: &mut Wrong) {
    let first = feed.position(entry).unwrap_or(usize::MAX);
    // Extensions stand where they like.
    let prefix = |name: &str| name.split_once(':').map(|(prefix, _)| prefix.to_owned());
    let is_late = |child: &&Element| child.name != entry && prefix(&child.name) == prefix(entry);
    let late = feed.children.iter().skip(first).find(is_late);
    if let Some(late) = late {
        wrong.warning(format!("{} of the feed stands after an entry", late.name));
    }
}
