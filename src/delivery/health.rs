//! How one relay feels in a run, and what it took.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::end::{End, last_end};
use super::shares::Standing;
use super::suspects::Suspects;
use super::tally::{Counted, Tally};
use crate::ledger::reply::{Cause, Then};
use crate::ledger::{Claim, Outcome};
use crate::relay::Failure;
use crate::store::Full;

/// How often a relay that never answered is tried.
const FIRST_TRIES: u32 = 3;
/// How often one that did answer is tried before it is given up, for each connection.
const LATER_TRIES: u32 = 6;
/// Into how many doublings of the first wait the waits grow: half a minute.
const MOST_DOUBLINGS: u32 = 7;

/// What to do about a trouble.
#[derive(Debug)]
pub(super) enum Heed {
    /// Leave the relay alone for so long.
    Wait(Duration),
    /// Give it up.
    End(End),
}

/// One relay's state, shared by its connections.
#[derive(Debug)]
pub(super) struct Health {
    connections: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    ever_open: bool,
    troubles: u32,
    suspects: Suspects,
    counted: Counted,
    /// For how many messages it was chosen that are not done with.
    taken: u32,
    /// How many of those wait for its own limits.
    held_back: u32,
    /// Somebody waited long for it, and it has not answered since.
    is_stalled: bool,
    /// Until when it is left alone.
    aside: Option<Instant>,
    /// Why it was given up; with `is_lost` for good.
    end: Option<End>,
    is_lost: bool,
    /// What the last trouble was, if it was not well since.
    last: Option<End>,
    full: Option<Full>,
}

impl Health {
    /// Begins a run; `is_served` where the relay was seen to serve others before.
    pub(super) fn new(connections: usize, is_served: bool) -> Self {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        let state = State { suspects: Suspects::new(is_served), ..State::default() };
        Self { connections, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tally(&self) -> Tally {
        self.state().counted.tally()
    }

    pub(super) fn count(&self, delivery: i64, outcome: Outcome) {
        self.state().counted.count(delivery, outcome);
    }

    pub(super) fn opened(&self) {
        self.state().ever_open = true;
    }

    /// The relay spoke about a reader: it is well. Says whether that is news.
    pub(super) fn is_well(&self) -> bool {
        let mut state = self.state();
        let is_news = state.troubles > 0 || state.is_stalled || state.last.is_some();
        state.troubles = 0;
        state.ever_open = true;
        state.suspects.served();
        state.is_stalled = false;
        state.aside = None;
        if !state.is_lost {
            (state.end, state.last) = (None, None);
        }
        is_news
    }

    /// Is what the relay said at this reader's turn about the reader, and not about the relay? When
    /// nobody else is left who could show what it is about, the relay is to be given up.
    pub(super) fn blames(
        &self,
        claim: &Claim,
        failure: &Failure,
        cause: Cause,
    ) -> (bool, Option<End>) {
        let mut state = self.state();
        let blamed = state.suspects.is_to_blame(claim, failure.phase, cause);
        let spent = !blamed && state.suspects.tries(claim) >= LATER_TRIES;
        (blamed, spent.then(|| last_end(failure, cause.then())))
    }

    /// The relay is unwell or wants us slower: how long to leave it alone, or to give it up when that
    /// did not help often enough.
    pub(super) fn unwell(&self, failure: &Failure, then: Then) -> Heed {
        let mut state = self.state();
        state.troubles += 1;
        state.is_stalled = false;
        state.last = Some(last_end(failure, then));
        let (troubles, ever_open) = (state.troubles, state.ever_open);
        let most = if ever_open { LATER_TRIES * self.connections } else { FIRST_TRIES };
        if troubles >= most {
            return Heed::End(last_end(failure, then));
        }
        // The pace is slower already; only a relay that takes nothing at all is left alone for a while.
        if then == Then::SlowDown && troubles <= self.connections {
            return Heed::Wait(Duration::ZERO);
        }
        let round = if ever_open { troubles.div_ceil(self.connections) } else { troubles };
        Heed::Wait(doubled(round))
    }

    /// Leaves it to the other relays for a while.
    pub(super) fn set_aside(&self, wait: Duration) {
        self.state().aside = Some(Instant::now() + wait);
    }

    /// Leaves it to the other relays: for good, or until it may be well again.
    pub(super) fn lose(&self, end: End, for_good: bool) {
        let mut state = self.state();
        state.is_lost |= for_good;
        state.aside = Some(Instant::now() + doubled(MOST_DOUBLINGS));
        (state.end, state.last) = (Some(end.clone()), Some(end));
    }

    /// One of its quotas is used up.
    pub(super) fn fill(&self, full: Full) {
        self.state().full = Some(full);
    }

    /// Somebody waited long for it.
    pub(super) fn stall(&self) {
        let mut state = self.state();
        // Who waits for its own limits knows why.
        state.is_stalled = state.held_back == 0;
    }

    /// What can it do now?
    pub(super) fn standing(&self, now: DateTime<Utc>) -> Standing {
        let state = self.state();
        let is_full = state.full.as_ref().is_some_and(|full| full.until > now);
        match state.aside.filter(|until| *until > Instant::now()) {
            _ if state.is_lost || is_full => Standing::Out,
            Some(until) => Standing::Aside(until),
            None if state.taken > 0 && (state.troubles > 0 || state.is_stalled) => {
                Standing::Doubtful
            }
            None if state.held_back > 0 && state.taken >= self.connections => Standing::Busy,
            None => Standing::Ready,
        }
    }

    /// Why does it take nobody?
    pub(super) fn ended(&self, now: DateTime<Utc>) -> Option<End> {
        let state = self.state();
        let full = state.full.clone().filter(|full| full.until > now).map(End::Full);
        full.or_else(|| state.end.clone())
    }

    /// What was wrong with it, if anything is now.
    pub(super) fn trouble(&self, now: DateTime<Utc>) -> Option<End> {
        self.ended(now).or_else(|| self.state().last.clone())
    }

    pub(super) fn take(&self) {
        self.state().taken += 1;
    }

    pub(super) fn let_go(&self) {
        let mut state = self.state();
        state.taken = state.taken.saturating_sub(1);
    }

    /// One more message waits for its own limits, until what is given is dropped.
    pub(super) fn hold_back(&self) -> HeldBack<'_> {
        self.state().held_back += 1;
        HeldBack(self)
    }
}

/// As long as it lives, a message waits for the relay's own limits.
pub(super) struct HeldBack<'a>(&'a Health);

