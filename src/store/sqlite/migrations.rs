//! The schema, step by step; a step that was released never changes.

use std::path::Path;

use sqlx::{AssertSqlSafe, Row, SqlitePool};

use crate::store::StoreError;

/// The steps; a store of format `n` has taken the first `n`.
const STEPS: [&str; 6] = [
    include_str!("0001_store.sql"),
    include_str!("0002_relays.sql"),
    include_str!("0003_relay_of.sql"),
    include_str!("0004_manners.sql"),
    include_str!("0005_turns.sql"),
    include_str!("0006_warm_up.sql"),
];

/// Marks a SQLite file as ours (`PRAGMA application_id`).
const APPLICATION: i64 = 0x5052_6472;

/// Brings a store to the latest format, in one transaction; refuses what is not ours.
pub(super) async fn migrate(writer: &SqlitePool, path: &Path) -> Result<(), StoreError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let mut tx = writer.begin_with("BEGIN IMMEDIATE").await?;
    let number = |row: sqlx::sqlite::SqliteRow| row.try_get::<i64, _>(0);
    let found = number(sqlx::query("PRAGMA user_version").fetch_one(&mut *tx).await?)?;
    let application = number(sqlx::query("PRAGMA application_id").fetch_one(&mut *tx).await?)?;
    let tables = "SELECT count(*) FROM sqlite_schema";
    let is_new = number(sqlx::query(tables).fetch_one(&mut *tx).await?)? == 0;
    if !is_new && application != APPLICATION {
        return Err(StoreError::NotAStore { path: path.to_owned() });
    }
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    let taken = usize::try_from(found).unwrap_or(0);
    if taken == STEPS.len() {
        return Ok(());
    }
    for step in &STEPS[taken..] {
        sqlx::raw_sql(*step).execute(&mut *tx).await?;
    }
    let marks = format!("PRAGMA user_version = {known}; PRAGMA application_id = {APPLICATION}");
    sqlx::raw_sql(AssertSqlSafe(marks)).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}
