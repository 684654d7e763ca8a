//! One article as a digest shows it.

use chrono_tz::Tz;
use serde::Serialize;

use crate::article::{Article, Direction, Image};
use crate::finding::Finding;
use crate::summary::Origin;
use crate::template::words::{Words, date};
use crate::text::first_words;

use super::clean;
use super::page::site;

/// The most takeaways of an article in a digest.
const TAKEAWAYS: usize = 4;
/// How wide an image may be: the column without its margins.
const WIDE: u32 = 560;
/// How wide an image beside the text may be.
const SMALL: u32 = 160;

/// One article.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Story {
    /// An id for the page, such as `story-1`.
    pub anchor: String,
    pub headline: String,
    pub url: String,
    /// The host a reader knows the address by.
    pub site: String,
    pub section: Option<String>,
    /// How long reading takes.
    pub minutes: u32,
    pub authors: Vec<String>,
    pub date: String,
    pub deck: Option<String>,
    pub summary: Option<String>,
    pub summary_origin: Origin,
    pub takeaways: Vec<String>,
    pub takeaways_origin: Origin,
    pub image: Option<Picture>,
    pub listen: Option<Sound>,
    pub tags: Vec<String>,
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Is it in another language than the digest?
    pub foreign: bool,
    /// Did a language model write its summary or takeaways?
    pub by_model: bool,
}

/// An article's image at the sizes it is shown.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Picture {
    pub url: String,
    pub alt: String,
    pub width: u32,
    pub height: Option<u32>,
    pub small_width: u32,
    pub small_height: Option<u32>,
}

/// An article's podcast episode.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sound {
    pub url: String,
    /// How long it plays, where that is known.
    pub minutes: Option<u64>,
}

/// The articles of one section.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Group {
    pub name: Option<String>,
    pub articles: Vec<Story>,
}

impl Story {
    pub(super) fn of(article: &Article, number: usize, zone: Tz, words: &Words) -> Self {
        let line = |text: &String| clean::short_line(text, 600);
        let some = |text: Option<&String>| text.map(line).filter(|text| !text.is_empty());
        let takeaways = article.summary.takeaways.iter().map(line).filter(|t| !t.is_empty());
        Self {
            anchor: format!("story-{number}"),
            headline: headline(article),
            url: article.url.to_string(),
            site: site(&article.url),
            section: some(article.section.as_ref()).map(|section| spoken(&section)),
            minutes: article.reading_minutes,
            authors: article.authors.iter().map(|a| clean::short_line(&a.name, 80)).collect(),
            date: date(words, article.published.with_timezone(&zone).date_naive()),
            deck: some(article.deck.as_ref()),
            summary: some(article.summary.text.as_ref()),
            summary_origin: article.summary.text_origin,
            takeaways: takeaways.take(TAKEAWAYS).collect(),
            takeaways_origin: article.summary.takeaways_origin,
            image: article.cover.as_deref().and_then(Picture::of),
            listen: article.enclosure.as_ref().filter(|e| e.media_type.starts_with("audio/")).map(
                |sound| Sound {
                    url: sound.url.to_string(),
                    minutes: sound.seconds.map(|seconds| seconds.div_ceil(60)),
                },
            ),
            tags: article.tags.iter().map(|tag| clean::line(tag)).collect(),
            language: article.language.clone(),
            dir: if article.direction == Direction::Rtl { "rtl" } else { "ltr" },
            foreign: false,
            by_model: [article.summary.text_origin, article.summary.takeaways_origin]
                .contains(&Origin::Model),
        }
    }

    /// Cuts summary and deck to at most so many words.
    pub(super) fn shorten(&mut self, words: usize) {
        for text in [&mut self.summary, &mut self.deck].into_iter().flatten() {
            *text = first_words(text, words);
            // Scripts without spaces know no words: there a word is two characters.
            if text.chars().count() > words * 9 {
                *text = clean::short_line(text, words * 2);
            }
        }
    }
}

/// Writes the name of a folder as words: `field-notes` becomes `Field notes`.
fn spoken(section: &str) -> String {
    let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    if !section.chars().all(is_slug) {
        return section.to_owned();
    }
    let words = section.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Gives the headline; a note that has neither title nor words is known by its address.
fn headline(article: &Article) -> String {
    let headline = clean::short_line(&article.headline(), 240);
    if headline.is_empty() { article.url.to_string() } else { headline }
}

impl Picture {
    fn of(image: &Image) -> Option<Self> {
        if why_not(image).is_some() {
            return None;
        }
        let (width, height) = fit(image.size, WIDE);
        let (small_width, small_height) = fit(image.size, SMALL);
        let alt = clean::short_line(&image.alt, 300);
        Some(Self { url: image.url.to_string(), alt, width, height, small_width, small_height })
    }
}

/// Scales an image down until neither side is longer than `most`; its shape stays.
fn fit(size: Option<(u32, u32)>, most: u32) -> (u32, Option<u32>) {
    let Some((width, height)) = size.filter(|(width, height)| *width > 0 && *height > 0) else {
        return (most, None);
    };
    let long = u64::from(width.max(height));
    let shown = long.min(u64::from(most));
    let scale = |side: u32| {
        let scaled = (u64::from(side) * shown + long / 2) / long;
        u32::try_from(scaled).unwrap_or(most).max(1)
    };
    (scale(width), Some(scale(height)))
}

/// Says why an image cannot stand in mail.
fn why_not(image: &Image) -> Option<&'static str> {
    let svg = image.media_type.as_deref() == Some("image/svg+xml")
        || image.url.path().to_ascii_lowercase().ends_with(".svg");
    if svg {
        Some("mail programs do not show SVG images")
    } else if image.url.scheme() != "https" {
        Some("mail programs show images from https addresses only")
    } else {
        None
    }
}

/// Names what is wrong with an article's image.
pub(super) fn findings(article: &Article) -> Option<Finding> {
    let image = article.cover.as_ref()?;
    let finding = |what: String| Finding::warning(what).file(&article.file);
    if let Some(why) = why_not(image) {
        return Some(
            finding(format!("the digest leaves out the cover image: {why}"))
                .hint("give a cover in JPEG, PNG, GIF or WebP at an https address"),
        );
    }
    image.alt.trim().is_empty().then(|| {
        finding("the cover image has no alternative text".to_owned())
            .hint("say what it shows, for those who do not see it: `alt` beside the image")
    })
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
