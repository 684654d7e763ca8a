//! Freeing what senders held who are gone.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::rows::{get, given_up};
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
        let all = holders(tx, None, me.name()).await?;
        let in_time = in_time(&all, now);
        let unowned = all.len() > in_time.len();
        Ok(unowned || !self.senders.gone(tx, in_time).await?.is_empty())
    }

    /// Frees what was held by processes that ended, so that whoever looks next sees the truth.
    pub(super) async fn free_abandoned_at_start(&self) -> Result<(), StoreError> {
        let mut tx = self.readers.begin().await?;
        if holders(&mut tx, None, "").await?.is_empty() {
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
        const CLAIMED: &str = concat!(
            "UPDATE delivery SET due = 0, owner = NULL, state = CASE
                WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled' THEN ",
            given_up!("cancelled"),
            " WHEN attempts = 0 THEN 'queued' ELSE 'deferred' END
            WHERE issue = $1 AND state = 'claimed' AND owner IS DISTINCT FROM $2
                AND (due <= $3 OR owner IN (SELECT value FROM json_each($4)))"
        );
        const SENDING: &str = "UPDATE delivery SET state = 'in doubt', attempts = attempts + 1,
                phase = 'dot', cause = 'silent after the final dot',
                reply = 'the sender ended before an answer was recorded'
            WHERE issue = $1 AND state = 'sending' AND owner IS DISTINCT FROM $2
                AND (due <= $3 OR owner IN (SELECT value FROM json_each($4)))";
        let me = me.map_or("", Sender::name);
        let held_by = holders(tx, None, me).await?;
        let gone = self.senders.gone(tx, held_by.into_keys().collect()).await?;
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

/// Others than one sender who hold something, each with when its last lease ends (ms).
type Holders = BTreeMap<String, i64>;

/// Lists others than `me` who hold something of an issue, or of any.
async fn holders(tx: &mut Tx, issue: Option<i64>, me: &str) -> Result<Holders, StoreError> {
    // An issue at a time and with both states in words, both databases look these few up in the
    // index, whatever they believe of the many others.
    const HOLDERS: &str = "SELECT owner, max(due) AS until FROM delivery
        WHERE issue = $1 AND state IN ('claimed', 'sending') AND owner IS NOT NULL AND owner <> $2
        GROUP BY owner";
    let issues = match issue {
        Some(issue) => vec![issue],
        None => held(tx).await?,
    };
    let mut holders = Holders::new();
    for issue in issues {
        for row in sql::query(HOLDERS).bind(issue).bind(me).fetch_all(&mut *tx).await? {
            let last = holders.entry(get(&row, "owner")?).or_insert(i64::MIN);
            *last = get::<i64>(&row, "until")?.max(*last);
        }
    }
    Ok(holders)
}

/// Those whose lease is not over.
fn in_time(holders: &Holders, now: DateTime<Utc>) -> Vec<String> {
    let now = now.timestamp_millis();
    holders.iter().filter(|(_, until)| **until > now).map(|(name, _)| name.clone()).collect()
}

/// Lists others than `me` who hold something of an issue, and whose lease is not over.
pub(super) async fn owners(
    tx: &mut Tx,
    issue: i64,
    me: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, StoreError> {
    Ok(in_time(&holders(tx, Some(issue), me).await?, now))
}
