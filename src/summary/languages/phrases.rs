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
    /// It takes up what stands before it.
    TakesUp,
}

/// A phrase to look for.
#[derive(Clone, Copy)]
pub(super) struct Phrase {
    /// The phrase in lower case.
    pub text: &'static str,
    /// What it means.
    pub kind: Kind,
}

/// Phrases by how they start.
pub(super) struct Phrases {
    /// By the first three bytes, hashed.
    by_start: HashMap<u32, Vec<Phrase>, BuildHasherDefault<Same>>,
    /// Those of fewer bytes.
    short: Vec<Phrase>,
    /// Which keys there are.
    starts: [u64; SIEVE / 64],
}

/// Enough for some hundred phrases: of the places in a text, three in a hundred are looked at.
const SIEVE: usize = 8192;

impl Phrases {
    /// Reads a list.
    pub fn of(list: &'static str) -> Self {
        Self::of_kinds(&[(list, Kind::Elsewhere)])
    }

    /// Reads lists of several kinds.
    pub fn of_kinds(lists: &[(&'static str, Kind)]) -> Self {
        let (by_start, short) = (HashMap::default(), Vec::new());
        let mut phrases = Self { by_start, short, starts: [0; SIEVE / 64] };
        for &(list, kind) in lists {
            for text in super::parts(list) {
                phrases.add(Phrase { text, kind });
            }
        }
        phrases
    }

    /// Adds a phrase under its first three bytes; a shorter one goes on with any byte, or none.
    fn add(&mut self, phrase: Phrase) {
        let any = || 0..=u8::MAX;
        let mut note = |key: usize| self.starts[key / 64] |= 1 << (key % 64);
        match *phrase.text.as_bytes() {
            [] => return,
            [a] => any().for_each(|b| any().for_each(|c| note(key(a, b, c)))),
            [a, b] => any().for_each(|c| note(key(a, b, c))),
            [a, b, c, ..] => {
                let key = key(a, b, c);
                note(key);
                self.by_start.entry(number(key)).or_default().push(phrase);
                return;
            }
        }
        self.short.push(phrase);
    }

    /// Gives the key a text starts with, if a phrase may start so.
    #[inline]
    fn start(&self, text: &[u8]) -> Option<usize> {
        let key = match *text {
            [a, b, c, ..] => key(a, b, c),
            [a, b] => key(a, b, 0),
            [a] => key(a, 0, 0),
            [] => return None,
        };
        (self.starts[key / 64] & (1 << (key % 64)) != 0).then_some(key)
    }

    /// Gives each phrase a text starts with, and what follows it.
    pub fn opening<'t>(&self, text: &'t str) -> impl Iterator<Item = (Phrase, &'t str)> {
        let key = self.start(text.as_bytes());
        let short = key.map(|_| &self.short);
        let phrases = key.and_then(|key| self.by_start.get(&number(key)));
        let phrases = short.into_iter().chain(phrases).flatten();
        phrases.filter_map(|phrase| Some((*phrase, text.strip_prefix(phrase.text)?)))
    }

    /// Calls `each` with the phrases that start where a word starts, until it has seen enough.
    pub fn within(&self, text: &str, mut each: impl FnMut(Phrase) -> bool) -> bool {
        if self.by_start.is_empty() && self.short.is_empty() {
            return false;
        }
        // Few places pass the sieve, so it comes before the question where words and characters start.
        (0..text.len()).any(|at| {
            self.start(&text.as_bytes()[at..]).is_some()
                && starts_word(text, at)
                && self.opening(&text[at..]).any(|(phrase, _)| each(phrase))
        })
    }
}

/// Does a word, or a mark, start at this byte? Chinese, Japanese and Korean words may start anywhere.
fn starts_word(text: &str, at: usize) -> bool {
    let is_letter = |c: char| word::is_letter(c) && !is_cjk(c);
    let Some((before, behind)) = text.split_at_checked(at) else { return false };
    !(behind.starts_with(is_letter) && before.ends_with(is_letter))
}

/// Makes a number of a key, which is small.
fn number(key: usize) -> u32 {
    u32::try_from(key).unwrap_or(u32::MAX)
}

/// Hashes three bytes; those that open with ASCII, and others, have half of the keys each.
#[inline]
fn key(a: u8, b: u8, c: u8) -> usize {
    let hash = usize::from(a) * 1021 + usize::from(b) * 61 + usize::from(c);
    hash % (SIEVE / 2) + if a.is_ascii() { 0 } else { SIEVE / 2 }
}
