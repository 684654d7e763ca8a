//! Who comes next on a connection, known before the answer about the one before is there.
//!
//! MAIL, RCPT and DATA of the next message go in one write with the final dot of this one (RFC 2920
//! section 3.1), which saves a round trip a message. No content is among them: whether it may go is
//! asked in the commit of the intent, as ever.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::Lane;
use crate::delivery::claims::InHand;
use crate::delivery::crew::Crew;
use crate::delivery::end::End;
use crate::delivery::limits::Turn;
use crate::delivery::stations::{Seat, Station};
use crate::ledger::Claim;
use crate::message::{Message, Reader};
use crate::relay::{Envelope, Line};
use crate::store::StoreError;

/// Who comes next.
pub(super) struct Next {
    pub(super) delivery: InHand,
    /// The turn under the relay's limits that was taken, and when.
    pub(super) turn: Option<(Instant, Turn)>,
    /// The message, if it is made already.
    ready: Option<Ready>,
}

/// A message that may go.
pub(super) struct Ready {
    pub(super) message: Message,
    /// Its Date, if this is the first attempt.
    pub(super) date: DateTime<Utc>,
    /// When its turn began.
    pub(super) begun: Instant,
}

impl Next {
    pub(super) fn new(delivery: InHand) -> Self {
        Self { delivery, turn: None, ready: None }
    }

    /// Has the run ended for this reader? Who has a turn already takes it, as long as any may.
    pub(super) fn is_over(&self, crew: &Crew) -> bool {
        match &self.turn {
            Some((_, Turn::After(_))) => crew.course.stops(),
            _ => crew.has_ended(),
        }
    }

    /// What may go ahead of it.
    pub(super) fn envelope(&self) -> Option<Envelope<'_>> {
        self.ready.as_ref().map(|ready| Envelope::from(&ready.message))
    }
}

impl Lane {
    /// Takes the next reader in hand while this one is served, if the connection allows that.
    ///
    /// Not while one goes alone: who comes next must hear first what became of that one. Not between
    /// several relays, where each message is shared out anew and connections pass from hand to hand.
    pub(super) async fn look_ahead(&mut self, seat: &Seat<'_>) {
        let may = seat.line.as_ref().is_some_and(Line::may_go_ahead);
        if !may || seat.is_alone() || self.crew.stations.are_several() || self.crew.has_ended() {
            return;
        }
        let Some(mut next) = self.next().await else { return };
        match self.take_turn(seat.station, &next.delivery.claim).await {
            Ok(turn) => {
                let (made, begun) = (next.ready.take(), Instant::now());
                let compose = || compose(&self.crew, &next.delivery.claim);
                let ready = || Ready { begun, ..made.unwrap_or_else(compose) };
                // Whoever has to wait goes as if nobody had looked.
                next.ready = turn.is_now().then(ready);
                next.turn = Some((begun, turn));
            }
            Err(error) => self.crew.course.end(End::Store(Arc::new(error))),
        }
        self.next = Some(next);
    }

    /// Lets go of whoever went ahead: at another speed their turn is another one, and the relay does not
    /// wait for a content meanwhile.
    pub(super) fn take_back(&mut self, seat: &mut Seat<'_>) {
        if let Some(next) = &mut self.next {
            (next.turn, next.ready) = (None, None);
        }
        if seat.line.as_ref().is_some_and(|line| line.ahead().is_some()) {
            seat.line = None;
        }
    }

    /// Takes a turn for a reader under the relay's limits.
    pub(super) async fn take_turn(
        &self,
        station: &Station,
        claim: &Claim,
    ) -> Result<Turn, StoreError> {
        let (store, clock) = (&self.crew.store, self.crew.clock);
        station.limits.turn(store, claim.address.domain(), clock.now(), clock.runs()).await
    }
}

/// Gives the message whose sender and recipient went ahead over this connection, if it may go on.
///
/// Where it may not, the connection is closed: the relay waits for a content that does not come.
pub(super) fn went_ahead(seat: &mut Seat<'_>, next: &mut Next) -> Option<Ready> {
    let to = seat.line.as_ref().and_then(Line::ahead)?;
    let is_theirs = *to == next.delivery.claim.address && !seat.is_alone();
    let ready = next.ready.take().filter(|_| is_theirs);
    if ready.is_some() {
        next.turn = None;
    } else {
        seat.line = None;
    }
    ready
}

/// Composes a reader's message.
pub(super) fn compose(crew: &Crew, claim: &Claim) -> Ready {
    let begun = Instant::now();
    let date = claim.first_attempt.unwrap_or_else(|| crew.clock.now());
    let name = claim.name.as_deref();
    let reader = Reader { subscriber: claim.subscriber, address: &claim.address, name };
    Ready { message: crew.composer.compose(&reader, date), date, begun }
}

/// Composes one message more while the relay has yet to answer: it takes no time then.
pub(super) fn compose_one(crew: &Crew, after: &mut Option<Next>) {
    if after.is_none()
        && !crew.has_ended()
        && let Some(delivery) = crew.claims.at_hand()
    {
        let ready = compose(crew, &delivery.claim);
        *after = Some(Next { delivery, turn: None, ready: Some(ready) });
    }
}
