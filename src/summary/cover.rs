//! Chooses the takeaways: sentences that together say what the article is made of.

use std::ops::Range;

use crate::summary::alike::{Comparison, Said};
use crate::summary::features::{logarithm, number};
use crate::summary::form::Stand;
use crate::summary::languages::Class;
use crate::summary::outline::{Kind, Outline, Sentence, Word};
use crate::summary::weights::Takeaways;
use crate::text::sentence::is_cjk;

/// So many to choose from are enough.
const ENOUGH: usize = 3;
/// A takeaway of fewer words has hardly a point.
const SHORTEST: usize = 7;
/// The same where two characters count as a word, which is less than one.
const SHORTEST_UNSPACED: usize = 9;
/// A takeaway longer than this is no point but a paragraph.
const LONGEST: usize = 40;
/// All takeaways together are skimmed in half a minute.
const ALL: usize = 97;

/// Chooses at most so many sentences, in the article's order, beside those `taken`.
pub(super) fn takeaways(
    outline: &Outline,
    taken: &Range<usize>,
    most: usize,
    weights: &Takeaways,
) -> Vec<usize> {
    let mut choice = Choice::of(outline, weights);
    let told: Vec<Said> = taken.clone().map(|at| Said::of(outline, at)).collect();
    for has_point in [true, false] {
        // Little is better than an article without takeaways, and only then.
        if choice.chosen.len() < ENOUGH {
            choice.add(taken, has_point);
            for told in &told {
                choice.say(told);
            }
            while choice.chosen.len() < most && choice.choose() {}
        }
    }
    choice.chosen.sort_unstable();
    choice.chosen
}

/// A sentence that may become a takeaway.
struct Candidate {
    at: usize,
    said: Said,
    place: f64,
}

/// What is chosen so far, and what may still be.
struct Choice<'o, 'a> {
    outline: &'o Outline<'a>,
    weights: &'o Takeaways,
    comparison: Comparison,
    candidates: Vec<Candidate>,
    /// What each word is worth the next time it is said.
    worth: Vec<f64>,
    room: usize,
    chosen: Vec<usize>,
}

impl<'o, 'a> Choice<'o, 'a> {
    fn of(outline: &'o Outline<'a>, weights: &'o Takeaways) -> Self {
        Self {
            outline,
            weights,
            comparison: Comparison::of(outline),
            candidates: Vec::new(),
            worth: worths(outline, weights),
            room: ALL,
            chosen: Vec::new(),
        }
    }

    /// Makes those candidates that have a point, or have none, and are not taken.
    fn add(&mut self, taken: &Range<usize>, has_point: bool) {
        let others = (0..self.outline.sentences.len()).filter(|at| !taken.contains(at));
        others.for_each(|at| self.consider(at, has_point));
        for at in self.chosen.clone() {
            self.say(&Said::of(self.outline, at));
        }
    }

    /// Takes away the candidates that say what is said already.
    fn say(&mut self, said: &Said) {
        let comparison = self.comparison.with(said);
        self.candidates.retain(|candidate| !comparison.same(&candidate.said));
    }

    /// Makes the sentence at `at` a candidate if it can stand alone, and has a point or has none.
    fn consider(&mut self, at: usize, has_point: bool) {
        let sentence = &self.outline.sentences[at];
        let fits = sentence.stands_alone() && sentence.words <= LONGEST;
        if fits && self.has_point(at) == has_point {
            let said = Said::of(self.outline, at);
            let place = place(sentence, self.weights);
            self.candidates.push(Candidate { at, said, place });
        }
    }

    /// Has a sentence a point of its own: none that is half of a thought, or answers a question that
    /// is not asked here?
    fn has_point(&self, at: usize) -> bool {
        let sentence = &self.outline.sentences[at];
        let before = at.checked_sub(1).map(|at| &self.outline.sentences[at]);
        let asked = before.filter(|it| it.section == sentence.section);
        let answers = asked.is_some_and(|it| it.text.ends_with(['?', '？', '؟']));
        may_have_point(sentence) && sentence.form.stand != Stand::Weak && !answers
    }

