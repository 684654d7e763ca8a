//! Who was sent what: the states of issues and deliveries and the rules between them, no SQL.
//!
//! The ledger has three verbs. *Enroll* chooses an issue's readers when it is frozen. *Claim* takes
//! some of them for a while. *Record* writes intents (before a message's content leaves) and
//! outcomes (after the relay's answer), many in one commit.

pub mod reply;

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use crate::address::Address;
use crate::subscriber::{SubscriberId, words};

pub use reply::{Cause, Reply, Verdict};

/// How long a hand-over may take from its intent to the relay's answer: the relay has ten minutes
/// after the final dot (RFC 5321 section 4.5.3.2.6), and the content takes its time.
pub const HAND_OVER: Duration = Duration::minutes(15);

/// How long a deferred reader is tried again.
pub const PATIENCE: Duration = Duration::hours(48);

/// Where an issue stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IssueState {
    /// Composed, waiting for a person's approval; has no readers yet.
    Draft,
    /// Content and readers are fixed; nothing was sent.
    Frozen,
    /// At least one reader was tried.
    Sending,
    /// Stopped, with a reason; goes on with `issues resume`.
    Paused,
    /// Every delivery is in a final state.
    Finished,
    /// Given up by the operator.
    Cancelled,
}

words!(IssueState {
    Draft = "draft",
    Frozen = "frozen",
    Sending = "sending",
    Paused = "paused",
    Finished = "finished",
    Cancelled = "cancelled",
});

/// Where one delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DeliveryState {
    /// Waiting for its first attempt, or handed back untouched.
    Queued,
    /// Taken by a sender until its lease expires; no content has left.
    Claimed,
    /// The intent is committed: content may leave, or has left.
    Sending,
    /// The relay said 2xx.
    Accepted,
    /// The relay said 4xx, or the connection broke before the final dot; tried again later.
    Deferred,
    /// The relay said 5xx.
    Rejected,
    /// No answer after the final dot; never sent again unasked.
    InDoubt,
    /// Deferred for too long.
    Expired,
    /// Left or was suppressed before content went out.
    Suppressed,
    /// The issue was cancelled before this reader's turn.
    Cancelled,
}

words!(DeliveryState {
    Queued = "queued",
    Claimed = "claimed",
    Sending = "sending",
    Accepted = "accepted",
    Deferred = "deferred",
    Rejected = "rejected",
    InDoubt = "in doubt",
    Expired = "expired",
    Suppressed = "suppressed",
    Cancelled = "cancelled",
});

impl DeliveryState {
    /// Is nothing more to be done, unless an operator says so?
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Queued | Self::Claimed | Self::Sending | Self::Deferred)
    }
}

/// Why someone with a subscription is not among an issue's readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Excluded {
    /// Has not confirmed yet.
    Pending,
    /// Left.
    Unsubscribed,
    /// The address must not be mailed.
    Suppressed,
}

words!(Excluded {
    Pending = "pending",
    Unsubscribed = "unsubscribed",
    Suppressed = "suppressed",
});

/// How far a transaction with the relay came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Connecting, TLS, greeting, EHLO.
    Connect,
    /// AUTH.
    Auth,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA, up to the last octet before the final dot.
    Data,
    /// From the first octet of the final dot on.
    Dot,
}

words!(Phase {
    Connect = "connect",
    Auth = "auth",
    Mail = "mail",
    Rcpt = "rcpt",
    Data = "data",
    Dot = "dot",
});

/// A delivery taken for sending, fenced so that a sender that lost its lease can write nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The delivery's number.
    pub delivery: i64,
    /// The fencing number; every later record must carry it.
    pub fence: i64,
    /// The reader.
    pub subscriber: SubscriberId,
    /// Where the message goes.
    pub address: Address,
    /// The reader's name.
    pub name: Option<String>,
    /// How many attempts came before.
    pub attempts: u32,
    /// When the first attempt was made: the message's Date, kept so that retries have the same bytes.
    pub first_attempt: Option<DateTime<Utc>>,
    /// Which row of the table of replies the attempt before was, if there was one.
    pub cause: Option<Cause>,
}

/// What came of one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 2xx after the final dot.
    Accepted,
    /// 4xx, or broken before the final dot.
    Deferred,
    /// 5xx.
    Rejected,
    /// No answer after the final dot.
    InDoubt,
}

/// Why an address must not be mailed; a graver reason replaces a lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SuppressionReason {
    /// The mailbox was full for five issues.
    MailboxFull,
    /// Refused by policy for three issues.
    Policy,
    /// A failure report came back.
    Bounce,
    /// There is no such mailbox.
    NoMailbox,
    /// The operator said so.
    Manual,
    /// A spam report came back.
    Complaint,
}

words!(SuppressionReason {
    MailboxFull = "mailbox full",
    Policy = "policy",
    Bounce = "bounce",
    NoMailbox = "no mailbox",
    Manual = "manual",
    Complaint = "complaint",
});

/// One line to write into the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Content is about to leave; granted only if the fence holds and the reader still consents.
    Intent {
        /// Which delivery.
        delivery: i64,
        /// Its fencing number.
        fence: i64,
        /// When; becomes the message's Date if this is the first attempt.
        at: DateTime<Utc>,
        /// Where to: the relay's name.
        relay: Arc<str>,
    },
    /// What came of it.
    Outcome {
        /// Which delivery.
        delivery: i64,
        /// Its fencing number.
        fence: i64,
        /// When the answer came.
        at: DateTime<Utc>,
        /// The outcome.
        outcome: Outcome,
        /// How far the attempt came.
        phase: Phase,
        /// Which row of the table of replies it was; suppression follows from it.
        cause: Cause,
        /// The relay's own words.
        reply: String,
        /// When to try again, for a deferred one.
        next_attempt: Option<DateTime<Utc>>,
        /// The name of the relay whose words these are.
        relay: Arc<str>,
    },
    /// Handed back untouched: not an attempt.
    Release {
        /// Which delivery.
        delivery: i64,
        /// Its fencing number.
        fence: i64,
        /// When its turn comes again.
        again: Again,
    },
}

impl Entry {
    /// The delivery it is about.
    #[must_use]
    pub fn delivery(&self) -> i64 {
        match self {
            Self::Intent { delivery, .. }
            | Self::Outcome { delivery, .. }
            | Self::Release { delivery, .. } => *delivery,
        }
    }

    /// Is content about to leave?
    #[must_use]
    pub fn is_intent(&self) -> bool {
        matches!(self, Self::Intent { .. })
    }

    /// Does it say what came of an attempt?
    #[must_use]
    pub fn is_outcome(&self) -> bool {
        matches!(self, Self::Outcome { .. })
    }
}

/// When the turn of a delivery comes again that was handed back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// In its old place.
    InPlace,
    /// After those whose first turn has not come yet: it was begun.
    AfterOthers,
    /// Not before then.
    NotBefore(DateTime<Utc>),
}

/// Whether an entry took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granted {
    /// It was written.
    Yes,
    /// The reader left or was suppressed: nothing more may be sent.
    NoConsent,
    /// The lease was lost, or the issue was paused or cancelled.
    Lost,
}
