//! One issue for one reader: the digest, composed once, and patched for each reader.

pub(crate) mod base64;
mod body;
pub mod check;
mod clean;
mod compose;
pub mod dkim;
mod edition;
#[cfg(test)]
mod fixture;
mod header;
mod layout;
mod page;
mod preheader;
mod quoted;
mod story;

use chrono::{DateTime, Utc};

use crate::address::Address;
use crate::article::Article;
use crate::config::Newsletter;
use crate::issue::IssueKey;
use crate::subscriber::SubscriberId;

pub use check::check;
pub use compose::Composer;
pub use edition::edition;

/// What an issue is made of, chosen already.
#[derive(Debug, Clone, Copy)]
pub struct Selection<'a> {
    /// The issue's key.
    pub key: &'a IssueKey,
    /// The newsletter.
    pub newsletter: &'a Newsletter,
    /// Its articles, in the order in which they are to stand.
    pub articles: &'a [&'a Article],
    /// The date of the issue.
    pub date: DateTime<Utc>,
}

/// For whom a message is composed.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The subscriber; message id and unsubscribe token are derived from it.
    pub subscriber: SubscriberId,
    /// Where the message goes.
    pub address: &'a Address,
    /// The reader's name.
    pub name: Option<&'a str>,
}

/// A message with its envelope (RFC 5321).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The envelope's sender.
    pub from: Address,
    /// The envelope's one recipient.
    pub to: Address,
    /// The message itself, CRLF line ends.
    pub bytes: Vec<u8>,
}
