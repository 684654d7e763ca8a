//! What a model is asked about an article.

use serde_json::json;

use crate::article::Article;
use crate::cache::answers::Key;
use crate::config::{Config, Model};
use crate::finding::Finding;
use crate::summary::Origin;
use crate::summary::answer::{Subject, TAKEAWAY_WORDS, takeaways_wanted};
use crate::template::Templates;
use crate::text::word;

/// The template of the prompt.
const PROMPT: &str = "prompt/summary.txt";
/// A shorter article is its own summary; no model is needed.
const TOO_SHORT: usize = 120;

/// A question about one article.
#[derive(Debug, Clone)]
#[cfg_attr(not(feature = "model"), allow(dead_code))]
pub(super) struct Question {
    /// Where the article stands in its list.
    pub at: usize,
    /// What its answer is kept under.
    pub key: Key,
    /// What to do.
    pub prompt: String,
    /// The article, as JSON: no text in it can end it.
    pub material: String,
    /// About how many tokens are read.
    pub read: u64,
    /// About how many tokens are written.
    pub written: u64,
}

/// Makes the question about an article, if there is one to ask.
pub(super) fn question(
    at: usize,
    article: &Article,
    config: &Config,
    model: &Model,
    templates: &Templates,
) -> Result<Option<Question>, Finding> {
    // What others publish in feeds shown here spends nobody's budget.
    if article.offer.source.is_some() {
        return Ok(None);
    }
    let summary = &article.summary;
    let lacks_summary = summary.text_origin == Origin::Extracted && summary.text.is_some();
    let lacks_takeaways =
        summary.takeaways_origin == Origin::Extracted && config.summary.takeaways > 0;
    if !(lacks_summary || lacks_takeaways) || word::count(&article.text) < TOO_SHORT {
        return Ok(None);
    }
    let (fewest, most) = takeaways_wanted(&config.summary);
    let asked = json!({
        "language": article.language,
        "words": config.summary.words,
        "takeaways_fewest": fewest,
        "takeaways_most": most,
        "takeaway_words": TAKEAWAY_WORDS,
    });
    let prompt = templates.render(PROMPT, &asked)?;
    let subject = subject(article);
    let material =
        json!({"title": subject.title, "deck": subject.deck, "text": subject.text}).to_string();
    let url = model.url.as_ref().map_or("", url::Url::as_str);
    let limits = format!("{} {most}", config.summary.words);
    let provider = format!("{:?}", model.provider);
    let parts = [&provider, url, &model.name, &article.language, &limits, &prompt, &material];
    let key = Key::of(&parts);
    let read = tokens(&prompt) + tokens(&material);
    let written = (config.summary.words + most * TAKEAWAY_WORDS) as u64 * 3 / 2 + 40;
    Ok(Some(Question { at, key, prompt, material, read, written }))
}

/// Gives what an answer is held against.
pub(super) fn subject(article: &Article) -> Subject<'_> {
    Subject {
        title: article.title.as_deref().unwrap_or_default(),
        deck: article.deck.as_deref().unwrap_or_default(),
        language: &article.language,
        text: &article.text,
    }
}

/// Estimates the tokens of a text, rather too many than too few: three letters of English to one,
/// one for each letter of another script.
fn tokens(text: &str) -> u64 {
    let ascii = text.bytes().filter(u8::is_ascii).count() as u64;
    let others = text.chars().filter(|c| !c.is_ascii()).count() as u64;
    ascii.div_ceil(3) + others
}
