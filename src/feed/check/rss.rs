//! RSS 2.0, its best-practices profile, and the modules it carries.

use std::collections::HashSet;

use super::value::{date, is_language, is_web_address, rfc822, rfc3339, shown};
use super::xml;
use super::{Expected, Wrong, media, podcast};
use crate::feed::text::looks_like_html;
use crate::xml::Element;

pub(super) fn check(bytes: &[u8], expected: &Expected<'_>, wrong: &mut Wrong) {
    let root = match xml::read(bytes) {
        Ok(root) => root,
        Err(why) => return wrong.error(format!("the feed is no XML: {why}")),
    };
    let right = root.name == "rss" && root.attribute("version") == Some("2.0");
    wrong.hold(right, || "the root is not <rss version=\"2.0\">".to_owned());
    match root.first("channel") {
        Some(channel) => check_channel(channel, expected, wrong),
        None => wrong.error("there is no channel"),
    }
}

fn check_channel(channel: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    for name in ["title", "link", "description", "language"] {
        once(channel, name, "the channel", wrong);
        let text = channel.text_of(name).unwrap_or_default();
        wrong.hold(!text.trim().is_empty(), || format!("the channel has an empty {name}"));
    }
    let link = channel.text_of("link").unwrap_or_default();
    wrong.hold(is_web_address(link), || format!("the channel's link is no address: `{link}`"));
    let language = channel.text_of("language").unwrap_or_default();
    wrong.hold(is_language(language), || format!("`{language}` is no language"));
    plain(channel, &["title", "description"], "the channel", wrong);
    for name in ["pubDate", "lastBuildDate"] {
        if let Some(text) = channel.text_of(name) {
            date(rfc822(text), text, &format!("the channel's {name}"), expected, wrong);
        }
    }
    check_self(channel, expected, wrong);
    xml::check_history(channel, expected, wrong);
    podcast::check_channel(channel, expected, wrong);
    media::check_syndication(channel, wrong);
    media::check_order(channel, "item", wrong);
    for link in channel.all("atom:link") {
        media::check_link(link, "the channel", wrong);
    }
    for name in ["pubDate", "lastBuildDate", "generator", "ttl", "copyright", "image"] {
        let count = channel.all(name).count();
        wrong.hold(count <= 1, || format!("the channel has {count} times {name}, not once"));
    }
    let mut seen = HashSet::new();
    for item in channel.all("item") {
        wrong.about = item.text_of("guid").map(str::to_owned);
        check_item(item, expected, wrong);
        let guid = item.text_of("guid").unwrap_or_default();
        wrong.hold(seen.insert(guid), || format!("two items have the guid `{guid}`"));
    }
    wrong.about = None;
}

fn check_self(channel: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let mut links = channel.all("atom:link").filter(|link| link.attribute("rel") == Some("self"));
    let href = links.next().and_then(|link| link.attribute("href"));
    wrong.hold(href == Some(&expected.url()), || {
        format!("atom:link rel=self says {}, not where the feed is", shown(href))
    });
}

fn check_item(item: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let of = item.text_of("title").or(item.text_of("guid")).unwrap_or_default();
    let of = format!("item `{}`", crate::text::first_words(of, 8));
    let singles = [
        "title",
        "link",
        "description",
        "guid",
        "pubDate",
        "enclosure",
        "content:encoded",
        "source",
        "dc:language",
        "atom:updated",
    ];
    for name in singles {
        wrong.hold(item.all(name).count() <= 1, || format!("{of} has more than one {name}"));
    }
    check_texts(item, &of, expected, wrong);
    let link = item.text_of("link").unwrap_or_default();
    wrong.hold(is_web_address(link), || format!("{of} has no absolute link: `{link}`"));
    check_guid(item, &of, wrong);
    match item.text_of("pubDate") {
        Some(text) => date(rfc822(text), text, &format!("pubDate of {of}"), expected, wrong),
        None if expected.is_undated(item.text_of("guid")) => {}
        None => wrong.error(format!("{of} has no pubDate")),
    }
    if let Some(text) = item.text_of("atom:updated") {
        date(rfc3339(text), text, &format!("atom:updated of {of}"), expected, wrong);
    }
    media::check_item(item, &of, wrong);
    podcast::check_item(item, &of, wrong);
    if let Some(language) = item.text_of("dc:language") {
        wrong.hold(is_language(language), || {
            format!("{of} is in `{language}`, which is no language")
        });
    }
    let both = item.first("author").is_some() && item.first("dc:creator").is_some();
    wrong.hold(!both, || format!("{of} has both author and dc:creator"));
    for name in item.all("dc:creator").chain(item.all("category")) {
        wrong.hold(!name.text.trim().is_empty(), || format!("{of} has an empty {}", name.name));
    }
}

fn check_texts(item: &Element, of: &str, expected: &Expected<'_>, wrong: &mut Wrong) {
    let said = item.first("title").is_some() || item.first("description").is_some();
    wrong.hold(said, || format!("{of} has neither title nor description"));
    let empty = item.text_of("title").is_some_and(|title| title.trim().is_empty());
    wrong.hold(!empty, || format!("{of} has an empty title"));
    plain(item, &["title", "category"], of, wrong);
    if let (Some(content), Some(summary)) =
        (item.position("content:encoded"), item.position("description"))
    {
        wrong.hold(summary < content, || format!("{of} has its content before its description"));
    }
    for name in ["description", "content:encoded"] {
        if let Some(text) = item.text_of(name) {
            expected.check_html(text, &format!("{name} of {of}"), wrong);
        }
    }
}

fn check_guid(item: &Element, of: &str, wrong: &mut Wrong) {
    let Some(guid) = item.first("guid") else { return wrong.error(format!("{of} has no guid")) };
    let written = guid.attribute("isPermaLink").unwrap_or("true");
    let told = matches!(written, "true" | "false");
    wrong.hold(told, || format!("isPermaLink of {of} is neither true nor false: `{written}`"));
    let permalink = written != "false";
    let text = guid.text.as_str();
    let digits = text.len() < 9 && text.bytes().all(|b| b.is_ascii_digit());
    if permalink {
        wrong.hold(is_web_address(text), || format!("the guid of {of} is no permalink: `{text}`"));
        wrong.hold(item.text_of("link") == Some(text), || {
            format!("the guid of {of} is a permalink and not its link")
        });
    } else if digits {
        wrong.warning(format!("the guid of {of} is hardly unique: `{text}`"));
    }
}

fn once(parent: &Element, name: &str, of: &str, wrong: &mut Wrong) {
    let count = parent.all(name).count();
    wrong.hold(count == 1, || format!("{of} has {count} times {name}, not once"));
}

/// Warns of plain texts a reader may take for HTML.
fn plain(parent: &Element, names: &[&str], of: &str, wrong: &mut Wrong) {
    for child in parent.children.iter().filter(|child| names.contains(&child.name.as_str())) {
        if looks_like_html(&child.text) {
            wrong.warning(format!("{} of {of} may be taken for HTML", child.name));
        }
    }
}
