//! A transaction that is begun and written in one go, and ended in another.
//!
//! SQLite works in a thread of its own, and each way to it and back costs two changes of thread. To
//! begin, write and commit by the usual means takes two ways and two acknowledgements more than this.

use sqlx::Sqlite;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool};

use super::{Query, query};
use crate::store::StoreError;

/// A connection in a transaction of which nobody else knows.
struct Held {
    connection: PoolConnection<Sqlite>,
    is_ended: bool,
}

impl Drop for Held {
    /// What was broken off is undone with its connection.
    fn drop(&mut self) {
        if !self.is_ended {
            self.connection.close_on_drop();
        }
    }
}

impl Held {
    async fn run(&mut self, statement: &'static str) -> Result<(), StoreError> {
        let connection: &mut SqliteConnection = &mut self.connection;
        query(statement).steps(connection).await.map(drop)
    }
}

/// Runs statements, of which the first begins, and commits if the others changed so many rows each; if
/// not, nothing is written.
pub(super) async fn write(
    pool: &SqlitePool,
    statements: Query<'_>,
    rows: &[u64],
) -> Result<bool, StoreError> {
    let mut held = Held { connection: pool.acquire().await?, is_ended: false };
    let changed = statements.steps(&mut held.connection).await;
    let is_whole = changed.as_ref().is_ok_and(|changed| changed.get(1..) == Some(rows));
    let committed = if is_whole { held.run("COMMIT").await } else { Ok(()) };
    let is_written = is_whole && committed.is_ok();
    // One that SQLite undid by itself, as where there is no room, has no end: its connection goes.
    held.is_ended = is_written || held.run("ROLLBACK").await.is_ok();
    changed?;
    committed?;
    Ok(is_written)
}
