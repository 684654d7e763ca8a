//! `[store]`: where the ledger is.

use std::path::PathBuf;

use url::Url;

use super::Secret;

/// Where the ledger is.
#[derive(Debug, Clone)]
pub struct Store {
    /// The SQLite file.
    pub path: PathBuf,
    /// What a commit outlives.
    pub durability: Durability,
    /// The PostgreSQL database that is used instead of a file.
    pub server: Option<StoreServer>,
}

impl Store {
    /// May there be something in it? Of a server that is not known before it is asked.
    #[must_use]
    pub fn may_exist(&self) -> bool {
        self.server.is_some() || self.path.exists()
    }
}

/// A PostgreSQL database, and where in it the store is.
#[derive(Debug, Clone)]
pub struct StoreServer {
    /// Its address, without a password.
    pub url: Url,
    /// Where the password is; never the password itself.
    pub password: Option<Secret>,
    /// The schema: letters, digits and underscores, none of them first a digit.
    pub schema: String,
}

/// What a commit outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A power cut (SQLite: synchronous FULL; PostgreSQL: `synchronous_commit` on).
    #[default]
    Power,
    /// A crash of the process (SQLite: synchronous NORMAL; PostgreSQL: `synchronous_commit` off).
    Process,
}
