//! What an article says in short: a summary and key takeaways, each with its origin.

use serde::{Deserialize, Serialize};

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
}
