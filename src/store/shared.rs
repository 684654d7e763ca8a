//! What the store does, the same on both databases.

mod abandoned;
mod claim;
mod deliveries;
mod enroll;
mod issues;
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
mod turns;
mod warm_up;

use super::StoreError;
use super::sender::Senders;
use super::sql::{self, Pool, Row, Tx};
use crate::config;

pub use deliveries::DeliveryLine;
pub use issues::{IssueLine, StoredIssue};
pub use people::{Person, Subscribed};
pub use resolve::{BY_CONFIGURATION, Resolve};
pub use take_in::Imported;

/// The store of one publication: one SQLite file, or a schema of a PostgreSQL database.
///
/// Any number of processes may use it at once. Writes wait for each other for up to half a minute
/// and then fail with [`StoreError::Locked`].
#[derive(Debug)]
pub struct Store {
    /// One connection, so that the writes of one process stand in line here and not at the lock.
    pub(super) writer: Pool,
    /// For what many may write at once. On SQLite there is no such thing, and it is the writer.
    pub(super) beside: Pool,
    pub(super) readers: Pool,
    /// How senders show that they live.
    pub(super) senders: Senders,
    /// The folder of a scratch copy; removed when the store is dropped.
    pub(super) scratch: Option<tempfile::TempDir>,
}

/// What everyone who writes holds: alone, or beside others.
const STORE: &str = "store";

impl Store {
    /// Opens the store, and makes it if there is none.
    ///
    /// A SQLite file is made with mode 0600, and its folder, if it is missing, with 0700.
    ///
    /// # Errors
    /// When it cannot be opened or made, is damaged, is something else, or is of a later format.
    pub async fn open(config: &config::Store) -> Result<Self, StoreError> {
        let store = match &config.server {
            None => Self::open_file(config).await?,
            Some(server) => Self::open_server(server, config.durability).await?,
        };
        store.free_abandoned_at_start().await?;
        Ok(store)
    }

    #[cfg(not(feature = "postgres"))]
    #[expect(clippy::unused_async, reason = "it is what the other half of the feature is")]
    async fn open_server(
        _: &config::StoreServer,
        _: config::Durability,
    ) -> Result<Self, StoreError> {
        Err(StoreError::NotBuiltIn)
    }

    /// Closes the store, so that a file stands alone, without its log beside it.
    pub async fn close(self) {
        self.readers.close().await;
        self.beside.close().await;
        self.writer.close().await;
        drop(self.scratch);
    }

    /// May workers on other machines use this store too?
    #[must_use]
    pub fn is_shared(&self) -> bool {
        !matches!(self.writer, Pool::Sqlite(_))
    }

    /// Begins to write alone: nothing read after this is out of date before it ends.
    async fn write(&self) -> Result<Tx, StoreError> {
        let mut tx = self.writer.begin_write().await?;
        tx.lock(STORE).await?;
        Ok(tx)
    }

    /// Begins to write beside others who do so too: what two of them may change at once is locked
    /// by itself. Whoever writes alone waits for them, and they for it.
    async fn write_beside(&self) -> Result<Tx, StoreError> {
        shared(self.beside.begin_write().await?).await
    }

    /// Begins to write beside others what every commit of a hand-over writes.
    async fn write_routine(&self) -> Result<Tx, StoreError> {
        shared(self.beside.begin_routine().await?).await
    }
}

async fn shared(mut tx: Tx) -> Result<Tx, StoreError> {
    tx.lock_shared(STORE).await?;
    Ok(tx)
}
