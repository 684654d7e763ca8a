//! What relays were given of late and what they bear, kept so that a restart does not forget it.

use chrono::{DateTime, Duration, Utc};

use super::rows::{get, time};
use super::{Store, Tx, sql, warm_up};
use crate::store::{Full, Quota, StoreError};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
/// How long a speed that was found is believed in.
const BELIEVED: Duration = Duration::hours(24);
/// How long it is believed what a relay dislikes: finding out anew may put one reader in doubt.
const RESPECTED: Duration = Duration::days(30);

impl Store {
    /// Takes one message from each of these quotas of a relay, or from none when one is used up.
    pub async fn take_quota(
        &self,
        relay: &str,
        quotas: &[Quota<'_>],
        now: DateTime<Utc>,
    ) -> Result<Result<(), Full>, StoreError> {
        const TAKE: &str = "INSERT INTO relay_use (relay, domain, minute, used)
            VALUES ($1, $2, $3, 1)
            ON CONFLICT (relay, domain, minute) DO UPDATE SET used = relay_use.used + 1";
        const OLD: &str = "DELETE FROM relay_use WHERE relay = $1 AND domain = $2 AND minute < $3";
        let mut tx = self.write_beside().await?;
        tx.lock(&format!("relay {relay}")).await?;
        let minute = now.timestamp_millis().div_euclid(MINUTE);
        for quota in quotas {
            let spans = [(quota.per_hour, HOUR, "hour"), (quota.per_day, DAY, "day")];
            for (most, length, span) in spans {
                let Some(most) = most else { continue };
                if let Some(until) = full(&mut tx, relay, quota, most, minute, length).await? {
                    let domain = quota.domain.map(str::to_owned);
                    return Ok(Err(Full { domain, most, span, until }));
                }
            }
            if let Some((most, grows)) = warm_up::most(&mut tx, relay, quota, minute).await?
                && let Some(until) = full(&mut tx, relay, quota, most, minute, DAY).await?
            {
                let (domain, span) = (quota.domain.map(str::to_owned), "day of its warm-up");
                return Ok(Err(Full { domain, most, span, until: until.min(grows) }));
            }
        }
        for quota in quotas {
            let domain = quota.domain.unwrap_or_default();
            let old = sql::query(OLD).bind(relay).bind(domain).bind(minute - DAY);
            old.execute(&mut tx).await?;
            let take = sql::query(TAKE).bind(relay).bind(domain).bind(minute);
            take.execute(&mut tx).await?;
            warm_up::note(&mut tx, relay, quota, minute).await?;
        }
        tx.commit().await?;
        Ok(Ok(()))
    }

    /// Gives the speed at which a relay was last found to be content, in messages a second, unless
    /// that was long ago.
    pub async fn relay_speed(
        &self,
        relay: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<f64>, StoreError> {
        const SPEED: &str = "SELECT speed FROM relay_speed WHERE relay = $1 AND at > $2";
        let since = (now - BELIEVED).timestamp_millis();
        let speed = sql::scalar(SPEED).bind(relay).bind(since);
        speed.fetch_optional(&self.readers).await
    }

    /// Keeps the speed at which a relay was found to be content.
    pub async fn keep_relay_speed(
        &self,
        relay: &str,
        speed: f64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO relay_speed (relay, speed, at) VALUES ($1, $2, $3)
            ON CONFLICT (relay) DO UPDATE SET speed = excluded.speed, at = excluded.at";
        let keep = sql::query(KEEP).bind(relay).bind(speed).bind(now.timestamp_millis());
        keep.execute(&self.writer).await?;
        Ok(())
    }

    /// Gives what a relay was found not to bear, in words of its own, unless that was long ago.
    pub async fn relay_dislikes(
        &self,
        relay: &str,
        now: DateTime<Utc>,
    ) -> Result<Vec<String>, StoreError> {
        const DISLIKES: &str = "SELECT manner FROM relay_dislike WHERE relay = $1 AND at > $2";
        let since = (now - RESPECTED).timestamp_millis();
        let rows = sql::query(DISLIKES).bind(relay).bind(since).fetch_all(&self.readers).await?;
        rows.iter().map(|row| get(row, "manner")).collect()
    }

    /// Keeps what a relay was found not to bear.
    pub async fn keep_relay_dislike(
        &self,
        relay: &str,
        manner: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO relay_dislike (relay, manner, at) VALUES ($1, $2, $3)
            ON CONFLICT (relay, manner) DO UPDATE SET at = excluded.at";
        let keep = sql::query(KEEP).bind(relay).bind(manner).bind(now.timestamp_millis());
        keep.execute(&self.writer).await?;
        Ok(())
    }
}

/// Says when there is room again, if so many messages went in these minutes already.
///
/// The minute in which the time began counts in whole: rather one too few than one too many.
async fn full(
    tx: &mut Tx,
    relay: &str,
    quota: &Quota<'_>,
    most: u32,
    minute: i64,
    length: i64,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    const USED: &str =
        "SELECT CAST(coalesce(sum(used), 0) AS BIGINT) AS used, min(minute) AS first FROM relay_use
        WHERE relay = $1 AND domain = $2 AND minute >= $3";
    let used = sql::query(USED).bind(relay).bind(quota.domain.unwrap_or_default());
    let row = used.bind(minute - length).fetch_one(&mut *tx).await?;
    if get::<i64>(&row, "used")? < i64::from(most) {
        return Ok(None);
    }
    let first: Option<i64> = get(&row, "first")?;
    time((first.unwrap_or(minute) + length + 1) * MINUTE).map(Some)
}
