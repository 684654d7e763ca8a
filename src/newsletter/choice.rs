//! Which articles the next issue takes up, which wait, and which are left out for good.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::article::Article;
use crate::config::{Newsletter, Overflow};

/// What a newsletter did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// When it first ran.
    pub first_run: Option<DateTime<Utc>>,
    /// When it last ran, whether or not an issue came of it.
    pub last_run: Option<DateTime<Utc>>,
    /// Its articles that are done with: the id, and the key of the issue that holds it, or none
    /// if it was skipped for good.
    pub articles: BTreeMap<String, Option<String>>,
    /// The keys of its issues.
    pub keys: BTreeSet<String>,
}

/// What the next issue would hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The ids of its articles, newest first.
    pub taken: Vec<String>,
    /// Articles that wait for a later issue.
    pub waiting: Vec<(String, Why)>,
    /// Articles that are left out; those with [`Why::Overflow`] are to be remembered as skipped.
    pub skipped: Vec<(String, Why)>,
    /// Why there is no issue, if there is none.
    pub none_because: Option<String>,
}

impl Choice {
    /// Gives the ids that an issue with this choice skips for good.
    #[must_use]
    pub fn skipped_for_good(&self) -> Vec<String> {
        let overflow = self.skipped.iter().filter(|(_, why)| matches!(why, Why::Overflow { .. }));
        overflow.map(|(id, _)| id.clone()).collect()
    }
}

/// Why an article is not in the next issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was published before the newsletter takes up anything.
    Old {
        /// The day of the bound, in the newsletter's zone.
        since: NaiveDate,
    },
    /// Nobody said when it was published.
    Undated,
    /// It has none of the newsletter's tags.
    NotTagged,
    /// It has a tag the newsletter leaves out.
    TaggedOut(String),
    /// It is not published yet, expired, or a draft.
    NotVisible,
    /// It was in an earlier issue.
    Sent(String),
    /// An earlier issue had no room for it, and it was skipped.
    SkippedEarlier,
    /// The issue has no room for it.
    Overflow {
        /// How many articles fit.
        max: usize,
    },
    /// There are too few for an issue.
    TooFew {
        /// How many are needed.
        min: usize,
    },
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Old { since } => write!(f, "published before {since}"),
            Self::Undated => f.write_str("has no date, so it is never mailed"),
            Self::NotTagged => f.write_str("has none of the newsletter's tags"),
            Self::TaggedOut(tag) => write!(f, "is tagged `{tag}`"),
            Self::NotVisible => f.write_str("is not visible now"),
            Self::Sent(key) => write!(f, "was in {key}"),
            Self::SkippedEarlier => f.write_str("was skipped earlier, for lack of room"),
            Self::Overflow { max } => write!(f, "an issue holds at most {}", articles(*max)),
            Self::TooFew { min } => write!(f, "an issue needs at least {}", articles(*min)),
        }
    }
}

fn articles(count: usize) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}

/// Chooses the articles of the next issue.
///
/// An article that was in an issue of this newsletter, or was skipped for good, is never chosen
/// again. `since` bounds what is taken up at all; without it, that is one cadence before the
/// newsletter's first run, which is `now` if it never ran. When more articles are left than fit,
/// the oldest go first and the others wait, so that none waits for ever; where the overflow is
/// skipped, the newest go and the others are skipped.
#[must_use]
pub fn choose(
    newsletter: &Newsletter,
    articles: &[Article],
    history: &History,
    now: DateTime<Utc>,
) -> Choice {
    let since = since(newsletter, history, now);
    let mut choice = Choice::default();
    let mut fit = Vec::new();
    for article in articles {
        match left_out(newsletter, article, history, since, now) {
            Some(why) => choice.skipped.push((article.id.clone(), why)),
            None => fit.push(article),
        }
    }
    fit.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    choice.fill(newsletter, fit.into_iter().map(|article| article.id.clone()).collect());
    choice
}

impl Choice {
    /// Divides what is fit, newest first, by the newsletter's least and most.
    fn fill(&mut self, newsletter: &Newsletter, mut fit: Vec<String>) {
        let (min, max) = (newsletter.min_articles, newsletter.max_articles);
        let over = fit.len().saturating_sub(max);
        if fit.len() < min && (newsletter.skip_if_empty || !fit.is_empty()) {
            self.none_because = Some(none_because(fit.len(), min));
            self.waiting.extend(fit.into_iter().map(|id| (id, Why::TooFew { min })));
            return;
        }
        match newsletter.overflow {
            Overflow::Wait => {
                self.taken = fit.split_off(over);
                self.waiting.extend(fit.into_iter().map(|id| (id, Why::Overflow { max })));
            }
            Overflow::Skip => {
                let rest = fit.split_off(fit.len() - over);
                self.skipped.extend(rest.into_iter().map(|id| (id, Why::Overflow { max })));
                self.taken = fit;
            }
        }
    }
}

fn none_because(found: usize, min: usize) -> String {
    match found {
        0 => "there is no new article".to_owned(),
        1 => format!("there is one new article, and an issue needs at least {min}"),
        _ => format!("there are {found} new articles, and an issue needs at least {min}"),
    }
}

/// Gives the instant before which the newsletter takes up nothing.
fn since(newsletter: &Newsletter, history: &History, now: DateTime<Utc>) -> DateTime<Utc> {
    newsletter.since.unwrap_or_else(|| {
        let first = history.first_run.map_or(now, |first| first.min(now));
        let span = newsletter.cadence.span(first, newsletter.zone).unwrap_or(Duration::weeks(1));
        first.checked_sub_signed(span).unwrap_or(DateTime::<Utc>::MIN_UTC)
    })
}

/// Says why an article can be in no issue now.
fn left_out(
    newsletter: &Newsletter,
    article: &Article,
    history: &History,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Option<Why> {
    match history.articles.get(&article.id) {
        Some(Some(key)) => return Some(Why::Sent(key.clone())),
        Some(None) => return Some(Why::SkippedEarlier),
        None => {}
    }
    let has = |tag: &String| article.tags.iter().any(|other| same_tag(tag, other));
    if !article.is_visible(now) {
        Some(Why::NotVisible)
    } else if article.undated {
        Some(Why::Undated)
    } else if article.published < since {
        Some(Why::Old { since: since.with_timezone(&newsletter.zone).date_naive() })
    } else if let Some(tag) = newsletter.without_tags.iter().find(|tag| has(tag)) {
        Some(Why::TaggedOut(tag.clone()))
    } else if !newsletter.tags.is_empty() && !newsletter.tags.iter().any(has) {
        Some(Why::NotTagged)
    } else {
        None
    }
}

/// Tags are compared without case, as authors write them.
fn same_tag(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
