//! How a text opens: title, deck, date and reading time, a picture's description.

use super::chunk::Chunk;
use super::dateline::{self, Dateline};
use super::heading;
use crate::document::{Author, Meta, Written, WrittenDate};
use crate::text::one_line;

/// What stood before the body.
#[derive(Debug, Default)]
pub struct Opening {
    /// What it says.
    pub meta: Meta,
    /// A picture's description.
    pub caption: Option<String>,
    /// How many chunks it took.
    pub used: usize,
}

/// Reads the opening of a text.
#[must_use]
pub fn read(chunks: &[Chunk<'_>]) -> Opening {
    let mut opening = Opening::default();
    // The date stands among the first lines or nowhere.
    let dated = chunks.iter().take(4).enumerate().find_map(|(at, chunk)| {
        let mut lines = chunk.lines.iter().take(4).enumerate();
        lines.find_map(|(row, line)| dateline::read(line).map(|found| (at, row, found)))
    });
    opening.title(chunks, dated.as_ref().map(|(at, row, _)| (*at, *row)));
    if let Some((at, row, dateline)) = dated {
        opening.dated(chunks, at, row, dateline);
    }
    opening
}

impl Opening {
    /// Takes the first line as the title, if it reads like one.
    fn title(&mut self, chunks: &[Chunk<'_>], dated: Option<(usize, usize)>) {
        let Some(first) = chunks.first() else { return };
        let Some(line) = first.lines.first() else { return };
        let before_date = dated.is_some_and(|date| date > (0, 0));
        let alone = first.lines.len() == 1 && chunks.len() > 1;
        if heading::is_title(line) && (before_date || alone) {
            self.meta.title = Some(Written { value: one_line(line), line: first.line });
            self.used = 1;
        }
    }

    /// Takes what stands around the date: the deck before it, a picture's description after it.
    fn dated(&mut self, chunks: &[Chunk<'_>], at: usize, row: usize, dateline: Dateline) {
        let Some(chunk) = chunks.get(at) else { return };
        let line = chunk.line.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        self.meta.date = dateline.date.map(|date| Written { value: WrittenDate::Day(date), line });
        self.meta.reading_minutes = dateline.minutes;
        let author = dateline.author.map(|name| Author { name, ..Author::default() });
        self.meta.authors = author.into_iter().collect();
        self.between(chunks, at, row);
        let after = chunk.lines.get(row + 1..).unwrap_or_default();
        if let [caption] = after {
            self.caption = Some(one_line(caption));
        }
        self.used = at + 1;
    }

    /// Reads what stands between title and date: a byline, a deck.
    fn between(&mut self, chunks: &[Chunk<'_>], at: usize, row: usize) {
        let mut deck: Option<Written<String>> = None;
        for (index, chunk) in chunks.iter().enumerate().take(at + 1) {
            for (number, line) in chunk.lines.iter().enumerate() {
                let is_title = (index, number) == (0, 0) && self.meta.title.is_some();
                if is_title || (index, number) >= (at, row) {
                    continue;
                }
                if let Some(name) = dateline::byline(line) {
                    self.meta.authors = vec![Author { name, ..Author::default() }];
                    continue;
                }
                let own = chunk.line.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
                match &mut deck {
                    Some(deck) => deck.value = format!("{} {}", deck.value, one_line(line)),
                    None => deck = Some(Written { value: one_line(line), line: own }),
                }
            }
        }
        self.meta.deck = deck;
    }
}
