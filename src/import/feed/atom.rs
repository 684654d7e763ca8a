//! Atom 1.0 (RFC 4287).

use url::Url;

use super::date::Dated;
use super::{About, Entry, Foreign, address, author, fields, plain, unplaced};
use crate::document::{Author, WrittenEnclosure};
use crate::text::html::{escape, escape_text};
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
    let start = Start { said: None, page: base.cloned() }.within(feed);
    let about = about(feed, &start);
    let start = Start { page: about.home.clone().or(start.page), ..start };
    Foreign {
        format: "Atom",
        language: feed.attribute("xml:lang").map(str::to_owned),
        entries: feed.all("atom:entry").map(|item| entry(item, &start)).collect(),
        about,
    }
}

/// From where addresses start.
#[derive(Clone)]
struct Start {
    /// Where `xml:base` says so.
    said: Option<Url>,
    /// Else the feed's page, or where the feed is.
    page: Option<Url>,
}

impl Start {
    /// Has addresses in an element start where its `xml:base` says (XML Base).
    fn within(&self, element: &Element) -> Self {
        let said = element.attribute("xml:base").and_then(|base| address(base, self.url()));
        Self { said: said.or_else(|| self.said.clone()), page: self.page.clone() }
    }

    fn url(&self) -> Option<&Url> {
        self.said.as_ref().or(self.page.as_ref())
    }

    /// Gives the address a link leads to.
    fn address(&self, link: &Element) -> Option<Url> {
        address(link.attribute("href")?, self.within(link).url())
    }

    /// Gives a text construct as HTML that says from where its addresses start, if the feed does.
    fn html(&self, text: &Element) -> String {
        let html = html(text);
        match self.within(text).said {
            Some(base) if !html.trim().is_empty() => {
                format!("<base href=\"{}\">{html}", escape(base.as_str()))
            }
            _ => html,
        }
    }
}

/// Reads what a feed says of itself, or an entry's `source` of the feed it was taken from.
fn about(feed: &Element, start: &Start) -> About {
    let link = |rel| link(feed, rel).and_then(|link| start.address(link));
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

fn entry(item: &Element, start: &Start) -> Entry {
    let start = start.within(item);
    let url = link(item, "alternate").and_then(|link| start.address(link));
    let content = item
        .first("atom:content")
        .map(|content| start.html(content))
        .filter(|html| !html.trim().is_empty());
    let summary = item.first("atom:summary");
    let updated = Dated::within(item, &["atom:updated", "atom:modified"]);
    let published = Dated::within(item, &["atom:published", "atom:issued"]).or(&updated);
    let lost: Vec<&str> = published.lost().collect();
    let tag = |tag: &Element| plain(tag.attribute("label").or_else(|| tag.attribute("term"))?);
    Entry {
        id: item.text_of_any(&["atom:id"]).map(str::to_owned),
        url,
        title: item.first("atom:title").and_then(line),
        authors: authors(item),
        published: published.at,
        updated: updated.at,
        tags: item.all("atom:category").filter_map(tag).collect(),
        summary: content.as_ref().and(summary).and_then(line),
        html: content.or_else(|| summary.map(|text| start.html(text))).unwrap_or_default(),
        language: item.attribute("xml:lang").map(str::to_owned),
        image: None,
        source: item.first("atom:source").map(|source| about(source, &start.within(source))),
        enclosure: link(item, "enclosure").and_then(|link| enclosure(link, &start)),
        odd_date: published.odd(),
        fields: fields(item.children.iter().map(|child| child.name.as_str()), &USED, &lost),
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

fn enclosure(link: &Element, start: &Start) -> Option<WrittenEnclosure> {
    let written = link.attribute("href").filter(|url| !url.is_empty())?;
    let said = start.within(link).said;
    let whole = said.and_then(|base| address(written, Some(&base)));
    Some(WrittenEnclosure {
        src: whole.map_or_else(|| written.to_owned(), String::from),
        media_type: link.attribute("type").map(unplaced),
        length: link.attribute("length").and_then(|length| length.parse().ok()),
        seconds: None,
    })
}
