//! What this run has taken from the ledger and not yet given to a connection.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::Clock;
use super::committer::{Committer, patiently};
use crate::issue::IssueKey;
use crate::ledger::{Again, Claim, Entry, IssueState};
use crate::store::{Sender, Store, StoreError};

/// How long deliveries are taken for.
const LEASE: Duration = Duration::from_hours(1);
/// After this time what is left of them is handed back: the slowest hand-over of RFC 5321's times
/// must still end within the lease.
const FRESH: Duration = Duration::from_mins(20);

/// Deliveries that are taken in batches and handed out one by one.
#[derive(Debug)]
pub(super) struct Claims {
    store: Arc<Store>,
    key: IssueKey,
    sender: Sender,
    connections: usize,
    batch: u32,
    clock: Clock,
    taken: Mutex<Taken>,
    /// How often what was taken was handed back.
    times_back: AtomicU64,
}

/// A delivery that a connection has in hand.
#[derive(Debug)]
pub(super) struct InHand {
    pub(super) claim: Claim,
    times_back: u64,
}

#[derive(Debug)]
struct Taken {
    claims: VecDeque<Claim>,
    at: Instant,
}

impl Claims {
    pub(super) fn new(
        store: Arc<Store>,
        key: IssueKey,
        connections: usize,
        clock: Clock,
    ) -> Result<Self, StoreError> {
        let sender = store.sender()?;
        let batch = u32::try_from(connections * 25).unwrap_or(u32::MAX).min(500);
        let taken = Mutex::new(Taken { claims: VecDeque::new(), at: Instant::now() });
        let times_back = AtomicU64::new(0);
        Ok(Self { store, key, sender, connections, batch, clock, taken, times_back })
    }

    /// Gives the next delivery that is due, or none if there is none now.
    pub(super) async fn next(&self, committer: &Committer) -> Result<Option<InHand>, StoreError> {
        let mut taken = self.taken.lock().await;
        if taken.at.elapsed() > FRESH {
            give_back(&mut taken, committer).await;
        }
        if taken.claims.is_empty() {
            let lease = chrono::Duration::from_std(LEASE).unwrap_or(chrono::Duration::MAX);
            let now = self.clock.now();
            let claim = || self.store.claim(&self.key, &self.sender, self.batch, lease, now);
            let claims = patiently(claim).await?;
            *taken = Taken { claims: claims.into(), at: Instant::now() };
        }
        let times_back = self.times_back.load(Ordering::Relaxed);
        Ok(taken.claims.pop_front().map(|claim| InHand { claim, times_back }))
    }

    /// Gives the next delivery if it is at hand, and not one for which another connection may be waiting.
    pub(super) fn at_hand(&self) -> Option<InHand> {
        let mut taken = self.taken.try_lock().ok()?;
        if taken.at.elapsed() > FRESH || taken.claims.len() <= self.connections {
            return None;
        }
        let times_back = self.times_back.load(Ordering::Relaxed);
        taken.claims.pop_front().map(|claim| InHand { claim, times_back })
    }

    /// Was everything handed back since this one was taken? The issue may have been paused then.
    pub(super) fn is_stale(&self, delivery: &InHand) -> bool {
        delivery.times_back != self.times_back.load(Ordering::Relaxed)
    }

    /// Hands back what is left if the issue was paused or cancelled meanwhile.
    pub(super) async fn look_again(&self, committer: &Committer) -> Result<(), StoreError> {
        let state = self.store.state(&self.key).await?;
        if !matches!(state, IssueState::Frozen | IssueState::Sending) {
            self.hand_back(committer).await;
        }
        Ok(())
    }

    /// Hands back whatever no connection has begun.
    pub(super) async fn hand_back(&self, committer: &Committer) {
        let mut taken = self.taken.lock().await;
        self.times_back.fetch_add(1, Ordering::Relaxed);
        give_back(&mut taken, committer).await;
    }
}

/// What cannot be written now is free again when this run's lock is.
async fn give_back(taken: &mut Taken, committer: &Committer) {
    let release = |claim: Claim| Entry::Release {
        delivery: claim.delivery,
        fence: claim.fence,
        again: Again::InPlace,
    };
    let entries: Vec<_> = taken.claims.drain(..).map(release).collect();
    let _ = committer.record(&entries).await;
}
