//! The time of a run: the wall's, or one fixed for the whole run.

use chrono::{DateTime, SubsecRound, Utc};

/// Where a run takes its time from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The clock on the wall.
    Wall,
    /// An instant at which the whole run stands still: the same run gives the same bytes.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// Gives the time, in whole milliseconds, as the store keeps it.
    #[must_use]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::Wall => Utc::now().trunc_subsecs(3),
            Self::Fixed(now) => now,
        }
    }

    /// Does waiting help?
    #[must_use]
    pub fn runs(self) -> bool {
        self == Self::Wall
    }
}
