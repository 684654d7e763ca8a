//! Chooses the takeaways: sentences that together say what the article is made of.

use std::ops::{Range, RangeInclusive};

use crate::summary::alike::{Comparison, Said};
use crate::summary::features::{logarithm, number};
use crate::summary::languages::Class;
use crate::summary::outline::{Kind, Outline, Sentence, Word};
use crate::summary::weights::Takeaways;

/// So many to choose from are enough.
const ENOUGH: usize = 4;
/// A takeaway of fewer words has hardly a point.
const SHORTEST: usize = 7;
/// A takeaway longer than this is no point but a paragraph.
const LONGEST: usize = 40;
/// All takeaways together are skimmed in half a minute.
const ALL: usize = 98;

/// Chooses at most so many sentences, in the article's order, beside those `taken`.
pub(super) fn takeaways(
    outline: &Outline,
    taken: &Range<usize>,
    most: usize,
    weights: &Takeaways,
) -> Vec<usize> {
    let mut choice = Choice::of(outline, taken, weights);
    while choice.chosen.len() < most && choice.choose() {}
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
    /// What a place of weight one is worth in this article.
    scale: f64,
    room: usize,
    chosen: Vec<usize>,
}

impl<'o, 'a> Choice<'o, 'a> {
    fn of(outline: &'o Outline<'a>, taken: &Range<usize>, weights: &'o Takeaways) -> Self {
        let worth: Vec<f64> = outline.words.iter().map(|word| worth(*word, weights)).collect();
        let mut choice = Self {
            outline,
            weights,
            comparison: Comparison::of(outline),
            candidates: Vec::new(),
            scale: scale(outline, &worth),
            worth,
            room: ALL,
            chosen: Vec::new(),
        };
        let told: Vec<Said> = taken.clone().map(|at| Said::of(outline, at)).collect();
        let lengths = [SHORTEST..=LONGEST, 1..=SHORTEST - 1];
        for lengths in lengths {
            // A very short sentence is better than an article without takeaways, and only then.
            if choice.candidates.len() < ENOUGH {
                let others = (0..outline.sentences.len()).filter(|at| !taken.contains(at));
                others.for_each(|at| choice.consider(at, &lengths));
            }
        }
        for told in &told {
            let comparison = choice.comparison.with(told);
            choice.candidates.retain(|candidate| !comparison.same(&candidate.said));
        }
        choice
    }

    /// Makes the sentence at `at` a candidate if it can stand alone.
    fn consider(&mut self, at: usize, lengths: &RangeInclusive<usize>) {
        let sentence = &self.outline.sentences[at];
        if sentence.stands_alone() && lengths.contains(&sentence.words) {
            let said = Said::of(self.outline, at);
            let place = self.scale * place(sentence, self.weights);
            self.candidates.push(Candidate { at, said, place });
        }
    }

    /// Chooses one more; says whether there was one.
    fn choose(&mut self) -> bool {
        let Some(best) = self.best().map(|at| self.candidates.swap_remove(at)) else {
            return false;
        };
        for &word in &best.said.words {
            self.worth[word as usize] *= self.weights.again;
        }
        let (sentence, crowded) =
            (&self.outline.sentences[best.at], self.scale * self.weights.crowded);
        self.room -= sentence.words;
        let comparison = self.comparison.with(&best.said);
        self.candidates.retain_mut(|other| {
            if self.outline.sentences[other.at].section == sentence.section {
                other.place -= crowded;
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

/// What a word is worth when it is said for the first time.
fn worth(word: Word, weights: &Takeaways) -> f64 {
    if word.class.is(Class::FUNCTION) {
        return weights.function;
    }
    let often = if word.count > 1 { logarithm(word.count) } else { 0.0 };
    let title = if word.title { weights.title } else { 0.0 };
    let spread = if word.sections > 1 { logarithm(word.sections) } else { 0.0 };
    let headings = f64::from(word.headings.min(2));
    often * often + title + weights.heading * headings + weights.sections * spread
}

/// A twentieth of the article's middling frequent word, so that places weigh alike in any article.
fn scale(outline: &Outline, worth: &[f64]) -> f64 {
    let frequent = outline.words.iter().zip(worth).filter(|(word, _)| word.count > 2);
    let mut frequent: Vec<f64> = frequent.map(|(_, worth)| *worth).collect();
    let middle = frequent.len() / 2;
    if frequent.is_empty() {
        return 0.05;
    }
    let (_, middle, _) = frequent.select_nth_unstable_by(middle, f64::total_cmp);
    *middle / 20.0
}

fn place(sentence: &Sentence, weights: &Takeaways) -> f64 {
    let given = |is: bool, weight: f64| if is { weight } else { 0.0 };
    let lead = matches!(sentence.kind, Kind::Item { lead: true, .. });
    given(sentence.place == 0, weights.first_of_block) + given(lead, weights.lead)
}