    /// Chooses one more; says whether there was one.
    fn choose(&mut self) -> bool {
        let Some(best) = self.best().map(|at| self.candidates.swap_remove(at)) else {
            return false;
        };
        for &word in &best.said.words {
            self.worth[word as usize] *= self.weights.again;
        }
        let sentence = &self.outline.sentences[best.at];
        self.room -= sentence.words;
        let comparison = self.comparison.with(&best.said);
        self.candidates.retain_mut(|other| {
            if self.outline.sentences[other.at].section == sentence.section {
                other.place -= self.weights.crowded;
            }
            !comparison.same(&other.said)
        });
        self.chosen.push(best.at);
        true
    }

    /// Finds the candidate that says most for its length; of equals the first in the article.
    fn best(&self) -> Option<usize> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (index, candidate) in self.candidates.iter().enumerate() {
            let length = self.outline.sentences[candidate.at].words;
            if length > self.room {
                continue;
            }
            let new: f64 = candidate.said.words.iter().map(|word| self.worth[*word as usize]).sum();
            let score = new / (number(length) + self.weights.room) + candidate.place;
            let is_better = |&(most, at, _): &(f64, usize, usize)| {
                score > most || (score >= most && candidate.at < at)
            };
            if best.as_ref().is_none_or(is_better) {
                best = Some((score, candidate.at, index));
            }
        }
        best.map(|(_, _, index)| index)
    }
}

/// What each word is worth when it is said for the first time.
fn worths(outline: &Outline, weights: &Takeaways) -> Vec<f64> {
    let mut opens = vec![0; outline.words.len()];
    for sentence in outline.sentences.iter().filter(|sentence| sentence.place == 0) {
        for &word in &outline.tokens[sentence.tokens.clone()] {
            opens[word as usize] += 1;
        }
    }
    let all = outline.tokens.len();
    let words = outline.sentences.iter().map(|sentence| sentence.words).sum::<usize>();
    // Pairs of characters are more than the words a reader reads.
    let per_word = number(all.max(1)) / number(words.max(1));
    let all = logarithm(u32::try_from(all).unwrap_or(u32::MAX));
    let worth = |(word, opens): (&Word, u32)| worth(*word, opens, all, weights) / per_word;
    outline.words.iter().zip(opens).map(worth).collect()
}

/// What a word is worth that so often stands in a block's first sentence.
///
/// The chance that an author's own key points say it, and more for a likely word than its share:
/// there is room for few.
fn worth(word: Word, opens: u32, all: f64, weights: &Takeaways) -> f64 {
    let frequency = logarithm(word.count) - all;
    if word.class.is(Class::FUNCTION) {
        return weights.hollow * likely(weights.function + weights.function_frequency * frequency);
    }
    likely(
        weights.content
            + weights.frequency * frequency
            + given(word.count == 1, weights.once)
            + given(word.title, weights.title)
            + given(word.headings > 0, weights.heading)
            + weights.opens * logarithm(opens),
    )
}

/// Gives what a chance of these log odds is worth.
fn likely(odds: f64) -> f64 {
    let chance = 1.0 / (1.0 + (-odds).exp());
    chance * chance.sqrt()
}

/// Is a sentence long enough to have a point, and no exclamation?
fn may_have_point(sentence: &Sentence) -> bool {
    let text = sentence.text;
    let shortest = if text.contains(is_cjk) { SHORTEST_UNSPACED } else { SHORTEST };
    sentence.words >= shortest && !text.ends_with(['!', '！'])
}

fn place(sentence: &Sentence, weights: &Takeaways) -> f64 {
    let lead = matches!(sentence.kind, Kind::Item { lead: true, .. });
    given(sentence.place == 0, weights.first_of_block) + given(lead, weights.lead)
}

fn given(is: bool, weight: f64) -> f64 {
    if is { weight } else { 0.0 }
}
