//! Looking ahead: for how many an issue would be, and when one goes on.

use chrono::{DateTime, Utc};

use super::Store;
use super::rows::{count, maybe_time};
use crate::issue::IssueKey;
use crate::store::StoreError;

impl Store {
    /// How many readers would an issue of this newsletter have if it were frozen now?
    pub async fn audience(&self, newsletter: &str) -> Result<u64, StoreError> {
        const READERS: &str = "SELECT count(*) FROM subscription c
            JOIN subscriber s ON s.id = c.subscriber
            WHERE c.newsletter = $1 AND c.state = 'confirmed'
                AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key)";
        let readers = sqlx::query_scalar(READERS).bind(newsletter);
        Ok(count(readers.fetch_one(&self.readers).await?))
    }

    /// When is the next deferred reader of an issue due? None if nobody is deferred.
    pub async fn next_attempt(&self, key: &IssueKey) -> Result<Option<DateTime<Utc>>, StoreError> {
        const NEXT: &str = "SELECT min(due) FROM delivery
            WHERE issue = (SELECT id FROM issue WHERE key = $1) AND state = 'deferred'";
        let next = sqlx::query_scalar(NEXT).bind(&key.0);
        maybe_time(next.fetch_one(&self.readers).await?)
    }
}
