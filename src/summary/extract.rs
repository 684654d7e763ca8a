//! Chooses the sentences of an article that say most of it.

use std::collections::HashMap;

use crate::config::SummaryLimits;
use crate::document::Block;
use crate::summary::Piece;
use crate::text::{sentences, word};

/// A summary and takeaways made of an article's own sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extract {
    /// One to three sentences, or nothing.
    pub summary: Option<String>,
    /// None, or three to five sentences.
    pub takeaways: Vec<String>,
}

struct Sentence<'a> {
    text: &'a str,
    words: usize,
    stems: Vec<u64>,
    first: bool,
}

/// Extracts a summary and takeaways; an article too short for them gets less, or nothing.
#[must_use]
pub fn extract(piece: &Piece, limits: &SummaryLimits) -> Extract {
    let all = collect(piece);
    let mut counts: HashMap<u64, f64> = HashMap::new();
    for stem in all.iter().flat_map(|s| &s.stems) {
        *counts.entry(*stem).or_default() += 1.0;
    }
    let mut title = Vec::new();
    word::stems(piece.title, |stem, letters| title.extend((letters > 3).then_some(stem)));
    let mut scored: Vec<(f64, usize)> = all
        .iter()
        .enumerate()
        .map(|(i, s)| {
            let mass: f64 = s.stems.iter().map(|t| counts[t].ln_1p()).sum();
            let likeness = s.stems.iter().filter(|t| title.contains(t)).count();
            let likeness = u32::try_from(likeness).unwrap_or(u32::MAX);
            let size = f64::from(u32::try_from(s.stems.len()).unwrap_or(u32::MAX)).max(6.0);
            let start = if s.first { 0.3 } else { 0.0 };
            (mass / size + f64::from(likeness) / 3.0 + start, i)
        })
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let opening = all.iter().take(2).scan(0, |sum, s| {
        *sum += s.words;
        (*sum <= limits.words).then_some(s.text)
    });
    let summary = opening.collect::<Vec<_>>().join(" ");
    let mut chosen: Vec<usize> =
        scored.iter().map(|(_, i)| *i).filter(|i| *i > 1).take(limits.takeaways.min(5)).collect();
    chosen.sort_unstable();
    let takeaways: Vec<String> = chosen.iter().map(|i| all[*i].text.to_owned()).collect();
    Extract {
        summary: Some(summary).filter(|s| !s.is_empty()),
        takeaways: if takeaways.len() < 3 { Vec::new() } else { takeaways },
    }
}

fn collect<'a>(piece: &Piece<'a>) -> Vec<Sentence<'a>> {
    let mut all = Vec::new();
    for block in piece.blocks {
        let (Block::Paragraph { text } | Block::Item { text, .. }) = block else { continue };
        for (i, text) in sentences(text, piece.language).into_iter().enumerate() {
            let words = word::count(text);
            let whole = text.ends_with(['.', '!', '。', '！', '।', '۔', '…']);
            if whole && (5..=45).contains(&words) {
                let mut stems = Vec::new();
                word::stems(text, |stem, letters| stems.extend((letters > 3).then_some(stem)));
                all.push(Sentence { text, words, stems, first: i == 0 });
            }
        }
    }
    all
}
