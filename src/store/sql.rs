//! One way to ask either database, so that what the store does is written once.
//!
//! Both understand `$1`, `RETURNING` and `ON CONFLICT`; where their words differ, [`Tx::either`]
//! chooses. Times are integers, states are words: no type of one database is needed.

mod many;
mod query;
mod row;
mod value;
mod whole;

#[cfg(feature = "postgres")]
use sqlx::postgres::{PgPool, Postgres};
use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, Transaction};

use super::StoreError;

pub(super) use many::{MOST_ROWS, Type, values};
pub(super) use query::{Query, query, scalar};
pub(super) use row::{Cell, Done, Row};
pub(super) use value::Value;

/// Does the same with either database.
macro_rules! with {
    ($which:expr, $of:ident, $inner:ident => $done:expr) => {
        match $which {
            $of::Sqlite($inner) => $done,
            #[cfg(feature = "postgres")]
            $of::Postgres($inner) => $done,
        }
    };
}
use with;

/// Connections to a database.
#[derive(Debug, Clone)]
pub(super) enum Pool {
    Sqlite(SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(PgPool),
}

impl Pool {
    /// Begins to read: whatever is read sees the same moment.
    pub(super) async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        })
    }

    /// Begins to write.
    pub(super) async fn begin_write(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            // Takes the lock now: a reader that becomes a writer may be turned away.
            Self::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
            // Each statement sees what was committed before it, also while it waited for a lock.
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL READ COMMITTED").await?)
            }
        })
    }

    /// Begins to write the few statements that every commit of a hand-over is made of: PostgreSQL
    /// plans them once, where it would else plan some each time, for as long as they run.
    pub(super) async fn begin_routine(&self) -> Result<Tx, StoreError> {
        #[cfg(feature = "postgres")]
        if let Self::Postgres(pool) = self {
            const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED;
                SET LOCAL plan_cache_mode = force_generic_plan";
            return Ok(Tx::Postgres(pool.begin_with(BEGIN).await?));
        }
        self.begin_write().await
    }

    /// Writes a whole transaction with as little ado as there can be: runs statements, of which the
    /// first begins, and the last commits. One between that would leave empty what never is breaks
    /// off: then nothing is written, and this says so. Only SQLite can.
    pub(super) async fn write_whole(&self, statements: Query<'_>) -> Result<bool, StoreError> {
        match self {
            Self::Sqlite(pool) => whole::write(pool, statements).await,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(false),
        }
    }

    pub(super) async fn close(&self) {
        with!(self, Pool, pool => pool.close().await);
    }
}

/// A transaction; undone when it is dropped.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, Postgres>),
}

macro_rules! choosing {
    ($($of:ident),*) => {$(
        impl $of {
            /// Chooses the words this database understands.
            #[cfg_attr(not(feature = "postgres"), expect(unused_variables))]
            pub(super) fn either<T: Copy>(&self, sqlite: T, postgres: T) -> T {
                match self {
                    Self::Sqlite(_) => sqlite,
                    #[cfg(feature = "postgres")]
                    Self::Postgres(_) => postgres,
                }
            }
        }
    )*};
}
choosing!(Pool, Tx);

impl Tx {
    pub(super) async fn commit(self) -> Result<(), StoreError> {
        with!(self, Tx, tx => tx.commit().await?);
        Ok(())
    }

    /// Runs several statements that hold nothing from outside.
    pub(super) async fn run(&mut self, statements: &'static str) -> Result<(), StoreError> {
        let statements = sqlx::raw_sql(statements);
        with!(self, Tx, tx => statements.execute(&mut **tx).await.map(drop)?);
        Ok(())
    }

    /// Is there no other writer meanwhile? On SQLite there never is.
    pub(super) fn is_alone(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }

    /// Waits for a lock of this name that is held until the end of this transaction. SQLite has
    /// one writer at a time and needs none.
    pub(super) async fn lock(&mut self, name: &str) -> Result<(), StoreError> {
        const LOCK: &str =
            "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || $1, 0))";
        self.wait_for(LOCK, name).await
    }

    /// Waits for a lock of this name that others may share.
    pub(super) async fn lock_shared(&mut self, name: &str) -> Result<(), StoreError> {
        const LOCK: &str = "SELECT pg_advisory_xact_lock_shared(
            hashtextextended(current_schema() || ' ' || $1, 0))";
        self.wait_for(LOCK, name).await
    }

    /// Waits until nobody else adds up this issue.
    pub(super) async fn lock_issue(&mut self, issue: i64) -> Result<(), StoreError> {
        self.lock(&format!("issue {issue}")).await
    }

    async fn wait_for(&mut self, lock: &'static str, name: &str) -> Result<(), StoreError> {
        if !self.is_alone() {
            query(lock).bind(name).execute(self).await?;
        }
        Ok(())
    }
}
