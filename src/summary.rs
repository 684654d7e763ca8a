//! What an article says in short: a summary and key takeaways, each with its origin.

mod alike;
pub mod answer;
mod choose;
mod cover;
mod detect;
pub mod extract;
mod features;
mod form;
mod languages;
mod outline;
mod prose;
mod weights;

use serde::{Deserialize, Serialize};

use crate::document::Block;

pub use detect::other_language;
pub use extract::{Extract, extract};

/// Who wrote a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The author, in front matter or in a section of the body.
    Author,
    /// Sentences chosen from the article.
    #[default]
    Extracted,
    /// A language model, its answer checked against the article.
    Model,
}

/// An article in short.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// One to three sentences; none where the article is too short to have one.
    pub text: Option<String>,
    /// Where `text` comes from.
    pub text_origin: Origin,
    /// The key points, at most five; may be empty.
    pub takeaways: Vec<String>,
    /// Where `takeaways` come from.
    pub takeaways_origin: Origin,
    /// Does the article's text show them itself?
    pub takeaways_stand: bool,
}

/// What a summary is made from: an article's title, language and outline.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'a> {
    /// The title, plain text; empty for a note.
    pub title: &'a str,
    /// The language, BCP 47; empty if nobody said, and then it is detected.
    pub language: &'a str,
    /// What it is taken for then, unless the text looks otherwise; empty if nothing is likely.
    pub assumed: &'a str,
    /// The body in reading order.
    pub blocks: &'a [Block],
}

/// Does one of two texts hold the other?
fn says_the_same(point: &str, summary: &str) -> bool {
    let (point, summary) = (bare(point), bare(summary));
    summary.contains(point) || point.contains(summary)
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '!', '。', '！'])
}

/// Completes what the author gave: their own words stand as they are, the rest is what `extracted`
/// gives, which is not asked where nothing is open.
#[must_use]
pub fn complete(
    author_summary: Option<String>,
    author_takeaways: Vec<String>,
    extracted: impl FnOnce() -> Extract,
) -> Summary {
    let author_summary = author_summary.filter(|text| !text.trim().is_empty());
    let author = |given: bool| if given { Origin::Author } else { Origin::Extracted };
    let text_origin = author(author_summary.is_some());
    let takeaways_origin = author(!author_takeaways.is_empty());
    if text_origin == Origin::Author && takeaways_origin == Origin::Author {
        let (text, takeaways) = (author_summary, author_takeaways);
        return Summary { text, text_origin, takeaways, takeaways_origin, takeaways_stand: false };
    }
    let mut found = extracted();
    if let Some(text) = &author_summary {
        found.takeaways.retain(|point| !says_the_same(point, text));
    }
    Summary {
        text: author_summary.or(found.summary),
        text_origin,
        takeaways: if author_takeaways.is_empty() { found.takeaways } else { author_takeaways },
        takeaways_origin,
        takeaways_stand: false,
    }
}
