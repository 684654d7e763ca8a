//! The readers of an issue, and what became of each.

use chrono::{DateTime, Utc};

use super::rows::{address, get, maybe_time, small, word};
use super::{Row, Store, sql};
use crate::address::Address;
use crate::issue::IssueKey;
use crate::ledger::{Cause, DeliveryState, Excluded, Phase};
use crate::store::StoreError;
use crate::subscriber::SubscriberId;

/// One reader of an issue, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its number.
    pub delivery: i64,
    /// Who.
    pub subscriber: SubscriberId,
    /// Where to.
    pub address: Address,
    /// Where it stands.
    pub state: DeliveryState,
    /// How many attempts were made.
    pub attempts: u32,
    /// When the first was made.
    pub first_attempt: Option<DateTime<Utc>>,
    /// When something last happened.
    pub at: Option<DateTime<Utc>>,
    /// When a deferred one is tried again.
    pub next_attempt: Option<DateTime<Utc>>,
    /// How far the last attempt came.
    pub phase: Option<Phase>,
    /// Which row of the table of replies it was.
    pub cause: Option<Cause>,
    /// The relay's own words.
    pub reply: Option<String>,
    /// The relay of the last attempt.
    pub relay: Option<String>,
}

impl Store {
    /// Lists an issue's deliveries in order, those in one state or all, from the one after `after`
    /// on.
    pub async fn deliveries(
        &self,
        key: &IssueKey,
        state: Option<DeliveryState>,
        after: i64,
        limit: u32,
    ) -> Result<Vec<DeliveryLine>, StoreError> {
        const PAGE: &str = "SELECT d.*, s.address FROM delivery d
            JOIN subscriber s ON s.id = d.subscriber
            WHERE d.issue = (SELECT id FROM issue WHERE key = $1) AND d.id > $3
                AND ($2 IS NULL OR d.state = $2)
            ORDER BY d.id LIMIT $4";
        let page = sql::query(PAGE).bind(&key.0).bind(state.map(DeliveryState::word));
        let rows = page.bind(after).bind(limit).fetch_all(&self.readers).await?;
        rows.iter().map(delivery_line).collect()
    }

    /// Were an issue's deliveries tried at more than one relay?
    pub async fn had_several_relays(&self, key: &IssueKey) -> Result<bool, StoreError> {
        const SEVERAL: &str = "SELECT count(DISTINCT relay) FROM delivery
            WHERE issue = (SELECT id FROM issue WHERE key = $1)";
        let relays = sql::scalar(SEVERAL).bind(&key.0);
        let relays: i64 = relays.fetch_one(&self.readers).await?;
        Ok(relays > 1)
    }

    /// Says to whom a delivery goes; nobody if there is none of this number.
    pub async fn reader_of(&self, delivery: i64) -> Result<Option<Address>, StoreError> {
        const WHO: &str = "SELECT s.address FROM delivery d
            JOIN subscriber s ON s.id = d.subscriber WHERE d.id = $1";
        let who = sql::scalar(WHO).bind(delivery).fetch_optional(&self.readers).await?;
        who.map(|mailbox: String| address(&mailbox)).transpose()
    }

    /// Gives one person's delivery of an issue, or why there is none.
    pub async fn delivery_of(
        &self,
        key: &IssueKey,
        mailbox: &Address,
    ) -> Result<Result<DeliveryLine, Option<Excluded>>, StoreError> {
        const ONE: &str = "SELECT d.*, s.address FROM delivery d
            JOIN subscriber s ON s.id = d.subscriber JOIN issue i ON i.id = d.issue
            WHERE i.key = $1 AND s.key = $2";
        const NONE: &str = "SELECT e.reason FROM excluded e JOIN issue i ON i.id = e.issue
            JOIN subscriber s ON s.id = e.subscriber WHERE i.key = $1 AND s.key = $2";
        let one = sql::query(ONE).bind(&key.0).bind(mailbox.key());
        if let Some(row) = one.fetch_optional(&self.readers).await? {
            return Ok(Ok(delivery_line(&row)?));
        }
        let none = sql::scalar(NONE).bind(&key.0).bind(mailbox.key());
        let reason: Option<String> = none.fetch_optional(&self.readers).await?;
        Ok(Err(reason.map(|why| word("a reason", &why, Excluded::from_word)).transpose()?))
    }
}

fn delivery_line(row: &Row) -> Result<DeliveryLine, StoreError> {
    let state = word("a state", &get::<String>(row, "state")?, DeliveryState::from_word)?;
    let phase: Option<String> = get(row, "phase")?;
    let cause: Option<String> = get(row, "cause")?;
    let at = maybe_time(get(row, "at")?)?;
    let due = (state == DeliveryState::Deferred).then(|| get(row, "due")).transpose()?;
    let mailbox: String = get(row, "address")?;
    Ok(DeliveryLine {
        delivery: get(row, "id")?,
        subscriber: SubscriberId(get(row, "subscriber")?),
        address: address(&mailbox)?,
        state,
        attempts: small(get(row, "attempts")?),
        first_attempt: maybe_time(get(row, "first_attempt")?)?,
        at,
        // What is due at once is due from when that was decided on.
        next_attempt: maybe_time(due)?.max(at.filter(|_| due.is_some())),
        phase: phase.map(|phase| word("a phase", &phase, Phase::from_word)).transpose()?,
        cause: cause.map(|cause| word("a cause", &cause, Cause::from_word)).transpose()?,
        reply: get(row, "reply")?,
        relay: get(row, "relay")?,
    })
}
