//! Statements, and where they run.

#[cfg(feature = "postgres")]
use sqlx::postgres::{PgConnection, PgPool, Postgres};
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Either, Executor, SqlSafeStr, SqlStr, Sqlite};
use tokio_stream::StreamExt as _;

use super::value::{self, Value};
use super::{Cell, Done, Pool, Row, Tx, row::Rows};
use crate::store::StoreError;

/// Where a statement runs.
pub(in crate::store) enum Place<'a> {
    Sqlite(&'a mut SqliteConnection),
    SqlitePool(&'a SqlitePool),
    #[cfg(feature = "postgres")]
    Postgres(&'a mut PgConnection),
    #[cfg(feature = "postgres")]
    PostgresPool(&'a PgPool),
}

impl<'a> From<&'a mut Tx> for Place<'a> {
    fn from(tx: &'a mut Tx) -> Self {
        match tx {
            Tx::Sqlite(tx) => Self::Sqlite(tx),
            #[cfg(feature = "postgres")]
            Tx::Postgres(tx) => Self::Postgres(tx),
        }
    }
}

impl<'a> From<&'a Pool> for Place<'a> {
    fn from(pool: &'a Pool) -> Self {
        match pool {
            Pool::Sqlite(pool) => Self::SqlitePool(pool),
            #[cfg(feature = "postgres")]
            Pool::Postgres(pool) => Self::PostgresPool(pool),
        }
    }
}

/// A statement and its values.
pub(in crate::store) struct Query<'q> {
    sql: SqlStr,
    values: Vec<Value<'q>>,
}

/// Makes a statement.
pub(in crate::store) fn query<'q>(sql: impl SqlSafeStr) -> Query<'q> {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// Makes a statement that gives one value a row.
pub(in crate::store) fn scalar<'q>(sql: impl SqlSafeStr) -> Scalar<'q> {
    Scalar(query(sql))
}

/// Runs a statement where it belongs.
macro_rules! at {
    ($query:expr, $place:expr, $method:ident) => {
        match $place.into() {
            Place::Sqlite(place) => at!($query, Sqlite, value::for_sqlite, place.$method),
            Place::SqlitePool(place) => at!($query, Sqlite, value::for_sqlite, place.$method),
            #[cfg(feature = "postgres")]
            Place::Postgres(place) => at!($query, Postgres, value::for_postgres, place.$method),
            #[cfg(feature = "postgres")]
            Place::PostgresPool(place) => at!($query, Postgres, value::for_postgres, place.$method),
        }
    };
    ($query:expr, $database:ty, $arguments:path, $place:ident.$method:ident) => {{
        let query = sqlx::query_with::<$database, _>($query.sql, $arguments($query.values)?);
        $place.$method(query).await?.into()
    }};
}

impl<'q> Query<'q> {
    /// Gives the next value.
    pub(in crate::store) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Gives the next values.
    pub(in crate::store) fn bind_all(mut self, values: Vec<Value<'q>>) -> Self {
        self.values.extend(values);
        self
    }

    pub(in crate::store) async fn execute(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Done, StoreError> {
        Ok(at!(self, place, execute))
    }

    /// Runs a list of statements on SQLite, and says how many rows each changed; one that changes
    /// none by its nature says what the one before it did.
    pub(super) async fn steps(
        self,
        connection: &mut SqliteConnection,
    ) -> Result<Vec<u64>, StoreError> {
        let values = value::for_sqlite(self.values)?;
        let mut steps = connection.fetch_many(sqlx::query_with::<Sqlite, _>(self.sql, values));
        let mut rows = Vec::new();
        while let Some(step) = steps.next().await {
            if let Either::Left(done) = step? {
                rows.push(done.rows_affected());
            }
        }
        Ok(rows)
    }

    pub(in crate::store) async fn fetch_one(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Row, StoreError> {
        Ok(at!(self, place, fetch_one))
    }

    pub(in crate::store) async fn fetch_optional(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Option<Row>, StoreError> {
        let Rows(rows) = at!(self, place, fetch_optional);
        Ok(rows.into_iter().next())
    }

    pub(in crate::store) async fn fetch_all(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        let Rows(rows) = at!(self, place, fetch_all);
        Ok(rows)
    }
}

/// A statement that gives one value a row.
pub(in crate::store) struct Scalar<'q>(Query<'q>);

impl<'q> Scalar<'q> {
    /// Gives the next value.
    pub(in crate::store) fn bind(self, value: impl Into<Value<'q>>) -> Self {
        Self(self.0.bind(value))
    }

    pub(in crate::store) async fn fetch_one<T>(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<T, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_one(place).await?.get(0)
    }

    pub(in crate::store) async fn fetch_optional<T>(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Option<T>, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_optional(place).await?.map(|row| row.get(0)).transpose()
    }

    pub(in crate::store) async fn fetch_all<T>(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_all(place).await?.iter().map(|row| row.get(0)).collect()
    }
}
