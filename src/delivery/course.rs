//! How a run is going: what it has done, and whether it goes on.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Stop;
use super::end::End;
use super::stations::Bell;
use super::tally::{Counted, Tally};
use crate::ledger::Outcome;

/// The course of a run, shared by its connections.
#[derive(Debug)]
pub(super) struct Course {
    stop: Stop,
    bell: Bell,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    counted: Counted,
    end: Option<End>,
}

impl Course {
    /// Begins a run; `bell` rings when it ends.
    pub(super) fn new(stop: Stop, bell: Bell) -> Self {
        Self { stop, bell, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tally(&self) -> Tally {
        self.state().counted.tally()
    }

    pub(super) fn ended(&self) -> Option<End> {
        let end = self.state().end.clone();
        end.or_else(|| self.stop.is_asked().then_some(End::Asked))
    }

    /// Does whoever has a turn go without it? Not where a limit is used up: it counts that turn already.
    pub(super) fn stops(&self) -> bool {
        self.stop.is_asked() || self.state().end.as_ref().is_some_and(|end| end.room().is_none())
    }

    /// Waits until somebody asks to stop.
    pub(super) async fn asked(&self) {
        self.stop.asked().await;
    }

    /// Did somebody ask to stop?
    pub(super) fn is_asked(&self) -> bool {
        self.stop.is_asked()
    }

    /// Sleeps, and says whether it slept to the end.
    pub(super) async fn sleep(&self, time: Duration) -> bool {
        self.stop.sleep(time).await
    }

    /// When a limit that ended the run has room again by `until`, says when, and the run goes on.
    pub(super) fn wait_for_room(&self, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut state = self.state();
        let room = state.end.as_ref().and_then(End::room).filter(|room| *room <= until)?;
        state.end = None;
        Some(room)
    }

    /// Ends the run; the first reason counts.
    pub(super) fn end(&self, end: End) {
        self.state().end.get_or_insert(end);
        self.bell.send_replace(());
    }

    pub(super) fn count(&self, delivery: i64, outcome: Outcome) {
        self.state().counted.count(delivery, outcome);
    }

    pub(super) fn count_gone(&self, delivery: i64) {
        self.state().counted.count_gone(delivery);
    }
}
