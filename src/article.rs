//! One complete article: nothing in it is still to be found out.

mod address;
mod complete;
mod dates;
mod language;
mod media;
mod offer;
mod permalink;
mod text;
mod wording;

use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::document::Author;
use crate::summary::Summary;
use crate::time::exact;

pub use complete::{Among, complete, complete_among, glance};
pub use dates::{Dates, Rank};
pub use offer::{Alias, Episode, Offer, Part, Source};
pub use permalink::of as address;
pub use text::{Mark, Text, mark};

/// An image an article is shown with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its absolute address.
    #[serde(with = "address")]
    pub url: Url,
    /// Alternative text; empty if the author gave none.
    pub alt: String,
    /// Its media type, from its file or its name.
    pub media_type: Option<String>,
    /// Its length in bytes, when the file is at hand.
    pub length: Option<u64>,
    /// Width and height in pixels, when the file is at hand.
    pub size: Option<(u32, u32)>,
}

/// An attached file such as a podcast episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Its absolute address.
    #[serde(with = "address")]
    pub url: Url,
    /// Its media type (RFC 6838).
    pub media_type: String,
    /// Its length in bytes.
    pub length: u64,
    /// How long it plays, in seconds.
    pub seconds: Option<u64>,
}

/// Which way a text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// A complete article: valid by construction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Its permanent id, the same in every feed and in mail.
    pub id: String,
    /// Its permanent address.
    #[serde(with = "address")]
    pub url: Url,
    /// Its title, plain text; a note may have none.
    pub title: Option<String>,
    /// The standfirst below the title.
    pub deck: Option<String>,
    /// Who wrote it; may be empty.
    pub authors: Vec<Author>,
    /// When it was published.
    #[serde(with = "exact")]
    pub published: DateTime<FixedOffset>,
    /// When it last changed in substance; never before `published`.
    #[serde(with = "exact")]
    pub updated: DateTime<FixedOffset>,
    /// `updated` as Atom gives it (RFC 4287, section 4.1.3.2): some seconds later where entries
    /// would share one instant.
    #[serde(with = "exact")]
    pub atom_updated: DateTime<FixedOffset>,
    /// From when on it must not be shown.
    #[serde(with = "exact::maybe")]
    pub expires: Option<DateTime<FixedOffset>>,
    /// Did nobody say when it was published? `published` then is what stands where it must be said.
    pub undated: bool,
    /// Is it a draft?
    pub draft: bool,
    /// Its tags, in the author's order, none twice.
    pub tags: Vec<String>,
    /// Its section.
    pub section: Option<String>,
    /// Its language, BCP 47.
    pub language: String,
    /// Which way its language runs.
    pub direction: Direction,
    /// Its cover image; like all that few articles have, apart: each article takes less room.
    pub cover: Option<Box<Image>>,
    /// Its attached file.
    pub enclosure: Option<Box<Enclosure>>,
    /// How feeds and pages offer it.
    pub offer: Offer,
    /// Its summary and takeaways, each with its origin.
    pub summary: Summary,
    /// How long reading takes, in minutes, at least 1.
    pub reading_minutes: u32,
    /// Clean HTML with absolute addresses.
    #[serde(skip)]
    pub html: Text,
    /// The same as plain text.
    #[serde(skip)]
    pub text: Text,
    /// The file it came from, as the user would type it.
    pub file: PathBuf,
    /// Its [print](Self::print) before it got its id, where it is as the cache keeps it: whoever
    /// changes more than its id and its `updated` in Atom takes this away.
    #[serde(skip)]
    pub kept_as: Option<Mark>,
}

impl Article {
    /// Gives the title, or the first words of a note without one.
    #[must_use]
    pub fn headline(&self) -> String {
        self.title.clone().unwrap_or_else(|| crate::text::first_words(&self.text, 10))
    }

    /// Gives its place among others, newest last.
    #[must_use]
    pub fn rank(&self) -> Rank {
        (!self.undated, self.published)
    }

    /// Gives when it was published, if somebody said so.
    #[must_use]
    pub fn published_as_said(&self) -> Option<DateTime<FixedOffset>> {
        (!self.undated).then_some(self.published)
    }

    /// Gives when it last changed, if somebody said when that was or when it was published.
    #[must_use]
    pub fn updated_as_said(&self) -> Option<DateTime<FixedOffset>> {
        (!self.undated || self.updated != self.published).then_some(self.updated)
    }

    /// Stands for all of it as it is now: equal prints, equal articles.
    #[must_use]
    pub fn print(&self) -> Mark {
        // Texts, numbers and lists always serialize.
        let mut all = postcard::to_allocvec(self).unwrap_or_default();
        all.extend(self.html.mark());
        all.extend(self.text.mark());
        mark(all)
    }

    /// Was one of its bodies wanted, and not to be had from the cache?
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.html.is_lost() || self.text.is_lost()
    }

    /// May a reader see it at `now`? Drafts, future and expired articles may not be seen.
    #[must_use]
    pub fn is_visible(&self, now: DateTime<chrono::Utc>) -> bool {
        !self.draft && self.published <= now && self.expires.is_none_or(|end| end > now)
    }
}
