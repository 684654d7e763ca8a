//! Which newsletters are due, and in which order they are sent.

mod archive;
mod run;
mod worker;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::build::{BuildError, Built};
use crate::config::Config;
use crate::delivery::{Class, DeliveryError, Options, Progress, Report};
use crate::finding::Finding;
use crate::issue::IssueKey;
use crate::ledger::DeliveryState;
use crate::relay::Relays;
use crate::store::{Store, StoreError, Totals};
use crate::token::Keyring;
use run::Run;

pub use archive::archive;
pub use worker::work;

/// What became of one newsletter's turn.
#[derive(Debug)]
pub enum Turn {
    /// An issue was handed over, as far as it went.
    Sent(Box<Report>),
    /// An issue is frozen as a draft and waits for a person.
    Draft(IssueKey),
    /// There was nothing to send.
    Nothing {
        /// Which newsletter.
        newsletter: String,
        /// Why.
        why: String,
    },
    /// The newsletter is not due yet.
    NotDue {
        /// Which newsletter.
        newsletter: String,
        /// When it is, if ever.
        next: Option<DateTime<Utc>>,
    },
    /// Another sender is at work on this issue; it was left alone.
    Busy(IssueKey),
    /// Its issue could not be prepared or composed.
    Failed {
        /// Which newsletter.
        newsletter: String,
        /// Why.
        error: DeliveryError,
    },
}

impl Turn {
    /// How did it end?
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Sent(report) => report.class(),
            Self::Failed { .. } => Class::Mend,
            _ => Class::Done,
        }
    }
}

/// What came of a whole run.
#[derive(Debug)]
pub struct Published {
    /// What was built.
    pub built: Built,
    /// Each newsletter's turn, in order.
    pub turns: Vec<Turn>,
    /// What was found on the way to the issues.
    pub findings: Vec<Finding>,
    /// A dry run was not complete, so the files of the one before it were left in their places.
    pub left_as_it_was: bool,
}

/// Why nothing could be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The publication could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// An issue could not be prepared or handed over.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// There is no newsletter and no issue of this name.
    #[error("there is no newsletter and no issue `{0}`")]
    Unknown(String),
}

impl From<crate::output::OutputError> for ScheduleError {
    fn from(error: crate::output::OutputError) -> Self {
        Self::Build(error.into())
    }
}

impl From<StoreError> for ScheduleError {
    fn from(error: StoreError) -> Self {
        Self::Delivery(error.into())
    }
}

/// Everything a run needs: what is published, where it is kept, and where it goes.
#[derive(Debug)]
pub struct Office<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The ledger; a dry run works on a copy of it.
    pub store: &'a Arc<Store>,
    /// The publication's keys.
    pub keyring: &'a Keyring,
    /// Where messages go.
    pub relays: &'a Relays,
    /// How the run is to go.
    pub options: &'a Options,
}

/// Builds the publication, goes on with issues that have begun, then sends every newsletter that is
/// due.
///
/// # Errors
/// When the publication cannot be built, or the store fails.
pub async fn publish(
    office: &Office<'_>,
    progress: &dyn Progress,
) -> Result<Published, ScheduleError> {
    let mut run = Run::start(office, progress).await?;
    for issue in run.begun(None).await? {
        run.go_on(issue).await?;
    }
    for newsletter in &office.config.newsletters {
        if !run.is_stopped() {
            run.newsletter(newsletter, false).await?;
        }
    }
    run.second_turns().await?;
    run.name_paused(None).await?;
    run.finish()
}

/// Sends an issue again to those who were rejected or given up and may still be mailed.
///
/// # Errors
/// When there is no such issue, it is not in a state to be sent, the publication cannot be built, or
/// the store fails.
pub async fn send_missed(
    office: &Office<'_>,
    key: &IssueKey,
    progress: &dyn Progress,
) -> Result<Published, ScheduleError> {
    let mut run = Run::start(office, progress).await?;
    run.take_up_missed(key).await?;
    run.finish()
}

/// Sends the next issue of a newsletter now, or goes on with the one that has begun; or goes on with
/// the issue of a key.
///
/// # Errors
/// When there is no such newsletter or issue, the publication cannot be built, or the store fails.
pub async fn send(
    office: &Office<'_>,
    target: &str,
    progress: &dyn Progress,
) -> Result<Published, ScheduleError> {
    let newsletter = office.config.newsletter(target);
    let key = IssueKey(target.to_owned());
    if newsletter.is_none() && !target.contains('/') {
        return Err(ScheduleError::Unknown(target.to_owned()));
    }
    let mut run = Run::start(office, progress).await?;
    let Some(newsletter) = newsletter else {
        run.go_on(key).await?;
        return run.finish();
    };
    let mut waiting = false;
    for issue in run.begun(Some(target)).await? {
        waiting |= run.go_on(issue).await?;
    }
    // Those who still had their first attempt before them were this command's work.
    if !waiting && !run.is_stopped() {
        run.newsletter(newsletter, true).await?;
    }
    run.name_paused(Some(target)).await?;
    run.finish()
}

/// Is there a reader of an issue to be taken by then, or someone's lease to be looked at?
async fn due_by(
    store: &Store,
    key: &IssueKey,
    totals: &Totals,
    by: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let held = [DeliveryState::Queued, DeliveryState::Claimed, DeliveryState::Sending];
    if held.iter().any(|state| totals.count(*state) > 0) {
        return Ok(true);
    }
    Ok(store.next_attempt(key).await?.is_none_or(|next| next <= by))
}
