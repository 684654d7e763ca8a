//! What the relay allows: how fast, how many an hour and a day, in all and to one domain.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::pace::Pace;
use super::turns::Turns;
use crate::config;
use crate::store::{Full, Quota, Store, StoreError};

/// A domain whose turn is further away than this does not keep a connection waiting.
const NEAR: Duration = Duration::from_secs(1);

/// When a message may go.
#[derive(Debug)]
pub(super) enum Turn {
    /// After this time.
    After(Duration),
    /// Not before then, and others may go first.
    NotBefore(DateTime<Utc>),
    /// Nobody may go.
    Full(Full),
}

impl Turn {
    /// May it go at once?
    pub(super) fn is_now(&self) -> bool {
        matches!(self, Self::After(Duration::ZERO))
    }

    /// What is left of it after a while.
    pub(super) fn later(self, time: Duration) -> Self {
        match self {
            Self::After(wait) => Self::After(wait.saturating_sub(time)),
            other => other,
        }
    }
}

/// The limits of one relay.
#[derive(Debug)]
pub(super) struct Limits {
    relay: String,
    all: config::Limits,
    domains: BTreeMap<String, config::Limits>,
    slots: Mutex<HashMap<String, Slots>>,
    turns: Turns,
    pub(super) pace: Pace,
}

/// The turns of one domain.
#[derive(Debug, Clone, Copy)]
struct Slots {
    /// The next that is free.
    next: Instant,
    /// The next that was promised to nobody who was sent away.
    promised: Instant,
}

impl Limits {
    /// Begins with what was configured and with the speed that an earlier run found.
    pub(super) async fn new(
        store: &Store,
        relay: String,
        configured: Option<(config::Limits, BTreeMap<String, config::Limits>)>,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let (all, domains) = configured.unwrap_or_default();
        let found = store.relay_speed(&relay, now).await?;
        let pace = Pace::new(all.per_second, found, Instant::now());
        let turns = Turns::new(store, relay.clone(), now).await?;
        Ok(Self { relay, all, domains, slots: Mutex::default(), turns, pace })
    }

    /// Keeps the speed that was found.
    pub(super) async fn keep(&self, store: &Store, now: DateTime<Utc>) -> Result<(), StoreError> {
        match self.pace.found() {
            Some(speed) => store.keep_relay_speed(&self.relay, speed, now).await,
            None => Ok(()),
        }
    }

    /// Takes a turn for a message to a domain; with `puts_off` one far away is for others to use.
    pub(super) async fn turn(
        &self,
        store: &Store,
        domain: &str,
        now: DateTime<Utc>,
        puts_off: bool,
    ) -> Result<Turn, StoreError> {
        let domain = domain.to_ascii_lowercase();
        let limits = self.domains.get(&domain).copied().unwrap_or_default();
        let mut wait = Duration::ZERO;
        if let Some(most) = limits.per_second {
            wait = self.slot(&domain, most, puts_off);
            let near = puts_off.then_some(NEAR);
            if near.is_none_or(|near| wait <= near) {
                wait = wait.max(self.turns.next(store, Some(&domain), most, near).await?);
            }
            if puts_off && wait > NEAR {
                let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::hours(1));
                return Ok(Turn::NotBefore(now + wait));
            }
        }
        let quotas = self.quotas(&domain, limits);
        if !quotas.is_empty()
            && let Err(full) = store.take_quota(&self.relay, &quotas, now).await?
        {
            let is_domain = full.domain.is_some();
            return Ok(if is_domain { Turn::NotBefore(full.until) } else { Turn::Full(full) });
        }
        if let Some(most) = self.all.per_second {
            wait = wait.max(self.turns.next(store, None, most, None).await?);
        }
        Ok(Turn::After(wait.max(self.pace.turn(Instant::now()))))
    }

    fn quotas<'a>(&self, domain: &'a str, limits: config::Limits) -> Vec<Quota<'a>> {
        let quota = |domain, limits: config::Limits| {
            let config::Limits { per_hour, per_day, warm_up, .. } = limits;
            let is_set = per_hour.or(per_day).or(warm_up).is_some();
            is_set.then_some(Quota { domain, per_hour, per_day, warm_up })
        };
        quota(None, self.all).into_iter().chain(quota(Some(domain), limits)).collect()
    }

    /// Takes the domain's next turn, or promises one if that is far away.
    fn slot(&self, domain: &str, most: u32, puts_off: bool) -> Duration {
        let now = Instant::now();
        let gap = Duration::from_secs(1) / most.max(1);
        let mut all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = all.entry(domain.to_owned()).or_insert(Slots { next: now, promised: now });
        let next = slots.next.max(now);
        if puts_off && next - now > NEAR {
            let at = slots.promised.max(next);
            slots.promised = at + gap;
            return at - now;
        }
        slots.next = next + gap;
        slots.promised = slots.promised.max(slots.next);
        next - now
    }
}
