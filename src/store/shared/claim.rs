//! Taking deliveries for a while.

use chrono::{DateTime, Duration, Utc};

use super::rows::{address, get, maybe_time, small, word};
use super::{Row, Store, Tx, abandoned, issues, sql};
use crate::issue::IssueKey;
use crate::ledger::{Cause, Claim, IssueState};
use crate::store::{Sender, StoreError};
use crate::subscriber::SubscriberId;

impl Store {
    /// Registers a sender; its leases end when it is dropped or its process ends, however it ends.
    ///
    /// # Errors
    /// When its lock cannot be taken.
    pub fn sender(&self) -> Result<Sender, StoreError> {
        self.senders.register()
    }

    /// Takes up to `limit` deliveries of an issue until `now + lease`: first those that were
    /// deferred and are due, then those that wait for their first attempt.
    ///
    /// Before that, what others hold past its time, or held when their process ended, is freed:
    /// claimed deliveries wait again, those whose content may have left become in doubt. Nothing
    /// is given when the issue is a draft, paused, finished or cancelled.
    ///
    /// # Errors
    /// When there is no issue with this key.
    pub async fn claim(
        &self,
        key: &IssueKey,
        sender: &Sender,
        limit: u32,
        lease: Duration,
        now: DateTime<Utc>,
    ) -> Result<Vec<Claim>, StoreError> {
        let mut tx = self.write_once_freed(sender, now).await?;
        let issue = issues::known(&mut tx, key).await?;
        let mut claims = Vec::new();
        if matches!(issue.state, IssueState::Frozen | IssueState::Sending) {
            let due = Due { issue: issue.id, limit, now };
            due.take(&mut tx, Others::PassedBy, &mut claims).await?;
            if claims.is_empty() && !tx.is_alone() {
                // Nobody may go away because another was just about to take what was due.
                due.take(&mut tx, Others::WaitedFor, &mut claims).await?;
            }
            hold(&mut tx, &claims, sender.name(), now + lease).await?;
        }
        if claims.is_empty() {
            // What was freed above may have been the last that was open.
            tx.lock_issue(issue.id).await?;
            issues::finish(&mut tx, issue.id, now).await?;
        }
        tx.commit().await?;
        Ok(claims)
    }

    /// Is another living sender at this issue?
    ///
    /// # Errors
    /// When there is no issue with this key.
    pub async fn is_busy(
        &self,
        key: &IssueKey,
        sender: Option<&Sender>,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.readers.begin().await?;
        let issue = issues::known(&mut tx, key).await?;
        let me = sender.map_or("", Sender::name);
        let owners = abandoned::owners(&mut tx, issue.id, me, now).await?;
        let gone = self.senders.gone(&mut tx, owners.clone()).await?;
        Ok(owners.len() > gone.len())
    }
}

/// What to do about deliveries that others are about to take.
#[derive(Clone, Copy)]
enum Others {
    /// Each takes what is left, and nobody waits.
    PassedBy,
    /// Whether there is anything left is known when they are done.
    WaitedFor,
}

/// Which deliveries are wanted.
struct Due {
    issue: i64,
    limit: u32,
    now: DateTime<Utc>,
}

impl Due {
    async fn take(
        &self,
        tx: &mut Tx,
        others: Others,
        claims: &mut Vec<Claim>,
    ) -> Result<(), StoreError> {
        self.take_in(tx, "deferred", others, claims).await?;
        self.take_in(tx, "queued", others, claims).await
    }

    /// Finds the next deliveries in a state. What waits for its first attempt is always due, so
    /// that a clock that was set back holds nobody up.
    async fn take_in(
        &self,
        tx: &mut Tx,
        state: &'static str,
        others: Others,
        claims: &mut Vec<Claim>,
    ) -> Result<(), StoreError> {
        let Self { issue, limit, now } = *self;
        let room = i64::from(limit) - i64::try_from(claims.len()).unwrap_or(i64::MAX);
        let next = sql::query(next(tx, others)).bind(issue).bind(state);
        let next = next.bind(now.timestamp_millis()).bind(room.max(0));
        for row in next.fetch_all(&mut *tx).await? {
            claims.push(claim(&row)?);
        }
        Ok(())
    }
}

fn next(tx: &Tx, others: Others) -> &'static str {
    macro_rules! next {
        ($join:literal, $locked:literal) => {
            concat!(
                "SELECT d.id, d.fence + 1 AS fence, d.subscriber, d.attempts, d.first_attempt,
                    d.cause, s.address, s.name
                FROM delivery d ",
                $join,
                " subscriber s ON s.id = d.subscriber
                WHERE d.issue = $1 AND d.state = $2 AND d.due <= $3
                ORDER BY d.due, d.id LIMIT $4 ",
                $locked
            )
        };
    }
    let alone = next!("CROSS JOIN", "");
    match others {
        Others::PassedBy => tx.either(alone, next!("JOIN", "FOR UPDATE OF d SKIP LOCKED")),
        Others::WaitedFor => tx.either(alone, next!("JOIN", "FOR UPDATE OF d")),
    }
}

fn claim(row: &Row) -> Result<Claim, StoreError> {
    let mailbox: &str = get(row, "address")?;
    let cause: Option<&str> = get(row, "cause")?;
    Ok(Claim {
        delivery: get(row, "id")?,
        fence: get(row, "fence")?,
        subscriber: SubscriberId(get(row, "subscriber")?),
        address: address(mailbox)?,
        name: get(row, "name")?,
        attempts: small(get(row, "attempts")?),
        first_attempt: maybe_time(get(row, "first_attempt")?)?,
        cause: cause.map(|cause| word("a cause", cause, Cause::from_word)).transpose()?,
    })
}

/// Writes the lease.
async fn hold(
    tx: &mut Tx,
    claims: &[Claim],
    owner: &str,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    macro_rules! hold {
        ($which:literal) => {
            concat!(
                "UPDATE delivery SET state = 'claimed', fence = fence + 1, owner = $1, due = $2
                WHERE id ",
                $which
            )
        };
    }
    let alone = hold!("IN (SELECT value FROM json_each($3))");
    // Of an array PostgreSQL knows that it is short, and looks each up.
    let beside = hold!("= ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_each($3)))");
    let ids: Vec<i64> = claims.iter().map(|claim| claim.delivery).collect();
    let hold = sql::query(tx.either(alone, beside)).bind(owner).bind(until.timestamp_millis());
    hold.bind(serde_json::Value::from(ids).to_string()).execute(&mut *tx).await?;
    Ok(())
}
