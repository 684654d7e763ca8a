//! What came of the readers of a run: each is counted once, however often they are tried.

use std::collections::BTreeMap;

use crate::ledger::Outcome;

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

    /// One more reader had this outcome.
    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Accepted => self.accepted += 1,
            Outcome::Deferred => self.deferred += 1,
            Outcome::Rejected => self.rejected += 1,
            Outcome::InDoubt => self.in_doubt += 1,
        }
    }

    /// How many readers had a turn?
    #[must_use]
    pub fn all(&self) -> u64 {
        self.deferred + self.settled()
    }

    /// How many readers are not to be tried again?
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.accepted + self.expired + self.rejected + self.in_doubt + self.gone
    }
}

/// A tally, and who is deferred in it.
#[derive(Debug, Default)]
pub(super) struct Counted {
    tally: Tally,
    deferred: Marks,
}

/// A bit for each delivery, by its number: those of an issue lie side by side, so that a million
/// readers take a few hundred kilobytes.
#[derive(Debug, Default)]
struct Marks(BTreeMap<i64, u64>);

impl Counted {
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// A delivery had this outcome, in place of its deferral before if there was one.
    pub(super) fn count(&mut self, delivery: i64, outcome: Outcome) {
        self.forget(delivery);
        self.tally.count(outcome);
        if outcome == Outcome::Deferred {
            self.deferred.set(delivery);
        }
    }

    /// A delivery's reader left just before their turn.
    pub(super) fn count_gone(&mut self, delivery: i64) {
        self.forget(delivery);
        self.tally.gone += 1;
    }

    fn forget(&mut self, delivery: i64) {
        if self.deferred.clear(delivery) {
            self.tally.deferred = self.tally.deferred.saturating_sub(1);
        }
    }
}

impl Marks {
    fn set(&mut self, delivery: i64) {
        *self.0.entry(delivery >> 6).or_default() |= bit(delivery);
    }

    /// Takes a mark away; says whether there was one.
    fn clear(&mut self, delivery: i64) -> bool {
        let Some(bits) = self.0.get_mut(&(delivery >> 6)) else { return false };
        let was_set = *bits & bit(delivery) != 0;
        *bits &= !bit(delivery);
        if *bits == 0 {
            self.0.remove(&(delivery >> 6));
        }
        was_set
    }
}

fn bit(delivery: i64) -> u64 {
    1 << (delivery & 63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_who_is_deferred_again_and_again_is_one_reader() {
        let mut counted = Counted::default();
        for delivery in [1, 64, 200, 1, 64, 1] {
            counted.count(delivery, Outcome::Deferred);
        }
        assert_eq!(counted.tally().deferred, 3);
        counted.count(1, Outcome::Accepted);
        counted.count_gone(64);
        let tally = Tally { accepted: 1, gone: 1, deferred: 1, ..Tally::default() };
        assert_eq!((counted.tally(), tally.all()), (tally, 3));
        counted.count(2, Outcome::Rejected);
        assert_eq!(counted.tally().all(), 4);
    }
}
