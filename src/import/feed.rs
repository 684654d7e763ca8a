//! Feeds from elsewhere: RSS 0.9 to 2.0, Atom and JSON Feed, read as they come.

mod atom;
mod date;
mod encoding;
mod json;
mod rss;
mod unread;
mod xhtml;
mod xml;

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use url::Url;

pub use encoding::in_utf8;
pub use unread::Unread;

use crate::document::{Author, Fields, Written, WrittenEnclosure};

/// A feed from elsewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Foreign {
    /// What its format is called: RSS, Atom or JSON Feed.
    pub format: &'static str,
    /// What it says of itself.
    pub about: About,
    /// Its language, as written.
    pub language: Option<String>,
    /// Its entries, in its own order.
    pub entries: Vec<Entry>,
}

/// What a feed says of itself, or another that took an entry from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// What it is called.
    pub title: String,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// The page it belongs to.
    pub home: Option<Url>,
    /// Where it says it is itself.
    pub own: Option<Url>,
    /// Who writes what names nobody.
    pub authors: Vec<Author>,
}

/// An entry of a feed from elsewhere.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Its id; else its address is one.
    pub id: Option<String>,
    /// Its address.
    pub url: Option<Url>,
    /// Its title, plain text.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// When it was published.
    pub published: Option<DateTime<FixedOffset>>,
    /// When it last changed.
    pub updated: Option<DateTime<FixedOffset>>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its summary, plain text.
    pub summary: Option<String>,
    /// Its text as HTML, not cleaned yet.
    pub html: String,
    /// Its language, as written.
    pub language: Option<String>,
    /// The address of its picture, and what it shows.
    pub image: Option<(String, Option<String>)>,
    /// The feed it was taken from, where that is not the one it is in.
    pub source: Option<About>,
    /// Its attached file.
    pub enclosure: Option<WrittenEnclosure>,
    /// Of one without a date the first that cannot be read, as written.
    pub odd_date: Option<String>,
    /// What it says of itself, and which of that is not read.
    pub fields: Fields,
}

/// Reads a feed; `base` is where it is, for addresses that are not whole.
///
/// # Errors
/// Why it is no feed, or no whole one.
pub fn feed(bytes: &[u8], base: Option<&Url>) -> Result<Foreign, Unread> {
    let text = encoding::decoded(bytes);
    let start = text.trim_start();
    if start.starts_with('{') {
        return json::read(&text, base);
    }
    if start.is_empty() {
        return Err("it is empty".into());
    }
    if !start.contains('<') {
        return Err("it is neither XML nor JSON".into());
    }
    let root = xml::read(&text)?;
    match root.name.as_str() {
        "atom:feed" => Ok(atom::read(&root, base)),
        "rss" | "rdf:RDF" => rss::read(&root, base),
        "html" | "xhtml:html" => Err(xml::PAGE.into()),
        other => Err(Unread::Other(format!("its root is <{other}>, which is no feed's"))),
    }
}

/// Makes an address whole; only those of the web are taken.
fn address(text: &str, base: Option<&Url>) -> Option<Url> {
    let text = text.trim();
    let url = Url::options().base_url(base).parse(text).ok()?;
    (!text.is_empty() && matches!(url.scheme(), "http" | "https")).then_some(url)
}

/// Takes what stands in a feed, which has no line that its reader could mend.
fn unplaced(text: &str) -> Written<String> {
    Written { value: text.to_owned(), line: 1 }
}

/// Makes one plain line of a text that may be HTML.
fn plain(text: &str) -> Option<String> {
    let line = if text.contains(['<', '&']) {
        crate::text::one_line(&dom_query::Document::fragment(text).text())
    } else {
        crate::text::one_line(text)
    };
    (!line.is_empty()).then_some(line)
}

/// Names an author; `mail (Name)` is how RSS has it.
fn author(text: &str) -> Option<Author> {
    let text = plain(text)?;
    let name = match text.split_once(" (") {
        Some((mail, name)) if mail.contains('@') => name.trim_end_matches(')').to_owned(),
        _ => text,
    };
    // An address alone is nobody's name, and is not ours to spread.
    let author = Author { name, ..Author::default() };
    (!author.name.contains('@') && !author.is_unknown()).then_some(author)
}

/// Counts what an entry says of itself; each name once, and `used` is what is read, `lost` what of
/// that says nothing that could be used.
fn fields<'a>(names: impl Iterator<Item = &'a str>, used: &[&str], lost: &[&str]) -> Fields {
    let names: BTreeSet<&str> = names.collect();
    let mut fields = Fields::default();
    for name in names {
        fields.add(name, used.contains(&name) && !lost.contains(&name));
    }
    fields
}

#[cfg(test)]
mod tests;
