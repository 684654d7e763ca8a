//! Plain text as it is copied out of a page, to a tree and to what it says about itself.
//!
//! Such text has lost its markup, not its shape: the title comes first, a heading is a short line
//! between empty lines, a point starts with a bullet. What cannot be told is kept as it is and said.

mod about;
mod chunk;
mod dateline;
mod heading;
mod list;
mod months;
mod opening;
mod private;
mod table;
mod text;

use super::sections::titles::Private;
use super::tree::{Element, Node};
use super::{Author, Meta, Written};
use chunk::Chunk;
use heading::Headings;

/// A plain text, read.
#[derive(Debug, Default)]
pub struct Plain {
    /// What it says about itself.
    pub meta: Meta,
    /// The description of a picture that was lost on the way.
    pub caption: Option<String>,
    /// Its body.
    pub nodes: Vec<Node>,
    /// What could not be told, and on which line of the text, counted from 1.
    pub doubts: Vec<Written<&'static str>>,
}

/// Reads what a text says about itself: title, deck, date, reading time, author.
#[must_use]
pub fn meta(text: &str) -> Meta {
    read(text, &Private::default()).meta
}

/// Does a line tell nothing but date, reading time and author?
#[must_use]
pub fn is_dateline(line: &str) -> bool {
    dateline::read(line).is_some() || dateline::byline(line).is_some()
}

/// Reads a text whose private sections are known.
#[must_use]
pub fn read(text: &str, private: &Private) -> Plain {
    let chunks = chunk::split(text);
    let opening = opening::read(&chunks);
    let mut plain = Plain { meta: opening.meta, caption: opening.caption, ..Plain::default() };
    let rest = chunks.get(opening.used..).unwrap_or_default();
    let rest = private::without(rest, private);
    let rest = take_author(rest, &mut plain.meta);
    plain.body(&rest);
    plain
}

/// Takes the author's name out of a section about the author, and the section out of the text.
fn take_author<'a>(mut chunks: Vec<Chunk<'a>>, meta: &mut Meta) -> Vec<Chunk<'a>> {
    let Some(at) = chunks.iter().position(about::is_title) else { return chunks };
    let end = about::end(&chunks, at);
    let Some(name) = chunks.get(at + 1..end).and_then(about::name) else { return chunks };
    if meta.authors.is_empty() {
        meta.authors.push(Author { name, ..Author::default() });
    }
    chunks.drain(at..end);
    chunks
}

impl Plain {
    fn body(&mut self, chunks: &[Chunk<'_>]) {
        let mut headings = Headings::default();
        let mut at = 0;
        while let Some(chunk) = chunks.get(at) {
            at += 1;
            if let Some(heading) = headings.read(chunks, at - 1) {
                self.nodes.push(heading);
                continue;
            }
            headings.text();
            let lists = chunks.get(at..).unwrap_or_default();
            let more =
                if chunk.is_list() { lists.iter().take_while(|c| c.is_list()).count() } else { 0 };
            let lines = chunks.get(at - 1..at + more).unwrap_or_default();
            at += more;
            if more > 0 || chunk.is_list() {
                self.nodes.extend(list::read(lines.iter().flat_map(|chunk| chunk.lines.iter())));
            } else {
                self.chunk(chunk);
            }
        }
    }

    /// Reads lines that stand together and are neither a heading nor all a list.
    fn chunk(&mut self, chunk: &Chunk<'_>) {
        if let Some(table) = table::read(&chunk.lines) {
            self.nodes.push(table);
        } else if table::ran_together(&chunk.lines) {
            let value = "the cells of this table ran together, so its rows are shown as they are";
            self.doubts.push(Written { value, line: chunk.line });
            self.nodes.push(table::rows_as_they_are(&chunk.lines));
        } else if let Some(at) = chunk.first_item() {
            let (before, items) = chunk.lines.split_at(at);
            self.nodes.extend(text::paragraphs(before));
            self.nodes.extend(list::read(items.iter()));
        } else if let Some((title, rest)) = heading::with_text(&chunk.lines) {
            self.nodes.push(Element::new("h2", vec![Node::text(title)]).into());
            self.nodes.extend(text::paragraphs(rest));
        } else {
            self.nodes.extend(text::paragraphs(&chunk.lines));
        }
    }
}
