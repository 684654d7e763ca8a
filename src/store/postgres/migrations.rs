//! The schema on PostgreSQL, step by step; a step that was released never changes.

use std::path::PathBuf;

use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, Postgres, Transaction};

use crate::store::StoreError;

/// The steps; a store of format `n` has taken the first `n`.
const STEPS: [&str; 6] = [
    include_str!("0001_store.sql"),
    include_str!("0002_relay_of.sql"),
    include_str!("0003_manners.sql"),
    include_str!("0004_turns.sql"),
    include_str!("0005_enrolled.sql"),
    include_str!("0006_warm_up.sql"),
];

/// Brings a store to the latest format, in one transaction; refuses what is not ours.
///
/// `schema` holds letters, digits and underscores only.
pub(super) async fn migrate(pool: &PgPool, schema: &str) -> Result<(), StoreError> {
    const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended('postrider ' || $1, 0))";
    const FORMAT: &str = "CREATE TABLE postrider (format BIGINT NOT NULL)";
    const TAKEN: &str = "WITH old AS (DELETE FROM postrider) INSERT INTO postrider VALUES ($1)";
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let mut tx = pool.begin().await?;
    sqlx::query(LOCK).bind(schema).execute(&mut *tx).await?;
    let found = format(&mut tx, schema).await?;
    if found > known {
        return Err(StoreError::Newer { path: place(schema), found, known });
    }
    let taken = usize::try_from(found).unwrap_or(0);
    if taken == STEPS.len() {
        return Ok(());
    }
    if found == 0 {
        sqlx::raw_sql(FORMAT).execute(&mut *tx).await?;
    }
    for step in &STEPS[taken..] {
        sqlx::raw_sql(*step).execute(&mut *tx).await?;
    }
    sqlx::query(TAKEN).bind(known).execute(&mut *tx).await?;
    Ok(tx.commit().await?)
}

/// Gives the format of what is in a schema, and makes the schema if there is none.
async fn format(tx: &mut Transaction<'_, Postgres>, schema: &str) -> Result<i64, StoreError> {
    const THERE: &str = "SELECT to_regnamespace($1) IS NOT NULL";
    const OURS: &str = "SELECT to_regclass($1 || '.postrider') IS NOT NULL";
    const OTHERS: &str = "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relkind = 'r'
        AND relnamespace = to_regnamespace($1))";
    if !sqlx::query_scalar(THERE).bind(schema).fetch_one(&mut **tx).await? {
        // Letters, digits and underscores need no quotes.
        let make = AssertSqlSafe(format!("CREATE SCHEMA {schema}"));
        sqlx::raw_sql(make).execute(&mut **tx).await?;
    }
    if sqlx::query_scalar(OURS).bind(schema).fetch_one(&mut **tx).await? {
        let format = sqlx::query_scalar("SELECT format FROM postrider");
        return Ok(format.fetch_one(&mut **tx).await?);
    }
    if sqlx::query_scalar(OTHERS).bind(schema).fetch_one(&mut **tx).await? {
        return Err(StoreError::NotAStore { path: place(schema) });
    }
    Ok(0)
}

fn place(schema: &str) -> PathBuf {
    PathBuf::from(format!("in the schema {schema}"))
}
