//! One person at one mailbox, and what they agreed to.

pub mod csv;

use crate::address::Address;

/// Gives the values of an enum the words that people, the schema and JSON use for them.
macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal),* $(,)? }) => {
        impl $type {
            /// All values, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Gives its word, as people read it and the store keeps it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Finds the value with this word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;

/// A subscriber's number in the store, never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubscriberId(pub i64);

impl From<i64> for SubscriberId {
    fn from(id: i64) -> Self {
        Self(id)
    }
}

impl From<SubscriberId> for i64 {
    fn from(id: SubscriberId) -> Self {
        id.0
    }
}

/// Where one person stands with one newsletter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Asked, but has not confirmed yet; gets nothing.
    Pending,
    /// Gets every issue.
    Confirmed,
    /// Left; gets nothing, and no import brings them back.
    Unsubscribed,
    /// Must not be mailed: the address bounced, or its owner complained.
    Suppressed,
}

words!(State {
    Pending = "pending",
    Confirmed = "confirmed",
    Unsubscribed = "unsubscribed",
    Suppressed = "suppressed",
});

/// How far a person is from being mailed, as an import may say it; more is further.
///
/// An import may only move a person towards more of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Gets every issue.
    Confirmed,
    /// Asked, but has not confirmed yet.
    Pending,
    /// The address bounced elsewhere.
    Bounced,
    /// Left.
    Unsubscribed,
    /// Called a message spam.
    Complained,
}

words!(Standing {
    Confirmed = "confirmed",
    Pending = "pending",
    Bounced = "bounced",
    Unsubscribed = "unsubscribed",
    Complained = "complained",
});

/// One line of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The mailbox.
    pub address: Address,
    /// The name, if there is one.
    pub name: Option<String>,
    /// Where the person stood where the line comes from.
    pub standing: Standing,
}

/// Where an agreement, or its end, came from: kept as proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// From where: a file, a form's address, a verb of the command line.
    pub from: String,
    /// The wording the person agreed to, if it is known.
    pub wording: Option<String>,
}

impl Source {
    /// Makes a source without a wording.
    pub fn of(from: impl Into<String>) -> Self {
        Self { from: from.into(), wording: None }
    }
}

/// One person at one mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// Their number.
    pub id: SubscriberId,
    /// Their mailbox.
    pub address: Address,
    /// Their name, if they gave one.
    pub name: Option<String>,
}
