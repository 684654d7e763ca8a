//! One way to ask either database, so that what the store does is written once.
//!
//! Both understand `$1`, `RETURNING` and `ON CONFLICT`; where their words differ, [`Tx::either`]
//! chooses. Times are integers, states are words: no type of one database is needed.

use std::borrow::Cow;

#[cfg(feature = "postgres")]
use sqlx::postgres::{PgArguments, PgConnection, PgPool, PgRow, Postgres};
use sqlx::sqlite::{SqliteArguments, SqliteConnection, SqlitePool, SqliteRow};
use sqlx::{Arguments, Executor, Row as _, SqlSafeStr, SqlStr, Sqlite, Transaction};

use super::StoreError;

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

    /// Chooses the words this database understands.
    #[cfg_attr(not(feature = "postgres"), expect(unused_variables))]
    pub(super) fn either<T: Copy>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite(_) => sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => postgres,
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction; undone when it is dropped.
pub(super) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// Chooses the words this database understands.
    #[cfg_attr(not(feature = "postgres"), expect(unused_variables))]
    pub(super) fn either<T: Copy>(&self, sqlite: T, postgres: T) -> T {
        match self {
            Self::Sqlite(_) => sqlite,
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => postgres,
        }
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs several statements that hold nothing from outside.
    pub(super) async fn run(&mut self, statements: &'static str) -> Result<(), StoreError> {
        let statements = sqlx::raw_sql(statements);
        match self {
            Self::Sqlite(tx) => statements.execute(&mut **tx).await.map(drop)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => statements.execute(&mut **tx).await.map(drop)?,
        }
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

/// Where a statement runs.
pub(super) enum Place<'a> {
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

/// A value for a statement.
pub(super) enum Value<'q> {
    Number(Option<i64>),
    Real(f64),
    Text(Option<Cow<'q, str>>),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Self::Number(Some(number.into()))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl<'q> From<&'q str> for Value<'q> {
    fn from(text: &'q str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'q> From<&'q String> for Value<'q> {
    fn from(text: &'q String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'q> From<Option<&'q str>> for Value<'q> {
    fn from(text: Option<&'q str>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl<'q> From<&'q Option<String>> for Value<'q> {
    fn from(text: &'q Option<String>) -> Self {
        text.as_deref().into()
    }
}

/// A statement and its values.
pub(super) struct Query<'q> {
    sql: SqlStr,
    values: Vec<Value<'q>>,
}

/// Makes a statement.
pub(super) fn query<'q>(sql: impl SqlSafeStr) -> Query<'q> {
    Query { sql: sql.into_sql_str(), values: Vec::new() }
}

/// Makes a statement that gives one value a row.
pub(super) fn scalar<'q>(sql: impl SqlSafeStr) -> Scalar<'q> {
    Scalar(query(sql))
}

/// Runs a statement where it belongs.
macro_rules! at {
    ($query:expr, $place:expr, $method:ident) => {
        match $place.into() {
            Place::Sqlite(connection) => {
                let (sql, values) = $query.for_sqlite()?;
                let query = sqlx::query_with::<Sqlite, _>(sql, values);
                connection.$method(query).await?.into()
            }
            Place::SqlitePool(pool) => {
                let (sql, values) = $query.for_sqlite()?;
                let query = sqlx::query_with::<Sqlite, _>(sql, values);
                pool.$method(query).await?.into()
            }
            #[cfg(feature = "postgres")]
            Place::Postgres(connection) => {
                let (sql, values) = $query.for_postgres()?;
                let query = sqlx::query_with::<Postgres, _>(sql, values);
                connection.$method(query).await?.into()
            }
            #[cfg(feature = "postgres")]
            Place::PostgresPool(pool) => {
                let (sql, values) = $query.for_postgres()?;
                let query = sqlx::query_with::<Postgres, _>(sql, values);
                pool.$method(query).await?.into()
            }
        }
    };
}

impl<'q> Query<'q> {
    /// Gives the next value.
    pub(super) fn bind(mut self, value: impl Into<Value<'q>>) -> Self {
        self.values.push(value.into());
        self
    }

    pub(super) async fn execute(self, place: impl Into<Place<'_>>) -> Result<Done, StoreError> {
        Ok(at!(self, place, execute))
    }

    pub(super) async fn fetch_one(self, place: impl Into<Place<'_>>) -> Result<Row, StoreError> {
        Ok(at!(self, place, fetch_one))
    }

    pub(super) async fn fetch_optional(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Option<Row>, StoreError> {
        let Rows(rows) = at!(self, place, fetch_optional);
        Ok(rows.into_iter().next())
    }

    pub(super) async fn fetch_all(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        let Rows(rows) = at!(self, place, fetch_all);
        Ok(rows)
    }

    fn for_sqlite(self) -> Result<(SqlStr, SqliteArguments), StoreError> {
        let mut arguments = SqliteArguments::default();
        for value in self.values {
            let added = match value {
                Value::Number(number) => arguments.add(number),
                Value::Real(number) => arguments.add(number),
                Value::Text(text) => arguments.add(text.map(Cow::into_owned)),
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        Ok((self.sql, arguments))
    }

    #[cfg(feature = "postgres")]
    fn for_postgres(self) -> Result<(SqlStr, PgArguments), StoreError> {
        let mut arguments = PgArguments::default();
        for value in self.values {
            let added = match value {
                Value::Number(number) => arguments.add(number),
                Value::Real(number) => arguments.add(number),
                // PostgreSQL holds no NUL in a text; a relay's words may.
                Value::Text(Some(text)) if text.contains('\0') => {
                    arguments.add(text.replace('\0', "\u{fffd}"))
                }
                Value::Text(text) => arguments.add(text.as_deref()),
            };
            added.map_err(sqlx::Error::Encode)?;
        }
        Ok((self.sql, arguments))
    }
}

/// A statement that gives one value a row.
pub(super) struct Scalar<'q>(Query<'q>);

impl<'q> Scalar<'q> {
    /// Gives the next value.
    pub(super) fn bind(self, value: impl Into<Value<'q>>) -> Self {
        Self(self.0.bind(value))
    }

    pub(super) async fn fetch_one<T>(self, place: impl Into<Place<'_>>) -> Result<T, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_one(place).await?.get(0)
    }

    pub(super) async fn fetch_optional<T>(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Option<T>, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_optional(place).await?.map(|row| row.get(0)).transpose()
    }

    pub(super) async fn fetch_all<T>(
        self,
        place: impl Into<Place<'_>>,
    ) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> Cell<'r>,
    {
        self.0.fetch_all(place).await?.iter().map(|row| row.get(0)).collect()
    }
}

/// What a statement did.
pub(super) struct Done {
    rows: u64,
}

impl Done {
    pub(super) fn rows_affected(&self) -> u64 {
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
pub(super) enum Row {
    Sqlite(SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(PgRow),
}

/// Rows, one or many.
struct Rows(Vec<Row>);

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
    pub(super) fn get<'r, T: Cell<'r>>(&'r self, column: impl Column) -> Result<T, StoreError> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(column)?,
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => row.try_get(column)?,
        })
    }
}

/// What a column can be read as.
#[cfg(not(feature = "postgres"))]
pub(super) trait Cell<'r>: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite> {}
#[cfg(not(feature = "postgres"))]
impl<'r, T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>> Cell<'r> for T {}

/// What a column can be read as.
#[cfg(feature = "postgres")]
pub(super) trait Cell<'r>:
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
pub(super) trait Column: sqlx::ColumnIndex<SqliteRow> {}
#[cfg(not(feature = "postgres"))]
impl<T: sqlx::ColumnIndex<SqliteRow>> Column for T {}

/// How a column is named.
#[cfg(feature = "postgres")]
pub(super) trait Column: sqlx::ColumnIndex<SqliteRow> + sqlx::ColumnIndex<PgRow> {}
#[cfg(feature = "postgres")]
impl<T: sqlx::ColumnIndex<SqliteRow> + sqlx::ColumnIndex<PgRow>> Column for T {}
