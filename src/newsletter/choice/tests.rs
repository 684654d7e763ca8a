//! What is chosen, what waits and what is left out.

use chrono::TimeZone;

use super::*;
use crate::article::{Direction, Offer, Text};
use crate::newsletter::tests::{newsletter, utc};
use crate::summary::Summary;

const NOW: &str = "2026-11-20T09:00";

fn article(id: &str, published: &str, tags: &[&str]) -> Article {
    let published =
        chrono::FixedOffset::east_opt(0).unwrap().from_utc_datetime(&utc(published).naive_utc());
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
        undated: false,
        draft: false,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        section: None,
        language: "en".to_owned(),
        direction: Direction::Ltr,
        cover: None,
        enclosure: None,
        summary: Summary::default(),
        offer: Offer::default(),
        reading_minutes: 1,
        html: Text::default(),
        text: Text::default(),
        file: format!("content/{id}.md").into(),
        kept_as: None,
    }
}

/// Articles of 12 November on, one a day, the last letter newest.
fn articles(ids: &str) -> Vec<Article> {
    let day = |(day, id): (usize, char)| article(&id.to_string(), &format!("2026-11-{day}"), &[]);
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
fn an_article_without_a_date_is_never_mailed_and_that_is_why() {
    let all = [Article { undated: true, ..article("a", "2026-11-20", &[]) }];
    let choice = chosen("since = \"1970-01-01\"", &all, &History::default());
    let why: Vec<String> = choice.skipped.iter().map(|(_, why)| why.to_string()).collect();
    assert_eq!(why, ["has no date, so it is never mailed"]);
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
