//! Taking in many people at once, only ever towards less.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::rows::{count, get};
use super::{Store, Tx, sql, suppress};
use crate::ledger::SuppressionReason;
use crate::store::StoreError;
use crate::subscriber::{Row, Source, Standing};

/// How many rows go into one commit.
const BATCH: usize = 5_000;

/// What an import did: every row is a person or a duplicate, every person in one of the numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// How many rows were read.
    pub rows: u64,
    /// How many people they named.
    pub people: u64,
    /// How many were people new to the newsletter, confirmed or pending.
    pub added: u64,
    /// How many were new people on record only as having left, bounced or complained.
    pub added_out: u64,
    /// How many moved towards less: confirmed to pending, or out.
    pub moved: u64,
    /// How many stood so already.
    pub unchanged: u64,
    /// How many left, bounced or complained before, and stay where they are.
    pub kept_out: u64,
    /// How many named someone whom an earlier row of the same import named.
    pub duplicates: u64,
}

impl Store {
    /// Takes in people for a newsletter from rows that stream through.
    ///
    /// It may only move a person towards less ([`Standing`]): whoever left, bounced or complained
    /// stays out, whatever a row says, and so does whoever was removed from everything. Rows are
    /// committed in batches; an import that broke off is simply run again.
    pub async fn take_in(
        &self,
        newsletter: &str,
        rows: impl IntoIterator<Item = Row>,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Result<Imported, StoreError> {
        let mut rows = rows.into_iter();
        let mut imported = Imported::default();
        let mut is_first = true;
        loop {
            let batch = next_batch(&mut rows);
            if batch.is_empty() {
                return Ok(imported);
            }
            imported.rows += batch.len() as u64;
            let batch = serde_json::Value::from(batch).to_string();
            let mut tx = self.write().await?;
            stage(&mut tx, newsletter, &batch, is_first, now).await?;
            tally(&mut tx, &mut imported).await?;
            write_subscriptions(&mut tx, newsletter, source, now).await?;
            write_suppressions(&mut tx, source, now).await?;
            tx.commit().await?;
            is_first = false;
        }
    }
}

fn next_batch(rows: &mut impl Iterator<Item = Row>) -> Vec<serde_json::Value> {
    let value =
        |row: Row| json!([row.address.key(), row.address.as_str(), row.name, rank(row.standing)]);
    rows.take(BATCH).map(value).collect()
}

/// Numbers the standings as the statements below do.
fn rank(standing: Standing) -> u8 {
    match standing {
        Standing::Confirmed => 0,
        Standing::Pending => 1,
        Standing::Bounced => 2,
        Standing::Unsubscribed => 3,
        Standing::Complained => 4,
    }
}

/// Puts a batch into a table of the connection's own, with where each person stands now.
async fn stage(
    tx: &mut Tx,
    newsletter: &str,
    batch: &str,
    is_first: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQLITE_TABLES: &str = "
        CREATE TEMP TABLE IF NOT EXISTS batch (place INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
            address TEXT NOT NULL, name TEXT, said INTEGER NOT NULL, rank INTEGER, id INTEGER,
            was TEXT, is_out INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY);
        DELETE FROM batch;";
    // Each of a batch is looked up: PostgreSQL would go through everybody there is instead.
    const POSTGRES_TABLES: &str = "
        SET LOCAL enable_hashjoin = off;
        SET LOCAL enable_mergejoin = off;
        CREATE TEMP TABLE IF NOT EXISTS batch (place BIGINT, key TEXT NOT NULL UNIQUE,
            address TEXT NOT NULL, name TEXT, said BIGINT NOT NULL, rank BIGINT, id BIGINT,
            was TEXT, is_out BOOLEAN);
        CREATE TEMP TABLE IF NOT EXISTS seen (id BIGINT PRIMARY KEY);
        TRUNCATE batch;";
    const MEET: &str = "INSERT INTO subscriber (key, address, name, created)
        SELECT key, address, name, $1 FROM batch WHERE true ORDER BY place
        ON CONFLICT (key) DO UPDATE SET name = excluded.name
            WHERE subscriber.name IS NULL AND excluded.name IS NOT NULL";
    // The state is asked for by itself: joined, PostgreSQL takes a list that grows for a short one.
    const PLACE: &str = "UPDATE batch SET id = s.id, was = s.state,
            rank = CASE WHEN s.left_all IS NULL OR said > 3 THEN said ELSE 3 END,
            is_out = s.left_all IS NOT NULL OR s.state IS NOT DISTINCT FROM 'unsubscribed'
                OR EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key)
        FROM (SELECT id, key, left_all, (SELECT c.state FROM subscription c
                WHERE c.newsletter = $1 AND c.subscriber = subscriber.id) AS state
            FROM subscriber) s
        WHERE s.key = batch.key";
    tx.run(tx.either(SQLITE_TABLES, POSTGRES_TABLES)).await?;
    if is_first {
        sql::query("DELETE FROM seen").execute(&mut *tx).await?;
    }
    sql::query(tx.either(SQLITE_FILL, POSTGRES_FILL)).bind(batch).execute(&mut *tx).await?;
    sql::query(MEET).bind(now.timestamp_millis()).execute(&mut *tx).await?;
    sql::query(PLACE).bind(newsletter).execute(&mut *tx).await?;
    Ok(())
}

