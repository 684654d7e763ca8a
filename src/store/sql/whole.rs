//! A transaction that is begun, written and ended in one go.
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

/// Runs statements, of which the first begins and the last commits; says whether it came to that, or
/// one would have left empty what never is. Unless it did, nothing is written.
pub(super) async fn write(pool: &SqlitePool, statements: Query<'_>) -> Result<bool, StoreError> {
    let mut held = Held { connection: pool.acquire().await?, is_ended: false };
    let done = statements.steps(&mut held.connection).await;
    // One that SQLite undid by itself, as where there is no room, has no end: its connection goes.
    held.is_ended = done.is_ok() || held.run("ROLLBACK").await.is_ok();
    match done {
        Ok(_) => Ok(true),
        Err(error) if error.is_empty_column() => Ok(false),
        Err(error) => Err(error),
    }
}
