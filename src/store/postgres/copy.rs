//! Copies the store into a SQLite file, for a dry run: what is tried on the copy leaves no trace.

use sqlx::postgres::{PgPool, PgRow};
use sqlx::{AssertSqlSafe, Row};
use tokio_stream::StreamExt;

use crate::store::sql::{self, Pool, Tx};
use crate::store::{Store, StoreError};

/// The tables and their columns, each after those it refers to.
const TABLES: [(&str, &[&str]); 12] = [
    ("subscriber", &["id", "key", "address", "name", "created", "left_all"]),
    ("subscription", &["newsletter", "subscriber", "state", "changed"]),
    ("consent", &["subscriber", "at", "newsletter", "state", "source", "wording"]),
    ("suppression", &["key", "reason", "at", "detail"]),
    ("newsletter", &["name", "first_run", "last_run"]),
    (
        "issue",
        &[
            "id",
            "key",
            "newsletter",
            "state",
            "why",
            "frozen",
            "changed",
            "subject",
            "edition",
            "candidates",
            "readers",
            "replies",
            "refusals",
        ],
    ),
    ("issue_article", &["issue", "position", "article", "headline", "url"]),
    ("article_use", &["newsletter", "article", "issue"]),
    ("excluded", &["issue", "subscriber", "reason"]),
    (
        "delivery",
        &[
            "id",
            "issue",
            "subscriber",
            "state",
            "due",
            "fence",
            "attempts",
            "owner",
            "first_attempt",
            "at",
            "phase",
            "cause",
            "reply",
            "relay",
        ],
    ),
    ("delivery_count", &["issue", "state", "count"]),
    ("suppression_wish", &["issue", "delivery", "reason", "reply"]),
];
/// How many rows are written at once.
const BATCH: usize = 5_000;

impl Store {
    /// Copies everything but what the relays were given into an empty SQLite store.
    pub(in crate::store) async fn copy_server_to(&self, file: &Self) -> Result<(), StoreError> {
        let Pool::Postgres(pool) = &self.readers else { return Ok(()) };
        let mut tx = file.writer.begin_write().await?;
        copy(pool, &mut tx).await?;
        tx.commit().await
    }

    /// Lists who holds anything and lives.
    pub(in crate::store) async fn living(&self) -> Result<Vec<String>, StoreError> {
        const OWNERS: &str = "SELECT DISTINCT owner FROM delivery WHERE owner IS NOT NULL
            AND state IN ('claimed', 'sending')";
        let mut tx = self.readers.begin().await?;
        let all: Vec<String> = sql::scalar(OWNERS).fetch_all(&mut tx).await?;
        let gone = self.senders.gone(&mut tx, all.clone()).await?;
        Ok(all.into_iter().filter(|name| !gone.contains(name)).collect())
    }
}

async fn copy(pool: &PgPool, file: &mut Tx) -> Result<(), StoreError> {
    // All tables as they were at one moment.
    let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    for (table, columns) in TABLES {
        let names = columns.join(", ");
        let read = format!("SELECT json_build_array({names})::text FROM {table}");
        let mut rows = sqlx::query(AssertSqlSafe(read)).fetch(&mut *tx);
        let mut batch = Vec::new();
        while let Some(row) = rows.next().await {
            batch.push(row?);
            if batch.len() == BATCH {
                insert(file, table, columns, std::mem::take(&mut batch)).await?;
            }
        }
        insert(file, table, columns, batch).await?;
    }
    Ok(())
}

async fn insert(
    file: &mut Tx,
    table: &str,
    columns: &[&str],
    rows: Vec<PgRow>,
) -> Result<(), StoreError> {
    let texts: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get(0)).collect();
    let values: Vec<String> = (0..columns.len()).map(|n| format!("value ->> {n}")).collect();
    let write = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM json_each($1)",
        columns.join(", "),
        values.join(", ")
    );
    // Both statements are put together from the table above and hold nothing from outside.
    let write = sql::query(AssertSqlSafe(write)).bind(format!("[{}]", texts?.join(",")));
    write.execute(file).await.map(drop)
}
