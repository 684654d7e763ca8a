//! One connection's work: reader after reader, with the ledger told before content and after answer.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Clock;
use super::claims::Claims;
use super::committer::Committer;
use super::course::Course;
use super::end::{End, told};
use super::gate::Gate;
use super::limits::{Limits, Turn};
use crate::ledger::reply::{Cause, Then, judge};
use crate::ledger::{Again, Claim, Entry, Granted, Outcome, Phase, Reply};
use crate::message::{Composer, Message, Reader};
use crate::relay::{Failure, Line, Relay, Trouble};
use crate::store::Store;
use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// How long an answer may wait for the next reader's intent to share its commit.
const SHARE: Duration = Duration::from_millis(200);

/// What all connections of a run share.
pub(super) struct Crew {
    pub(super) relay: Relay,
    pub(super) composer: Composer,
    pub(super) claims: Claims,
    pub(super) committer: Committer,
    pub(super) course: Course,
    pub(super) gate: Gate,
    pub(super) limits: Limits,
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
}

/// One connection, and what it has to tell the ledger.
struct Lane {
    crew: Arc<Crew>,
    line: Option<Line>,
    held: Vec<Entry>,
}

/// Works until nothing is due, or the run ends.
pub(super) async fn work(crew: Arc<Crew>) {
    let mut lane = Lane { crew: Arc::clone(&crew), line: None, held: Vec::new() };
    loop {
        let turn = if let Some(turn) = crew.gate.turn_now() {
            turn
        } else {
            // The wait may be long, and what is known is not to wait with us.
            lane.flush().await;
            crew.gate.turn().await
        };
        let Some(claim) = lane.next().await else { break };
        lane.serve(&claim).await;
        if turn.is_alone() {
            lane.flush().await;
        }
    }
    lane.flush().await;
    crew.left.lock().unwrap_or_else(PoisonError::into_inner).append(&mut lane.held);
    if let Some(line) = lane.line.take() {
        line.quit().await;
    }
}

impl Lane {
    async fn next(&mut self) -> Option<Claim> {
        if self.crew.course.ended().is_some() {
            return None;
        }
        match self.crew.claims.next(&self.crew.committer).await {
            Ok(claim) => claim,
            Err(error) => {
                self.crew.course.end(End::Store(Arc::new(error)));
                None
            }
        }
    }

    async fn serve(&mut self, claim: &Claim) {
        let Some(wait) = self.turn(claim).await else { return };
        if !self.connect().await {
            self.release(claim, Again::InPlace);
            self.flush().await;
            return;
        }
        if !self.stay(wait).await {
            return self.release(claim, Again::InPlace);
        }
        let begun = Instant::now();
        let date = claim.first_attempt.unwrap_or_else(|| self.crew.clock.now());
        let name = claim.name.as_deref();
        let reader = Reader { subscriber: claim.subscriber, address: &claim.address, name };
        let message = self.crew.composer.compose(&reader, date);
        match self.begin(&message).await {
            Ok(()) => self.hand_over(claim, date, &message, begun).await,
            Err(failure) => self.conclude(claim, &failure, begun).await,
        }
    }

    /// Takes a turn under the relay's limits; says how long to wait for it.
    async fn turn(&mut self, claim: &Claim) -> Option<Duration> {
        let Crew { limits, store, clock, course, .. } = &*self.crew;
        let (domain, puts_off) = (claim.address.domain(), clock.runs());
        match limits.turn(store, domain, clock.now(), puts_off).await {
            Ok(Turn::After(wait)) => return Some(wait),
            Ok(Turn::NotBefore(time)) => self.release(claim, Again::NotBefore(time)),
            Ok(Turn::Full(full)) => {
                course.end(End::Full(full));
                self.release(claim, Again::InPlace);
            }
            Err(error) => {
                course.end(End::Store(Arc::new(error)));
                self.release(claim, Again::InPlace);
            }
        }
        None
    }

    /// Waits for the turn; what is known does not wait with us. Says whether to go on.
    async fn stay(&mut self, wait: Duration) -> bool {
        if wait.is_zero() {
            return true;
        }
        if wait > SHARE {
            self.flush().await;
        }
        let slept = self.crew.course.sleep(wait).await;
        slept && self.crew.course.ended().is_none()
    }

    /// Sees to it that there is a connection, or says that there is none to be had.
    async fn connect(&mut self) -> bool {
        if self.line.as_ref().is_some_and(Line::is_usable) {
            return true;
        }
        self.flush().await;
        if let Some(spent) = self.line.take() {
            spent.quit().await;
        }
        let crew = Arc::clone(&self.crew);
        while crew.course.ended().is_none() {
            match crew.relay.open().await {
                Ok(line) => {
                    if line.is_answered() {
                        crew.course.opened();
                    }
                    self.line = Some(line);
                    return true;
                }
                Err(failure) if crew.course.cannot_open(&failure).await => {}
                Err(_) => break,
            }
        }
        false
    }

