//! Tells whether two sentences say the same.

use crate::summary::features::number;
use crate::summary::outline::Outline;
use crate::text::position;
use crate::text::sentence::is_cjk;

/// Two sentences that share this much of the shorter one's words say the same.
const SAME: f64 = 0.55;
/// Where single characters are compared, some are shared by any two sentences.
const SAME_SIGNS: f64 = 0.58;

/// What a sentence says, as far as it can be compared.
pub(super) struct Said {
    /// Its distinct words.
    pub words: Vec<u32>,
    /// Its distinct Chinese, Japanese or Korean characters: of pairs, too few are ever shared.
    signs: Vec<char>,
}

impl Said {
    /// Reads the sentence at `at`.
    pub fn of(outline: &Outline, at: usize) -> Self {
        let sentence = &outline.sentences[at];
        let mut words = outline.tokens[sentence.tokens.clone()].to_vec();
        words.sort_unstable();
        words.dedup();
        Self { words, signs: signs(sentence.text) }
    }
}

/// Compares sentences of one article with each other, a round for each.
pub(super) struct Comparison {
    /// The last round in which each word was said.
    said: Vec<u32>,
    round: u32,
}

impl Comparison {
    /// Prepares for the words of an article.
    pub fn of(outline: &Outline) -> Self {
        Self { said: vec![0; outline.words.len()], round: 0 }
    }

    /// Begins a round that compares with this sentence.
    pub fn with<'c>(&'c mut self, sentence: &'c Said) -> Round<'c> {
        self.round += 1;
        for word in &sentence.words {
            self.said[*word as usize] = self.round;
        }
        Round { comparison: self, sentence }
    }
}

/// One sentence to compare others with.
pub(super) struct Round<'c> {
    comparison: &'c Comparison,
    sentence: &'c Said,
}

impl Round<'_> {
    /// Does the other sentence say the same?
    pub fn same(&self, other: &Said) -> bool {
        let (said, round) = (&self.comparison.said, self.comparison.round);
        let shared = other.words.iter().filter(|word| said[**word as usize] == round).count();
        let own = self.sentence;
        is_most(SAME, shared, own.words.len(), other.words.len())
            || (!own.signs.is_empty()
                && is_most(
                    SAME_SIGNS,
                    shared_signs(&own.signs, &other.signs),
                    own.signs.len(),
                    other.signs.len(),
                ))
    }
}

/// Is `shared` more than this part of the smaller of two sizes?
fn is_most(part: f64, shared: usize, a: usize, b: usize) -> bool {
    number(shared) > part * number(a.min(b).max(1))
}

/// Lists the distinct Chinese, Japanese or Korean characters of a text, sorted.
fn signs(text: &str) -> Vec<char> {
    // None of them begins with a smaller byte.
    if position(text.as_bytes(), |byte| byte >= 0xE3).is_none() {
        return Vec::new();
    }
    let mut signs = Vec::with_capacity(text.len() / 3);
    signs.extend(text.chars().filter(|c| is_cjk(*c)));
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// Counts what two sorted lists share, going through both side by side.
fn shared_signs(a: &[char], b: &[char]) -> usize {
    let (mut shared, mut at) = (0, 0);
    for sign in a {
        while b.get(at).is_some_and(|other| other < sign) {
            at += 1;
        }
        shared += usize::from(b.get(at) == Some(sign));
    }
    shared
}
