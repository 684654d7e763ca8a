//! Chooses the sentences of an article that say most of it.

use std::ops::Range;

use crate::config::SummaryLimits;
use crate::summary::Piece;
use crate::summary::choose;
use crate::summary::cover;
use crate::summary::detect::{correction, language_of};
use crate::summary::languages::Language;
use crate::summary::outline::Outline;
use crate::summary::weights;
use crate::text::sentence::is_cjk;

/// A summary and takeaways made of an article's own sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extract {
    /// One to three sentences, or nothing.
    pub summary: Option<String>,
    /// None, or a few sentences in the article's order.
    pub takeaways: Vec<String>,
}

/// Fewer takeaways are no list.
const FEWEST: usize = 3;
/// An article of fewer words is its own takeaway.
const TOO_SHORT: usize = 120;

/// Extracts a summary and takeaways; an article too short for them gets less, or nothing.
#[must_use]
pub fn extract(piece: &Piece, limits: &SummaryLimits) -> Extract {
    let outline = outline(piece);
    let Some(span) = choose::summary(&outline, limits.words, &weights::SUMMARY) else {
        return Extract::default();
    };
    let most = limits.takeaways.min(5);
    let words: usize = outline.sentences.iter().map(|sentence| sentence.words).sum();
    let mut takeaways = Vec::new();
    if words >= TOO_SHORT && most > 0 {
        takeaways = cover::takeaways(&outline, &span, most, &weights::TAKEAWAYS);
    }
    if takeaways.len() < FEWEST.min(most) {
        takeaways.clear();
    }
    Extract {
        summary: Some(joined(&outline, span)),
        takeaways: takeaways.into_iter().map(|at| outline.sentences[at].text.to_owned()).collect(),
    }
}

/// Lays an article out in the language it is written in.
fn outline<'a>(piece: &Piece<'a>) -> Outline<'a> {
    let tag = language_of(piece);
    let outline = Outline::of(piece, &tag);
    // An article may be filed under a language into which nobody has translated it yet.
    let is_doubtful = Language::is_known(&tag) && outline.reads_like_another();
    match is_doubtful.then(|| correction(piece, &tag)).flatten() {
        Some(other) => Outline::of(piece, other),
        None => outline,
    }
}

/// Puts sentences one after another as their script does.
fn joined(outline: &Outline, span: Range<usize>) -> String {
    let mut text = String::new();
    for sentence in &outline.sentences[span] {
        let is_set_close = sentence.text.starts_with(is_cjk) || text.ends_with(['。', '！', '？']);
        if !text.is_empty() && !is_set_close {
            text.push(' ');
        }
        text.push_str(sentence.text);
    }
    text
}
