//! One connection's work: reader after reader, with the ledger told before content and after answer.

mod ahead;
mod hand_over;

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::bars::Bars;
use super::crew::Crew;
use super::end::End;
use super::shares::Choice;
use super::stations::{Chosen, LaneId, PATIENCE, Seat, Station, Waited};
use crate::ledger::reply::Cause;
use crate::ledger::{Again, Claim, Entry, Granted, Outcome, Phase};
use ahead::Next;
use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::time::Instant;

/// How long an answer may wait for the next reader's intent to share its commit.
const SHARE: Duration = Duration::from_millis(200);

/// One connection's work at a time, and what it has to tell the ledger.
struct Lane {
    id: LaneId,
    crew: Arc<Crew>,
    held: Vec<Entry>,
    /// Who comes next, if that is known already.
    next: Option<Next>,
    /// Who comes after that one.
    after: Option<Next>,
}

/// What became of a reader at a relay.
#[derive(Debug, PartialEq, Eq)]
enum Served {
    /// The reader had their turn, or is handed back.
    Done,
    /// Nothing was handed over: another relay may take this reader.
    Elsewhere,
}

/// What came of an attempt.
struct Came {
    outcome: Outcome,
    phase: Phase,
    cause: Cause,
    words: String,
    next_attempt: Option<DateTime<Utc>>,
}

/// Why some relays do not take a reader.
#[derive(Default)]
struct Reasons<'a> {
    bars: Bars,
    /// What is recorded when none can serve the reader's address at all.
    unfit: Option<(&'a Station, Came)>,
}

/// Works until nothing is due, or the run ends.
pub(super) async fn work(id: LaneId, crew: Arc<Crew>) {
    let mut lane = Lane { id, crew: Arc::clone(&crew), held: Vec::new(), next: None, after: None };
    while let Some(next) = lane.next().await {
        lane.place(&crew, next).await;
    }
    lane.flush().await;
    // What could not be written is written before anybody is written to again.
    if lane.held.is_empty() {
        crew.stations.bequeath(id);
    }
    crew.left.lock().unwrap_or_else(PoisonError::into_inner).append(&mut lane.held);
}

impl Lane {
    /// Gives who comes next: whoever is in hand, also when the run has ended, or the next who is due.
    async fn next(&mut self) -> Option<Next> {
        if let Some(next) = self.next.take().or_else(|| self.after.take()) {
            return Some(next);
        }
        if self.crew.has_ended() {
            return None;
        }
        match self.crew.claims.next(&self.crew.committer).await {
            Ok(delivery) => delivery.map(Next::new),
            Err(error) => {
                self.crew.course.end(End::Store(Arc::new(error)));
                None
            }
        }
    }

    /// Finds a relay that takes the reader, and hands over there.
    async fn place(&mut self, crew: &Crew, mut next: Next) {
        let mut reasons = Reasons::default();
        while let Some(mut seat) = self.sit(crew, &next, &mut reasons.bars).await {
            if next.is_over(crew) || crew.claims.is_stale(&next.delivery) {
                return self.release(&next.delivery.claim, Again::InPlace);
            }
            let served = self.serve(&mut seat, &mut next, &mut reasons).await;
            if seat.is_alone() || crew.stations.are_several() {
                self.flush().await;
            }
            if served == Served::Done {
                return;
            }
            seat.leave();
        }
        self.turn_away(&next.delivery.claim, reasons);
    }

    /// Takes a place at a relay; none where the run has ended or no relay takes this reader now.
    ///
    /// Waiting may take long, and what is known is not to wait with us.
    async fn sit<'a>(&mut self, crew: &'a Crew, next: &Next, bars: &mut Bars) -> Option<Seat<'a>> {
        while !next.is_over(crew) {
            let mut changes = crew.stations.listen();
            match crew.stations.choose(self.id, bars, crew.clock.now()) {
                Choice::Nobody => return None,
                Choice::Later(until) => {
                    let wait = until - Instant::now();
                    if bars.put_off(crew.clock.now(), wait) {
                        return None;
                    }
                    self.flush().await;
                    tokio::select! {
                        _ = crew.course.sleep(wait) => {}
                        _ = changes.changed() => {}
                    }
                }
                Choice::At(chosen) => match self.take_place(chosen, changes).await {
                    Ok(seat) if seat.is_closed(crew.clock.now()) => seat.leave(),
                    Ok(seat) => return Some(seat),
                    Err(Waited::Long) if bars.put_off(crew.clock.now(), PATIENCE) => return None,
                    Err(_) => {}
                },
            }
        }
        None
    }

    async fn take_place<'a>(
        &mut self,
        chosen: Chosen<'a>,
        changes: watch::Receiver<()>,
    ) -> Result<Seat<'a>, Waited> {
        match chosen.sit_now() {
            Ok(seat) => Ok(seat),
            Err(chosen) => {
                self.flush().await;
                chosen.sit(changes).await
            }
        }
    }

    /// No relay takes this reader now: when one does, the turn comes again.
    fn turn_away(&mut self, claim: &Claim, reasons: Reasons<'_>) {
        match (reasons.bars.earliest(), reasons.unfit) {
            _ if self.crew.has_ended() => self.release(claim, Again::InPlace),
            (Some(time), _) => self.release(claim, Again::NotBefore(time)),
            (None, Some((station, came))) => self.record(claim, station, came),
            (None, None) => self.release(claim, Again::InPlace),
        }
    }

    fn record(&mut self, claim: &Claim, station: &Station, came: Came) {
        self.crew.count(station, claim.delivery, came.outcome);
        let Came { outcome, phase, cause, words: reply, next_attempt } = came;
        let relay = Arc::clone(&station.name);
        let at = self.crew.clock.now();
        let (delivery, fence) = (claim.delivery, claim.fence);
        self.held.push(Entry::Outcome {
            delivery,
            fence,
            at,
            outcome,
            phase,
            cause,
            reply,
            next_attempt,
            relay,
        });
    }

    fn release(&mut self, claim: &Claim, again: Again) {
        let (delivery, fence) = (claim.delivery, claim.fence);
        self.held.push(Entry::Release { delivery, fence, again });
    }

    /// Writes what is held; gives what became of its last entry.
    ///
    /// What could not be written stays held; only an intent is no longer wanted then.
    async fn flush(&mut self) -> Option<Granted> {
        match self.crew.committer.record(&self.held).await {
            Ok(granted) => {
                self.held.clear();
                granted.last().copied()
            }
            Err(error) => {
                self.held.retain(|entry| !matches!(entry, Entry::Intent { .. }));
                self.crew.course.end(error.into());
                None
            }
        }
    }
}
