//! What is known about the words of a language, and which phrases a word may be part of.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::{Class, Same};
use crate::text::sentence::is_cjk;
use crate::text::word::{self, Cut, Stem};

/// The words of a language by their stems.
pub(super) struct Known {
    classes: HashMap<Stem, Class, BuildHasherDefault<Same>>,
    /// By a word's first four or five letters, or by its stem.
    heads: HashMap<Stem, Class, BuildHasherDefault<Same>>,
    /// Which stems, by some of their bits, may be in one of them.
    sieve: [u64; SIEVE / 64],
    /// Phrases without a word in them.
    wordless: Vec<&'static str>,
    /// Has every phrase a word that can be told by its stem?
    is_marked: bool,
}

/// Of the words that are in no table, one in ten is looked up.
const SIEVE: usize = 8192;

/// What is worth looking for in a sentence.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Signs {
    /// It may open with a phrase that leans on the sentence before it.
    pub opens: bool,
    /// It may hold a phrase of the page.
    pub page: bool,
}

impl Signs {
    /// Nothing is known, so everything is looked for.
    pub const ALL: Self = Self { opens: true, page: true };
}

impl Default for Known {
    fn default() -> Self {
        Self {
            classes: HashMap::default(),
            heads: HashMap::default(),
            sieve: [0; SIEVE / 64],
            wordless: Vec::new(),
            is_marked: true,
        }
    }
}

impl Known {
    /// Says something about a whole word.
    pub fn word(&mut self, cut: Cut, class: Class) {
        self.classes.entry(cut.stem).or_default().0 |= class.0;
        self.note(cut.stem);
    }

    /// Says something about all words that start so.
    pub fn head(&mut self, cut: Cut, class: Class) {
        self.heads.entry(cut.stem).or_default().0 |= class.0;
        self.note(cut.stem);
    }

    /// Marks the first word of a phrase that ends where a word ends.
    pub fn opening(&mut self, phrase: &'static str, class: Class) {
        match first_word(phrase) {
            Some(first) if !phrase.contains(is_cjk) => self.word(first, class),
            _ => self.is_marked = false,
        }
    }

    /// Marks the longest word of a phrase, whose last word may go on in a text.
    ///
    /// A function word would mark most sentences, so any other goes before it.
    pub fn phrase(&mut self, phrase: &'static str, class: Class) {
        let mut words = Vec::new();
        word::stems(phrase, |cut| words.push(cut));
        let open = words.pop_if(|_| phrase.ends_with(word::is_letter));
        let whole = words.into_iter().max_by_key(|cut| (!self.is_function(*cut), cut.letters));
        // Of a word that may go on, its first four letters at least are known.
        let open = open.filter(|cut| cut.letters >= 4);
        match (open, whole) {
            _ if phrase.contains(is_cjk) => self.is_marked = false,
            (Some(open), whole)
                if whole.is_none_or(|cut| self.is_function(cut) || cut.letters < open.letters) =>
            {
                self.head(open, class);
            }
            (_, Some(whole)) => self.word(whole, class),
            (_, None) if phrase.contains(word::is_letter) => self.is_marked = false,
            (_, None) => self.wordless.push(phrase),
        }
    }

    fn is_function(&self, word: Cut) -> bool {
        self.classes.get(&word.stem).is_some_and(|class| class.is(Class::FUNCTION))
    }

    fn note(&mut self, stem: Stem) {
        let (at, bit) = place(stem);
        self.sieve[at] |= bit;
    }

    fn may_hold(&self, stem: Stem) -> bool {
        let (at, bit) = place(stem);
        self.sieve[at] & bit != 0
    }

    /// Gives what is known about a word.
    pub fn class(&self, word: Cut) -> Class {
        let mut class = Class::default();
        if self.may_hold(word.stem) {
            class.0 |= self.classes.get(&word.stem).copied().unwrap_or_default().0;
        }
        let [four, five] = word.heads();
        for stem in [four, five, word.stem] {
            if self.may_hold(stem) {
                class.0 |= self.heads.get(&stem).copied().unwrap_or_default().0;
            }
        }
        class
    }

    /// Says what is worth looking for in a sentence by the class of its first word and of all.
    pub fn signs(&self, text: &str, first: Option<Class>, all: Class) -> Signs {
        if !self.is_marked {
            return Signs::ALL;
        }
        let wordless = !text.is_ascii() && self.wordless.iter().any(|sign| text.contains(sign));
        Signs {
            opens: first.is_some_and(|first| first.is(Class::OPENS)),
            page: wordless || all.is(Class::PAGE),
        }
    }
}

fn first_word(phrase: &str) -> Option<Cut> {
    let mut first = None;
    word::stems(phrase, |cut| first = first.or(Some(cut)));
    first
}

/// Where a stem is noted.
fn place(stem: Stem) -> (usize, u64) {
    let at = usize::try_from(stem % SIEVE as u64).unwrap_or_default();
    (at / 64, 1 << (at % 64))
}
#[cfg(test)]
mod tests {
    use super::super::{Language, asian, eastern, germanic, parts, romance};
    use super::{Class, word};

    #[test]
    fn a_phrase_is_looked_for_wherever_it_may_be_found() {
        let all = [germanic::WORDS, romance::WORDS, eastern::WORDS, asian::WORDS];
        for words in all.into_iter().flatten() {
            let language = Language::get(words.tag);
            let signs = |text: &str| {
                let (mut first, mut all) = (None, Class::default());
                word::stems(text, |cut| {
                    let class = language.class(cut);
                    first.get_or_insert(class);
                    all.0 |= class.0;
                });
                language.signs(text, first, all)
            };
            for phrase in [words.elsewhere, words.boilerplate].into_iter().flat_map(parts) {
                for text in [format!("Now {phrase}."), format!("Now, {phrase}xyz it is.")] {
                    assert!(signs(&text).page, "{}: {text}", words.tag);
                }
            }
            for phrase in [words.leaning, words.pointing].into_iter().flat_map(parts) {
                let text = format!("“{phrase}, it is.");
                assert!(signs(&text).opens, "{}: {text}", words.tag);
            }
        }
        assert!(!Language::get("en").signs("Sand moves.", None, Class::default()).page);
    }
}
