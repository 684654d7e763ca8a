//! Lays an article out as sentences of numbered words.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;

use crate::document::Block;
use crate::summary::Piece;
use crate::summary::detect::is_poor;
use crate::summary::form::{self, Form, Page, Stand};
use crate::summary::languages::{Class, Language, Same};
use crate::text::word::Cut;
use crate::text::{sentences, word};

/// An article with so many sentences of its own can do without quotations.
const ENOUGH: usize = 5;
/// A word that draws a conclusion takes up another sentence if it stands among so many first ones.
const SOON: usize = 6;
/// Who said something is named in so many words at most, the dash among them.
const LONGEST_NAME: usize = 12;
/// What stands before the name of who said something.
const DASHES: [char; 5] = ['-', '–', '—', '―', '~'];
/// So many blocks may be an editor's note.
const NOTE: usize = 2;

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
    /// A quotation in a line of its own, with the name of who said it.
    Saying,
    /// An item that is a link as a whole: it names what is to be found elsewhere.
    Title,
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
    /// Does somebody else say it, where the article says enough itself?
    pub foreign: bool,
    /// The block it stands in.
    pub kind: Kind,
    /// The part it stands in.
    pub part: Part,
    /// The number of its section; 0 before the first heading.
    pub section: usize,
    /// The number of its block among all blocks of text.
    pub block: usize,
    /// Its number in its block.
    pub place: usize,
    /// Its words: a part of [`Outline::tokens`].
    pub tokens: Range<usize>,
}

impl Sentence<'_> {
    /// May it be shown without the sentences around it?
    pub fn stands_alone(&self) -> bool {
        self.form.sound
            && self.form.stand != Stand::Leaning
            && !self.form.elsewhere
            && !self.foreign
            && self.kind != Kind::Title
    }
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
    /// The number of sections after the first heading.
    pub sections: usize,
    /// The number of blocks of text.
    pub blocks: usize,
    numbers: HashMap<u64, u32, BuildHasherDefault<Same>>,
}

/// What an outline is built with, and where the building stands.
struct Builder<'a, 'p> {
    outline: Outline<'a>,
    page: Page<'p>,
    tag: &'p str,
    part: Part,
    aside: Option<u8>,
    closing: Option<u8>,
    /// Room for a sentence in lower case.
    lower: String,
}

impl<'a> Outline<'a> {
    fn with_room(blocks: usize) -> Self {
        // An article repeats itself: a block brings some forty words, a third of them new.
        let mut outline = Self::default();
        outline.sentences.reserve(2 * blocks);
        outline.tokens.reserve(40 * blocks);
        outline.words.reserve(12 * blocks);
        outline.numbers.reserve(12 * blocks);
        outline
    }

    /// Lays an article out whose language is `tag`.
    pub fn of(piece: &Piece<'a>, tag: &str) -> Self {
        let title = piece.title.to_lowercase();
        let page = Page { language: Language::get(tag), title: &title };
        let mut builder = Builder {
            outline: Self::with_room(piece.blocks.len()),
            page,
            tag,
            part: Part::Opening,
            aside: None,
            closing: None,
            lower: String::new(),
        };
        builder.title(piece.title);
        piece.blocks.iter().for_each(|block| builder.add(block));
        builder.outline.part_quotations();
        builder.outline
    }

    /// Are there too few of the commonest words of its language?
    pub fn reads_like_another(&self) -> bool {
        let count = |word: &Word| usize::try_from(word.count).unwrap_or(usize::MAX);
        let common = self.words.iter().filter(|word| word.class.is(Class::FUNCTION));
        is_poor(common.map(count).sum(), self.tokens.len())
    }

    /// Marks what is quoted, unless the article says little itself; what an editor puts in front is
    /// set like a quotation as well.
    fn part_quotations(&mut self) {
        let is_quoted = |it: &Sentence<'_>| matches!(it.kind, Kind::Quote | Kind::Saying);
        let is_own = |it: &&Sentence<'_>| !is_quoted(it) && it.stands_alone();
        if self.sentences.iter().filter(is_own).count() < ENOUGH {
            return;
        }
        let credited = self.credited();
        for sentence in &mut self.sentences {
            let is_note = sentence.kind == Kind::Quote
                && sentence.block < NOTE
                && !credited.contains(&sentence.block);
            sentence.foreign = is_quoted(sentence) && !is_note;
        }
    }
}

impl Outline<'_> {
    /// Finds the first blocks that are quoted and followed by a dash and who said it.
    fn credited(&self) -> Vec<usize> {
        let first = self.sentences.iter().take_while(|it| it.block <= NOTE);
        let credits = first.filter(|it| it.kind == Kind::Quote && it.text.starts_with(DASHES));
        credits.flat_map(|it| [it.block.saturating_sub(1), it.block]).collect()
    }
}

