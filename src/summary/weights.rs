//! What each feature is worth; the only numbers that were learned.
//!
//! Learned from articles whose authors wrote their own summary: every span of one to three
//! adjacent sentences is a candidate, its worth the overlap of its words with the author's
//! (ROUGE-1). The weights maximise the expected worth when a candidate is drawn with a chance that
//! grows exponentially with its score; large weights cost a little, so that no feature is trusted
//! more than it earned. Articles that are translations of each other were kept together when the
//! method was judged by leaving a fifth of the articles out in turn.

use crate::summary::features::{COUNT, Feature, Features};

/// The weights of a summary's features.
pub(super) const SUMMARY: [(Feature, f64); COUNT] = [
    (Feature::Title, 43.71),
    (Feature::Headings, 13.62),
    (Feature::Frequent, 1.39),
    (Feature::Own, 9.35),
    (Feature::Early, 3.99),
    (Feature::TitleShare, 11.05),
    (Feature::Frequency, 11.00),
    (Feature::Centroid, 10.93),
    (Feature::TitleSaid, 5.93),
    (Feature::Length, -2.45),
    (Feature::Short, -1.99),
    (Feature::Commas, -2.00),
    (Feature::Opening, 2.01),
    (Feature::SecondBlock, 2.23),
    (Feature::NearStart, 4.63),
    (Feature::NearStartBlock, 4.05),
    (Feature::FirstOfBlock, 0.64),
    (Feature::Depth, -1.15),
    (Feature::FirstSection, 0.13),
    (Feature::Last, 0.94),
    (Feature::Closing, 4.45),
    (Feature::Item, -0.94),
    (Feature::Numbered, -1.47),
    (Feature::SpeaksOfItself, 1.27),
    (Feature::SaysWhatItDoes, 4.01),
    (Feature::Tells, 1.59),
    (Feature::Sums, 3.94),
    (Feature::FunctionWords, -2.93),
    (Feature::WholeParagraph, 0.80),
    (Feature::LeantOn, -1.03),
    (Feature::AfterQuestion, -4.65),
    (Feature::Two, -2.04),
    (Feature::Three, -1.51),
];

/// Weighs the features of a span.
pub(super) fn weigh(weights: &[(Feature, f64); COUNT], features: &Features) -> f64 {
    weights.iter().map(|(feature, weight)| weight * features[*feature as usize]).sum()
}

/// What a takeaway's words and place are worth.
pub(super) struct Takeaways {
    /// A frequent word: its logarithmic count to this power.
    pub power: f64,
    /// A word of the title, once.
    pub title: f64,
    /// A word of a heading, once for each of two headings at most.
    pub heading: f64,
    /// A function word.
    pub function: f64,
    /// What is left of a word's worth after it was said.
    pub again: f64,
    /// Words added to a sentence's length before its worth is shared out among them.
    pub room: f64,
    /// The first sentence of a paragraph or an item.
    pub first_of_block: f64,
    /// An item of a list.
    pub item: f64,
    /// An item of a numbered list.
    pub numbered: f64,
    /// Bold words in front.
    pub lead: f64,
    /// Before the first heading.
    pub opening: f64,
    /// In a section that sums up.
    pub closing: f64,
    /// How far down the article.
    pub depth: f64,
    /// Words that sum up, at most two.
    pub sums: f64,
    /// The first paragraph of a section.
    pub first_of_section: f64,
}

/// The weights of takeaways: found by trying small changes and keeping what covered more of the
/// authors' own key points, each change paid for by its distance from plain coverage.
pub(super) const TAKEAWAYS: Takeaways = Takeaways {
    power: 2.0,
    title: 0.8,
    heading: 0.3,
    function: 0.4,
    again: 0.1,
    room: 30.0,
    first_of_block: 0.2,
    item: -0.3,
    numbered: -0.5,
    lead: 2.0,
    opening: 0.2,
    closing: 0.5,
    depth: 1.0,
    sums: 0.5,
    first_of_section: 0.5,
};
