//! What can be seen of a few adjacent sentences, in numbers.

mod sums;

use std::ops::Range;
use std::sync::LazyLock;

use crate::summary::form::Stand;
use crate::summary::outline::{Kind, Outline, Part};
use sums::{Sums, Title, is_function};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feature {
    /// Words of the title, among the words a summary has room for.
    Title,
    /// Words of headings, likewise.
    Headings,
    /// The article's frequent words, likewise.
    Frequent,
    /// Words of sentences in which the article speaks of itself, likewise.
    Own,
    /// Words that stand in the first two blocks, likewise.
    Early,
    /// The share of content words that stand in the title.
    TitleShare,
    /// The mean frequency of the content words.
    Frequency,
    /// Likeness to the whole article (cosine).
    Centroid,
    /// How much of the title is said.
    TitleSaid,
    /// Distance from the best length, about twenty words (logarithmic, squared).
    Length,
    /// Fewer than nine words.
    Short,
    /// Commas, at most four.
    Commas,
    /// Before the first heading.
    Opening,
    /// In the second block.
    SecondBlock,
    /// One over the number of its sentence.
    NearStart,
    /// One over the number of its block.
    NearStartBlock,
    /// First of its block.
    FirstOfBlock,
    /// How far down the article, from 0 to 1.
    Depth,
    /// In the first section or before it.
    FirstSection,
    /// In the last two blocks.
    Last,
    /// In a section that sums up.
    Closing,
    /// In a list.
    Item,
    /// In a numbered list.
    Numbered,
    /// It speaks of the article itself.
    SpeaksOfItself,
    /// It says what the article does.
    SaysWhatItDoes,
    /// Verbs of telling, at most two.
    Tells,
    /// Words that sum up, at most three.
    Sums,
    /// The share of function words.
    FunctionWords,
    /// A whole paragraph.
    WholeParagraph,
    /// The next sentence leans on it.
    LeantOn,
    /// It follows a question.
    AfterQuestion,
    /// Two sentences.
    Two,
    /// Three sentences.
    Three,
}

/// How many features there are.
pub(super) const COUNT: usize = Feature::Three as usize + 1;

/// The features of one span, by [`Feature`].
pub(super) type Features = [f64; COUNT];

/// Room for the words of a typical summary, so that few good words do not win by being alone.
const ROOM: f64 = 20.0;

/// Turns a count into a number to weigh.
pub(super) fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What an outline's words are worth, computed once.
pub(super) struct Eye<'o, 'a> {
    outline: &'o Outline<'a>,
    /// What each word adds to a span.
    worth: Vec<Sums>,
    lengths: Vec<usize>,
    norm: f64,
    title: f64,
    seen: Vec<u32>,
    round: u32,
    /// What was summed up last, and of which sentences.
    sums: Sums,
    summed: Range<usize>,
}

/// How much a count weighs: its logarithm, for most words read from a table.
pub(super) fn logarithm(count: u32) -> f64 {
    static SMALL: LazyLock<[f64; 64]> = LazyLock::new(|| {
        let mut count = 0.0_f64;
        std::array::from_fn(|_| {
            let logarithm = count.ln_1p();
            count += 1.0;
            logarithm
        })
    });
    let small = SMALL.get(usize::try_from(count).unwrap_or(usize::MAX));
    small.copied().unwrap_or_else(|| f64::from(count).ln_1p())
}

impl<'o, 'a> Eye<'o, 'a> {
    /// Looks an outline over.
    pub fn new(outline: &'o Outline<'a>) -> Self {
        let mut own = vec![false; outline.words.len()];
        let mut early = own.clone();
        let mut lengths = vec![0; outline.blocks];
        for sentence in &outline.sentences {
            lengths[sentence.block] += 1;
            for &word in &outline.tokens[sentence.tokens.clone()] {
                own[word as usize] |= sentence.own;
                early[word as usize] |= sentence.block < 2;
            }
        }
        let content = outline.words.iter().filter(|word| !is_function(**word));
        let norm = content.map(|word| f64::from(word.count).powi(2)).sum::<f64>().sqrt().max(1.0);
        let title = Title::of(outline);
        let words = outline.words.iter().zip(&title.words).zip(own.iter().zip(&early));
        let worth = words.map(|((word, title), (own, early))| Sums::of(word, *title, *own, *early));
        Self {
            outline,
            worth: worth.collect(),
            lengths,
            norm,
            title: title.count,
            seen: vec![0; outline.words.len()],
            round: 1,
            sums: Sums::default(),
            summed: 0..0,
        }
    }

