//! What a digest's templates are given.

use chrono::DateTime;
use chrono_tz::Tz;
use serde::Serialize;

use crate::article::{Article, Direction};
use crate::config::Newsletter;
use crate::issue::{SLOT_CLOSE, SLOT_OPEN};
use crate::publication::Publication;
use crate::summary::Origin;
use crate::template::words::Words;

use super::clean;

/// The most takeaways of an article in a digest.
const TAKEAWAYS: usize = 4;

/// All that a digest's templates may use.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Page {
    pub publication: Home,
    pub newsletter: Series,
    pub issue: Dated,
    pub lead: Option<Story>,
    pub articles: Vec<Story>,
    pub groups: Vec<Group>,
    pub more: Vec<Story>,
    pub words: Words,
    pub language: String,
    pub dir: &'static str,
    pub unsubscribe_url: String,
    pub name: String,
    pub address: String,
}

/// The publication.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Home {
    pub title: String,
    pub description: Option<String>,
    pub home: String,
    pub site: String,
}

/// The newsletter.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Series {
    pub name: String,
    pub title: String,
    pub postal_address: String,
}

/// The issue.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Dated {
    pub key: String,
    pub date: String,
    pub day: String,
    pub subject: String,
    pub preheader: String,
    pub web_url: String,
    pub archive_url: String,
}

/// The articles of one section.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Group {
    pub name: Option<String>,
    pub articles: Vec<Story>,
}

/// One article.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Story {
    pub anchor: String,
    pub headline: String,
    pub url: String,
    pub site: String,
    pub section: Option<String>,
    pub minutes: u32,
    pub authors: Vec<String>,
    pub date: String,
    pub deck: Option<String>,
    pub summary: Option<String>,
    pub summary_origin: Origin,
    pub takeaways: Vec<String>,
    pub takeaways_origin: Origin,
    pub image: Option<Picture>,
    pub language: String,
    pub dir: &'static str,
    pub tags: Vec<String>,
}

/// An article's image at the size it is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Picture {
    pub url: String,
    pub alt: String,
    pub width: u32,
    pub height: Option<u32>,
}

/// Writes a slot.
pub(super) fn slot(name: &str) -> String {
    format!("{SLOT_OPEN}{name}{SLOT_CLOSE}")
}

/// Gives the host a reader knows an address by.
pub(super) fn site(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

impl Home {
    pub(super) fn of(publication: &Publication) -> Self {
        Self {
            title: clean::line(&publication.title),
            description: publication.description.as_deref().map(clean::line),
            home: publication.home.to_string(),
            site: site(&publication.home),
        }
    }
}

impl Series {
    pub(super) fn of(newsletter: &Newsletter) -> Self {
        Self {
            name: newsletter.name.clone(),
            title: clean::line(&newsletter.title),
            postal_address: clean::line(newsletter.postal_address.as_deref().unwrap_or_default()),
        }
    }
}

impl Story {
    pub(super) fn of(article: &Article, number: usize, zone: Tz, words: &Words) -> Self {
        let line = |text: &String| clean::short_line(text, 600);
        let day = DateTime::with_timezone(&article.published, &zone).date_naive();
        Self {
            anchor: format!("story-{number}"),
            headline: clean::short_line(&article.headline(), 240),
            url: article.url.to_string(),
            site: site(&article.url),
            section: article.section.as_deref().map(clean::line).filter(|s| !s.is_empty()),
            minutes: article.reading_minutes,
            authors: article.authors.iter().map(|a| clean::short_line(&a.name, 80)).collect(),
            date: crate::template::words::date(words, day),
            deck: article.deck.as_ref().map(line).filter(|s| !s.is_empty()),
            summary: article.summary.text.as_ref().map(line).filter(|s| !s.is_empty()),
            summary_origin: article.summary.text_origin,
            takeaways: article.summary.takeaways.iter().take(TAKEAWAYS).map(line).collect(),
            takeaways_origin: article.summary.takeaways_origin,
            image: None,
            language: article.language.clone(),
            dir: if article.direction == Direction::Rtl { "rtl" } else { "ltr" },
            tags: article.tags.iter().map(|tag| clean::line(tag)).collect(),
        }
    }
}

/// Puts articles of one section together, in the order in which sections first appear.
pub(super) fn groups(stories: &[Story]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for story in stories {
        match groups.iter_mut().find(|group| group.name == story.section) {
            Some(group) => group.articles.push(story.clone()),
            None => {
                groups.push(Group { name: story.section.clone(), articles: vec![story.clone()] });
            }
        }
    }
    groups
}
