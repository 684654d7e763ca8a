//! Which articles the next issue takes up, which wait, and which are left out for good.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Duration, Utc};

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
        /// The bound.
        since: DateTime<Utc>,
    },
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
            Self::Old { since } => write!(f, "published before {}", since.format("%Y-%m-%d")),
            Self::NotTagged => f.write_str("has none of the newsletter's tags"),
            Self::TaggedOut(tag) => write!(f, "is tagged `{tag}`"),
            Self::NotVisible => f.write_str("is not visible now"),
            Self::Sent(key) => write!(f, "was in {key}"),
            Self::SkippedEarlier => f.write_str("was skipped earlier, for lack of room"),
            Self::Overflow { max } => write!(f, "an issue holds at most {max} articles"),
            Self::TooFew { min } => write!(f, "an issue needs at least {min} articles"),
        }
    }
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
        let first = history.first_run.unwrap_or(now);
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
    } else if article.published < since {
        Some(Why::Old { since })
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

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;
    use crate::article::Direction;
    use crate::newsletter::tests::{newsletter, utc};
    use crate::summary::Summary;

    const NOW: &str = "2026-11-20T09:00";

    fn article(id: &str, published: &str, tags: &[&str]) -> Article {
        let published = chrono::FixedOffset::east_opt(0)
            .unwrap()
            .from_utc_datetime(&utc(published).naive_utc());
        Article {
            id: id.to_owned(),
            url: format!("https://tidewater.example/{id}/").parse().unwrap(),
            title: Some(id.to_owned()),
            deck: None,
            authors: Vec::new(),
            published,
            updated: published,
            atom_updated: published,
            expires: None,
            draft: false,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            section: None,
            language: "en".to_owned(),
            direction: Direction::Ltr,
            cover: None,
            enclosure: None,
            summary: Summary::default(),
            reading_minutes: 1,
            html: String::new(),
            text: String::new(),
            file: format!("content/{id}.md").into(),
        }
    }

    /// Articles of 12 November on, one a day, the last letter newest.
    fn articles(ids: &str) -> Vec<Article> {
        let day =
            |(day, id): (usize, char)| article(&id.to_string(), &format!("2026-11-{day}"), &[]);
        (12..).zip(ids.chars()).map(day).collect()
    }

    fn chosen(settings: &str, articles: &[Article], history: &History) -> Choice {
        let settings = format!("at = \"Mon 08:00\"\n{settings}");
        choose(&newsletter(&settings), articles, history, utc(NOW))
    }

    fn ids(left: &[(String, Why)]) -> Vec<&str> {
        left.iter().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn an_issue_holds_what_is_new_the_newest_first() {
        let choice = chosen("since = \"2026-01-01\"", &articles("abc"), &History::default());
        assert_eq!(choice.taken, ["c", "b", "a"]);
        assert_eq!(choice.none_because, None);
    }

    #[test]
    fn an_archive_never_goes_out() {
        let mut all = articles("abc");
        all.push(article("old", "2016-05-01", &[]));
        let choice = chosen("", &all, &History::default());
        assert_eq!(choice.taken, ["c"], "one week before the first run");
        assert_eq!(ids(&choice.skipped), ["a", "b", "old"]);
        let first_run = Some(utc("2026-11-18T09:00"));
        let history = History { first_run, ..History::default() };
        assert_eq!(chosen("", &all, &history).taken, ["c", "b", "a"]);
    }

    #[test]
    fn an_article_is_never_chosen_twice() {
        let sent = [("b".to_owned(), Some("weekly/2026-W46".to_owned())), ("a".to_owned(), None)];
        let history = History { articles: sent.into(), ..History::default() };
        let choice = chosen("since = \"2026-01-01\"", &articles("abc"), &history);
        assert_eq!(choice.taken, ["c"]);
        let why: Vec<String> = choice.skipped.iter().map(|(_, why)| why.to_string()).collect();
        assert_eq!(why, ["was skipped earlier, for lack of room", "was in weekly/2026-W46"]);
        assert!(choice.skipped_for_good().is_empty());
    }

    #[test]
    fn what_does_not_fit_waits_and_goes_first_next_time() {
        let settings = "since = \"2026-01-01\"\nmax_articles = 2";
        let first = chosen(settings, &articles("abc"), &History::default());
        assert_eq!(
            (first.taken.as_slice(), ids(&first.waiting)),
            (&["b", "a"].map(str::to_owned)[..], vec!["c"])
        );
        let sent = first.taken.iter().map(|id| (id.clone(), Some("weekly/1".to_owned())));
        let history = History { articles: sent.collect(), ..History::default() };
        assert_eq!(chosen(settings, &articles("abcde"), &history).taken, ["d", "c"]);
    }

    #[test]
    fn what_does_not_fit_is_skipped_for_good_where_so_configured() {
        let settings = "since = \"2026-01-01\"\nmax_articles = 2\noverflow = \"skip\"";
        let choice = chosen(settings, &articles("abc"), &History::default());
        assert_eq!(choice.taken, ["c", "b"]);
        assert_eq!(choice.skipped_for_good(), ["a"]);
    }

    #[test]
    fn tags_choose_and_leave_out_without_regard_to_case() {
        let day = "2026-11-19";
        let all = [
            article("in", day, &["Tides"]),
            article("out", day, &["tides", "Advert"]),
            article("other", day, &["boats"]),
        ];
        let settings = "tags = [\"tides\"]\nwithout_tags = [\"advert\"]";
        let choice = chosen(settings, &all, &History::default());
        assert_eq!(choice.taken, ["in"]);
        let why: Vec<String> = choice.skipped.iter().map(|(_, why)| why.to_string()).collect();
        assert_eq!(why, ["is tagged `advert`", "has none of the newsletter's tags"]);
    }

    #[test]
    fn too_few_articles_wait_and_none_are_no_issue() {
        let choice = chosen("min_articles = 2", &articles("abc"), &History::default());
        assert_eq!((choice.taken.len(), ids(&choice.waiting)), (0, vec!["c"]));
        let why = choice.none_because.unwrap();
        assert_eq!(why, "there is one new article, and an issue needs at least 2");
        let none = chosen("", &[], &History::default()).none_because;
        assert_eq!(none.as_deref(), Some("there is no new article"));
        assert_eq!(chosen("skip_if_empty = false", &[], &History::default()).none_because, None);
    }

    #[test]
    fn what_no_reader_may_see_is_in_no_issue() {
        let mut all = articles("abc");
        all[0].draft = true;
        all[1].expires = Some(all[2].published);
        all.push(article("future", "2026-12-01", &[]));
        let choice = chosen("since = \"2026-01-01\"", &all, &History::default());
        assert_eq!(choice.taken, ["c"]);
    }
}
