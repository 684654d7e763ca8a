//! Readers in doubt of whom the configuration says what becomes of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::config::InDoubt;
use crate::issue::Issue;
use crate::store::{Resolve, Store, StoreError};

/// What each newsletter says of its readers in doubt, by its name; one that is not there says nothing.
pub type Doubts = HashMap<String, InDoubt>;

/// What was decided in a run about readers in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settled {
    /// What became of them.
    pub how: InDoubt,
    /// How many they were.
    pub readers: u64,
}

impl Settled {
    /// How many of them wait for the same message again?
    pub(super) fn resent(self) -> u64 {
        if self.how == InDoubt::Resend { self.readers } else { 0 }
    }
}

/// Decides about all of an issue who are in doubt, where the configuration says how.
pub(super) async fn settle(
    store: &Store,
    issue: &Issue,
    doubts: &Doubts,
    now: DateTime<Utc>,
) -> Result<Settled, StoreError> {
    let how = doubts.get(&issue.newsletter).copied().unwrap_or_default();
    let resolve = match how {
        InDoubt::Hold => return Ok(Settled::default()),
        InDoubt::Resend => Resolve::Resend,
        InDoubt::Accepted => Resolve::Accepted,
    };
    Ok(Settled { how, readers: store.settle(&issue.key, resolve, now).await? })
}
