//! The line an inbox shows beside the subject.

use super::clean;
use super::page::Page;

/// The fewest characters of a preheader; below it an inbox fills up with the masthead.
pub(super) const LEAST: usize = 35;
/// The most characters of a preheader.
pub(super) const MOST: usize = 110;

/// Makes the preheader: what else is in the issue, or what its one article says.
pub(super) fn preheader(page: &Page) -> String {
    let others: Vec<&str> = page.articles.iter().skip(1).map(|a| a.headline.as_str()).collect();
    let lead = page.lead.as_ref();
    let mut parts: Vec<String> = Vec::new();
    if others.is_empty() {
        parts.extend(lead.and_then(|lead| lead.summary.clone().or_else(|| lead.deck.clone())));
    } else {
        let also = page.words.get("also").map_or("{list}", String::as_str);
        parts.push(also.replace("{list}", &others.join(" · ")));
    }
    let fallbacks = [
        format!("{}, {}", page.newsletter.title, page.issue.date),
        page.publication.description.clone().unwrap_or_default(),
        page.publication.site.clone(),
        page.issue.web_url.clone(),
    ];
    let mut text = parts.join(" ");
    for more in fallbacks {
        if text.chars().count() >= LEAST {
            break;
        }
        let gap = if text.is_empty() { "" } else { " · " };
        text = format!("{text}{gap}{more}");
    }
    clean::short_line(&text, MOST - 1)
}
