//! An entry from elsewhere as if it were a file of ours.

use std::path::PathBuf;

use super::elsewhere::Elsewhere;
use crate::document::{
    Author, Cover, Document, Format, Meta, Placed, Signs, Written, WrittenOffer,
};
use crate::import::feed::Entry;

/// A summary longer than this, in characters, is the text itself.
const LONGEST_SUMMARY: usize = 1_000;

/// Makes an entry what a file of the content folder would be.
pub(super) fn document(entry: &Entry, from: &Elsewhere<'_>) -> Option<Document> {
    let written = |value: &str| Written { value: value.to_owned(), line: 1 };
    let fits = |summary: &&String| summary.chars().count() <= LONGEST_SUMMARY;
    let language = entry.language.as_deref().or(from.foreign.language.as_deref());
    let cover = entry.image.as_ref().map(|(src, alt)| {
        let value = Cover { src: src.clone(), alt: alt.clone(), caption: None };
        Box::new(Written { value, line: 1 })
    });
    let tags = entry.tags.iter().chain(&from.source.tags).cloned().collect();
    let meta = Meta {
        title: entry.title.as_deref().map(written),
        summary: entry.summary.as_ref().filter(fits).map(|summary| written(summary)),
        authors: authors(entry, from),
        tags,
        language: language.map(written),
        cover,
        enclosure: entry.enclosure.clone().map(|value| Box::new(Written { value, line: 1 })),
        permalink: Some(written(entry.url.as_ref()?.as_str())),
        offer: WrittenOffer::default(),
        ..Meta::default()
    };
    Some(Document {
        path: PathBuf::from("source.html"),
        file: PathBuf::from(from.source.place.name()),
        meta,
        format: Format::Html,
        source: without_marks(&entry.html),
        body_line: 1,
        signs: Signs::default(),
        placed: Placed::default(),
    })
}

/// Keeps braces what they are: what comes rendered holds no template's marks, only texts about them.
fn without_marks(html: &str) -> String {
    ["{{", "{%", "{#"]
        .iter()
        .fold(html.to_owned(), |html, mark| html.replace(mark, &mark.replace('{', "&#123;")))
}

/// Gives an entry's authors; one that names nobody is its source's own, and never ours.
fn authors(entry: &Entry, from: &Elsewhere<'_>) -> Vec<Author> {
    let all = [&entry.authors, &from.about(entry).authors];
    let named = all.into_iter().find(|authors| !authors.is_empty());
    named.cloned().unwrap_or_else(|| vec![Author { name: from.name(entry), ..Author::default() }])
}
