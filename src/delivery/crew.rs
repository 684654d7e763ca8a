//! What all connections of a run share, and what they do about a relay in trouble.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Clock;
use super::claims::Claims;
use super::committer::Committer;
use super::course::Course;
use super::end::{End, certain_end};
use super::health::Heed;
use super::stations::{Station, Stations};
use crate::ledger::reply::Then;
use crate::ledger::{Entry, Outcome};
use crate::message::Composer;
use crate::relay::Failure;
use crate::store::{Full, Store};

/// What all connections of a run share.
pub(super) struct Crew {
    pub(super) stations: Stations,
    pub(super) composer: Composer,
    pub(super) claims: Claims,
    pub(super) committer: Committer,
    pub(super) course: Course,
    pub(super) store: Arc<Store>,
    pub(super) clock: Clock,
    /// What connections could not write before they ended.
    pub(super) left: Mutex<Vec<Entry>>,
}

impl Crew {
    /// Takes what connections could not write.
    pub(super) fn take_left(&self) -> Vec<Entry> {
        std::mem::take(&mut self.left.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn has_ended(&self) -> bool {
        self.course.ended().is_some()
    }

    pub(super) fn count(&self, station: &Station, delivery: i64, outcome: Outcome) {
        self.course.count(delivery, outcome);
        station.health.count(delivery, outcome);
    }

    /// The relay spoke about a reader: it is well.
    pub(super) fn is_well(&self, station: &Station) {
        if station.health.is_well() {
            self.stations.ring();
        }
    }

    /// Keeps what the relay was found not to bear, for this run and those to come.
    pub(super) async fn keep_dislikes(&self, station: &Station) {
        for manner in station.relay.news() {
            let kept =
                self.store.keep_relay_dislike(&station.name, manner.word(), self.clock.now());
            // What is not kept is found again.
            let _ = kept.await;
        }
    }

    /// A connection could not be opened: waits a while, leaves the relay aside or gives it up. Says
    /// whether to go on.
    pub(super) async fn cannot_open(&self, station: &Station, failure: &Failure) -> bool {
        match certain_end(failure) {
            Some(end) => {
                self.lose(station, end, true);
                false
            }
            None => self.is_unwell(station, failure, Then::Reconnect).await,
        }
    }

    /// The relay is unwell or wants us slower. The only one is waited for; of several, the others
    /// take its share meanwhile. Says whether to go on.
    pub(super) async fn is_unwell(&self, station: &Station, failure: &Failure, then: Then) -> bool {
        match station.health.unwell(failure, then) {
            Heed::End(end) => {
                self.lose(station, end, false);
                false
            }
            Heed::Wait(Duration::ZERO) => !self.course.stops(),
            Heed::Wait(wait) if self.stations.are_several() => {
                station.health.set_aside(wait);
                self.stations.ring();
                true
            }
            Heed::Wait(wait) => self.course.sleep(wait).await && !self.course.stops(),
        }
    }

    /// A relay takes nobody any more: the run goes on with the others, or ends.
    pub(super) fn lose(&self, station: &Station, end: End, for_good: bool) {
        if !self.stations.are_several() {
            return self.course.end(end);
        }
        station.health.lose(end, for_good);
        self.look();
    }

    /// One of a relay's quotas is used up: the run goes on with the others, or ends.
    pub(super) fn fill(&self, station: &Station, full: Full) {
        if !self.stations.are_several() {
            return self.course.end(End::Full(full));
        }
        station.health.fill(full);
        self.look();
    }

    /// Ends the run when none of several relays takes anybody.
    fn look(&self) {
        match self.stations.all_ended(self.clock.now()) {
            Some(ends) => self.course.end(End::Relays(ends)),
            None => self.stations.ring(),
        }
    }
}
