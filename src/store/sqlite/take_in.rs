//! Taking in many people at once, only ever towards less.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::rows::{count, get};
use super::{Store, Tx, suppress};
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
    const TABLES: &str = "
        CREATE TEMP TABLE IF NOT EXISTS batch (key TEXT NOT NULL UNIQUE, address TEXT NOT NULL,
            name TEXT, said INTEGER NOT NULL, rank INTEGER, id INTEGER, was TEXT, is_out INTEGER);
        CREATE TEMP TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY);
        DELETE FROM temp.batch;";
    const FILL: &str = "INSERT INTO temp.batch (key, address, name, said)
        SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
        ON CONFLICT (key) DO UPDATE SET said = max(said, excluded.said),
            name = coalesce(name, excluded.name)";
    const MEET: &str = "INSERT INTO subscriber (key, address, name, created)
        SELECT key, address, name, $1 FROM temp.batch WHERE true ORDER BY rowid
        ON CONFLICT (key) DO UPDATE SET name = excluded.name
            WHERE subscriber.name IS NULL AND excluded.name IS NOT NULL";
    const PLACE: &str = "UPDATE temp.batch SET id = s.id, was = c.state,
            rank = CASE WHEN s.left_all IS NULL THEN said ELSE max(said, 3) END,
            is_out = s.left_all IS NOT NULL OR c.state IS 'unsubscribed'
                OR EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key)
        FROM subscriber s LEFT JOIN subscription c ON c.newsletter = $1 AND c.subscriber = s.id
        WHERE s.key = batch.key";
    sqlx::raw_sql(TABLES).execute(&mut **tx).await?;
    if is_first {
        sqlx::query("DELETE FROM temp.seen").execute(&mut **tx).await?;
    }
    sqlx::query(FILL).bind(batch).execute(&mut **tx).await?;
    sqlx::query(MEET).bind(now.timestamp_millis()).execute(&mut **tx).await?;
    sqlx::query(PLACE).bind(newsletter).execute(&mut **tx).await?;
    Ok(())
}

/// Whose subscription a batch writes: whoever is new, and whoever moves towards less.
const MOVES: &str = "(rank >= 3 AND was <> 'unsubscribed' OR rank = 1 AND was = 'confirmed')";

/// Counts what the batch will do.
async fn tally(tx: &mut Tx, imported: &mut Imported) -> Result<(), StoreError> {
    const SEEN: &str = "INSERT OR IGNORE INTO temp.seen SELECT id FROM temp.batch";
    const NUMBERS: &str =
        "SELECT coalesce(sum(was IS NULL AND NOT is_out AND said < 2), 0) AS added,
            coalesce(sum(was IS NULL AND NOT is_out AND said >= 2), 0) AS added_out,
            coalesce(sum(was IS NOT NULL AND NOT is_out AND
                (said >= 2 OR said = 1 AND was = 'confirmed')), 0) AS moved,
            coalesce(sum(is_out), 0) AS kept_out
        FROM temp.batch WHERE id NOT IN (SELECT id FROM temp.seen)";
    let row = sqlx::query(NUMBERS).fetch_one(&mut **tx).await?;
    let number = |column| get(&row, column).map(count);
    let (added, added_out) = (number("added")?, number("added_out")?);
    let (moved, kept_out) = (number("moved")?, number("kept_out")?);
    let people = sqlx::query(SEEN).execute(&mut **tx).await?.rows_affected();
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
        "INSERT OR IGNORE INTO consent (subscriber, at, newsletter, state, source, wording)
        SELECT id, $2, $1, {STATE}, $3, $4 FROM temp.batch WHERE was IS NULL OR {MOVES}
        ORDER BY id"
    );
    let state = format!(
        "INSERT INTO subscription (newsletter, subscriber, state, changed)
        SELECT $1, id, {STATE}, $2 FROM temp.batch WHERE was IS NULL OR {MOVES} ORDER BY id
        ON CONFLICT (newsletter, subscriber)
            DO UPDATE SET state = excluded.state, changed = excluded.changed"
    );
    let now = now.timestamp_millis();
    // Both are put together from the constants above and hold nothing from outside.
    let proof = sqlx::query(sqlx::AssertSqlSafe(proof)).bind(newsletter).bind(now);
    proof.bind(&source.from).bind(&source.wording).execute(&mut **tx).await?;
    let state = sqlx::query(sqlx::AssertSqlSafe(state)).bind(newsletter).bind(now);
    state.execute(&mut **tx).await?;
    Ok(())
}

/// Suppresses those whose row says that they bounced or complained.
async fn write_suppressions(
    tx: &mut Tx,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const GRAVE: &str = "SELECT key, said FROM temp.batch WHERE said IN (2, 4)";
    for row in sqlx::query(GRAVE).fetch_all(&mut **tx).await? {
        let reason = match get::<i64>(&row, "said")? {
            2 => SuppressionReason::Bounce,
            _ => SuppressionReason::Complaint,
        };
        let key: String = get(&row, "key")?;
        suppress::set(tx, &key, reason, Some(&source.from), now).await?;
    }
    Ok(())
}
