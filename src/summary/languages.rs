//! What writers of each language say when they point, sum up, or ask for something.

mod asian;
mod eastern;
mod germanic;
mod known;
mod phrases;
mod romance;

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::LazyLock;

use crate::text::sentence::primary;
use crate::text::word::{self, Cut};
use known::Known;
pub(super) use known::Signs;
use phrases::{Kind, Phrase, Phrases};

/// The words of one language, as its file writes them: parts apart by `|`.
pub(super) struct Words {
    /// The language, ISO 639-1.
    tag: &'static str,
    /// Openings that lean on the sentence before.
    leaning: &'static str,
    /// Openings that take something up, unless the piece itself follows ("this article").
    pointing: &'static str,
    /// Openings that say little by themselves: half of a thought, a guess, a wish, a count of what
    /// follows.
    weak: &'static str,
    /// Words that take something up wherever in a sentence they stand, by their first letters.
    these: &'static str,
    /// Words that draw a conclusion from what stands before, wherever in a sentence they stand.
    thus: &'static str,
    /// What a piece of writing is called, by its first letters.
    piece: &'static str,
    /// What a piece of writing calls itself, where words are not apart.
    own: &'static str,
    /// What it does to its reader, by the first letters: explain, show, introduce.
    tells: &'static str,
    /// What sums up, by its first letters.
    sums: &'static str,
    /// Phrases that point elsewhere on the page ("the following", "see below").
    elsewhere: &'static str,
    /// Phrases of subscription boxes, credits and footers.
    boilerplate: &'static str,
    /// Headings of sections that sum up.
    closing: &'static str,
    /// Headings of sections that are no part of the matter.
    aside: &'static str,
    /// The commonest function words.
    function: &'static str,
}

/// What is known about a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Class(pub(super) u8);

impl Class {
    /// A function word.
    pub const FUNCTION: Self = Self(1);
    /// A name of the piece itself.
    pub const PIECE: Self = Self(2);
    /// A verb of telling.
    pub const TELLS: Self = Self(4);
    /// A word that sums up.
    pub const SUMS: Self = Self(8);

    /// A word that points ("this").
    pub const POINTS: Self = Self(16);
    /// The first word of an opening that leans on the sentence before, or points.
    pub const OPENS: Self = Self(32);
    /// The longest word of a phrase of the page.
    pub const PAGE: Self = Self(64);
    /// A word that draws a conclusion from what stands before.
    pub const THUS: Self = Self(128);

    /// Is the word one of `class`?
    pub fn is(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }
}

/// What a sentence shows of the page it stands on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OfThePage {
    /// It belongs to the page, not to the article.
    pub boilerplate: bool,
    /// It points elsewhere on it.
    pub elsewhere: bool,
    /// It takes up what stands before it.
    pub takes_up: bool,
}

/// One language, ready for use.
pub(super) struct Language {
    known: Known,
    leaning: Phrases,
    pointing: Phrases,
    weak: Phrases,
    piece: Phrases,
    own: Phrases,
    page: Phrases,
    closing: Phrases,
    aside: Phrases,
}

static ALL: LazyLock<HashMap<&str, Language>> = LazyLock::new(|| {
    let files = [germanic::WORDS, romance::WORDS, eastern::WORDS, asian::WORDS];
    files.into_iter().flatten().map(|words| (words.tag, Language::of(words))).collect()
});

static NONE: LazyLock<Language> = LazyLock::new(|| Language::of(&Words::NONE));

impl Words {
    const NONE: Self = Self {
        tag: "",
        leaning: "",
        pointing: "",
        weak: "",
        these: "",
        thus: "",
        piece: "",
        own: "",
        tells: "",
        sums: "",
        elsewhere: "",
        boilerplate: "",
        closing: "",
        aside: "",
        function: "",
    };
}

