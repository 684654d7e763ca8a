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
    (Feature::Title, 55.42),
    (Feature::Headings, 10.95),
    (Feature::Frequent, 1.15),
    (Feature::Own, 8.94),
    (Feature::Early, 3.48),
    (Feature::TitleShare, 11.19),
    (Feature::Frequency, 11.42),
    (Feature::Centroid, 10.54),
    (Feature::TitleSaid, 4.62),
    (Feature::Length, -2.70),
    (Feature::Short, -2.14),
    (Feature::Commas, -1.82),
    (Feature::Opening, 1.95),
    (Feature::SecondBlock, 1.65),
    (Feature::NearStart, 3.96),
    (Feature::NearStartBlock, 4.55),
    (Feature::FirstOfBlock, 0.76),
    (Feature::Depth, -1.05),
    (Feature::FirstSection, -0.33),
    (Feature::Last, 1.15),
    (Feature::Closing, 3.74),
    (Feature::Item, -1.29),
    (Feature::Numbered, -1.46),
    (Feature::SpeaksOfItself, 1.33),
    (Feature::SaysWhatItDoes, 3.64),
    (Feature::Tells, 1.98),
    (Feature::Sums, 4.07),
    (Feature::FunctionWords, -3.54),
    (Feature::WholeParagraph, 0.65),
    (Feature::LeantOn, -1.27),
    (Feature::AfterQuestion, -1.44),
    (Feature::Two, -2.10),
    (Feature::Three, -1.37),
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
    /// A quotation.
    pub quote: f64,
    /// Before the first heading.
    pub opening: f64,
    /// In a section that sums up.
    pub closing: f64,
    /// How far down the article.
    pub depth: f64,
    /// It speaks of the article itself.
    pub own: f64,
    /// Distance from fifteen words (logarithmic, squared).
    pub length: f64,
    /// Words that sum up, at most two.
    pub sums: f64,
    /// The first paragraph of a section.
    pub first_of_section: f64,
}

/// The weights of takeaways: found by trying small changes and keeping what covered more of the
/// authors' own key points, each change paid for by its distance from plain coverage.
pub(super) const TAKEAWAYS: Takeaways = Takeaways {
    power: 2.0,
    title: 0.0,
    heading: 0.0,
    function: 0.3,
    again: 0.0,
    room: 30.0,
    first_of_block: 0.0,
    item: 0.0,
    numbered: 0.0,
    lead: 0.0,
    quote: 0.0,
    opening: 0.0,
    closing: 0.0,
    depth: 0.0,
    own: 0.0,
    length: 0.0,
    sums: 0.0,
    first_of_section: 0.0,
};
