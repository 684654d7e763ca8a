//! The embedded store: one SQLite file, one writer, many readers.

mod abandoned;
mod claim;
mod deliveries;
mod enroll;
mod issues;
mod open;
mod operate;
mod outlook;
mod people;
mod quota;
mod record;
mod replies;
mod resolve;
mod rows;
mod suppress;
mod take_in;

use std::path::PathBuf;

use sqlx::sqlite::SqlitePool;
use sqlx::{Sqlite, Transaction};

use super::StoreError;

pub use deliveries::DeliveryLine;
pub use issues::{IssueLine, StoredIssue};
pub use people::{Person, Subscribed};
pub use resolve::Resolve;
pub use take_in::Imported;

/// The store of one publication.
///
/// Any number of processes may use it at once. Writes wait for each other for up to half a minute
/// and then fail with [`StoreError::Locked`].
#[derive(Debug)]
pub struct Store {
    /// One connection, so that the writes of one process stand in line here and not at the lock.
    writer: SqlitePool,
    readers: SqlitePool,
    /// Where senders keep their locks.
    senders: PathBuf,
    /// The folder of a scratch copy; removed when the store is dropped.
    scratch: Option<tempfile::TempDir>,
}

type Tx = Transaction<'static, Sqlite>;

impl Store {
    /// Begins to write: takes the lock now, so that nothing read after this is out of date.
    async fn write(&self) -> Result<Tx, StoreError> {
        Ok(self.writer.begin_with("BEGIN IMMEDIATE").await?)
    }
}
