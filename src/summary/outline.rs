//! Lays an article out as sentences of numbered words.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use crate::document::Block;
use crate::summary::Piece;
use crate::summary::form::{self, Form};
use crate::summary::languages::{Class, Language, Same};
use crate::text::word::Cut;
use crate::text::{sentences, word};

/// Where in the article a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Before the first heading.
    Opening,
    /// Between.
    Middle,
    /// In a section that sums up.
    Closing,
}

/// What kind of block a sentence stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Running text.
    Paragraph,
    /// A list's item, with or without bold words in front.
    Item {
        /// Is the list numbered?
        ordered: bool,
        /// Does it start with bold words?
        lead: bool,
    },
    /// A quotation.
    Quote,
}

/// One sentence and its place.
#[derive(Debug, Clone)]
pub(super) struct Sentence<'a> {
    /// Its text, as it stands in the article.
    pub text: &'a str,
    /// How many words a reader reads.
    pub words: usize,
    /// What form says about it.
    pub form: Form,
    /// Does it speak of the piece itself ("this article")?
    pub own: bool,
    /// The block it stands in.
    pub kind: Kind,
    /// The part it stands in.
    pub part: Part,
    /// The number of its section; 0 before the first heading.
    pub section: usize,
    /// The number of its block among all blocks of text.
    pub block: usize,
    /// The number of its block in its section.
    pub block_in_section: usize,
    /// Its number in its block.
    pub place: usize,
    /// Its words: a part of [`Outline::tokens`].
    pub tokens: Range<usize>,
}

/// What is known about a word of the article.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// How often it stands in the article's sentences.
    pub count: u32,
    /// How often it stands in headings.
    pub headings: u32,
    /// Does it stand in the title?
    pub title: bool,
    /// What its language says about it.
    pub class: Class,
}

/// An article as sentences of numbered words.
#[derive(Default)]
pub(super) struct Outline<'a> {
    /// Every sentence in reading order.
    pub sentences: Vec<Sentence<'a>>,
    /// The words of all sentences, one after another.
    pub tokens: Vec<u32>,
    /// What is known about each word.
    pub words: Vec<Word>,
    /// The words of the title.
    pub title: Vec<u32>,
    /// The number of sections.
    pub sections: usize,
    /// The number of blocks of text.
    pub blocks: usize,
    numbers: HashMap<u64, u32, BuildHasherDefault<Same>>,
}

struct Place {
    part: Part,
    section: usize,
    block_in_section: usize,
    aside: Option<u8>,
    closing: Option<u8>,
}

impl<'a> Outline<'a> {
    /// Lays an article out.
    pub fn of(piece: &Piece<'a>, language: &'static Language, tag: &str) -> Self {
        let mut outline = Self::default();
        outline.title = outline.number(piece.title, language);
        for &word in &outline.title {
            outline.words[word as usize].title = true;
        }
        let mut place = Place {
            part: Part::Opening,
            section: 0,
            block_in_section: 0,
            aside: None,
            closing: None,
        };
        for block in piece.blocks {
            match block {
                Block::Heading { level, text } => {
                    outline.heading(*level, text, &mut place, language)
                }
                Block::Paragraph { text } => {
                    outline.block(text, Kind::Paragraph, &mut place, language, tag);
                }
                Block::Item { ordered, lead, text, .. } => {
                    let kind = Kind::Item { ordered: *ordered, lead: lead.is_some() };
                    outline.block(text, kind, &mut place, language, tag);
                }
                Block::Quote { text } => {
                    outline.block(text, Kind::Quote, &mut place, language, tag)
                }
                Block::Code { .. } | Block::Table { .. } | Block::Caption { .. } => {}
            }
        }
        outline.sections = place.section;
        outline
    }

    fn heading(&mut self, level: u8, text: &str, place: &mut Place, language: &Language) {
        let lower = text.to_lowercase();
        let over = |open: Option<u8>| open.is_some_and(|l| level <= l);
        if over(place.aside) {
            place.aside = None;
        }
        if over(place.closing) {
            place.closing = None;
        }
        if place.aside.is_none() && language.is_aside(&lower) {
            place.aside = Some(level);
        }
        if place.closing.is_none() && language.closes(&lower) {
            place.closing = Some(level);
        }
        place.part = if place.closing.is_some() { Part::Closing } else { Part::Middle };
        place.section += 1;
        place.block_in_section = 0;
        for word in self.number(text, language) {
            self.words[word as usize].headings += 1;
        }
    }

    fn block(
        &mut self,
        text: &'a str,
        kind: Kind,
        place: &mut Place,
        language: &Language,
        tag: &str,
    ) {
        if place.aside.is_some() {
            return;
        }
        for (at, text) in sentences(text, tag).into_iter().enumerate() {
            let words = form::words(text);
            let start = self.tokens.len();
            word::stems(text, |cut| {
                let number = self.word(cut, language);
                self.words[number as usize].count += 1;
                self.tokens.push(number);
            });
            let lower = text.to_lowercase();
            let form = form::judge(text, &lower, words, language);
            let own = self.speaks_of_itself(start, &lower, language);
            self.sentences.push(Sentence {
                text,
                words,
                form,
                own,
                kind,
                part: place.part,
                section: place.section,
                block: self.blocks,
                block_in_section: place.block_in_section,
                place: at,
                tokens: start..self.tokens.len(),
            });
        }
        self.blocks += 1;
        place.block_in_section += 1;
    }

    /// Do the words from `start` on say "this article", or `lower` what stands for that in CJK?
    fn speaks_of_itself(&self, start: usize, lower: &str, language: &Language) -> bool {
        let classes = || self.tokens[start..].iter().map(|w| self.words[*w as usize].class);
        let close = |(a, b): (Class, Class)| a.is(Class::POINTS) && b.is(Class::PIECE);
        language.names_itself(lower)
            || classes().zip(classes().skip(1)).any(close)
            || classes().zip(classes().skip(2)).any(close)
    }

    fn number(&mut self, text: &str, language: &Language) -> Vec<u32> {
        let mut numbers = Vec::new();
        word::stems(text, |cut| numbers.push(self.word(cut, language)));
        numbers
    }

    fn word(&mut self, cut: Cut, language: &Language) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(cut.stem).or_insert(next);
        if number == next {
            self.words.push(Word { class: language.class(cut), ..Word::default() });
        }
        number
    }
}
