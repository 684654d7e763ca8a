//! One reader at one relay: the turn under its limits, the connection, the message, the answer.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::{Came, Lane, Reasons, SHARE, Served};
use crate::delivery::end::{End, told};
use crate::delivery::limits::Turn;
use crate::delivery::stations::Seat;
use crate::ledger::reply::{Cause, Then, judge};
use crate::ledger::{Again, Claim, Entry, Granted, Outcome, Phase, Reply};
use crate::message::{Message, Reader};
use crate::relay::{Failure, Line, Trouble};

impl Lane {
    /// Serves a reader at a relay, up to the answer or to why another relay is to do it.
    pub(super) async fn serve<'a>(
        &mut self,
        seat: &mut Seat<'a>,
        claim: &Claim,
        reasons: &mut Reasons<'a>,
    ) -> Served {
        let wait = match self.turn(seat, claim, reasons).await {
            Ok(wait) => wait,
            Err(served) => return served,
        };
        if !self.connect(seat).await {
            return Served::Elsewhere;
        }
        if !self.stay(seat, wait).await {
            self.release(claim, Again::InPlace);
            return Served::Done;
        }
        let begun = Instant::now();
        let date = claim.first_attempt.unwrap_or_else(|| self.crew.clock.now());
        let name = claim.name.as_deref();
        let reader = Reader { subscriber: claim.subscriber, address: &claim.address, name };
        let message = self.crew.composer.compose(&reader, date);
        let tried = match self.begin(seat, &message).await {
            Ok(()) => self.hand_over(seat, claim, date, &message).await,
            Err(failure) => Err(failure),
        };
        match tried {
            Ok(()) => Served::Done,
            Err(failure) => self.conclude(seat, claim, &failure, begun, reasons).await,
        }
    }

    /// Takes a turn under the relay's limits; says how long to wait for it.
    async fn turn(
        &mut self,
        seat: &Seat<'_>,
        claim: &Claim,
        reasons: &mut Reasons<'_>,
    ) -> Result<Duration, Served> {
        let (station, clock) = (seat.station, self.crew.clock);
        let (domain, puts_off) = (claim.address.domain(), clock.runs());
        match station.limits.turn(&self.crew.store, domain, clock.now(), puts_off).await {
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
        slept && !self.crew.has_ended()
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
        while !crew.has_ended() {
            match seat.station.relay.open().await {
                Ok(line) => {
                    if line.is_answered() {
                        seat.station.health.opened();
                    }
                    seat.line = Some(line);
                    return true;
                }
                Err(failure) => {
                    let goes_on = crew.cannot_open(seat.station, &failure).await;
                    if !goes_on || crew.stations.are_several() {
                        break;
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

    /// Commits the intent together with what came of the reader before, then gives the content.
    async fn hand_over(
        &mut self,
        seat: &mut Seat<'_>,
        claim: &Claim,
        at: DateTime<Utc>,
        message: &Message,
    ) -> Result<(), Failure> {
        let (station, relay) = (seat.station, Arc::clone(&seat.station.name));
        let (delivery, fence) = (claim.delivery, claim.fence);
        self.held.push(Entry::Intent { delivery, fence, at, relay });
        match self.flush().await {
            Some(Granted::Yes) => {}
            granted => {
                self.leave_out(seat, claim, granted).await;
                return Ok(());
            }
        }
        let Some(line) = &mut seat.line else { return Ok(()) };
        let words = line.finish(&message.bytes).await?;
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
            Some(Granted::NoConsent) => self.crew.course.count_gone(),
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
        let reply = match &failure.trouble {
            Trouble::Said { code, text } => Reply::Said { code: *code, text },
            Trouble::Exit { code, .. } => Reply::Exit(*code),
            Trouble::Silent(_) | Trouble::Endless(_) => Reply::Silent,
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
            _ => Reply::Broken,
        };
        let mut verdict = judge(failure.phase, reply, claim.attempts);
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