/// Of several rows of one person the gravest counts, and the first name.
const SQLITE_FILL: &str = "INSERT INTO batch (key, address, name, said)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
    ON CONFLICT (key) DO UPDATE SET said = max(said, excluded.said),
        name = coalesce(name, excluded.name)";
/// The same; PostgreSQL updates no row twice in one statement.
const POSTGRES_FILL: &str = "INSERT INTO batch (place, key, address, name, said)
    SELECT min(place), value ->> 0, (array_agg(value ->> 1 ORDER BY place))[1],
        (array_agg(value ->> 2 ORDER BY place) FILTER (WHERE value ->> 2 IS NOT NULL))[1],
        max((value ->> 3)::bigint)
    FROM json_array_elements($1::json) WITH ORDINALITY AS row (value, place)
    GROUP BY value ->> 0";

/// Whose subscription a batch writes: whoever is new, and whoever moves towards less.
const MOVES: &str = "(rank >= 3 AND was <> 'unsubscribed' OR rank = 1 AND was = 'confirmed')";

/// Counts what the batch will do.
async fn tally(tx: &mut Tx, imported: &mut Imported) -> Result<(), StoreError> {
    const SEEN: &str = "INSERT INTO seen SELECT id FROM batch WHERE true
        ON CONFLICT DO NOTHING";
    const NUMBERS: &str = "SELECT
            count(*) FILTER (WHERE was IS NULL AND NOT is_out AND said < 2) AS added,
            count(*) FILTER (WHERE was IS NULL AND NOT is_out AND said >= 2) AS added_out,
            count(*) FILTER (WHERE was IS NOT NULL AND NOT is_out AND
                (said >= 2 OR said = 1 AND was = 'confirmed')) AS moved,
            count(*) FILTER (WHERE is_out) AS kept_out
        FROM batch WHERE NOT EXISTS (SELECT 1 FROM seen WHERE seen.id = batch.id)";
    let row = sql::query(NUMBERS).fetch_one(&mut *tx).await?;
    let number = |column| get(&row, column).map(count);
    let (added, added_out) = (number("added")?, number("added_out")?);
    let (moved, kept_out) = (number("moved")?, number("kept_out")?);
    let people = sql::query(SEEN).execute(&mut *tx).await?.rows_affected();
    imported.added += added;
    imported.added_out += added_out;
    imported.moved += moved;
    imported.kept_out += kept_out;
    imported.unchanged += people.saturating_sub(added + added_out + moved + kept_out);
    imported.people += people;
    imported.duplicates = imported.rows.saturating_sub(imported.people);
    Ok(())
}

async fn write_subscriptions(
    tx: &mut Tx,
    newsletter: &str,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const STATE: &str = "CASE WHEN rank >= 3 THEN 'unsubscribed' WHEN rank = 1 THEN 'pending'
        ELSE 'confirmed' END";
    let proof = format!(
        "INSERT INTO consent (subscriber, at, newsletter, state, source, wording)
        SELECT id, $2, $1, {STATE}, $3, $4 FROM batch WHERE was IS NULL OR {MOVES}
        ORDER BY id ON CONFLICT DO NOTHING"
    );
    let state = format!(
        "INSERT INTO subscription (newsletter, subscriber, state, changed)
        SELECT $1, id, {STATE}, $2 FROM batch WHERE was IS NULL OR {MOVES} ORDER BY id
        ON CONFLICT (newsletter, subscriber)
            DO UPDATE SET state = excluded.state, changed = excluded.changed"
    );
    let now = now.timestamp_millis();
    // Both are put together from the constants above and hold nothing from outside.
    let proof = sql::query(sqlx::AssertSqlSafe(proof)).bind(newsletter).bind(now);
    proof.bind(&source.from).bind(&source.wording).execute(&mut *tx).await?;
    let state = sql::query(sqlx::AssertSqlSafe(state)).bind(newsletter).bind(now);
    state.execute(&mut *tx).await?;
    Ok(())
}

/// Suppresses those whose row says that they bounced or complained.
async fn write_suppressions(
    tx: &mut Tx,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const GRAVE: &str = "SELECT key, said FROM batch WHERE said IN (2, 4)";
    for row in sql::query(GRAVE).fetch_all(&mut *tx).await? {
        let reason = match get::<i64>(&row, "said")? {
            2 => SuppressionReason::Bounce,
            _ => SuppressionReason::Complaint,
        };
        let key: String = get(&row, "key")?;
        suppress::set(tx, &key, reason, Some(&source.from), now).await?;
    }
    Ok(())
}