    /// Measures the sentences from `start` up to `end`.
    pub fn features(&mut self, start: usize, end: usize) -> Features {
        let sums = self.sums(start, end);
        let sentences = &self.outline.sentences[start..end];
        let mut features = [0.0; COUNT];
        let mut set = |feature: Feature, value: f64| features[feature as usize] = value;
        let words = number(sentences.iter().map(|s| s.words).sum());
        let room = words + ROOM;
        set(Feature::Title, sums.title / room);
        set(Feature::Headings, sums.headings / room);
        set(Feature::Frequent, sums.frequency / room);
        set(Feature::Own, sums.own / room);
        set(Feature::Early, sums.early / room);
        let few = sums.content + 3.0;
        set(Feature::TitleShare, sums.title / few);
        set(Feature::Frequency, sums.frequency / few / 3.0);
        set(Feature::Centroid, sums.mass / self.norm / (sums.content + 1.0).sqrt());
        set(Feature::TitleSaid, sums.title / self.title);
        set(Feature::Length, (words.max(1.0).ln() - 3.0).powi(2));
        set(Feature::Short, flag(words < 9.0));
        let commas: u32 = sentences.iter().map(|s| u32::from(s.form.commas)).sum();
        set(Feature::Commas, f64::from(commas.min(4)) / 4.0);
        set(Feature::Tells, sums.tells.min(2.0) / 2.0);
        set(Feature::Sums, sums.summing.min(3.0) / 3.0);
        set(Feature::FunctionWords, 1.0 - sums.content / sums.distinct.max(1.0));
        let own = sentences.iter().any(|s| s.own);
        set(Feature::SpeaksOfItself, flag(own));
        set(Feature::SaysWhatItDoes, flag(own && sums.tells > 0.0));
        set(Feature::Two, flag(end - start == 2));
        set(Feature::Three, flag(end - start == 3));
        self.place(start, end, &mut features);
        features
    }

    fn place(&self, start: usize, end: usize, features: &mut Features) {
        let all = &self.outline.sentences;
        let (first, blocks) = (&all[start], self.outline.blocks);
        let mut set = |feature: Feature, value: f64| features[feature as usize] = value;
        set(Feature::Opening, flag(first.part == Part::Opening));
        set(Feature::SecondBlock, flag(first.block == 1));
        set(Feature::NearStart, 1.0 / (1.0 + number(start)));
        set(Feature::NearStartBlock, 1.0 / (1.0 + number(first.block)));
        set(Feature::FirstOfBlock, flag(first.place == 0));
        set(Feature::Depth, number(first.block) / number(blocks.max(1)));
        set(Feature::FirstSection, flag(first.section <= 1));
        set(Feature::Last, flag(first.block + 2 >= blocks));
        set(Feature::Closing, flag(first.part == Part::Closing));
        set(Feature::Item, flag(matches!(first.kind, Kind::Item { .. })));
        set(Feature::Numbered, flag(matches!(first.kind, Kind::Item { ordered: true, .. })));
        let whole = first.place == 0 && end - start == self.lengths[first.block];
        set(Feature::WholeParagraph, flag(whole));
        let next = all.get(end).filter(|next| next.block == first.block);
        set(Feature::LeantOn, flag(next.is_some_and(|next| next.form.stand == Stand::Leaning)));
        let before = start.checked_sub(1).map(|at| &all[at]);
        let before = before.filter(|before| before.section == first.section);
        set(
            Feature::AfterQuestion,
            flag(before.is_some_and(|s| s.text.ends_with(['?', '？', '؟']))),
        );
    }

    /// Sums up sentences; what starts like the span before, and is longer, goes on from there.
    fn sums(&mut self, start: usize, end: usize) -> Sums {
        let mut sums = self.sums;
        let mut from = self.summed.end;
        if self.summed.start != start || from > end {
            self.round += 1;
            (sums, from) = (Sums::default(), start);
        }
        self.summed = start..end;
        let sentences = &self.outline.sentences[from..end];
        let tokens = sentences.iter().flat_map(|s| &self.outline.tokens[s.tokens.clone()]);
        for &token in tokens {
            let at = token as usize;
            if std::mem::replace(&mut self.seen[at], self.round) == self.round {
                continue;
            }
            sums.add(&self.worth[at]);
        }
        self.sums = sums;
        sums
    }
}

fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}
