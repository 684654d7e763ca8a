//! One person at one mailbox, and what they agreed to.

use crate::address::Address;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
