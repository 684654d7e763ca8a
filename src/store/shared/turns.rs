//! Turns under a limit a second, which everyone who hands over to a relay takes from the same row.

use chrono::{DateTime, Duration, Utc};

use super::rows::time;
use super::{Store, sql};
use crate::store::StoreError;

/// A turn further ahead than this was given by another clock, or before this one was set back.
const FURTHEST: Duration = Duration::minutes(5);

impl Store {
    /// Tells the time that all who share the store agree on: a server's, or else one's `own`.
    pub async fn agreed_time(&self, own: DateTime<Utc>) -> Result<DateTime<Utc>, StoreError> {
        const TIME: &str = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
        if !self.readers.either(false, true) {
            return Ok(own);
        }
        time(sql::scalar(TIME).fetch_one(&self.readers).await?)
    }

    /// Takes the next `span` of a relay's time, or of that of one domain behind it; gives its start.
    ///
    /// Nobody else gets any of it. Time that passed unused is over; `now` is the agreed time.
    pub async fn take_turns(
        &self,
        relay: &str,
        domain: Option<&str>,
        span: Duration,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, StoreError> {
        const TAKE: &str = "INSERT INTO relay_turn (relay, domain, free) VALUES ($1, $2, $3 + $4)
            ON CONFLICT (relay, domain) DO UPDATE SET free = $4 +
                CASE WHEN relay_turn.free BETWEEN $3 AND $5 THEN relay_turn.free ELSE $3 END
            RETURNING free - $4";
        let (now, span) = (now.timestamp_millis(), span.num_milliseconds());
        let take = sql::scalar(TAKE).bind(relay).bind(domain.unwrap_or_default());
        let take = take.bind(now).bind(span).bind(now + FURTHEST.num_milliseconds());
        let mut tx = self.write_beside().await?;
        let start = take.fetch_one(&mut tx).await?;
        tx.commit().await?;
        time(start)
    }
}
