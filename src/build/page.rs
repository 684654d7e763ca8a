//! What the templates of pages are given.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use serde::Serialize;

use super::archive::{IssuePage, part};
use crate::article::{Article, Direction};
use crate::config::Config;
use crate::feed::{self, Feed, Format};
use crate::finding::Finding;
use crate::publication::Publication;
use crate::summary::Origin;
use crate::template::Templates;
use crate::template::words::{self, Words};

/// Dresses pages: what they have in common, found out once.
pub(super) struct Dresser<'a> {
    pub publication: &'a Publication,
    pub feeds: &'a [Feed<'a>],
    pub config: &'a Config,
    templates: &'a Templates,
    words: Words,
}

/// What every page is given.
#[derive(Serialize)]
struct Frame<'a, T> {
    publication: Home<'a>,
    words: &'a Words,
    language: &'a str,
    dir: &'static str,
    /// The lines of the head by which readers find feeds.
    feeds: String,
    #[serde(flatten)]
    page: T,
}

#[derive(Serialize)]
struct Home<'a> {
    title: &'a str,
    #[serde(rename = "home")]
    url: &'a str,
    description: Option<&'a str>,
}

/// `page/article.html`.
#[derive(Serialize)]
struct ArticlePage<'a> {
    article: Story<'a>,
}

#[derive(Serialize)]
struct Story<'a> {
    url: &'a str,
    headline: String,
    title: Option<&'a str>,
    deck: Option<&'a str>,
    authors: Vec<&'a str>,
    date: String,
    day: String,
    minutes: u32,
    tags: &'a [String],
    section: Option<&'a str>,
    summary: Option<&'a str>,
    summary_origin: Origin,
    takeaways: &'a [String],
    takeaways_origin: Origin,
    takeaways_stand: bool,
    image: Option<Picture<'a>>,
    audio: Option<&'a str>,
    html: &'a str,
}

#[derive(Serialize)]
struct Picture<'a> {
    url: &'a str,
    alt: &'a str,
    width: Option<u32>,
    height: Option<u32>,
}

/// `page/list.html`.
#[derive(Serialize)]
pub(super) struct List<'a> {
    pub title: &'a str,
    pub description: Option<&'a str>,
    pub links: Vec<Link>,
    pub items: Vec<Item>,
}

/// A link with a name.
#[derive(Serialize)]
pub(super) struct Link {
    pub name: String,
    pub url: String,
}

/// One line of a list: an article, an issue, or a newsletter.
#[derive(Serialize)]
pub(super) struct Item {
    url: String,
    headline: String,
    date: String,
    day: String,
    minutes: Option<u32>,
    summary: Option<String>,
    language: Option<String>,
    dir: &'static str,
}

