//! `[newsletters.NAME]`: what one is, when it is due and what it takes up.

use std::path::PathBuf;

use chrono_tz::Tz;

use crate::address::{Address, Mailbox};
use crate::time::Cadence;

/// A named series of issues.
#[derive(Debug, Clone)]
pub struct Newsletter {
    /// Its name, as in `postrider send NAME`.
    pub name: String,
    /// Its title, as readers see it.
    pub title: String,
    /// When an issue is due.
    pub cadence: Cadence,
    /// The zone of its cadence.
    pub zone: Tz,
    /// It takes up no article published before this; without it, one cadence before its first run.
    pub since: Option<chrono::DateTime<chrono::Utc>>,
    /// Only articles with one of these tags; empty means all.
    pub tags: Vec<String>,
    /// No articles with one of these tags.
    pub without_tags: Vec<String>,
    /// Fewer articles than this: no issue yet, they wait.
    pub min_articles: usize,
    /// More articles than this do not fit into one issue.
    pub max_articles: usize,
    /// What becomes of articles that do not fit.
    pub overflow: Overflow,
    /// No articles: no issue.
    pub skip_if_empty: bool,
    /// Whether a person approves each issue.
    pub mode: Mode,
    /// What becomes of readers in doubt.
    pub in_doubt: InDoubt,
    /// Who it is from.
    pub from: Option<Mailbox>,
    /// Where answers go, if not to `from`.
    pub reply_to: Option<Mailbox>,
    /// The mailbox for unsubscribing by mail.
    pub unsubscribe_mailto: Option<Address>,
    /// The sender's postal address, one line.
    pub postal_address: Option<String>,
    /// The subject, a template.
    pub subject: String,
    /// The template of the digest, below `templates/`, without extension.
    pub template: String,
    /// A CSV file of readers that is taken in at each run.
    pub subscribers: Option<PathBuf>,
}

/// What becomes of articles over `max_articles`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overflow {
    /// They wait for the next issue.
    #[default]
    Wait,
    /// They are skipped for good.
    Skip,
}

/// What becomes of readers of whom it is not known whether their message was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InDoubt {
    /// A person decides.
    #[default]
    Hold,
    /// They are sent the same bytes again.
    Resend,
    /// They count as accepted.
    Accepted,
}

/// Whether a person approves each issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Sent when due.
    #[default]
    Auto,
    /// Frozen as a draft until `issues approve`.
    Draft,
}
