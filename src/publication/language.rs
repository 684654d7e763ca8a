//! Whether the articles are in the language the publication says they are in.

use foldhash::HashMap;

use crate::article::Article;
use crate::config::Config;
use crate::finding::Finding;
use crate::summary;

/// So many articles tell in which language most are.
const LOOKED_AT: usize = 12;

/// Tells that most articles are in another language than feeds say, where nobody wrote which it is.
pub(super) fn unset(articles: &[Article], config: &Config) -> Option<Finding> {
    if config.lines.has("language") {
        return None;
    }
    let assumed = || articles.iter().filter(|article| article.language == config.language);
    let apart = assumed().count().div_ceil(LOOKED_AT).max(1);
    let looked_at: Vec<&Article> = assumed().step_by(apart).collect();
    let mut other: HashMap<&str, usize> = HashMap::default();
    for article in &looked_at {
        if let Some(found) = summary::other_language(&article.text, &config.language) {
            *other.entry(found).or_default() += 1;
        }
    }
    let (found, times) = other.into_iter().max_by_key(|(tag, times)| (*times, *tag))?;
    let language = &config.language;
    let what = format!(
        "most articles look as if they were in `{found}`, and feeds call them `{language}`"
    );
    let hint = format!(
        "write `language = \"{found}\"` at the head, or `language = \"{language}\"` if that is right"
    );
    (times * 4 > looked_at.len() * 3).then(|| Finding::warning(what).file(&config.file).hint(hint))
}
