//! What writers of each language say when they point, sum up, or ask for something.

mod asian;
mod eastern;
mod germanic;
mod romance;

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use crate::text::sentence::primary;
use crate::text::word::{self, Cut, Stem};

/// The words of one language, as its file writes them: parts apart by `|`.
pub(super) struct Words {
    /// The language, ISO 639-1.
    tag: &'static str,
    /// Openings that lean on the sentence before.
    leaning: &'static str,
    /// Openings that take something up, unless the piece itself follows ("this article").
    pointing: &'static str,
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
pub(super) struct Class(u8);

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

    /// Is the word one of `class`?
    pub fn is(self, class: Self) -> bool {
        self.0 & class.0 != 0
    }
}

/// One language, ready for use.
pub(super) struct Language {
    classes: HashMap<Stem, Class, BuildHasherDefault<Same>>,
    heads: HashMap<Stem, Class, BuildHasherDefault<Same>>,
    leaning: Openings,
    pointing: Openings,
    piece: Vec<&'static str>,
    own: Vec<&'static str>,
    elsewhere: Vec<&'static str>,
    boilerplate: Vec<&'static str>,
    closing: Vec<&'static str>,
    aside: Vec<&'static str>,
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

    fn of(words: &'static Words) -> Self {
        let mut classes: HashMap<Stem, Class, _> = HashMap::default();
        let mut heads: HashMap<Stem, Class, _> = HashMap::default();
        for part in parts(words.function) {
            word::stems(part, |cut| classes.entry(cut.stem).or_default().0 |= Class::FUNCTION.0);
        }
        for part in parts(words.pointing) {
            let last = part.rsplit(' ').next().unwrap_or(part);
            word::stems(last, |cut| classes.entry(cut.stem).or_default().0 |= Class::POINTS.0);
        }
        let lists =
            [(words.piece, Class::PIECE), (words.tells, Class::TELLS), (words.sums, Class::SUMS)];
        for (list, class) in lists {
            for part in parts(list) {
                word::stems(part, |cut| heads.entry(cut.stem).or_default().0 |= class.0);
            }
        }
        Self {
            classes,
            heads,
            leaning: Openings::of(words.leaning),
            pointing: Openings::of(words.pointing),
            piece: parts(words.piece),
            own: parts(words.own),
            elsewhere: parts(words.elsewhere),
            boilerplate: parts(words.boilerplate),
            closing: parts(words.closing),
            aside: parts(words.aside),
        }
    }

    /// Gives what is known about a word.
    pub fn class(&self, word: Cut) -> Class {
        let mut class = self.classes.get(&word.stem).copied().unwrap_or_default();
        for stem in [word.heads[0], word.heads[1], word.stem] {
            class.0 |= self.heads.get(&stem).copied().unwrap_or_default().0;
        }
        class
    }

    /// Does a sentence, in lower case, name the piece it stands in?
    pub fn names_itself(&self, sentence: &str) -> bool {
        holds(&self.own, sentence)
    }

    /// Does a sentence, in lower case, lean on what stands before it?
    pub fn leans(&self, sentence: &str) -> bool {
        if self.leaning.after(sentence).is_some() {
            return true;
        }
        self.pointing.after(sentence).is_some_and(|rest| {
            let rest = rest.trim_start();
            !self.piece.iter().any(|piece| rest.starts_with(piece))
        })
    }

    /// Does a sentence, in lower case, point elsewhere on the page?
    pub fn points_elsewhere(&self, sentence: &str) -> bool {
        holds(&self.elsewhere, sentence)
    }

    /// Is a sentence, in lower case, of the page rather than of the article?
    pub fn is_boilerplate(&self, sentence: &str) -> bool {
        holds(&self.boilerplate, sentence)
    }

    /// Does a heading, in lower case, open a section that sums up?
    pub fn closes(&self, heading: &str) -> bool {
        holds(&self.closing, heading)
    }

    /// Does a heading, in lower case, open a section beside the matter?
    pub fn is_aside(&self, heading: &str) -> bool {
        holds(&self.aside, heading)
    }
}

fn holds(phrases: &[&str], text: &str) -> bool {
    phrases.iter().any(|phrase| find_word(text, phrase))
}

/// Finds a phrase in a text where a word starts.
fn find_word(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() || crate::text::sentence::is_cjk(c))
    })
}

/// Openings by their first character, so that most sentences are told apart at once.
struct Openings(HashMap<char, Vec<&'static str>>);

impl Openings {
    fn of(list: &'static str) -> Self {
        let mut openings: HashMap<char, Vec<&'static str>> = HashMap::new();
        for part in parts(list) {
            openings.entry(part.chars().next().unwrap_or(' ')).or_default().push(part);
        }
        Self(openings)
    }

    /// Gives what follows the opening a text starts with.
    fn after<'t>(&self, text: &'t str) -> Option<&'t str> {
        let first = text.chars().next()?;
        self.0.get(&first)?.iter().find_map(|opening| {
            let rest = text.strip_prefix(opening)?;
            let spaced = opening.chars().next_back().is_some_and(|c| !is_unspaced(c));
            let goes_on = rest.chars().next().is_some_and(char::is_alphanumeric);
            (!(spaced && goes_on)).then_some(rest)
        })
    }
}

/// Is this a character of a writing without spaces between words?
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// A hasher for keys that are hashes already.
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

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
