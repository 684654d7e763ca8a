//! Looking ahead: for how many an issue would be, and when one goes on.

use chrono::{DateTime, Utc};

use super::rows::{count, maybe_time};
use super::{Store, issues, sql};
use crate::issue::IssueKey;
use crate::ledger::IssueState;
use crate::store::StoreError;

impl Store {
    /// How many readers would an issue of this newsletter have if it were frozen now?
    pub async fn audience(&self, newsletter: &str) -> Result<u64, StoreError> {
        const READERS: &str = "SELECT count(*) FROM subscription c
            JOIN subscriber s ON s.id = c.subscriber
            WHERE c.newsletter = $1 AND c.state = 'confirmed'
                AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key)";
        let readers = sql::scalar(READERS).bind(newsletter);
        Ok(count(readers.fetch_one(&self.readers).await?))
    }

    /// Where does an issue stand?
    ///
    /// # Errors
    /// When there is no issue with this key.
    pub async fn state(&self, key: &IssueKey) -> Result<IssueState, StoreError> {
        let mut tx = self.readers.begin().await?;
        Ok(issues::known(&mut tx, key).await?.state)
    }

    /// When is the next reader of an issue due who was deferred, or waits for a limit of the relay?
    pub async fn next_attempt(&self, key: &IssueKey) -> Result<Option<DateTime<Utc>>, StoreError> {
        // What is due at once is due from when that was decided on.
        const NEXT: &str = "SELECT min(due) FROM (
            SELECT due FROM (SELECT CASE WHEN due < at THEN at ELSE due END AS due FROM delivery
                WHERE issue = (SELECT id FROM issue WHERE key = $1) AND state = 'deferred'
                ORDER BY delivery.due LIMIT 1) AS deferred
            UNION ALL SELECT min(due) FROM delivery
                WHERE issue = (SELECT id FROM issue WHERE key = $1) AND state = 'queued' AND due > 1)
            AS waiting";
        let next = sql::scalar(NEXT).bind(&key.0);
        maybe_time(next.fetch_one(&self.readers).await?)
    }
}