impl<'a> Builder<'a, '_> {
    fn title(&mut self, title: &str) {
        let words = self.outline.number(title, self.page.language);
        for &word in &words {
            self.outline.words[word as usize].title = true;
        }
        self.outline.title = words;
    }

    fn add(&mut self, block: &'a Block) {
        match block {
            Block::Heading { level, text } => self.heading(*level, text),
            Block::Paragraph { text } if is_saying(text) => self.block(text, Kind::Saying),
            Block::Paragraph { text } => self.block(text, Kind::Paragraph),
            Block::Quote { text } => self.block(text, Kind::Quote),
            Block::Item { linked: true, text, .. } => self.block(text, Kind::Title),
            Block::Item { ordered, lead, text, .. } => {
                let kind = Kind::Item { ordered: *ordered, lead: lead.is_some() };
                let head = lead.as_ref().map_or(0, String::len);
                self.sentences(with_lead(sentences(text, self.tag), text, head), kind);
            }
            Block::Code { .. } | Block::Table { .. } | Block::Caption { .. } => {}
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let (lower, language) = (text.to_lowercase(), self.page.language);
        // A section ends at the next heading that is no deeper than its own.
        self.aside = self.aside.filter(|open| level > *open);
        self.closing = self.closing.filter(|open| level > *open);
        if self.aside.is_none() && language.is_aside(&lower) {
            self.aside = Some(level);
        }
        if self.closing.is_none() && language.closes(&lower) {
            self.closing = Some(level);
        }
        self.part = if self.closing.is_some() { Part::Closing } else { Part::Middle };
        self.outline.sections += 1;
        for word in self.outline.number(text, language) {
            self.outline.words[word as usize].headings += 1;
        }
    }

    fn block(&mut self, text: &'a str, kind: Kind) {
        self.sentences(sentences(text, self.tag), kind);
    }

    fn sentences(&mut self, texts: Vec<&'a str>, kind: Kind) {
        if self.aside.is_some() {
            return;
        }
        for (place, text) in texts.into_iter().enumerate() {
            let sentence = self.sentence(text, kind, place);
            self.outline.sentences.push(sentence);
        }
        self.outline.blocks += 1;
    }

    fn sentence(&mut self, text: &'a str, kind: Kind, place: usize) -> Sentence<'a> {
        let outline = &mut self.outline;
        let start = outline.tokens.len();
        let (mut seen, language) = (Seen::default(), self.page.language);
        let words = word::stems(text, |cut| {
            let number = outline.word(cut, language);
            let word = &mut outline.words[number as usize];
            word.count += 1;
            seen.add(word.class);
            outline.tokens.push(number);
        });
        let signs = language.signs(text, seen.first, seen.all);
        let own = seen.own || language.names_itself(text);
        let first = outline.sentences.is_empty();
        let known = form::Known { words, signs, own, draws: seen.draws, first };
        Sentence {
            text,
            words,
            form: form::judge(text, known, self.page, &mut self.lower),
            own,
            foreign: false,
            kind,
            part: self.part,
            section: outline.sections,
            block: outline.blocks,
            place,
            tokens: start..outline.tokens.len(),
        }
    }
}

/// What the words of a sentence are, seen one after another.
#[derive(Default)]
struct Seen {
    first: Option<Class>,
    all: Class,
    /// Does it say "this article", or "this long article"?
    own: bool,
    /// Did the last word point, and the one before it?
    points: [bool; 2],
    words: usize,
    /// Did one of the first draw a conclusion?
    draws: bool,
}

impl Seen {
    fn add(&mut self, class: Class) {
        self.first.get_or_insert(class);
        self.all.0 |= class.0;
        self.own |= class.is(Class::PIECE) && self.points != [false; 2];
        self.draws |= class.is(Class::THUS) && self.words < SOON;
        self.words += 1;
        self.points = [class.is(Class::POINTS), self.points[0]];
    }
}

/// Is it all in quotation marks, but for a dash and a name: "Mud is honest." - an old saying?
fn is_saying(text: &str) -> bool {
    const CLOSING: [char; 4] = ['"', '”', '“', '»'];
    let Some(quoted) = text.strip_prefix(['"', '“', '„', '«', '»']) else { return false };
    let Some((_, name)) = quoted.rsplit_once(CLOSING) else { return false };
    let name = name.trim_start();
    name.starts_with(DASHES) && name.split_whitespace().count() <= LONGEST_NAME
}

/// Keeps the bold lead of an item, `head` bytes long, together with the sentence behind it.
///
/// Of "**Mud.** Bare, grey and full of life.", the second half alone has lost what it speaks of.
fn with_lead<'a>(mut sentences: Vec<&'a str>, text: &'a str, head: usize) -> Vec<&'a str> {
    let &[first, second, ..] = sentences.as_slice() else { return sentences };
    // The closing stop is no part of the lead.
    if head > 0 && first.len() <= head + '。'.len_utf8() {
        let joined = first.len() + text[first.len()..].find(second).unwrap_or(0) + second.len();
        sentences.splice(..2, [text.get(..joined).unwrap_or(text)]);
    }
    sentences
}

impl Outline<'_> {
    fn number(&mut self, text: &str, language: &Language) -> Vec<u32> {
        let mut numbers = Vec::new();
        word::stems(text, |cut| numbers.push(self.word(cut, language)));
        numbers
    }

    fn word(&mut self, cut: Cut, language: &Language) -> u32 {
        // Most words were met before, and to find them costs less than to be ready to add them.
        if let Some(number) = self.numbers.get(&cut.stem) {
            return *number;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.numbers.insert(cut.stem, next);
        self.words.push(Word { class: language.class(cut), ..Word::default() });
        next
    }
}
