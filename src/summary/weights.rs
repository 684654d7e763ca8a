//! What each feature is worth; the only numbers that were learned.
//!
//! Learned from articles whose authors wrote their own summary: every span of one to three
//! adjacent sentences is a candidate, its worth the overlap of its words with the author's
//! (ROUGE-1). The weights maximise the expected worth when a candidate is drawn with a chance that
//! grows exponentially with its score; large weights cost a little, so that no feature is trusted
//! more than it earned. Articles that are translations of each other were kept together when the
//! method was judged by leaving a fifth of the articles, or a whole publication, out in turn.
//! `Closing` is set by hand: too few articles have such a section for its weight to be learned; so is
//! what a weak opening costs, which readers mind more than overlap can tell.

use crate::summary::features::{COUNT, Feature, Features};

/// The weights of a summary's features.
pub(super) const SUMMARY: [(Feature, f64); COUNT] = [
    (Feature::Title, 127.70),
    (Feature::Headings, 31.62),
    (Feature::Frequent, 0.52),
    (Feature::Own, 22.53),
    (Feature::Early, 10.71),
    (Feature::TitleShare, 1.87),
    (Feature::Frequency, 18.25),
    (Feature::Centroid, 27.93),
    (Feature::TitleSaid, 17.19),
    (Feature::Length, -4.47),
    (Feature::Short, 0.57),
    (Feature::Commas, -6.98),
    (Feature::Opening, 2.16),
    (Feature::SecondBlock, 3.28),
    (Feature::NearStart, 11.47),
    (Feature::NearStartBlock, 7.06),
    (Feature::FirstOfBlock, 2.16),
    (Feature::Depth, -2.97),
    (Feature::FirstSection, -2.52),
    (Feature::Last, 5.35),
    (Feature::Closing, 4.00),
    (Feature::Item, -3.48),
    (Feature::Numbered, -4.88),
    (Feature::SpeaksOfItself, 1.41),
    (Feature::SaysWhatItDoes, 6.01),
    (Feature::Tells, 3.99),
    (Feature::Sums, 6.23),
    (Feature::FunctionWords, 2.80),
    (Feature::WholeParagraph, 0.38),
    (Feature::LeantOn, -3.01),
    (Feature::AfterQuestion, -3.87),
    (Feature::Two, -3.34),
    (Feature::Three, -3.02),
];

/// What a summary loses that opens with a sentence that says little by itself; set by hand.
pub(super) const WEAK: f64 = 5.0;

/// Weighs the features of a span.
pub(super) fn weigh(weights: &[(Feature, f64); COUNT], features: &Features) -> f64 {
    weights.iter().map(|(feature, weight)| weight * features[*feature as usize]).sum()
}

/// What a takeaway's words and place are worth.
///
/// The first eight tell how likely an author's own key points say a word: they are log odds.
pub(super) struct Takeaways {
    /// A function word.
    pub function: f64,
    /// A function word's share of the article's words: by its logarithm.
    pub function_frequency: f64,
    /// Any other word.
    pub content: f64,
    /// Its share of the article's words: by its logarithm.
    pub frequency: f64,
    /// It stands there only once.
    pub once: f64,
    /// It is a word of the title.
    pub title: f64,
    /// It is a word of a heading.
    pub heading: f64,
    /// It stands in first sentences of blocks: by the logarithm of how often.
    pub opens: f64,
    /// The part of a function word's worth that a reader gains by it.
    pub hollow: f64,
    /// What is left of a word's worth after it was said.
    pub again: f64,
    /// Words added to a sentence's length before its worth is shared out among them.
    pub room: f64,
    /// The first sentence of a paragraph or an item.
    pub first_of_block: f64,
    /// Bold words in front.
    pub lead: f64,
    /// What each takeaway of the same section takes away.
    pub crowded: f64,
}

/// The weights of takeaways.
///
/// Those of words were learned by logistic regression from articles whose authors wrote their own
/// key points: does such a list say the word? Every article counts alike, large weights cost a
/// little. The other six were set by hand where the result is flat around them, judged on articles
/// left out in turn by fifths and by publication; there the learned ones did as well as on those
/// they were learned from.
pub(super) const TAKEAWAYS: Takeaways = Takeaways {
    function: 5.58,
    function_frequency: 1.31,
    content: 1.78,
    frequency: 0.75,
    once: -0.52,
    title: 0.52,
    heading: 1.03,
    opens: 0.51,
    hollow: 0.6,
    again: 0.65,
    room: 20.0,
    first_of_block: 0.002,
    lead: 0.002,
    crowded: 0.004,
};
