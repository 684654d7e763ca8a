//! What the words of a span add up to.

use super::{flag, logarithm, number};
use crate::summary::languages::Class;
use crate::summary::outline::{Outline, Word};

/// The title's words that carry meaning; all of them where none does.
pub(super) struct Title {
    /// Is each word one of them?
    pub words: Vec<bool>,
    /// How many they are, at least one.
    pub count: f64,
}

impl Title {
    /// Reads the title.
    pub fn of(outline: &Outline) -> Self {
        let content = |w: &&u32| !is_function(outline.words[**w as usize]);
        let mut chosen: Vec<u32> = outline.title.iter().filter(content).copied().collect();
        if chosen.is_empty() {
            chosen.clone_from(&outline.title);
        }
        chosen.sort_unstable();
        chosen.dedup();
        let mut words = vec![false; outline.words.len()];
        for &word in &chosen {
            words[word as usize] = true;
        }
        Self { words, count: number(chosen.len()).max(1.0) }
    }
}

/// Sums over the distinct words of a span.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub distinct: f64,
    pub content: f64,
    pub title: f64,
    pub headings: f64,
    pub frequency: f64,
    pub mass: f64,
    pub own: f64,
    pub early: f64,
    pub tells: f64,
    pub summing: f64,
}

impl Sums {
    /// What one word adds that stands, or does not, in the title, in sentences of the piece about
    /// itself, and early.
    pub fn of(word: &Word, title: bool, own: bool, early: bool) -> Self {
        let sums = Self {
            distinct: 1.0,
            title: flag(title),
            tells: flag(word.class.is(Class::TELLS)),
            summing: flag(word.class.is(Class::SUMS)),
            ..Self::default()
        };
        if is_function(*word) {
            return sums;
        }
        Self {
            content: 1.0,
            headings: f64::from(word.headings.min(2)),
            frequency: logarithm(word.count),
            mass: f64::from(word.count),
            own: flag(own),
            early: flag(early),
            ..sums
        }
    }

    /// Adds what another word, or span, comes to.
    pub fn add(&mut self, more: &Self) {
        self.distinct += more.distinct;
        self.content += more.content;
        self.title += more.title;
        self.headings += more.headings;
        self.frequency += more.frequency;
        self.mass += more.mass;
        self.own += more.own;
        self.early += more.early;
        self.tells += more.tells;
        self.summing += more.summing;
    }
}

/// Does a word carry no meaning of its own?
pub(super) fn is_function(word: Word) -> bool {
    word.class.is(Class::FUNCTION)
}
