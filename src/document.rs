//! What was written: one file of the content folder, read but not yet completed.

mod abbreviations;
pub mod amend;
pub mod block;
mod clean;
mod control;
mod convert;
mod date;
mod fields;
mod front_matter;
pub mod html;
mod ids;
mod keys;
mod links;
mod markdown;
mod meta;
mod offer;
mod outline;
mod own_words;
pub mod page;
mod place;
pub mod plain;
mod read;
mod reference;
mod render;
mod sections;
mod settings;
mod signs;
mod source_set;
mod spelling;
mod template;
mod tree;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::config::{Config, Dialect};
use crate::time::exact;

pub use block::{Block, Body};
pub use convert::{Converted, to_markdown};
pub(crate) use date::read as read_date;
pub use fields::Fields;
pub use meta::OTHER_LAYOUT;
pub(crate) use meta::{kept_tags, seconds, split_tags};
pub use place::{Parts, folders_of, format_of, is_language};
pub(crate) use read::too_large;
pub use read::{read, read_and};
pub use reference::{Lead, Leads, Reference};
pub use render::{render, render_among};
pub use settings::Settings;
pub use signs::Signs;

/// How documents are read.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Headings of sections that never reach a reader, compared without case or punctuation.
    pub private_sections: Vec<String>,
    /// The largest file that is read, in bytes.
    pub max_bytes: u64,
    /// Leave links within one article (`#note-1`) as they are.
    pub bare_fragments: bool,
    /// How many words a reader reads in a minute.
    pub words_per_minute: u32,
}

impl Rules {
    /// Takes the rules of a publication.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        Self {
            private_sections: config.content.private_sections.clone(),
            max_bytes: config.content.max_bytes,
            bare_fragments: config.feeds.bare_fragments,
            words_per_minute: config.content.words_per_minute,
        }
    }
}

/// A value and the line of the file it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// The line it starts on, counted from 1.
    pub line: u32,
}

/// A date as an author wrote it; the publication's zone completes it later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WrittenDate {
    /// Date, time and offset.
    Instant(#[serde(with = "exact")] DateTime<FixedOffset>),
    /// Date and time without an offset.
    Local(NaiveDateTime),
    /// A day alone.
    Day(NaiveDate),
}

/// Someone who wrote an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name, never empty.
    pub name: String,
    /// A mail address, if one was given.
    pub email: Option<String>,
    /// A page about them, if one was given.
    pub url: Option<String>,
}

impl Author {
    /// Does the name say only that nobody knows it?
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        ["unknown", "unknown author"].iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }
}

/// A cover image as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    /// The image's address, as written.
    pub src: String,
    /// Its description for those who do not see it.
    pub alt: Option<String>,
    /// Its caption.
    pub caption: Option<String>,
}

/// An attached file such as a podcast episode, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenEnclosure {
    /// The file's address, as written.
    pub src: String,
    /// Its media type, if given; it may be none (RFC 6838).
    pub media_type: Option<Written<String>>,
    /// Its length in bytes, if given.
    pub length: Option<u64>,
    /// How long it plays, in seconds.
    pub seconds: Option<u64>,
}

/// What an article says about how feeds and pages offer it, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenOffer {
    /// Is it left out of every feed (`feed: false`)?
    pub no_feed: bool,
    /// Its former addresses (`aliases`, `redirect_from`).
    pub aliases: Vec<Written<String>>,
    /// What its attached file is as an episode of a podcast.
    pub episode: WrittenEpisode,
}

/// What an article says about its attached file as an episode of a podcast, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenEpisode {
    /// Is it not for children?
    pub explicit: Option<bool>,
    /// Its number within its season.
    pub number: Option<u32>,
    /// The number of its season.
    pub season: Option<u32>,
    /// The address of its text.
    pub transcript: Option<Box<Written<String>>>,
    /// The address of its chapters.
    pub chapters: Option<Box<Written<String>>>,
}

/// The language the body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// Markdown (CommonMark with GitHub's tables, footnotes and alerts).
    Markdown,
    /// An HTML fragment, or a small page written by hand.
    Html,
    /// A whole web page saved from a browser.
    SavedPage,
    /// Plain text as it is copied out of a page.
    PlainText,
}

impl Format {
    /// Gives the name of the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::SavedPage => "a saved page",
            Self::PlainText => "plain text",
        }
    }
}

/// All that front matter, a file name or the body itself says about an article.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// `id`, `guid` or `uuid`.
    pub id: Option<Written<String>>,
    /// The title, plain text.
    pub title: Option<Written<String>>,
    /// The standfirst that stands below a title.
    pub deck: Option<Written<String>>,
    /// The author's own summary (`description`, `summary`, `excerpt`), plain text.
    pub summary: Option<Written<String>>,
    /// The author's own key points from front matter, plain text.
    pub takeaways: Vec<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// When it was, or will be, published.
    pub date: Option<Written<WrittenDate>>,
    /// When it was last changed in substance.
    pub updated: Option<Written<WrittenDate>>,
    /// From when on it must not be shown (`expiryDate`).
    pub expires: Option<Written<WrittenDate>>,
    /// Its tags, as written.
    pub tags: Vec<String>,
    /// Its section: front matter's, else the first folder below the content folder.
    pub section: Option<String>,
    /// Its language as a BCP 47 tag.
    pub language: Option<Written<String>>,
    /// Its cover image; in a box, for thousands of documents lie side by side, and few have one.
    pub cover: Option<Box<Written<Cover>>>,
    /// Its attached file.
    pub enclosure: Option<Box<Written<WrittenEnclosure>>>,
    /// The last part of its address.
    pub slug: Option<Written<String>>,
    /// Its whole address or path (`permalink`, `url`, `path`).
    pub permalink: Option<Written<String>>,
    /// How feeds and pages offer it.
    pub offer: WrittenOffer,
    /// How long reading takes, in minutes, where the text says so itself.
    pub reading_minutes: Option<u32>,
    /// The categories alone, as Jekyll puts them into addresses.
    pub categories: Vec<String>,
    /// Tags and categories that are one text with spaces, which Jekyll takes for several.
    pub spaced: Vec<String>,
    /// Is it a draft?
    pub draft: bool,
    /// Why it is no article for everyone's eyes: a page's layout, members only.
    pub not_article: Option<String>,
}

/// One file of the content folder: what was written, nothing added.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The path below the content folder, with `/` between its parts.
    #[serde(skip)]
    pub path: PathBuf,
    /// The file as the user would type it, for findings.
    #[serde(skip)]
    pub file: PathBuf,
    /// What is said about the article.
    pub meta: Meta,
    /// How the body is written.
    pub format: Format,
    /// The body as written, without front matter.
    #[serde(skip)]
    pub source: String,
    /// The line of the file on which `source` starts, counted from 1.
    pub body_line: u32,
    /// What it shows of the generator it was written for.
    pub signs: Signs,
    /// What the whole folder says about it.
    #[serde(skip)]
    pub placed: Placed,
}

/// What is known of a document once its whole folder has been read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// The dialect of the folder.
    pub dialect: Option<Dialect>,
    /// The pattern by which its generator was told to make addresses.
    pub pattern: Option<String>,
}
