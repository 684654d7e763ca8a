//! Turns under a limit a second, shared with everyone else who hands over to the same relay.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::store::{Store, StoreError};

/// Turns are taken for a quarter of a second at once, or one by one where there are fewer: the store
/// is not asked for each.
const AT_ONCE: u32 = 4;

/// The turns that this run took and has not given out.
#[derive(Debug)]
pub(super) struct Turns {
    relay: String,
    /// When this run began, by the time that all agree on and by its own.
    begun: (DateTime<Utc>, Instant),
    /// By domain; an empty one is the relay itself.
    taken: Mutex<HashMap<String, Taken>>,
}

#[derive(Debug, Clone, Copy)]
struct Taken {
    next: Instant,
    end: Instant,
}

impl Turns {
    /// Begins with none.
    pub(super) async fn new(
        store: &Store,
        relay: String,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let begun = (store.agreed_time(now).await?, Instant::now());
        Ok(Self { relay, begun, taken: Mutex::default() })
    }

    /// Takes the next turn of the relay, or of a domain behind it; says how long to wait for it.
    ///
    /// One that is further away than `near` is left to whoever asks when it comes.
    pub(super) async fn next(
        &self,
        store: &Store,
        domain: Option<&str>,
        most: u32,
        near: Option<Duration>,
    ) -> Result<Duration, StoreError> {
        let mut all = self.taken.lock().await;
        let now = Instant::now();
        let gap = Duration::from_secs(1) / most.max(1);
        let name = domain.unwrap_or_default();
        let left = all.get(name).copied().filter(|taken| taken.next.max(now) < taken.end);
        let mut taken = match left {
            Some(taken) => taken,
            None => self.take(store, domain, gap * (most / AT_ONCE).max(1), now).await?,
        };
        let at = taken.next.max(now);
        if near.is_none_or(|near| at - now <= near) {
            taken.next = at + gap;
        }
        all.insert(name.to_owned(), taken);
        Ok(at - now)
    }

    async fn take(
        &self,
        store: &Store,
        domain: Option<&str>,
        span: Duration,
        now: Instant,
    ) -> Result<Taken, StoreError> {
        let (time, own) = self.begun;
        let chrono = |span| chrono::Duration::from_std(span).unwrap_or_default();
        let agreed = time + chrono(now - own);
        // The store counts in whole milliseconds: rather too few turns than too many.
        let whole = chrono(span + Duration::from_nanos(999_999));
        let start = store.take_turns(&self.relay, domain, whole, agreed).await?;
        let next = now + (start - agreed).to_std().unwrap_or_default();
        Ok(Taken { next, end: next + span })
    }
}