    /// MAIL, RCPT and DATA. While they take long, the answer before is written by itself.
    async fn begin(&mut self, message: &Message) -> Result<(), Failure> {
        let Self { crew, line: Some(line), held } = self else { return Err(Failure::no_line()) };
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
        claim: &Claim,
        at: DateTime<Utc>,
        message: &Message,
        begun: Instant,
    ) {
        self.held.push(Entry::Intent { delivery: claim.delivery, fence: claim.fence, at });
        match self.flush().await {
            Some(Granted::Yes) => {}
            granted => return self.leave_out(claim, granted).await,
        }
        let Some(line) = &mut self.line else { return };
        match line.finish(&message.bytes).await {
            Ok(reply) => {
                self.crew.course.is_well();
                self.crew.gate.hear(Cause::Accepted);
                self.crew.limits.pace.accepted(Instant::now());
                self.note(claim, Outcome::Accepted, Phase::Dot, Cause::Accepted, reply, None);
            }
            Err(failure) => self.conclude(claim, &failure, begun).await,
        }
    }

    /// The intent was not granted: the connection is closed without a dot.
    async fn leave_out(&mut self, claim: &Claim, granted: Option<Granted>) {
        self.line = None;
        match granted {
            Some(Granted::NoConsent) => self.crew.course.count_gone(),
            // The store failed.
            None => self.release(claim, Again::InPlace),
            // Paused, cancelled, or taken by another: what else was taken is as stale.
            _ => self.crew.claims.hand_back(&self.crew.committer).await,
        }
    }

    /// Notes what a failed attempt means, and does what it asks for.
    async fn conclude(&mut self, claim: &Claim, failure: &Failure, begun: Instant) {
        if self.line.as_ref().is_some_and(|line| !line.is_usable()) {
            self.line = None;
        }
        let reply = match &failure.trouble {
            Trouble::Said { code, text } => Reply::Said { code: *code, text },
            Trouble::Exit { code, .. } => Reply::Exit(*code),
            Trouble::Silent(_) | Trouble::Endless(_) => Reply::Silent,
            Trouble::Unfit(_) => {
                let why = failure.to_string();
                return self.note(claim, Outcome::Rejected, failure.phase, Cause::Hard, why, None);
            }
            Trouble::File(_) => {
                self.crew.course.end(End::Files(failure.with_cause()));
                return self.release(claim, Again::AfterOthers);
            }
            _ => Reply::Broken,
        };
        let mut verdict = judge(failure.phase, reply, claim.attempts);
        if self.crew.course.blames(claim, failure, verdict.cause) {
            verdict = verdict.about_reader(claim.attempts);
        }
        self.crew.gate.hear(verdict.cause);
        if verdict.then == Then::SlowDown {
            self.crew.limits.pace.too_fast(begun, Instant::now());
        }
        match verdict.outcome {
            None => self.release(claim, Again::AfterOthers),
            Some(outcome) => {
                let next = verdict.retry_after.map(|wait| self.crew.clock.now() + wait);
                let words = failure.to_string();
                self.note(claim, outcome, failure.phase, verdict.cause, words, next);
            }
        }
        // A refusal may pause the issue, and that must be known before the next reader.
        self.flush().await;
        if verdict.outcome == Some(Outcome::Rejected) {
            let looked = self.crew.claims.look_again(&self.crew.committer).await;
            looked.unwrap_or_else(|error| self.crew.course.end(End::Store(Arc::new(error))));
        }
        self.heed(failure, verdict.then).await;
    }

    async fn heed(&self, failure: &Failure, then: Then) {
        let course = &self.crew.course;
        match then {
            Then::GoOn | Then::PauseAfter(_) => course.is_well(),
            Then::StopRelay => course.end(End::Login(told(failure))),
            Then::SlowDown | Then::Reconnect => {
                course.is_unwell(failure, then).await;
            }
        }
    }

    fn note(
        &mut self,
        claim: &Claim,
        outcome: Outcome,
        phase: Phase,
        cause: Cause,
        reply: String,
        next_attempt: Option<DateTime<Utc>>,
    ) {
        self.crew.course.count(outcome);
        let at = self.crew.clock.now();
        let (delivery, fence) = (claim.delivery, claim.fence);
        let entry =
            Entry::Outcome { delivery, fence, at, outcome, phase, cause, reply, next_attempt };
        self.held.push(entry);
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