impl<'a> Dresser<'a> {
    pub(super) fn new(
        publication: &'a Publication,
        feeds: &'a [Feed<'a>],
        config: &'a Config,
        templates: &'a Templates,
    ) -> Self {
        let words = templates.words(&publication.language);
        Self { publication, feeds, config, templates, words }
    }

    /// Writes the page of an article, in the article's own language.
    pub(super) fn article(&self, article: &Article) -> Result<String, Finding> {
        let words = self.templates.words(&article.language);
        let page = ArticlePage { article: self.story(article, &words) };
        let dir = dir(article.direction == Direction::Rtl);
        self.render("page/article.html", &article.language, dir, &words, page)
    }

    /// Writes the style sheet that shows a feed like a page.
    pub(super) fn style(&self) -> Result<String, Finding> {
        let note = self.word("feed_page").replace("{site}", &self.publication.title);
        let mut escaped = String::with_capacity(note.len());
        for c in note.chars() {
            if matches!(c, '"' | '\\' | '<' | '>') || c.is_control() {
                // As CSS escapes any character (Syntax Level 3, section 4.3.7).
                let _ = write!(escaped, "\\{:x} ", u32::from(c));
            } else {
                escaped.push(c);
            }
        }
        self.templates.render("page/feed.css", &serde_json::json!({ "note": escaped }))
    }

    /// Writes the page that sends readers on to an article.
    pub(super) fn moved(&self, article: &Article) -> Result<String, Finding> {
        let words = self.templates.words(&article.language);
        let page = ArticlePage { article: self.story(article, &words) };
        let dir = dir(article.direction == Direction::Rtl);
        self.render("page/moved.html", &article.language, dir, &words, page)
    }

    /// Writes a page that is a list.
    pub(super) fn list(&self, list: List<'_>) -> Result<String, Finding> {
        let language = self.publication.language.as_str();
        self.render("page/list.html", language, dir(words::is_rtl(language)), &self.words, list)
    }

    /// Makes the line of an article.
    pub(super) fn item(&self, article: &Article) -> Item {
        let (date, day) = self.dates_of(article, &self.words);
        let other = article.language != self.publication.language;
        Item {
            url: article.url.to_string(),
            headline: article.headline(),
            date,
            day,
            minutes: Some(article.reading_minutes),
            summary: article.summary.text.clone(),
            language: other.then(|| article.language.clone()),
            dir: dir(article.direction == Direction::Rtl),
        }
    }

    /// Makes the line of an issue.
    pub(super) fn issue(&self, issue: &IssuePage) -> Item {
        let newsletter = self.config.newsletter(&issue.newsletter);
        let zone = newsletter.map_or(self.config.zone, |newsletter| newsletter.zone);
        let (date, day) = dates(issue.frozen_at.fixed_offset(), zone, &self.words);
        Item {
            url: format!(
                "{}issues/{}/{}/",
                self.publication.home,
                issue.newsletter,
                part(&issue.key)
            ),
            headline: issue.subject.clone(),
            date,
            day,
            minutes: None,
            summary: None,
            language: None,
            dir: "ltr",
        }
    }

    /// Gives the day of an article, if somebody said it.
    fn dates_of(&self, article: &Article, words: &Words) -> (String, String) {
        let day = |at| dates(at, self.config.zone, words);
        article.published_as_said().map(day).unwrap_or_default()
    }

    /// Gives the words of the publication's language.
    pub(super) fn word(&self, key: &str) -> String {
        self.words.get(key).cloned().unwrap_or_default()
    }

    fn story<'b>(&self, article: &'b Article, words: &Words) -> Story<'b> {
        let (date, day) = self.dates_of(article, words);
        let enclosure = article.enclosure.as_ref();
        Story {
            url: article.url.as_str(),
            headline: article.headline(),
            title: article.title.as_deref(),
            deck: article.deck.as_deref(),
            authors: article.authors.iter().map(|author| author.name.as_str()).collect(),
            date,
            day,
            minutes: article.reading_minutes,
            tags: &article.tags,
            section: article.section.as_deref(),
            summary: article.summary.text.as_deref(),
            summary_origin: article.summary.text_origin,
            takeaways: &article.summary.takeaways,
            takeaways_origin: article.summary.takeaways_origin,
            takeaways_stand: article.summary.takeaways_stand,
            image: picture(article),
            audio: enclosure
                .filter(|enclosure| enclosure.media_type.starts_with("audio/"))
                .map(|enclosure| enclosure.url.as_str()),
            html: &article.html,
        }
    }

    fn render<T: Serialize>(
        &self,
        template: &str,
        language: &str,
        dir: &'static str,
        words: &Words,
        page: T,
    ) -> Result<String, Finding> {
        let publication = Home {
            title: &self.publication.title,
            url: self.publication.home.as_str(),
            description: self.publication.description.as_deref(),
        };
        // The publication's own feeds; all of a big publication's would be longer than the page.
        let feeds = feed::autodiscovery(self.feeds.get(..1).unwrap_or_default());
        let frame = Frame { publication, words, language, dir, feeds, page };
        self.templates.render(template, &frame)
    }
}

/// Gives the cover, unless the text shows it.
fn picture(article: &Article) -> Option<Picture<'_>> {
    let cover = article.cover.as_ref().filter(|cover| !feed::shows(article, cover))?;
    Some(Picture {
        url: cover.url.as_str(),
        alt: &cover.alt,
        width: cover.size.map(|(width, _)| width),
        height: cover.size.map(|(_, height)| height),
    })
}

/// Lists the documents of a feed by format.
pub(super) fn links(feed: &Feed<'_>) -> Vec<Link> {
    let link =
        |format: Format| Link { name: format.label().to_owned(), url: feed.url(format).into() };
    Format::ALL.into_iter().map(link).collect()
}

/// Gives a day as a reader of the language reads it, and as a machine does.
fn dates(at: DateTime<FixedOffset>, zone: Tz, words: &Words) -> (String, String) {
    let day = at.with_timezone(&zone).date_naive();
    (words::date(words, day), day.to_string())
}

fn dir(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}
