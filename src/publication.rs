//! The whole publication: every article a reader may see, newest first.

mod candidate;
mod foreign;
mod kept;
mod language;
mod lock;
mod make;
mod named;
mod need;
mod read;
mod site;
mod unique;
mod walk;

use chrono::{DateTime, Utc};
use url::Url;

use crate::article::Article;

pub use lock::Lock;
pub use named::named;
pub use read::{Reading, Rest, forget, read, read_again};
pub use site::Recognised;

/// What is published: title, home, language, and the articles visible now.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// Its title.
    pub title: String,
    /// What it is about, one sentence.
    pub description: Option<String>,
    /// Its home page; ends in `/`.
    pub home: Url,
    /// Its language, BCP 47.
    pub language: String,
    /// The authority of its `tag:` URIs (RFC 4151), such as `tidewater.example,2026`; frozen in the
    /// lock file, so that ids outlive a change of host.
    pub authority: String,
    /// The articles a reader may see, newest first, ties by id.
    pub articles: Vec<Article>,
    /// The instant for which `articles` was made.
    pub now: DateTime<Utc>,
}

#[cfg(test)]
mod tests;
