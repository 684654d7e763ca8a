//! How a run is going: what it has done, and how the relay feels.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Stop;
use super::end::{End, certain_end, last_end};
use super::suspects::Suspects;
use crate::ledger::reply::{Cause, Then};
use crate::ledger::{Claim, Outcome};
use crate::relay::Failure;

/// How often a relay that never answered is tried.
const FIRST_TRIES: u32 = 3;
/// How often one that did answer is tried before the run ends, for each connection.
const LATER_TRIES: u32 = 6;

/// What a run has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken by the relay.
    pub accepted: u64,
    /// To be tried again later.
    pub deferred: u64,
    /// Deferred once more, but for too long: given up.
    pub expired: u64,
    /// Refused.
    pub rejected: u64,
    /// Without an answer after the final dot.
    pub in_doubt: u64,
    /// Left or were suppressed just before their turn.
    pub gone: u64,
}

impl Tally {
    /// Tells those apart whom the ledger gave up: a sender only sees that they were deferred again.
    pub(super) fn with_expired(self, expired: u64) -> Self {
        Self { deferred: self.deferred.saturating_sub(expired), expired, ..self }
    }

    /// How many readers had their turn?
    #[must_use]
    pub fn all(&self) -> u64 {
        self.accepted + self.deferred + self.expired + self.rejected + self.in_doubt + self.gone
    }
}

/// The course of a run, shared by its connections.
#[derive(Debug)]
pub(super) struct Course {
    stop: Stop,
    connections: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    tally: Tally,
    end: Option<End>,
    ever_open: bool,
    troubles: u32,
    suspects: Suspects,
}

impl Course {
    /// Begins a run; `is_served` where the relay was seen to serve others before.
    pub(super) fn new(stop: Stop, connections: usize, is_served: bool) -> Self {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        let state = State { suspects: Suspects::new(is_served), ..State::default() };
        Self { stop, connections, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tally(&self) -> Tally {
        self.state().tally
    }

    pub(super) fn ended(&self) -> Option<End> {
        let end = self.state().end.clone();
        end.or_else(|| self.stop.is_asked().then_some(End::Asked))
    }

    /// Sleeps, and says whether it slept to the end.
    pub(super) async fn sleep(&self, time: Duration) -> bool {
        self.stop.sleep(time).await
    }

    /// When a limit that ended the run has room again by `until`, says when, and the run goes on.
    pub(super) fn wait_for_room(&self, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut state = self.state();
        let room = match &state.end {
            Some(End::Full(full)) if full.until <= until => full.until,
            _ => return None,
        };
        state.end = None;
        Some(room)
    }

    /// Ends the run; the first reason counts.
    pub(super) fn end(&self, end: End) {
        self.state().end.get_or_insert(end);
    }

    pub(super) fn opened(&self) {
        self.state().ever_open = true;
    }

    pub(super) fn count(&self, outcome: Outcome) {
        let mut state = self.state();
        match outcome {
            Outcome::Accepted => state.tally.accepted += 1,
            Outcome::Deferred => state.tally.deferred += 1,
            Outcome::Rejected => state.tally.rejected += 1,
            Outcome::InDoubt => state.tally.in_doubt += 1,
        }
    }

    pub(super) fn count_gone(&self) {
        self.state().tally.gone += 1;
    }

    /// The relay spoke about a reader: it is well.
    pub(super) fn is_well(&self) {
        let mut state = self.state();
        state.troubles = 0;
        state.ever_open = true;
        state.suspects.served();
    }

    /// Is what the relay said at this reader's turn about the reader, and not about the relay?
    pub(super) fn blames(&self, claim: &Claim, failure: &Failure, cause: Cause) -> bool {
        let (blamed, tries) = {
            let mut state = self.state();
            let blamed = state.suspects.is_to_blame(claim, failure.phase, cause);
            (blamed, state.suspects.tries(claim))
        };
        if !blamed && tries >= LATER_TRIES {
            // Nobody else is left who could show what it is about.
            self.end(last_end(failure, cause.then()));
        }
        blamed
    }

    /// A connection could not be opened: says how long to wait before the next try, or ends the run.
    pub(super) async fn cannot_open(&self, failure: &Failure) -> bool {
        match certain_end(failure) {
            Some(end) => {
                self.end(end);
                false
            }
            None => self.is_unwell(failure, Then::Reconnect).await,
        }
    }

    /// The relay is unwell or wants us slower: waits a while, or ends the run when that did not help
    /// often enough. Says whether to go on.
    pub(super) async fn is_unwell(&self, failure: &Failure, then: Then) -> bool {
        let (troubles, ever_open) = {
            let mut state = self.state();
            state.troubles += 1;
            (state.troubles, state.ever_open)
        };
        let most = if ever_open { LATER_TRIES * self.connections } else { FIRST_TRIES };
        if troubles >= most {
            self.end(last_end(failure, then));
            return false;
        }
        // The pace is slower already; only a relay that takes nothing at all is left alone for a while.
        if then == Then::SlowDown && troubles <= self.connections {
            return self.ended().is_none();
        }
        let round = if ever_open { troubles.div_ceil(self.connections) } else { troubles };
        let wait = Duration::from_millis(250) * 2_u32.saturating_pow(round.min(7));
        self.stop.sleep(wait).await && self.ended().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Phase;
    use crate::relay::Trouble;

    fn said(phase: Phase, code: u16, text: &str) -> Failure {
        Failure { phase, trouble: Trouble::Said { code, text: text.to_owned() } }
    }

    /// Tries again and again until the run ends.
    async fn end(course: &Course, failure: &Failure) -> End {
        while course.is_unwell(failure, Then::Reconnect).await {}
        course.ended().unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_relay_that_hangs_up_on_everyone_ends_this_issue_and_no_other() {
        let course = Course::new(Stop::never(), 4, false);
        course.opened();
        let end = end(&course, &said(Phase::Rcpt, 421, "4.3.2 closing")).await;
        assert!(matches!(&end, End::Unsteady(why) if why == "421 4.3.2 closing"), "{end:?}");
        assert!(!end.is_for_all());
    }

    #[tokio::test(start_paused = true)]
    async fn a_relay_that_is_gone_ends_the_run_for_all() {
        let course = Course::new(Stop::never(), 4, false);
        let failure = Failure::no_line();
        assert!(
            !course.cannot_open(&failure).await
                || !course.cannot_open(&failure).await
                || !course.cannot_open(&failure).await,
            "three tries are enough"
        );
        let end = course.ended().unwrap();
        assert!(matches!(end, End::RelayDown(_)) && end.is_for_all(), "{end:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_relay_says_before_a_message_has_its_own_end() {
        let course = Course::new(Stop::never(), 1, false);
        let later = end(&course, &said(Phase::Auth, 454, "4.7.0 later")).await;
        assert!(matches!(later, End::LoginLater(_)) && later.is_for_all(), "{later:?}");
        let course = Course::new(Stop::never(), 1, false);
        let away = end(&course, &said(Phase::Connect, 554, "no service")).await;
        assert!(matches!(away, End::TurnedAway(_)) && away.is_for_all(), "{away:?}");
    }
}