impl Drop for HeldBack<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.held_back = state.held_back.saturating_sub(1);
    }
}

fn doubled(times: u32) -> Duration {
    Duration::from_millis(250) * 2_u32.saturating_pow(times.min(MOST_DOUBLINGS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Phase;
    use crate::relay::Trouble;

    fn said(phase: Phase, code: u16, text: &str) -> Failure {
        Failure { phase, trouble: Trouble::Said { code, text: text.to_owned() } }
    }

    /// Tries again and again until the relay is given up; says how often, and why.
    fn given_up(health: &Health, failure: &Failure) -> (u32, End) {
        let mut tries = 1;
        loop {
            match health.unwell(failure, Then::Reconnect) {
                Heed::Wait(wait) => assert!(wait <= Duration::from_secs(32)),
                Heed::End(end) => return (tries, end),
            }
            tries += 1;
        }
    }

    #[test]
    fn a_relay_that_hangs_up_on_everyone_ends_this_issue_and_no_other() {
        let health = Health::new(4, false);
        health.opened();
        let (tries, end) = given_up(&health, &said(Phase::Rcpt, 421, "4.3.2 closing"));
        assert!(matches!(&end, End::Unsteady(why) if why == "421 4.3.2 closing"), "{end:?}");
        assert!(!end.is_for_all());
        assert_eq!(tries, 24, "six for each connection");
    }

    #[test]
    fn a_relay_that_is_gone_ends_the_run_for_all_after_three_tries() {
        let (tries, end) = given_up(&Health::new(4, false), &Failure::no_line());
        assert!(matches!(end, End::RelayDown(_)) && end.is_for_all(), "{end:?}");
        assert_eq!(tries, 3);
    }

    #[test]
    fn what_the_relay_says_before_a_message_has_its_own_end() {
        let end = |failure| given_up(&Health::new(1, false), &failure).1;
        let later = end(said(Phase::Auth, 454, "4.7.0 later"));
        assert!(matches!(later, End::LoginLater(_)) && later.is_for_all(), "{later:?}");
        let away = end(said(Phase::Connect, 554, "no service"));
        assert!(matches!(away, End::TurnedAway(_)) && away.is_for_all(), "{away:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_relay_that_was_given_up_is_tried_again_and_one_that_refuses_us_is_not() {
        let now = Utc::now();
        for (for_good, then) in [(false, Standing::Ready), (true, Standing::Out)] {
            let health = Health::new(4, false);
            health.lose(End::RelayDown("gone".to_owned()), for_good);
            assert_ne!(health.standing(now), Standing::Ready);
            tokio::time::advance(Duration::from_secs(33)).await;
            assert_eq!(health.standing(now), then);
            health.is_well();
            assert_eq!(health.trouble(now).is_some(), for_good);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn one_in_trouble_is_tried_by_one_at_a_time() {
        let (health, now) = (Health::new(4, false), Utc::now());
        health.take();
        assert_eq!(health.standing(now), Standing::Ready);
        health.stall();
        assert_eq!(health.standing(now), Standing::Doubtful);
        health.let_go();
        assert_eq!(health.standing(now), Standing::Ready);
        health.take();
        assert!(health.is_well() && !health.is_well());
        assert_eq!(health.standing(now), Standing::Ready);
    }

    #[test]
    fn one_that_is_held_back_by_its_own_limits_is_passed_over_and_not_blamed() {
        let (health, now) = (Health::new(1, false), Utc::now());
        health.take();
        let held = health.hold_back();
        health.stall();
        assert_eq!(health.standing(now), Standing::Busy);
        drop(held);
        assert_eq!(health.standing(now), Standing::Ready);
    }
}
