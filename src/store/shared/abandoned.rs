//! Freeing what senders held who are gone.

use chrono::{DateTime, Utc};

use super::rows::get;
use super::{Store, Tx, issues, sql};
use crate::issue::IssueKey;
use crate::store::{Sender, StoreError};

impl Store {
    /// Begins to write about an issue, once it is known what became of abandoned deliveries.
    pub(super) async fn write_issue(
        &self,
        key: &IssueKey,
        now: DateTime<Utc>,
    ) -> Result<(Tx, issues::Header), StoreError> {
        let mut tx = self.write().await?;
        self.free_abandoned(&mut tx, None, Some(now)).await?;
        let issue = issues::known(&mut tx, key).await?;
        Ok((tx, issue))
    }

    /// Begins to write beside other senders, once it is known what became of abandoned deliveries.
    pub(super) async fn write_once_freed(
        &self,
        sender: &Sender,
        now: DateTime<Utc>,
    ) -> Result<Tx, StoreError> {
        let mut tx = self.write_beside().await?;
        if !tx.is_alone() {
            if !self.are_any_abandoned(&mut tx, sender, now).await? {
                return Ok(tx);
            }
            // Waiting for a lock while holding another would end in a deadlock.
            drop(tx);
            tx = self.write().await?;
        }
        self.free_abandoned(&mut tx, Some(sender), Some(now)).await?;
        Ok(tx)
    }

    async fn are_any_abandoned(
        &self,
        tx: &mut Tx,
        me: &Sender,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let all = owners(tx, None, me.name(), None).await?;
        let in_time = owners(tx, None, me.name(), Some(now)).await?;
        let unowned = all.len() > in_time.len();
        Ok(unowned || !self.senders.gone(tx, in_time).await?.is_empty())
    }

    /// Frees what was held by processes that ended, so that whoever looks next sees the truth.
    pub(super) async fn free_abandoned_at_start(&self) -> Result<(), StoreError> {
        let mut tx = self.readers.begin().await?;
        if owners(&mut tx, None, "", None).await?.is_empty() {
            return Ok(());
        }
        drop(tx);
        let mut tx = self.write().await?;
        self.free_abandoned(&mut tx, None, None).await?;
        tx.commit().await
    }

    /// Frees what others than `me` no longer hold: because their process ended, or because their
    /// lease is over at `now`. What was claimed waits again; where content may have left, the
    /// reader is in doubt.
    pub(super) async fn free_abandoned(
        &self,
        tx: &mut Tx,
        me: Option<&Sender>,
        now: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        const CLAIMED: &str = "UPDATE delivery SET due = 0, owner = NULL, state = CASE
                WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled'
                    THEN 'cancelled'
                WHEN attempts = 0 THEN 'queued' ELSE 'deferred' END
            WHERE issue = $1 AND state = 'claimed' AND owner IS DISTINCT FROM $2
                AND (due <= $3 OR owner IN (SELECT value FROM json_each($4)))";
        const SENDING: &str = "UPDATE delivery SET state = 'in doubt', attempts = attempts + 1,
                phase = 'dot', cause = 'silent after the final dot',
                reply = 'the sender ended before an answer was recorded'
            WHERE issue = $1 AND state = 'sending' AND owner IS DISTINCT FROM $2
                AND (due <= $3 OR owner IN (SELECT value FROM json_each($4)))";
        let me = me.map_or("", Sender::name);
        let held_by = owners(tx, None, me, None).await?;
        let gone = self.senders.gone(tx, held_by).await?;
        let gone = serde_json::Value::from(gone).to_string();
        for issue in held(tx).await? {
            let over = now.map_or(i64::MIN, |now| now.timestamp_millis());
            for query in [CLAIMED, SENDING] {
                let free = sql::query(query).bind(issue).bind(me).bind(over).bind(&gone);
                free.execute(&mut *tx).await?;
            }
        }
        Ok(())
    }
}

/// Lists the issues of which someone holds something.
async fn held(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    const HELD: &str = "SELECT DISTINCT issue FROM delivery_count
        WHERE state IN ('claimed', 'sending') AND count > 0";
    sql::scalar(HELD).fetch_all(&mut *tx).await
}

/// Lists others than `me` who hold something of an issue, or of any; with `now`, only those whose
/// lease is not over.
pub(super) async fn owners(
    tx: &mut Tx,
    issue: Option<i64>,
    me: &str,
    now: Option<DateTime<Utc>>,
) -> Result<Vec<String>, StoreError> {
    // SQLite must begin with the few counts, and is told so; PostgreSQL finds that out itself.
    macro_rules! owners {
        ($join:literal) => {
            concat!(
                "SELECT DISTINCT d.owner FROM delivery_count c ",
                $join,
                " delivery d ON d.issue = c.issue AND d.state = c.state
                WHERE c.state IN ('claimed', 'sending') AND c.count > 0
                    AND ($1 IS NULL OR c.issue = $1)
                    AND d.owner IS NOT NULL AND d.owner <> $2 AND d.due > $3"
            )
        };
    }
    let after = now.map_or(i64::MIN, |now| now.timestamp_millis());
    let owners = sql::query(tx.either(owners!("CROSS JOIN"), owners!("JOIN")))
        .bind(issue)
        .bind(me)
        .bind(after);
    owners.fetch_all(&mut *tx).await?.iter().map(|row| get(row, "owner")).collect()
}
