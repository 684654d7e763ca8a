//! The line an inbox shows beside the subject.

use super::clean;
use super::page::Page;

/// The fewest characters of a preheader; below it an inbox fills up with the masthead.
pub(super) const LEAST: usize = 35;
/// The most characters of a preheader.
pub(super) const MOST: usize = 110;

/// Makes the preheader: what else is in the issue, or what its one article says; where that is too
/// short, neutral words of the publication follow until it is long enough.
pub(super) fn preheader(page: &Page) -> String {
    let mut text = String::new();
    for part in parts(page) {
        let part = clean::line(&part);
        if part.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push_str(" · ");
        }
        text.push_str(&part);
        if text.chars().count() >= LEAST {
            break;
        }
    }
    let short = clean::short_line(&text, MOST - 1);
    if short.chars().count() >= LEAST {
        return short;
    }
    // A cut after a whole word took too much away.
    text.chars().take(MOST - 1).collect::<String>().trim().to_owned()
}

/// Lists what it may say, the most telling first.
fn parts(page: &Page) -> impl Iterator<Item = String> {
    let others: Vec<&str> = page.articles.iter().skip(1).map(|a| a.headline.as_str()).collect();
    let lead = page.lead.as_ref();
    let first = if others.is_empty() {
        let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        lead.and_then(|lead| said(&lead.summary).or_else(|| said(&lead.deck)))
    } else {
        let also = page.words.get("also").map_or("{list}", String::as_str);
        Some(also.replace("{list}", &others.join(" · ")))
    };
    let neutral = [
        format!("{}, {}", page.newsletter.title, page.issue.date),
        page.publication.description.clone().unwrap_or_default(),
        page.publication.site.clone(),
        page.issue.web_url.clone(),
        page.issue.archive_url.clone(),
    ];
    first.into_iter().chain(neutral)
}
