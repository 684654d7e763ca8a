//! Intents: whether content may leave.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::super::rows::{get, given_up};
use super::{Changed, Grants, Tx, release, sql};
use crate::ledger::{self, Again, Entry, Granted};
use crate::store::StoreError;
use sql::Type::{Number, Text};

/// What grants the intents in `wish`, until `$until` and from `$now`.
macro_rules! granting {
    ($until:literal, $now:literal) => {
        concat!(
            "UPDATE delivery SET state = 'sending', due = CASE WHEN due > ",
            $until,
            " THEN due ELSE ",
            $until,
            " END, at = ",
            $now,
            ", first_attempt = coalesce(first_attempt, wish.begun), relay = wish.station
            FROM wish WHERE id = wish.delivery AND fence = wish.held AND state = 'claimed' AND due > ",
            $now,
            " AND EXISTS (SELECT 1 FROM issue i
                JOIN subscription c ON c.newsletter = i.newsletter
                    AND c.subscriber = delivery.subscriber
                JOIN subscriber s ON s.id = delivery.subscriber
                WHERE i.id = delivery.issue AND i.state IN ('frozen', 'sending')
                    AND c.state = 'confirmed'
                    AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key))"
        )
    };
}
pub(super) use granting;

/// Grants the intents among entries that are about a delivery each, or says why not.
pub(super) async fn write(
    tx: &mut Tx,
    entries: &[Entry],
    now: DateTime<Utc>,
    changed: &mut Changed,
) -> Result<Grants, StoreError> {
    let mut grants = Grants::new();
    let intents: Vec<&Entry> = entries.iter().filter(|entry| entry.is_intent()).collect();
    for some in intents.chunks(sql::MOST_ROWS) {
        let granted = grant(tx, some, now).await?;
        for entry in some {
            let grant = match granted.get(&entry.delivery()) {
                Some(_) => Granted::Yes,
                None => refuse(tx, entry, now, changed).await?,
            };
            grants.insert(entry.delivery(), grant);
        }
        changed.open.extend(granted);
    }
    Ok(grants)
}

/// Gives the deliveries whose content may leave, each with its issue.
async fn grant(
    tx: &mut Tx,
    intents: &[&Entry],
    now: DateTime<Utc>,
) -> Result<HashMap<i64, i64>, StoreError> {
    let mut values: Vec<sql::Value<'_>> = Vec::new();
    for intent in intents {
        if let Entry::Intent { delivery, fence, at, relay } = intent {
            values.extend([(*delivery).into(), (*fence).into(), at.timestamp_millis().into()]);
            values.push((&**relay).into());
        }
    }
    let columns = [Number, Number, Number, Text];
    let rows = sql::values(3, &columns, values.len() / columns.len());
    let grant = format!(
        "WITH wish (delivery, held, begun, station) AS (VALUES {rows}) {} RETURNING id, issue",
        granting!("$1", "$2")
    );
    let until = (now + ledger::HAND_OVER).timestamp_millis();
    let granted = sql::query(AssertSqlSafe(grant)).bind(until).bind(now.timestamp_millis());
    let granted = granted.bind_all(values).fetch_all(&mut *tx).await?;
    granted.iter().map(|row| Ok((get(row, "id")?, get(row, "issue")?))).collect()
}

/// Finds out why an intent was not granted, and takes the delivery out of the sender's hands.
async fn refuse(
    tx: &mut Tx,
    entry: &Entry,
    now: DateTime<Utc>,
    changed: &mut Changed,
) -> Result<Granted, StoreError> {
    const WHY: &str = "SELECT d.issue FROM delivery d JOIN issue i ON i.id = d.issue
        WHERE d.id = $1 AND d.fence = $2 AND d.state = 'claimed' AND d.due > $3
            AND i.state IN ('frozen', 'sending')";
    const LEFT: &str = concat!(
        "UPDATE delivery SET owner = NULL, at = $2, state = ",
        given_up!("suppressed"),
        ", reply = CASE WHEN cause = 'silent after the final dot' THEN reply
            ELSE 'left or suppressed before the message went out' END WHERE id = $1"
    );
    let Entry::Intent { delivery, fence, .. } = entry else { return Ok(Granted::Lost) };
    let (delivery, fence) = (*delivery, *fence);
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
