//! Outcomes: what came of attempts.

use std::collections::HashMap;

use sqlx::AssertSqlSafe;

use super::super::rows::{get, given_up, word};
use super::super::{replies, sql};
use super::{Changed, Grants, Tx};
use crate::ledger::{self, Cause, DeliveryState, Entry, Granted, Outcome, Phase};
use crate::store::StoreError;
use sql::Type::{Number, Text};

/// What a delivery has come to.
struct Concluded {
    issue: i64,
    subscriber: i64,
    state: DeliveryState,
}

/// Writes the outcomes among entries that are about a delivery each.
pub(super) async fn write(
    tx: &mut Tx,
    entries: &[Entry],
    changed: &mut Changed,
) -> Result<Grants, StoreError> {
    let mut grants = Grants::new();
    let outcomes: Vec<&Entry> = entries.iter().filter(|entry| entry.is_outcome()).collect();
    for some in outcomes.chunks(sql::MOST_ROWS) {
        let concluded = conclude(tx, some).await?;
        for entry in some {
            let Some(now) = concluded.get(&entry.delivery()) else { continue };
            grants.insert(entry.delivery(), Granted::Yes);
            changed.open.remove(&entry.delivery());
            if let Some(answer) = answer(entry, now) {
                changed.touched.entry(now.issue).or_default().add(answer);
            }
        }
    }
    Ok(grants)
}

fn answer(entry: &Entry, now: &Concluded) -> Option<replies::Answer> {
    let Entry::Outcome { delivery, outcome, cause, reply, .. } = entry else { return None };
    Some(replies::Answer {
        delivery: *delivery,
        subscriber: now.subscriber,
        outcome: *outcome,
        cause: *cause,
        state: now.state,
        reply: reply.clone(),
    })
}

/// Gives the deliveries whose outcome was taken, and what they have come to.
async fn conclude(tx: &mut Tx, outcomes: &[&Entry]) -> Result<HashMap<i64, Concluded>, StoreError> {
    let columns = [Number, Number, Number, Text, Text, Text, Text, Number, Text];
    let values: Vec<sql::Value<'_>> = outcomes.iter().flat_map(|entry| row(entry)).collect();
    let rows = sql::values(2, &columns, values.len() / columns.len());
    let conclude = format!(
        "WITH told (delivery, held, said, outcome, way, sort, words, again, station)
            AS (VALUES {rows})
        UPDATE delivery SET attempts = attempts + 1, at = told.said, phase = told.way,
            cause = told.sort, reply = told.words, due = told.again, owner = NULL,
            first_attempt = coalesce(first_attempt, told.said), relay = told.station,
            state = CASE
                WHEN told.outcome <> 'deferred' THEN told.outcome
                WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled'
                    THEN {cancelled}
                WHEN told.again - coalesce(first_attempt, told.said) > $1 THEN {expired}
                ELSE 'deferred' END
        FROM told WHERE id = told.delivery AND fence = told.held
            AND state IN ('claimed', 'sending', 'in doubt')
        RETURNING id, issue, subscriber, state",
        cancelled = given_up!("cancelled"),
        expired = given_up!("expired"),
    );
    let concluded = sql::query(AssertSqlSafe(conclude)).bind(ledger::PATIENCE.num_milliseconds());
    let concluded = concluded.bind_all(values).fetch_all(&mut *tx).await?;
    concluded
        .iter()
        .map(|row| {
            let state = word("a state", &get::<String>(row, "state")?, DeliveryState::from_word)?;
            let (issue, subscriber) = (get(row, "issue")?, get(row, "subscriber")?);
            Ok((get(row, "id")?, Concluded { issue, subscriber, state }))
        })
        .collect()
}

/// The values of an outcome, in the order of the columns.
fn row(entry: &Entry) -> Vec<sql::Value<'_>> {
    let Entry::Outcome { delivery, fence, at, outcome, phase, cause, reply, next_attempt, relay } =
        entry
    else {
        return Vec::new();
    };
    vec![
        (*delivery).into(),
        (*fence).into(),
        at.timestamp_millis().into(),
        state_after(*outcome).into(),
        Phase::word(*phase).into(),
        Cause::word(*cause).into(),
        reply.into(),
        next_attempt.unwrap_or(*at).timestamp_millis().into(),
        (&**relay).into(),
    ]
}

fn state_after(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Accepted => "accepted",
        Outcome::Deferred => "deferred",
        Outcome::Rejected => "rejected",
        Outcome::InDoubt => "in doubt",
    }
}
