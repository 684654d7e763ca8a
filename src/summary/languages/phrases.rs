//! Finds known phrases in a text, passing by most of its places at once.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::Same;
use crate::text::sentence::is_cjk;
use crate::text::word;

/// What it means that a phrase stands in a sentence.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// It points elsewhere on the page.
    Elsewhere,
    /// It belongs to the page, not to the article.
    Boilerplate,
}

/// A phrase to look for.
#[derive(Clone, Copy)]
pub(super) struct Phrase {
    /// The phrase in lower case.
    pub text: &'static str,
    /// What it means.
    pub kind: Kind,
}

/// Phrases by their first character.
pub(super) struct Phrases {
    by_first: HashMap<char, Vec<Phrase>, BuildHasherDefault<Same>>,
    /// Which first three bytes, hashed, may start a phrase.
    starts: [u64; SIEVE / 64],
}

/// Enough for some hundred phrases: of the places in a text, three in a hundred are looked at.
const SIEVE: usize = 4096;

impl Phrases {
    /// Reads a list.
    pub fn of(list: &'static str) -> Self {
        Self::of_kinds(&[(list, Kind::Elsewhere)])
    }

    /// Reads lists of several kinds.
    pub fn of_kinds(lists: &[(&'static str, Kind)]) -> Self {
        let mut phrases = Self { by_first: HashMap::default(), starts: [0; SIEVE / 64] };
        for &(list, kind) in lists {
            for text in super::parts(list) {
                let first = text.chars().next().unwrap_or(' ');
                phrases.by_first.entry(first).or_default().push(Phrase { text, kind });
                phrases.note(text.as_bytes());
            }
        }
        phrases
    }

    /// Notes the first three bytes of a phrase; a shorter one goes on with any byte, or none.
    fn note(&mut self, phrase: &[u8]) {
        let mut set = |key: usize| self.starts[key / 64] |= 1 << (key % 64);
        match *phrase {
            [] => {}
            [a] => (0..=u8::MAX).for_each(|b| (0..=u8::MAX).for_each(|c| set(key(a, b, c)))),
            [a, b] => (0..=u8::MAX).for_each(|c| set(key(a, b, c))),
            [a, b, c, ..] => set(key(a, b, c)),
        }
    }

    fn may_start(&self, text: &[u8]) -> bool {
        let byte = |at: usize| text.get(at).copied().unwrap_or(0);
        let key = key(byte(0), byte(1), byte(2));
        self.starts[key / 64] & (1 << (key % 64)) != 0
    }

    /// Gives each phrase a text starts with, and what follows it.
    pub fn opening<'t>(&self, text: &'t str) -> impl Iterator<Item = (Phrase, &'t str)> {
        let first = text.chars().next().filter(|_| self.may_start(text.as_bytes()));
        let phrases = first.and_then(|first| self.by_first.get(&first));
        let phrases = phrases.into_iter().flatten();
        phrases.filter_map(|phrase| Some((*phrase, text.strip_prefix(phrase.text)?)))
    }

    /// Calls `each` with the phrases that start where a word starts, until it has seen enough.
    pub fn within(&self, text: &str, mut each: impl FnMut(Phrase) -> bool) -> bool {
        if self.by_first.is_empty() {
            return false;
        }
        let mut inside = false;
        for (at, c) in text.char_indices() {
            let letter = word::is_letter(c) && !is_cjk(c);
            let start = c != ' ' && !(inside && letter);
            inside = letter;
            if start
                && self.may_start(&text.as_bytes()[at..])
                && self.opening(&text[at..]).any(|(phrase, _)| each(phrase))
            {
                return true;
            }
        }
        false
    }
}

fn key(a: u8, b: u8, c: u8) -> usize {
    (usize::from(a) * 1021 + usize::from(b) * 61 + usize::from(c)) % SIEVE
}
