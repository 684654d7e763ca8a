//! One reader at one relay: the turn under its limits, the connection, the message, the answer.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::ahead::{Next, Ready, compose, compose_one, went_ahead};
use super::{Came, Lane, Reasons, SHARE, Served};
use crate::delivery::end::{End, told};
use crate::delivery::limits::Turn;
use crate::delivery::stations::Seat;
use crate::ledger::reply::{Cause, Then, judge};
use crate::ledger::{Again, Claim, Entry, Granted, Outcome, Phase};
use crate::message::Message;
use crate::relay::{Failure, Line, Trial, Trouble};

impl Lane {
    /// Serves a reader at a relay, up to the answer or to why another relay is to do it.
    pub(super) async fn serve<'a>(
        &mut self,
        seat: &mut Seat<'a>,
        next: &mut Next,
        reasons: &mut Reasons<'a>,
    ) -> Served {
        let ready = match went_ahead(seat, next) {
            Some(ready) => ready,
            None => match self.prepare(seat, next, reasons).await {
                Ok(ready) => ready,
                Err(served) => return served,
            },
        };
        let (claim, begun) = (&next.delivery.claim, ready.begun);
        let mut tried = self.begin(seat, &ready.message).await;
        if tried.is_err()
            && let Some(trial) = seat.line.as_mut().and_then(Line::doubt)
        {
            tried = match self.begin_again(seat, &ready.message, trial).await {
                Some(again) => again,
                None => return Served::Elsewhere,
            };
        }
        if tried.is_ok() {
            tried = self.hand_over(seat, claim, &ready).await;
        }
        match tried {
            Ok(()) => Served::Done,
            Err(failure) => self.conclude(seat, claim, &failure, begun, reasons).await,
        }
    }

    /// Waits for the reader's turn and for a connection, and composes the message.
    async fn prepare<'a>(
        &mut self,
        seat: &mut Seat<'a>,
        next: &mut Next,
        reasons: &mut Reasons<'a>,
    ) -> Result<Ready, Served> {
        let wait = self.turn(seat, next, reasons).await?;
        if !self.connect(seat).await {
            return Err(Served::Elsewhere);
        }
        let claim = &next.delivery.claim;
        if !self.stay(seat, wait).await {
            self.release(claim, Again::InPlace);
            return Err(Served::Done);
        }
        Ok(compose(&self.crew, claim))
    }

    /// Takes a turn under the relay's limits; says how long to wait for it.
    async fn turn<'a>(
        &mut self,
        seat: &Seat<'a>,
        next: &mut Next,
        reasons: &mut Reasons<'a>,
    ) -> Result<Duration, Served> {
        let station = seat.station;
        let turn = match next.turn.take() {
            Some((since, turn)) => Ok(turn.later(since.elapsed())),
            None => self.take_turn(station, &next.delivery.claim).await,
        };
        match turn {
            Ok(Turn::After(wait)) => return Ok(wait),
            Ok(Turn::NotBefore(time)) => reasons.bars.add(station, Some(time)),
            Ok(Turn::Full(full)) => self.crew.fill(station, full),
            Err(error) => self.crew.course.end(End::Store(Arc::new(error))),
        }
        Err(Served::Elsewhere)
    }

    /// Waits for the turn; what is known does not wait with us. Says whether to go on.
    async fn stay(&mut self, seat: &Seat<'_>, wait: Duration) -> bool {
        if wait.is_zero() {
            return true;
        }
        let _held = seat.station.health.hold_back();
        if wait > SHARE {
            self.flush().await;
        }
        let slept = self.crew.course.sleep(wait).await;
        slept && !self.crew.course.stops()
    }

    /// Sees to it that there is a connection, or says that there is none to be had.
    async fn connect(&mut self, seat: &mut Seat<'_>) -> bool {
        if seat.line.as_ref().is_some_and(Line::is_usable) {
            return true;
        }
        self.flush().await;
        if let Some(spent) = seat.line.take() {
            spent.quit().await;
        }
        let crew = Arc::clone(&self.crew);
        while !crew.course.stops() {
            let opened = tokio::select! {
                // Nothing is in flight: nobody who asks to stop waits for an answer to it.
                () = crew.course.asked() => break,
                opened = seat.station.relay.open() => opened,
            };
            match opened {
                Ok(line) => {
                    if line.is_answered() {
                        seat.station.health.opened();
                    }
                    seat.line = Some(line);
                    return true;
                }
                Err(failure) => {
                    // It may bear fewer connections than we would have: then one becomes free when
                    // whoever has it finds nobody left.
                    let changes = crew.stations.listen();
                    tokio::select! {
                        biased;
                        line = seat.station.heir(changes) => {
                            seat.line = Some(line);
                            return true;
                        }
                        goes_on = crew.cannot_open(seat.station, &failure) => {
                            if !goes_on || crew.stations.are_several() {
                                break;
                            }
                        }
                    }
                }
            }
        }
        false
    }

    /// MAIL, RCPT and DATA. While they take long, the answer before is written by itself.
    async fn begin(&mut self, seat: &mut Seat<'_>, message: &Message) -> Result<(), Failure> {
        let Self { crew, held, .. } = self;
        let Some(line) = &mut seat.line else { return Err(Failure::no_line()) };
        let mut begun = Box::pin(line.begin(message.into()));
        tokio::select! {
            begun = &mut begun => return begun,
            () = tokio::time::sleep(SHARE), if !held.is_empty() => {}
        }
        let (begun, written) = tokio::join!(begun, crew.committer.record(held));
        match written {
            Ok(_) => held.clear(),
            Err(error) => crew.course.end(error.into()),
        }
        begun
    }

    /// MAIL, RCPT and DATA another way, after a failure that may be about how they were said. None
    /// where there is no connection for that.
    async fn begin_again(
        &mut self,
        seat: &mut Seat<'_>,
        message: &Message,
        trial: Trial,
    ) -> Option<Result<(), Failure>> {
        seat.line = None;
        if !self.connect(seat).await {
            return None;
        }
        let again = self.begin(seat, message).await;
        if again.is_ok() {
            trial.disliked();
            self.crew.keep_dislikes(seat.station).await;
        }
        Some(again)
    }

    /// Commits the intent together with what came of the reader before, then gives the content; whoever
    /// comes next goes ahead with its end.
    async fn hand_over(
        &mut self,
        seat: &mut Seat<'_>,
        claim: &Claim,
        ready: &Ready,
    ) -> Result<(), Failure> {
        let (station, relay) = (seat.station, Arc::clone(&seat.station.name));
        let (delivery, fence) = (claim.delivery, claim.fence);
        // Before the intent: from then on a crash would leave this reader in doubt.
        self.look_ahead(seat).await;
        self.held.push(Entry::Intent { delivery, fence, at: ready.date, relay });
        match self.flush().await {
            Some(Granted::Yes) => {}
            granted => {
                self.leave_out(seat, claim, granted).await;
                return Ok(());
            }
        }
        let Some(line) = &mut seat.line else { return Ok(()) };
        let Self { crew, next, after, .. } = self;
        let next = next.as_ref().and_then(Next::envelope);
        let goes_on = next.is_some();
        let finished = line.finish(&ready.message.bytes, next);
        let meanwhile = async { goes_on.then(|| compose_one(crew, after)) };
        let (words, _) = tokio::join!(finished, meanwhile);
        let words = words?;
        self.crew.is_well(station);
        station.gate.hear(Cause::Accepted);
        station.limits.pace.accepted(Instant::now());
        let (outcome, phase, cause) = (Outcome::Accepted, Phase::Dot, Cause::Accepted);
        self.record(claim, station, Came { outcome, phase, cause, words, next_attempt: None });
        Ok(())
    }

    /// The intent was not granted: the connection is closed without a dot.
    async fn leave_out(&mut self, seat: &mut Seat<'_>, claim: &Claim, granted: Option<Granted>) {
        seat.line = None;
        match granted {
            Some(Granted::NoConsent) => self.crew.course.count_gone(claim.delivery),
            // The store failed.
            None => self.release(claim, Again::InPlace),
            // Paused, cancelled, or taken by another: what else was taken is as stale.
            _ => self.crew.claims.hand_back(&self.crew.committer).await,
        }
    }

    /// Notes what a failed attempt means, and does what it asks for.
    async fn conclude<'a>(
        &mut self,
        seat: &mut Seat<'a>,
        claim: &Claim,
        failure: &Failure,
        begun: Instant,
        reasons: &mut Reasons<'a>,
    ) -> Served {
        if seat.line.as_ref().is_some_and(|line| !line.is_usable()) {
            seat.line = None;
        }
        let station = seat.station;
        self.crew.keep_dislikes(station).await;
        if is_spent(seat, failure) {
            self.release(claim, Again::InPlace);
            self.take_back(seat);
            self.flush().await;
            if let Some(spent) = seat.line.take() {
                spent.quit().await;
            }
            return Served::Done;
        }
        match &failure.trouble {
            Trouble::Unfit(_) => {
                reasons.bars.add(station, None);
                reasons.unfit = Some((station, unfit(failure)));
                return Served::Elsewhere;
            }
            Trouble::File(_) => {
                self.crew.course.end(End::Files(failure.with_cause()));
                self.release(claim, Again::AfterOthers);
                return Served::Done;
            }
            _ => {}
        }
        let mut verdict = judge(failure.phase, failure.reply(), claim.attempts);
        let (blamed, spent) = station.health.blames(claim, failure, verdict.cause);
        if blamed {
            verdict = verdict.about_reader(claim.attempts);
        }
        if let Some(end) = spent {
            self.crew.lose(station, end, false);
        }
        station.gate.hear(verdict.cause);
        if verdict.then == Then::SlowDown {
            station.limits.pace.too_fast(begun, Instant::now());
            self.take_back(seat);
        }
        match verdict.outcome {
            None => self.release(claim, Again::AfterOthers),
            Some(outcome) => {
                let next_attempt = verdict.retry_after.map(|wait| self.crew.clock.now() + wait);
                let (phase, cause, words) = (failure.phase, verdict.cause, failure.to_string());
                self.record(claim, station, Came { outcome, phase, cause, words, next_attempt });
            }
        }
        // A refusal may pause the issue, and that must be known before the next reader.
        self.flush().await;
        if verdict.outcome == Some(Outcome::Rejected) {
            let looked = self.crew.claims.look_again(&self.crew.committer).await;
            looked.unwrap_or_else(|error| self.crew.course.end(End::Store(Arc::new(error))));
        }
        self.heed(seat, failure, verdict.then).await;
        Served::Done
    }

    async fn heed(&self, seat: &Seat<'_>, failure: &Failure, then: Then) {
        let (crew, station) = (&self.crew, seat.station);
        match then {
            Then::GoOn | Then::PauseAfter(_) => crew.is_well(station),
            Then::StopRelay => crew.lose(station, End::Login(told(failure)), true),
            Then::SlowDown | Then::Reconnect => {
                crew.is_unwell(station, failure, then).await;
            }
        }
    }
}

/// Has the connection named all the recipients it may (RFC 5321 section 4.5.3.1.10)? Of one that has
/// served nobody yet, and at any other command, that is no explanation: the relay wants less speed.
fn is_spent(seat: &Seat<'_>, failure: &Failure) -> bool {
    let has_served = seat.line.as_ref().is_some_and(Line::has_served);
    has_served
        && failure.phase == Phase::Rcpt
        && matches!(&failure.trouble, Trouble::Said { code: 452, text } if text.starts_with("4.5.3"))
}

/// What is recorded when no relay can serve this reader.
fn unfit(failure: &Failure) -> Came {
    Came {
        outcome: Outcome::Rejected,
        phase: failure.phase,
        cause: Cause::Hard,
        words: failure.to_string(),
        next_attempt: None,
    }
}
