//! Chooses sentences: one span for the summary, several that cover the article for takeaways.

use std::ops::Range;

use crate::summary::features::{COUNT, Eye, Feature, number};
use crate::summary::languages::Class;
use crate::summary::outline::{Kind, Outline, Part, Sentence};
use crate::summary::weights::{Takeaways, weigh};

/// The most sentences of a summary.
const SENTENCES: usize = 3;
/// A takeaway longer than this is no point but a paragraph.
const LONGEST: usize = 40;
/// All takeaways together are skimmed in half a minute.
const ALL: usize = 97;
/// Two sentences that share this much of the shorter one's words say the same.
const SAME: f64 = 0.55;

/// Lists the spans that may be a summary of at most `words` words.
pub(super) fn spans(outline: &Outline, words: usize) -> Vec<Range<usize>> {
    let all = &outline.sentences;
    let mut spans = Vec::new();
    for start in (0..all.len()).filter(|start| stands_alone(&all[*start])) {
        let mut sum = 0;
        for (at, sentence) in all.iter().enumerate().skip(start).take(SENTENCES) {
            sum += sentence.words;
            if sum > words || !follows(&all[start], sentence) {
                break;
            }
            spans.push(start..at + 1);
        }
    }
    spans
}

fn stands_alone(sentence: &Sentence) -> bool {
    sentence.form.sound && !sentence.form.leans && !sentence.form.elsewhere
}

fn follows(first: &Sentence, next: &Sentence) -> bool {
    next.form.sound
        && !next.form.elsewhere
        && next.section == first.section
        && next.kind == first.kind
}

/// Chooses the span that says most; of equals the first.
pub(super) fn summary(
    outline: &Outline,
    words: usize,
    weights: &[(Feature, f64); COUNT],
) -> Option<Range<usize>> {
    let mut eye = Eye::new(outline);
    let mut best: Option<(f64, Range<usize>)> = None;
    for span in spans(outline, words) {
        let score = weigh(weights, &eye.features(span.start, span.end));
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, span));
        }
    }
    best.map(|(_, span)| span)
}

/// Chooses sentences that together say what the article is made of, beside those `taken`.
pub(super) fn takeaways(
    outline: &Outline,
    taken: &Range<usize>,
    most: usize,
    weights: &Takeaways,
) -> Vec<usize> {
    let mut worth = worth(outline, weights);
    let mut candidates: Vec<Candidate> = candidates(outline, taken, weights, &worth);
    let mut marked = vec![false; outline.words.len()];
    let mut room = ALL;
    let mut chosen = Vec::new();
    while chosen.len() < most {
        let best = best(&candidates, &worth, room, weights);
        let Some(best) = best.map(|at| candidates.swap_remove(at)) else { break };
        for &word in &best.words {
            worth[word as usize] *= weights.again;
        }
        candidates.retain(|other| !same(&best.words, &other.words, &mut marked));
        room -= outline.sentences[best.at].words;
        chosen.push(best.at);
    }
    chosen.sort_unstable();
    chosen
}

/// A sentence that may become a takeaway.
struct Candidate {
    at: usize,
    length: usize,
    words: Vec<u32>,
    place: f64,
}

fn candidates(
    outline: &Outline,
    taken: &Range<usize>,
    weights: &Takeaways,
    worth: &[f64],
) -> Vec<Candidate> {
    let scale = scale(outline, worth);
    let mut marked = vec![false; outline.words.len()];
    let said: Vec<Vec<u32>> = taken.clone().map(|at| distinct(outline, at)).collect();
    let mut found = Vec::new();
    for (at, sentence) in outline.sentences.iter().enumerate() {
        if taken.contains(&at) || !stands_alone(sentence) || sentence.words > LONGEST {
            continue;
        }
        let words = distinct(outline, at);
        if said.iter().any(|said| same(said, &words, &mut marked)) {
            continue;
        }
        let place = scale * place(outline, sentence, weights);
        found.push(Candidate { at, length: sentence.words, words, place });
    }
    found
}

fn best(
    candidates: &[Candidate],
    worth: &[f64],
    room: usize,
    weights: &Takeaways,
) -> Option<usize> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.length > room {
            continue;
        }
        let new: f64 = candidate.words.iter().map(|word| worth[*word as usize]).sum();
        let score = new / (number(candidate.length) + weights.room) + candidate.place;
        if best.is_none_or(|(most, at, _)| score > most || (score >= most && candidate.at < at)) {
            best = Some((score, candidate.at, index));
        }
    }
    best.map(|(_, _, index)| index)
}

/// Gives the distinct words of a sentence.
fn distinct(outline: &Outline, at: usize) -> Vec<u32> {
    let mut words = outline.tokens[outline.sentences[at].tokens.clone()].to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

/// Do two sentences say the same? `marked` is all false before and after.
fn same(a: &[u32], b: &[u32], marked: &mut [bool]) -> bool {
    for word in a {
        marked[*word as usize] = true;
    }
    let shared = b.iter().filter(|word| marked[**word as usize]).count();
    for word in a {
        marked[*word as usize] = false;
    }
    number(shared) > SAME * number(a.len().min(b.len()).max(1))
}

/// What each word is worth when it is said for the first time.
fn worth(outline: &Outline, weights: &Takeaways) -> Vec<f64> {
    let worth = outline.words.iter().map(|word| {
        if word.class.is(Class::FUNCTION) {
            return weights.function;
        }
        let often = if word.count > 1 { f64::from(word.count).ln_1p() } else { 0.0 };
        let title = if word.title { weights.title } else { 0.0 };
        often.powf(weights.power) + title + weights.heading * f64::from(word.headings.min(2))
    });
    worth.collect()
}

/// The worth of the article's middling frequent word, so that places weigh alike in any article.
fn scale(outline: &Outline, worth: &[f64]) -> f64 {
    let frequent = outline.words.iter().zip(worth).filter(|(word, _)| word.count > 2);
    let mut frequent: Vec<f64> = frequent.map(|(_, worth)| *worth).collect();
    frequent.sort_by(f64::total_cmp);
    frequent.get(frequent.len() / 2).copied().unwrap_or(1.0) / 20.0
}

fn place(outline: &Outline, sentence: &Sentence, weights: &Takeaways) -> f64 {
    let given = |is: bool, weight: f64| if is { weight } else { 0.0 };
    let item = |wanted: fn(bool, bool) -> bool| match sentence.kind {
        Kind::Item { ordered, lead } => wanted(ordered, lead),
        _ => false,
    };
    let tokens = &outline.tokens[sentence.tokens.clone()];
    let sums = tokens.iter().filter(|w| outline.words[**w as usize].class.is(Class::SUMS)).count();
    given(sentence.place == 0, weights.first_of_block)
        + given(item(|_, _| true), weights.item)
        + given(item(|ordered, _| ordered), weights.numbered)
        + given(item(|_, lead| lead), weights.lead)
        + given(sentence.part == Part::Opening, weights.opening)
        + given(sentence.part == Part::Closing, weights.closing)
        + given(sentence.block_in_section == 0, weights.first_of_section)
        + weights.depth * number(sentence.block) / number(outline.blocks.max(1))
        + weights.sums * number(sums.min(2))
}
