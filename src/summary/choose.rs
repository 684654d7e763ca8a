//! Chooses the few adjacent sentences that are the summary.

use std::ops::Range;

use crate::summary::features::{COUNT, Eye, Feature};
use crate::summary::form::Stand;
use crate::summary::outline::{Outline, Sentence};
use crate::summary::weights::{self, weigh};

/// The most sentences of a summary.
const SENTENCES: usize = 3;
/// Fewer words are an exclamation; only an article that has no more may have such a summary.
const SHORTEST: usize = 7;

/// Lists the spans that may be a summary of at most `words` words.
pub(super) fn spans(outline: &Outline, words: usize) -> Vec<Range<usize>> {
    let all = &outline.sentences;
    let shortest = SHORTEST.min(all.iter().map(|sentence| sentence.words).sum());
    let mut spans = Vec::new();
    for start in (0..all.len()).filter(|start| all[*start].stands_alone()) {
        let mut sum = 0;
        for (at, sentence) in all.iter().enumerate().skip(start).take(SENTENCES) {
            sum += sentence.words;
            if sum > words || !follows(&all[start], sentence) {
                break;
            }
            if sum >= shortest {
                spans.push(start..at + 1);
            }
        }
    }
    spans
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
    learned: &[(Feature, f64); COUNT],
) -> Option<Range<usize>> {
    let mut eye = Eye::new(outline);
    let mut best: Option<(f64, Range<usize>)> = None;
    for span in spans(outline, words) {
        let is_weak = outline.sentences[span.start].form.stand == Stand::Weak;
        let score = weigh(learned, &eye.features(span.start, span.end))
            - if is_weak { weights::WEAK } else { 0.0 };
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, span));
        }
    }
    best.map(|(_, span)| span)
}
