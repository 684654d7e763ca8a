//! One frozen edition of a newsletter: its articles, its words, and its key.

use chrono::{DateTime, Utc};

/// An issue's key, such as `weekly/2026-W47`: unique in the store, fit for a URL path.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IssueKey(pub String);

impl AsRef<str> for IssueKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for IssueKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An issue as it was frozen: nothing in it changes any more.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Its key.
    pub key: IssueKey,
    /// Which newsletter it belongs to.
    pub newsletter: String,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// The ids of its articles, in order; those behind "and N more" included.
    pub articles: Vec<ArticleRef>,
    /// Its subject and bodies, with slots where a reader's own words go.
    pub edition: Edition,
}

/// An article in an issue: enough to check its link and to say that it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRef {
    /// Its permanent id.
    pub id: String,
    /// Its headline.
    pub headline: String,
    /// Its address.
    pub url: String,
}

/// One rendering of an issue, the same for all of its readers but for the slots.
///
/// A slot is [`SLOT_OPEN`], its name, [`SLOT_CLOSE`]; the names are those of [`SLOTS`].
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Edition {
    /// The Subject header, plain text, without slots.
    pub subject: String,
    /// The HTML part.
    pub html: String,
    /// The text part.
    pub text: String,
    /// The page of the issue on the web: no slots, nothing personal.
    pub web: String,
    /// From: display name and address.
    pub from: String,
    /// Reply-To, if it differs.
    pub reply_to: Option<String>,
    /// List-Id's bare identifier, such as `weekly.tidewater.example` (RFC 2919).
    pub list_id: String,
    /// The newsletter's title, for List-Id's phrase.
    pub list_title: String,
    /// Where the issue is on the web.
    pub web_url: String,
    /// The archive's address, for List-Archive.
    pub archive_url: String,
    /// Where to ask for help, for List-Help.
    pub help_url: String,
    /// The address unsubscribe links start with; the reader's token follows.
    pub unsubscribe_base: String,
    /// The mailbox for unsubscribing by mail; the token goes into its subject.
    pub unsubscribe_mailto: Option<String>,
}

/// Opens a slot: a private-use character that no cleaned text holds.
pub const SLOT_OPEN: char = '\u{F8F0}';
/// Closes a slot.
pub const SLOT_CLOSE: char = '\u{F8F1}';
/// The slots a template may use.
pub const SLOTS: [&str; 3] = ["unsubscribe_url", "name", "address"];
