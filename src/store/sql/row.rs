//! What a statement answers.

#[cfg(feature = "postgres")]
use sqlx::postgres::{PgRow, Postgres};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, Sqlite};

use super::with;
use crate::store::StoreError;

/// What a statement did.
pub(in crate::store) struct Done {
    rows: u64,
}

impl Done {
    pub(in crate::store) fn rows_affected(&self) -> u64 {
        self.rows
    }
}

impl From<sqlx::sqlite::SqliteQueryResult> for Done {
    fn from(done: sqlx::sqlite::SqliteQueryResult) -> Self {
        Self { rows: done.rows_affected() }
    }
}

#[cfg(feature = "postgres")]
impl From<sqlx::postgres::PgQueryResult> for Done {
    fn from(done: sqlx::postgres::PgQueryResult) -> Self {
        Self { rows: done.rows_affected() }
    }
}

/// One row of an answer.
pub(in crate::store) enum Row {
    Sqlite(SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(PgRow),
}

/// Rows, one or many.
pub(super) struct Rows(pub(super) Vec<Row>);

impl<T: Into<Row>> From<Option<T>> for Rows {
    fn from(row: Option<T>) -> Self {
        Self(row.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Row>> From<Vec<T>> for Rows {
    fn from(rows: Vec<T>) -> Self {
        Self(rows.into_iter().map(Into::into).collect())
    }
}

impl From<SqliteRow> for Row {
    fn from(row: SqliteRow) -> Self {
        Self::Sqlite(row)
    }
}

#[cfg(feature = "postgres")]
impl From<PgRow> for Row {
    fn from(row: PgRow) -> Self {
        Self::Postgres(row)
    }
}

impl Row {
    /// Reads a column by name or number.
    pub(in crate::store) fn get<'r, T: Cell<'r>>(
        &'r self,
        column: impl Column,
    ) -> Result<T, StoreError> {
        Ok(with!(self, Row, row => row.try_get(column)?))
    }
}

/// What a column can be read as.
#[cfg(not(feature = "postgres"))]
pub(in crate::store) trait Cell<'r>:
    sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>
{
}
#[cfg(not(feature = "postgres"))]
impl<'r, T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>> Cell<'r> for T {}

/// What a column can be read as.
#[cfg(feature = "postgres")]
pub(in crate::store) trait Cell<'r>:
    sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite> + sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>
{
}
#[cfg(feature = "postgres")]
impl<'r, T> Cell<'r> for T where
    T: sqlx::Decode<'r, Sqlite>
        + sqlx::Type<Sqlite>
        + sqlx::Decode<'r, Postgres>
        + sqlx::Type<Postgres>
{
}

/// How a column is named.
#[cfg(not(feature = "postgres"))]
pub(in crate::store) trait Column: sqlx::ColumnIndex<SqliteRow> {}
#[cfg(not(feature = "postgres"))]
impl<T: sqlx::ColumnIndex<SqliteRow>> Column for T {}

/// How a column is named.
#[cfg(feature = "postgres")]
pub(in crate::store) trait Column:
    sqlx::ColumnIndex<SqliteRow> + sqlx::ColumnIndex<PgRow>
{
}
#[cfg(feature = "postgres")]
impl<T: sqlx::ColumnIndex<SqliteRow> + sqlx::ColumnIndex<PgRow>> Column for T {}
