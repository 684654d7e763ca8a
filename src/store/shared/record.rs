//! Writing intents and outcomes, many in one commit.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::rows::{get, word};
use super::{Store, Tx, issues, replies, sql};
use crate::ledger::{self, Again, Cause, Entry, Granted, Outcome, Phase};
use crate::store::StoreError;

impl Store {
    /// Writes entries in their order, in one commit, and says for each whether it took effect.
    ///
    /// An intent is granted while its lease holds, the issue is being sent, and the reader is
    /// confirmed and not suppressed at this very moment. An outcome is taken while its fencing
    /// number holds, also after the lease ended: what the relay said is true however late it
    /// comes. When all of an issue's deliveries are final, it is finished.
    pub async fn record(
        &self,
        entries: &[Entry],
        now: DateTime<Utc>,
    ) -> Result<Vec<Granted>, StoreError> {
        let mut tx = self.write_beside().await?;
        let mut granted = Vec::with_capacity(entries.len());
        let mut changed = Changed::default();
        for entry in entries {
            granted.push(match entry {
                Entry::Intent { .. } => intend(&mut tx, entry, now, &mut changed).await?,
                Entry::Release { delivery, fence, again } => {
                    release(&mut tx, *delivery, *fence, *again).await?
                }
                Entry::Outcome { .. } => conclude(&mut tx, entry, &mut changed).await?,
            });
        }
        changed.settle(&mut tx, now).await?;
        tx.commit().await?;
        Ok(granted)
    }
}

/// The issues that one commit changes.
#[derive(Default)]
struct Changed {
    begun: BTreeSet<i64>,
    touched: BTreeMap<i64, replies::Tally>,
    /// Of which a reader left before the message went out.
    left: BTreeSet<i64>,
}

impl Changed {
    /// Draws from the entries what they mean for their issues.
    async fn settle(mut self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
        // Who adds up an issue does so alone, and in one order, so that nobody waits in a circle.
        for issue in self.touched.keys().chain(&self.left).collect::<BTreeSet<_>>() {
            tx.lock_issue(*issue).await?;
        }
        // A reader refused before the content left was tried too, without an intent.
        self.begun.extend(self.touched.keys());
        for issue in self.begun {
            begin(tx, issue).await?;
        }
        for (issue, tally) in self.touched {
            tally.settle(tx, issue, now).await?;
        }
        for issue in self.left {
            issues::finish(tx, issue, now).await?;
        }
        Ok(())
    }
}

/// Grants an intent, or says why not.
async fn intend(
    tx: &mut Tx,
    entry: &Entry,
    now: DateTime<Utc>,
    changed: &mut Changed,
) -> Result<Granted, StoreError> {
    const INTENT: &str = "UPDATE delivery SET state = 'sending', due = CASE WHEN due > $4 THEN due ELSE $4 END, at = $5,
            first_attempt = coalesce(first_attempt, $3), relay = $6
        WHERE id = $1 AND fence = $2 AND state = 'claimed' AND due > $5 AND EXISTS
            (SELECT 1 FROM issue i
                JOIN subscription c ON c.newsletter = i.newsletter
                    AND c.subscriber = delivery.subscriber
                JOIN subscriber s ON s.id = delivery.subscriber
                WHERE i.id = delivery.issue AND i.state IN ('frozen', 'sending')
                    AND c.state = 'confirmed'
                    AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key))
        RETURNING issue";
    let Entry::Intent { delivery, fence, at, relay } = entry else { return Ok(Granted::Lost) };
    let (delivery, fence) = (*delivery, *fence);
    let now_ms = now.timestamp_millis();
    let until = (now + ledger::HAND_OVER).timestamp_millis();
    let intent = sql::scalar(INTENT).bind(delivery).bind(fence);
    let intent = intent.bind(at.timestamp_millis()).bind(until).bind(now_ms).bind(&**relay);
    let Some(issue) = intent.fetch_optional(&mut *tx).await? else {
        return refuse(tx, delivery, fence, now, changed).await;
    };
    changed.begun.insert(issue);
    Ok(Granted::Yes)
}

/// Notes that an issue's first reader is being tried.
///
/// Its time of change stays: the outcomes of this commit came a little before it, and they count.
async fn begin(tx: &mut Tx, issue: i64) -> Result<(), StoreError> {
    const BEGIN: &str = "UPDATE issue SET state = 'sending' WHERE id = $1 AND state = 'frozen'";
    sql::query(BEGIN).bind(issue).execute(&mut *tx).await?;
    Ok(())
}

