//! Relays that are given few messages at first and more each day, until they are known.

use chrono::{DateTime, Utc};

use super::rows::time;
use super::{Tx, sql};
use crate::store::{Quota, StoreError};

/// A day (UTC) in minutes.
const DAY: i64 = 24 * 60;
/// How long the busiest day counts: a sender who was not heard of for longer is a stranger again.
const REMEMBERED: i64 = 30;
/// By how much a day may be more than the busiest before it.
const GROWTH: i64 = 2;

/// Says how many messages a relay that is being warmed up may be given now, and when that grows.
pub(super) async fn most(
    tx: &mut Tx,
    relay: &str,
    quota: &Quota<'_>,
    minute: i64,
) -> Result<Option<(u32, DateTime<Utc>)>, StoreError> {
    const BUSIEST: &str = "SELECT CAST(coalesce(max(used), 0) AS BIGINT) FROM relay_day
        WHERE relay = $1 AND domain = $2 AND day < $3 AND day >= $4";
    let Some(first) = quota.warm_up else { return Ok(None) };
    let day = minute.div_euclid(DAY);
    let busiest = sql::scalar(BUSIEST).bind(relay).bind(quota.domain.unwrap_or_default());
    let busiest: i64 = busiest.bind(day).bind(day - REMEMBERED).fetch_one(&mut *tx).await?;
    let most = u32::try_from(busiest.saturating_mul(GROWTH)).unwrap_or(u32::MAX).max(first);
    Ok(Some((most, time((day + 1) * DAY * 60_000)?)))
}

/// Notes one message more, if the relay is being warmed up.
pub(super) async fn note(
    tx: &mut Tx,
    relay: &str,
    quota: &Quota<'_>,
    minute: i64,
) -> Result<(), StoreError> {
    const NOTE: &str = "INSERT INTO relay_day (relay, domain, day, used) VALUES ($1, $2, $3, 1)
        ON CONFLICT (relay, domain, day) DO UPDATE SET used = relay_day.used + 1";
    const OLD: &str = "DELETE FROM relay_day WHERE relay = $1 AND domain = $2 AND day < $3";
    if quota.warm_up.is_none() {
        return Ok(());
    }
    let (domain, day) = (quota.domain.unwrap_or_default(), minute.div_euclid(DAY));
    let old = sql::query(OLD).bind(relay).bind(domain).bind(day - REMEMBERED);
    old.execute(&mut *tx).await?;
    let note = sql::query(NOTE).bind(relay).bind(domain).bind(day);
    note.execute(&mut *tx).await?;
    Ok(())
}
