//! All connections at once, or one reader at a time while it is open whether the fault is ours.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::ledger::reply::{Cause, Then};

/// Lets connections hand over.
///
/// A message or a sender that the relay refuses, it refuses for every reader, and the issue is to
/// pause after three. So the first reader of a run goes alone, and so does each from such a refusal
/// on until a reader is accepted; with all connections at work the relay would have refused one
/// more on each before we heard of it.
#[derive(Debug, Default)]
pub(super) struct Gate {
    passage: RwLock<()>,
    mood: Mutex<Mood>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Mood {
    /// Nothing was heard yet.
    #[default]
    Untried,
    /// All may go at once.
    Confident,
    /// The relay refused what it would refuse for all.
    Careful,
}

/// A connection's turn; ends when it is dropped.
pub(super) enum Turn<'a> {
    /// Beside others.
    Shared { _passage: RwLockReadGuard<'a, ()> },
    /// With nobody beside it.
    Alone { _passage: RwLockWriteGuard<'a, ()> },
}

impl Turn<'_> {
    pub(super) fn is_alone(&self) -> bool {
        matches!(self, Self::Alone { .. })
    }
}

impl Gate {
    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a turn if that takes no waiting.
    pub(super) fn turn_now(&self) -> Option<Turn<'_>> {
        if self.mood() == Mood::Confident {
            let turn = Turn::Shared { _passage: self.passage.try_read().ok()? };
            // The mood may have changed in between; then the turn is given back.
            return Some(turn).filter(|_| self.mood() == Mood::Confident);
        }
        Some(Turn::Alone { _passage: self.passage.try_write().ok()? })
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) -> Turn<'_> {
        loop {
            if self.mood() != Mood::Confident {
                let turn = Turn::Alone { _passage: self.passage.write().await };
                // Whoever went before may have found all well: nobody else waits for us then.
                if self.mood() != Mood::Confident {
                    return turn;
                }
                continue;
            }
            let turn = Turn::Shared { _passage: self.passage.read().await };
            if self.mood() == Mood::Confident {
                return turn;
            }
        }
    }

    /// Hears what the relay said about a reader, or why there was no answer.
    pub(super) fn hear(&self, cause: Cause) {
        let mut mood = self.mood.lock().unwrap_or_else(PoisonError::into_inner);
        *mood = match (cause, *mood) {
            (Cause::Accepted, _) => Mood::Confident,
            _ if matches!(cause.then(), Then::PauseAfter(_)) => Mood::Careful,
            (_, Mood::Untried) => Mood::Confident,
            (_, mood) => mood,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_goes_alone_and_after_it_all_go_at_once() {
        let gate = Gate::default();
        let first = gate.turn_now().unwrap();
        assert!(first.is_alone() && gate.turn_now().is_none());
        gate.hear(Cause::Accepted);
        drop(first);
        let (one, two) = (gate.turn_now().unwrap(), gate.turn_now().unwrap());
        assert!(!one.is_alone() && !two.is_alone());
    }

    #[test]
    fn after_a_fault_of_ours_each_goes_alone_until_one_is_accepted() {
        let gate = Gate::default();
        gate.hear(Cause::Accepted);
        for fault in [Cause::Sender, Cause::Message] {
            gate.hear(fault);
            for other in [Cause::Greylisted, Cause::NoMailbox, Cause::RelayUnwell] {
                gate.hear(other);
                assert!(gate.turn_now().unwrap().is_alone(), "{other} disproves nothing");
            }
            gate.hear(Cause::Accepted);
            assert!(!gate.turn_now().unwrap().is_alone());
        }
    }

    #[tokio::test]
    async fn who_waited_to_go_alone_goes_with_all_when_all_is_well_by_then() {
        let gate = Gate::default();
        let first = gate.turn_now().unwrap();
        let mut second = Box::pin(gate.turn());
        tokio::select! {
            biased;
            _ = &mut second => panic!("nobody goes beside the first"),
            () = std::future::ready(()) => {}
        }
        gate.hear(Cause::Accepted);
        drop(first);
        assert!(!second.await.is_alone());
    }

    #[tokio::test]
    async fn who_goes_alone_waits_for_those_under_way() {
        let gate = Gate::default();
        gate.hear(Cause::Accepted);
        let under_way = gate.turn().await;
        gate.hear(Cause::Message);
        assert!(gate.turn_now().is_none());
        drop(under_way);
        assert!(gate.turn().await.is_alone());
    }
}
