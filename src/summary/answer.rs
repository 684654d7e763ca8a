//! Checks what a language model wrote about an article: it may say in short what stands there, in
//! the form that was asked for, and nothing else.
//!
//! An article's text reaches the model, so whoever wrote it can try to give the model orders. No
//! order is trusted to have been ignored: whatever comes back is held against the article itself.

mod facts;
mod shape;

use std::fmt::Write as _;

use serde::Deserialize;

use super::form::{self, Page};
use super::languages::{Language, Signs};
use crate::config::SummaryLimits;
use crate::text::{one_line, sentences, word};
use facts::Facts;

/// The article an answer is about.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The title; empty for a note.
    pub title: &'a str,
    /// The standfirst; empty if there is none.
    pub deck: &'a str,
    /// The language, BCP 47.
    pub language: &'a str,
    /// The whole text, plain.
    pub text: &'a str,
}

/// An answer that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// One to three sentences.
    pub summary: String,
    /// Key points; none where fewer than two were asked for and none given.
    pub takeaways: Vec<String>,
}

/// Why an answer is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not the JSON that was asked for.
    #[error("it is not the JSON that was asked for")]
    NotJson,
    /// A text is empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A text is too long.
    #[error("{what} has {words} words, and at most {most} were asked for")]
    TooLong {
        /// Which text.
        what: &'static str,
        /// How many words it has.
        words: usize,
        /// How many it may have.
        most: usize,
    },
    /// There are too many or too few takeaways, or too many sentences.
    #[error("it gives {found} {what}, and {wanted} were asked for")]
    Count {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there may be.
        wanted: String,
    },
    /// Two texts say the same.
    #[error("it says one thing twice")]
    Twice,
    /// It holds markup, an address, or what else is no sentence.
    #[error("`{0}` is no plain text")]
    Markup(String),
    /// A sentence is not one that can be shown.
    #[error("`{0}` is no sentence that can stand alone")]
    Form(String),
    /// It is written in another language than the article.
    #[error("it is not in the language of the article")]
    Language,
    /// A number does not occur in the article.
    #[error("the number `{0}` does not occur in the article")]
    Number(String),
    /// A name does not occur in the article.
    #[error("the name `{0}` does not occur in the article")]
    Name(String),
    /// It shares too few words with the article.
    #[error("it speaks of something else than the article")]
    Elsewhere,
}

/// The form that is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    summary: String,
    takeaways: Vec<String>,
}

/// The most words of a takeaway.
pub const TAKEAWAY_WORDS: usize = 40;
/// The most sentences of a summary, and of a takeaway.
const SENTENCES: [usize; 2] = [3, 2];

/// Gives how many takeaways may be given: three at least, where so many are allowed.
#[must_use]
pub fn takeaways_wanted(limits: &SummaryLimits) -> (usize, usize) {
    let most = limits.takeaways.min(5);
    (most.min(3), most)
}

/// Reads a model's answer and holds it against the article.
///
/// # Errors
/// What is wrong with it; then nothing of it may be shown.
pub fn check(raw: &str, subject: &Subject<'_>, limits: &SummaryLimits) -> Result<Answer, Refusal> {
    let given: Given = serde_json::from_str(unfenced(raw)).map_err(|_| Refusal::NotJson)?;
    let answer = Answer {
        summary: one_line(&given.summary),
        takeaways: given.takeaways.iter().map(|text| one_line(text)).collect(),
    };
    count(&answer, limits)?;
    let facts = Facts::of(subject);
    for text in answer.texts() {
        shape::plain(text)?;
        whole(text, subject)?;
        facts.hold(text)?;
    }
    facts.language(&answer.texts().collect::<Vec<_>>().join(" "))?;
    Ok(answer)
}

impl Answer {
    fn texts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.summary).chain(&self.takeaways).map(String::as_str)
    }
}

/// Takes an answer out of the code fence that some models put around it.
fn unfenced(raw: &str) -> &str {
    let text = raw.trim();
    let inner = text.strip_prefix("```json").or_else(|| text.strip_prefix("```"));
    inner.and_then(|inner| inner.strip_suffix("```")).unwrap_or(text).trim()
}

fn count(answer: &Answer, limits: &SummaryLimits) -> Result<(), Refusal> {
    let (fewest, most) = takeaways_wanted(limits);
    let found = answer.takeaways.len();
    if !(fewest..=most).contains(&found) {
        let mut wanted = String::new();
        let _ = write!(wanted, "{fewest} to {most}");
        return Err(Refusal::Count { what: "takeaways", found, wanted });
    }
    length("the summary", &answer.summary, limits.words, SENTENCES[0])?;
    for text in &answer.takeaways {
        length("a takeaway", text, TAKEAWAY_WORDS, SENTENCES[1])?;
    }
    let mut plain: Vec<String> = answer.texts().map(letters).collect();
    plain.sort();
    plain.dedup();
    if plain.len() == found + 1 { Ok(()) } else { Err(Refusal::Twice) }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn length(what: &'static str, text: &str, most: usize, lines: usize) -> Result<(), Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty(what));
    }
    let words = word::count(text);
    if words > most {
        return Err(Refusal::TooLong { what, words, most });
    }
    let found = sentences(text, "").len();
    if found > lines {
        let wanted = format!("at most {lines}");
        return Err(Refusal::Count { what: "sentences", found, wanted });
    }
    Ok(())
}

/// Is every sentence one that may be shown, as an extracted one must be?
fn whole(text: &str, subject: &Subject<'_>) -> Result<(), Refusal> {
    let title = subject.title.to_lowercase();
    let page = Page { language: Language::get(subject.language), title: &title };
    for sentence in sentences(text, subject.language) {
        let words = word::count(sentence);
        let known =
            form::Known { words, signs: Signs::ALL, own: false, draws: false, first: false };
        if !form::judge(sentence, known, page, &mut String::new()).sound {
            return Err(Refusal::Form(crate::text::first_words(sentence, 8)));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
