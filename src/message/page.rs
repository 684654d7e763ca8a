//! What a digest's templates are given.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Newsletter;
use crate::issue::{SLOT_CLOSE, SLOT_OPEN};
use crate::publication::Publication;
use crate::template::words::Words;

use super::clean;
use super::story::{Group, Story};

/// All that a digest's templates may use.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Page {
    /// The publication.
    pub publication: Home,
    /// The newsletter.
    pub newsletter: Series,
    /// The issue.
    pub issue: Dated,
    /// The first article; none in an issue without articles.
    pub lead: Option<Story>,
    /// The articles shown whole, the lead included.
    pub articles: Vec<Story>,
    /// The same, those of one section together.
    pub groups: Vec<Group>,
    /// Those for which only a headline has room.
    pub more: Vec<Story>,
    /// Interface words.
    pub words: Words,
    /// Interface words by the language of an article, so that its block is of one piece.
    pub dictionary: BTreeMap<String, Words>,
    /// The language of all that is not an article's own.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Where this reader leaves; empty on the web.
    pub unsubscribe_url: String,
    /// This reader's name; empty on the web.
    pub name: String,
    /// This reader's address; empty on the web.
    pub address: String,
    /// The lines of a page's head that name the feeds; empty in mail.
    pub feeds: String,
}

impl Page {
    /// The same without anything of a reader's own, for the web.
    pub(super) fn without_reader(&self) -> Self {
        Self {
            unsubscribe_url: String::new(),
            name: String::new(),
            address: String::new(),
            ..self.clone()
        }
    }
}

/// The publication.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Home {
    pub title: String,
    pub description: Option<String>,
    pub url: String,
    /// The host a reader knows it by.
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
    /// Its date as readers write it.
    pub date: String,
    /// Its date as machines write it.
    pub day: String,
    pub subject: String,
    pub preheader: String,
    pub web_url: String,
    pub archive_url: String,
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
            title: clean::short_line(&publication.title, 120),
            description: publication.description.as_deref().map(|d| clean::short_line(d, 300)),
            url: publication.home.to_string(),
            site: site(&publication.home),
        }
    }
}

impl Series {
    pub(super) fn of(newsletter: &Newsletter) -> Self {
        Self {
            name: newsletter.name.clone(),
            title: clean::short_line(&newsletter.title, 120),
            postal_address: clean::line(newsletter.postal_address.as_deref().unwrap_or_default()),
        }
    }
}