fn parts(list: &'static str) -> Vec<&'static str> {
    list.split('|').map(str::trim).filter(|part| !part.is_empty()).collect()
}

impl Language {
    /// Gives what is known about a BCP 47 tag's language; nothing for one we do not know.
    pub fn get(tag: &str) -> &'static Self {
        ALL.get(primary(tag)).unwrap_or(&NONE)
    }

    /// Do we know the words of a BCP 47 tag's language?
    pub fn is_known(tag: &str) -> bool {
        ALL.contains_key(primary(tag))
    }

    fn of(words: &'static Words) -> Self {
        let mut known = Known::default();
        for part in parts(words.function) {
            word::stems(part, |cut| known.word(cut, Class::FUNCTION));
        }
        for part in parts(words.pointing) {
            let last = part.rsplit(' ').next().unwrap_or(part);
            word::stems(last, |cut| known.word(cut, Class::POINTS));
        }
        for part in parts(words.thus) {
            word::stems(part, |cut| known.word(cut, Class::THUS));
        }
        let lists =
            [(words.piece, Class::PIECE), (words.tells, Class::TELLS), (words.sums, Class::SUMS)];
        for (list, class) in lists {
            for part in parts(list) {
                word::stems(part, |cut| known.head(cut, class));
            }
        }
        for part in [words.leaning, words.pointing, words.weak].into_iter().flat_map(parts) {
            known.opening(part, Class::OPENS);
        }
        let of_the_page = [words.elsewhere, words.boilerplate, words.these];
        for part in of_the_page.into_iter().flat_map(parts) {
            known.phrase(part, Class::PAGE);
        }
        Self {
            known,
            leaning: Phrases::of(words.leaning),
            pointing: Phrases::of(words.pointing),
            weak: Phrases::of(words.weak),
            piece: Phrases::of(words.piece),
            own: Phrases::of(words.own),
            page: Phrases::of_kinds(&[
                (words.elsewhere, Kind::Elsewhere),
                (words.boilerplate, Kind::Boilerplate),
                (words.these, Kind::TakesUp),
            ]),
            closing: Phrases::of(words.closing),
            aside: Phrases::of(words.aside),
        }
    }

    /// Gives what is known about a word.
    pub fn class(&self, word: Cut) -> Class {
        self.known.class(word)
    }

    /// Says what is worth looking for in a sentence by the class of its first word and of all.
    pub fn signs(&self, text: &str, first: Option<Class>, all: Class) -> Signs {
        self.known.signs(text, first, all)
    }

    /// Does a sentence name the piece it stands in?
    pub fn names_itself(&self, sentence: &str) -> bool {
        self.own.within(sentence, |_| true)
    }

    /// Does a sentence, in lower case, say little by its opening?
    pub fn is_weak(&self, sentence: &str) -> bool {
        self.weak.opening(sentence).any(|(phrase, rest)| ends_word(phrase.text, rest))
    }

    /// Does a sentence, in lower case, lean on what stands before it? Where it speaks of the piece
    /// itself, `own`, "here" is the piece and a polite "you" the reader.
    pub fn leans(&self, sentence: &str, own: bool) -> bool {
        let whole = |(phrase, rest): &(Phrase, &str)| ends_word(phrase.text, rest);
        let leans = |found: &(Phrase, &str)| whole(found) && !(own && HERE.contains(&found.0.text));
        if self.leaning.opening(sentence).any(|found| leans(&found)) {
            return true;
        }
        let mut pointing = self.pointing.opening(sentence).filter(whole);
        pointing.any(|(_, rest)| !self.is_piece(rest.trim_start()))
    }

    /// Does a text start with a name of a piece of writing, be it a "two-part series"?
    fn is_piece(&self, text: &str) -> bool {
        let named = |text: &str| self.piece.opening(text).next().is_some();
        let compound = |word: &str| word.contains(['-', '\u{2010}']);
        named(text)
            || text.split_once(' ').is_some_and(|(word, rest)| compound(word) && named(rest))
    }

    /// Says what a sentence, in lower case, shows of the page it stands on; its article has this title.
    pub fn of_the_page(&self, sentence: &str, title: &str) -> OfThePage {
        let mut found = OfThePage::default();
        self.page.within(sentence, |phrase| {
            match phrase.kind {
                Kind::Boilerplate => found.boilerplate |= !title.contains(phrase.text),
                Kind::Elsewhere => found.elsewhere = true,
                Kind::TakesUp => found.takes_up = true,
            }
            found.boilerplate
        });
        found
    }

    /// Does a heading, in lower case, open a section that sums up?
    pub fn closes(&self, heading: &str) -> bool {
        is_brief(heading) && self.closing.within(heading, |_| true)
    }

    /// Does a heading, in lower case, open a section beside the matter?
    pub fn is_aside(&self, heading: &str) -> bool {
        let heading = heading.trim_start_matches(|c: char| !c.is_alphabetic());
        is_brief(heading) && self.aside.opening(heading).next().is_some()
    }
}

/// Is a heading brief enough to name a kind of section rather than a matter?
fn is_brief(heading: &str) -> bool {
    word::count(heading) <= 4
}

/// Does a phrase end where a word ends, with `rest` behind it? "Third-party" and "Next.js" are one.
fn ends_word(phrase: &str, rest: &str) -> bool {
    let unspaced = phrase.chars().next_back().is_some_and(is_unspaced);
    let joined = rest.strip_prefix(['-', '\u{2010}', '\u{2011}', '.']).unwrap_or(rest);
    unspaced || !joined.starts_with(char::is_alphanumeric)
}

/// Is this a character of a writing without spaces between words?
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// Openings that lean, but not where a piece speaks of itself.
const HERE: [&str; 3] = ["hier", "ici", "sie"];

/// A hasher for keys that are hashes already, or single characters.
#[derive(Default)]
pub(super) struct Same(u64);

impl Hasher for Same {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u32(&mut self, c: u32) {
        self.0 = u64::from(c).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
