//! Atom 1.0 (RFC 4287).

use std::collections::HashSet;

use super::value::{date, is_id, is_language, is_web_address, rfc3339, shown};
use super::xml;
use super::{Expected, Wrong, html, media};
use crate::feed::text::looks_like_html;
use crate::xml::Element;

pub(super) fn check(bytes: &[u8], expected: &Expected<'_>, wrong: &mut Wrong) {
    let feed = match xml::read(bytes) {
        Ok(root) => root,
        Err(why) => return wrong.error(format!("the feed is no XML: {why}")),
    };
    wrong.hold(feed.name == "atom:feed", || "the root is no Atom feed".to_owned());
    check_common(&feed, "the feed", expected, wrong);
    let id = feed.text_of("atom:id").unwrap_or_default();
    wrong.hold(id != expected.url(), || "the feed's id is its own address".to_owned());
    check_feed_links(&feed, expected, wrong);
    xml::check_history(&feed, expected, wrong);
    media::check_order(&feed, "atom:entry", wrong);
    let language = feed.attribute("xml:lang").unwrap_or_default();
    wrong.hold(is_language(language), || format!("`{language}` is no language"));
    let mut ids = HashSet::new();
    let mut dates = HashSet::new();
    for entry in feed.all("atom:entry") {
        wrong.about = entry.text_of("atom:id").map(str::to_owned);
        check_entry(entry, expected, wrong);
        let id = entry.text_of("atom:id").unwrap_or_default();
        wrong.hold(ids.insert(id), || format!("two entries have the id `{id}`"));
        let updated = entry.text_of("atom:updated").and_then(rfc3339);
        if !dates.insert(updated) {
            wrong.warning(format!("entry `{id}` shares its date of change with another"));
        }
    }
    wrong.about = None;
}

fn check_common(parent: &Element, of: &str, expected: &Expected<'_>, wrong: &mut Wrong) {
    for name in ["atom:id", "atom:title", "atom:updated"] {
        let count = parent.all(name).count();
        wrong.hold(count == 1, || format!("{of} has {count} times {name}, not once"));
        let text = parent.text_of(name).unwrap_or_default();
        wrong.hold(!text.trim().is_empty(), || format!("{of} has an empty {name}"));
    }
    let id = parent.text_of("atom:id").unwrap_or_default();
    wrong.hold(is_id(id), || format!("the id of {of} is no absolute URI: `{id}`"));
    let updated = parent.text_of("atom:updated").unwrap_or_default();
    date(rfc3339(updated), updated, &format!("updated of {of}"), expected, wrong);
    for text in parent.children.iter().filter(|child| is_text(child)) {
        check_text(text, of, wrong);
    }
    for author in parent.all("atom:author") {
        check_person(author, of, wrong);
    }
}

fn is_text(child: &Element) -> bool {
    matches!(child.name.as_str(), "atom:title" | "atom:subtitle" | "atom:summary")
}

fn check_text(text: &Element, of: &str, wrong: &mut Wrong) {
    match text.attribute("type") {
        Some("html") => html::check(&text.text, &format!("{} of {of}", text.name), false, wrong),
        None | Some("text") if looks_like_html(&text.text) => {
            wrong.warning(format!("{} of {of} may be taken for HTML", text.name));
        }
        None | Some("text") => {}
        Some(other) => wrong.error(format!("{} of {of} has the type `{other}`", text.name)),
    }
    if text.text.trim().is_empty() {
        wrong.warning(format!("{} of {of} is empty", text.name));
    }
}

fn check_person(person: &Element, of: &str, wrong: &mut Wrong) {
    let name = person.text_of("atom:name").unwrap_or_default();
    wrong.hold(!name.trim().is_empty(), || format!("{of} has an author without a name"));
    if let Some(uri) = person.text_of("atom:uri") {
        wrong.hold(is_web_address(uri), || format!("{of} has an author with the page `{uri}`"));
    }
    if let Some(email) = person.text_of("atom:email") {
        wrong.hold(email.contains('@'), || format!("{of} has an author with the mail `{email}`"));
    }
}

fn check_feed_links(feed: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let links: Vec<&Element> = feed.all("atom:link").collect();
    let rel = |rel: &str| links.iter().position(|link| link.attribute("rel") == Some(rel));
    match (rel("alternate"), rel("self")) {
        (Some(page), Some(own)) => {
            wrong.hold(page < own, || "link rel=self stands before rel=alternate".to_owned());
            let href = links[own].attribute("href");
            wrong.hold(href == Some(&expected.url()), || {
                format!("link rel=self says {}, not where the feed is", shown(href))
            });
        }
        _ => wrong.error("the feed lacks link rel=alternate or rel=self"),
    }
    check_links(feed, "the feed", wrong);
}

fn check_links(parent: &Element, of: &str, wrong: &mut Wrong) {
    let mut alternates = HashSet::new();
    for link in parent.all("atom:link") {
        media::check_link(link, of, wrong);
        if link.attribute("rel") == Some("alternate") {
            let kind = (link.attribute("type"), link.attribute("hreflang"));
            wrong.hold(alternates.insert(kind), || format!("{of} has two alternates of a kind"));
        }
    }
}

fn check_entry(entry: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let of = entry.text_of("atom:title").unwrap_or_default();
    let of = format!("entry `{}`", crate::text::first_words(of, 8));
    check_common(entry, &of, expected, wrong);
    check_links(entry, &of, wrong);
    wrong.hold(entry.first("atom:author").is_some(), || format!("{of} has no author"));
    if !expected.is_undated(entry.text_of("atom:id")) {
        let published = entry.text_of("atom:published").unwrap_or_default();
        let (from, to) = (rfc3339(published), entry.text_of("atom:updated").and_then(rfc3339));
        date(from, published, &format!("published of {of}"), expected, wrong);
        wrong.hold(from <= to, || format!("{of} was updated before it was published"));
    }
    let said = entry.first("atom:content").is_some() || entry.first("atom:summary").is_some();
    wrong.hold(said, || format!("{of} has neither summary nor content"));
    let mut links = entry.all("atom:link").map(|link| link.attribute("rel"));
    let shown = entry.first("atom:content").is_some() || links.any(|rel| rel == Some("alternate"));
    wrong.hold(shown, || format!("{of} has neither content nor a page"));
    if let Some(source) = entry.first("atom:source") {
        check_common(source, &format!("the source of {of}"), expected, wrong);
        check_links(source, &format!("the source of {of}"), wrong);
    }
    for name in ["atom:published", "atom:summary", "atom:content", "atom:source", "atom:rights"] {
        wrong.hold(entry.all(name).count() <= 1, || format!("{of} has more than one {name}"));
    }
    for category in entry.all("atom:category") {
        let term = category.attribute("term").unwrap_or_default();
        wrong.hold(!term.trim().is_empty(), || format!("{of} has an empty category"));
    }
    if let Some(content) = entry.first("atom:content") {
        wrong.hold(content.attribute("type") == Some("html"), || {
            format!("the content of {of} is not typed html")
        });
        expected.check_html(&content.text, &format!("content of {of}"), wrong);
    }
}