/// Finds out why an intent was not granted, and takes the delivery out of the sender's hands.
async fn refuse(
    tx: &mut Tx,
    delivery: i64,
    fence: i64,
    now: DateTime<Utc>,
    changed: &mut Changed,
) -> Result<Granted, StoreError> {
    const WHY: &str = "SELECT d.issue FROM delivery d JOIN issue i ON i.id = d.issue
        WHERE d.id = $1 AND d.fence = $2 AND d.state = 'claimed' AND d.due > $3
            AND i.state IN ('frozen', 'sending')";
    const LEFT: &str = "UPDATE delivery SET state = 'suppressed', owner = NULL, at = $2,
        reply = 'left or suppressed before the message went out' WHERE id = $1";
    let now_ms = now.timestamp_millis();
    let why = sql::scalar(WHY).bind(delivery).bind(fence).bind(now_ms);
    let Some(issue) = why.fetch_optional(&mut *tx).await? else {
        release(tx, delivery, fence, Again::InPlace).await?;
        return Ok(Granted::Lost);
    };
    sql::query(LEFT).bind(delivery).bind(now_ms).execute(&mut *tx).await?;
    changed.left.insert(issue);
    Ok(Granted::NoConsent)
}

/// Hands a delivery back untouched.
async fn release(
    tx: &mut Tx,
    delivery: i64,
    fence: i64,
    again: Again,
) -> Result<Granted, StoreError> {
    // In a cancelled issue nothing waits any more.
    const RELEASE: &str = "UPDATE delivery SET due = $3, owner = NULL, state = CASE
            WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled' THEN 'cancelled'
            WHEN attempts > 0 THEN 'deferred' ELSE 'queued' END
        WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'sending')";
    // What was never begun is due since for ever, so that a clock that was set back holds up nobody.
    let due = match again {
        Again::InPlace => 0,
        Again::AfterOthers => 1,
        Again::NotBefore(time) => time.timestamp_millis(),
    };
    let released = sql::query(RELEASE).bind(delivery).bind(fence).bind(due);
    let released = released.execute(&mut *tx).await?;
    Ok(if released.rows_affected() > 0 { Granted::Yes } else { Granted::Lost })
}

/// Writes what came of an attempt.
async fn conclude(
    tx: &mut Tx,
    entry: &Entry,
    changed: &mut Changed,
) -> Result<Granted, StoreError> {
    const CONCLUDE: &str = "UPDATE delivery SET attempts = attempts + 1, at = $3, phase = $5,
            cause = $6, reply = $7, due = $8, owner = NULL,
            first_attempt = coalesce(first_attempt, $3), relay = $10,
            state = CASE
                WHEN $4 <> 'deferred' THEN $4
                WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled'
                    THEN 'cancelled'
                WHEN $8 - coalesce(first_attempt, $3) > $9 THEN 'expired' ELSE 'deferred' END
        WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'sending', 'in doubt')
        RETURNING issue, subscriber, state";
    let Entry::Outcome { delivery, fence, at, outcome, phase, cause, reply, next_attempt, relay } =
        entry
    else {
        return Ok(Granted::Lost);
    };
    let row = sql::query(CONCLUDE).bind(*delivery).bind(*fence).bind(at.timestamp_millis());
    let row = row.bind(state_after(*outcome)).bind(Phase::word(*phase)).bind(Cause::word(*cause));
    let row = row.bind(reply).bind(next_attempt.unwrap_or(*at).timestamp_millis());
    let row = row
        .bind(ledger::PATIENCE.num_milliseconds())
        .bind(&**relay)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(row) = row else { return Ok(Granted::Lost) };
    let state: String = get(&row, "state")?;
    let state = word("a state", &state, ledger::DeliveryState::from_word)?;
    let issue: i64 = get(&row, "issue")?;
    let answer = replies::Answer {
        delivery: *delivery,
        subscriber: get(&row, "subscriber")?,
        outcome: *outcome,
        cause: *cause,
        state,
        reply: reply.clone(),
    };
    changed.touched.entry(issue).or_default().add(answer);
    Ok(Granted::Yes)
}

fn state_after(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Deferred => "deferred",
        Outcome::Rejected => "rejected",
        Outcome::InDoubt => "in doubt",
    }
}
