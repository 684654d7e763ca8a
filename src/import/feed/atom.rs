//! Atom 1.0 (RFC 4287).

use url::Url;

use super::{About, Entry, Foreign, address, author, date, fields, plain};
use crate::document::{Author, WrittenEnclosure};
use crate::text::html::escape_text;
use crate::xml::Element;

/// The elements of an entry that are read.
const USED: [&str; 12] = [
    "atom:id",
    "atom:title",
    "atom:link",
    "atom:author",
    "atom:published",
    "atom:issued",
    "atom:updated",
    "atom:modified",
    "atom:category",
    "atom:summary",
    "atom:content",
    "atom:source",
];

pub(super) fn read(feed: &Element, base: Option<&Url>) -> Foreign {
    let about = about(feed, base);
    let base = about.home.as_ref().or(base);
    Foreign {
        format: "Atom",
        language: feed.attribute("xml:lang").map(str::to_owned),
        entries: feed.all("atom:entry").map(|item| entry(item, base)).collect(),
        about: about.clone(),
    }
}

/// Reads what a feed says of itself, or an entry's `source` of the feed it was taken from.
fn about(feed: &Element, base: Option<&Url>) -> About {
    let link = |rel| link(feed, rel).and_then(|link| address(link.attribute("href")?, base));
    About {
        title: feed.first("atom:title").and_then(line).unwrap_or_default(),
        id: feed.text_of_any(&["atom:id"]).map(str::to_owned),
        home: link("alternate"),
        own: link("self"),
        authors: authors(feed),
    }
}

/// Finds a link; one without a relation leads to the page itself.
fn link<'a>(parent: &'a Element, rel: &str) -> Option<&'a Element> {
    parent.all("atom:link").find(|link| link.attribute("rel").unwrap_or("alternate") == rel)
}

fn authors(parent: &Element) -> Vec<Author> {
    let named = |person: &Element| {
        let name = author(person.text_of_any(&["atom:name"])?)?;
        let url = person.text_of_any(&["atom:uri", "atom:url"]).map(str::to_owned);
        Some(Author { url, ..name })
    };
    parent.all("atom:author").filter_map(named).collect()
}

fn entry(item: &Element, base: Option<&Url>) -> Entry {
    let url = link(item, "alternate").and_then(|link| address(link.attribute("href")?, base));
    let content = item.first("atom:content").map(html).filter(|html| !html.trim().is_empty());
    let summary = item.first("atom:summary");
    let updated = item.text_of_any(&["atom:updated", "atom:modified"]).and_then(date);
    let tag = |tag: &Element| plain(tag.attribute("label").or_else(|| tag.attribute("term"))?);
    Entry {
        id: item.text_of_any(&["atom:id"]).map(str::to_owned),
        url,
        title: item.first("atom:title").and_then(line),
        authors: authors(item),
        published: item.text_of_any(&["atom:published", "atom:issued"]).and_then(date).or(updated),
        updated,
        tags: item.all("atom:category").filter_map(tag).collect(),
        summary: content.as_ref().and(summary).and_then(line),
        html: content.or_else(|| summary.map(html)).unwrap_or_default(),
        language: item.attribute("xml:lang").map(str::to_owned),
        image: None,
        source: item.first("atom:source").map(|source| about(source, base)),
        enclosure: link(item, "enclosure").and_then(enclosure),
        fields: fields(item.children.iter().map(|child| child.name.as_str()), &USED),
    }
}

/// Gives a text construct as HTML (RFC 4287, section 3.1).
fn html(text: &Element) -> String {
    match text.attribute("type").unwrap_or("text") {
        "xhtml" | "application/xhtml+xml" => text.inner.clone(),
        "text" | "text/plain" => {
            let escaped = escape_text(&text.text);
            format!("<p>{}</p>", escaped.trim().replace("\n\n", "</p><p>"))
        }
        _ => text.text.clone(),
    }
}

/// Gives a text construct as one plain line.
fn line(text: &Element) -> Option<String> {
    match text.attribute("type").unwrap_or("text") {
        "text" | "text/plain" => {
            Some(crate::text::one_line(&text.text)).filter(|line| !line.is_empty())
        }
        _ => plain(&html(text)),
    }
}

fn enclosure(link: &Element) -> Option<WrittenEnclosure> {
    Some(WrittenEnclosure {
        src: link.attribute("href").filter(|url| !url.is_empty())?.to_owned(),
        media_type: link.attribute("type").map(str::to_owned),
        length: link.attribute("length").and_then(|length| length.parse().ok()),
        seconds: None,
    })
}
