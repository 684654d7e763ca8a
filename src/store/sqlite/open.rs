//! Opens and creates the file, and copies it for a dry run.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use sqlx::Connection;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};

use super::migrations;
use crate::config;
use crate::config::Durability;
use crate::store::sender::Senders;
use crate::store::sql::{self, Pool};
use crate::store::{Store, StoreError};

/// How long a write waits for another process.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many connections read at once.
const READERS: u32 = 4;

impl Store {
    /// Opens the file, and makes it if there is none.
    pub(in crate::store) async fn open_file(config: &config::Store) -> Result<Self, StoreError> {
        let synchronous = match config.durability {
            Durability::Power => SqliteSynchronous::Full,
            Durability::Process => SqliteSynchronous::Normal,
        };
        create(&config.path)
            .map_err(|source| StoreError::Open { path: config.path.clone(), source })?;
        let senders = config.path.with_extension("senders");
        Self::at(
            &config.path,
            synchronous,
            Senders::Files { dir: senders, living: Vec::new() },
            None,
        )
        .await
    }

    /// Copies the store into a temporary folder, for a dry run: what is done to the copy leaves no
    /// trace in this one. The copy is removed when it is dropped.
    ///
    /// # Errors
    /// When there is no room for the copy.
    pub async fn scratch_copy(&self) -> Result<Self, StoreError> {
        let open = |source| StoreError::Open { path: std::env::temp_dir(), source };
        let dir = tempfile::Builder::new().prefix("postrider-").tempdir().map_err(open)?;
        let path = dir.path().join("scratch.db");
        let off = SqliteSynchronous::Off;
        #[cfg(feature = "postgres")]
        if self.is_shared() {
            create(&path).map_err(open)?;
            let senders = dir.path().join("senders");
            let senders = Senders::Files { dir: senders, living: self.living().await? };
            let copy = Self::at(&path, off, senders, Some(dir)).await?;
            self.copy_server_to(&copy).await?;
            return Ok(copy);
        }
        let place = path.to_string_lossy().into_owned();
        sql::query("VACUUM INTO $1").bind(place).execute(&self.writer).await?;
        // The same senders: what a living one holds is not free in the copy either.
        Self::at(&path, off, self.senders.clone(), Some(dir)).await
    }

    async fn at(
        path: &Path,
        synchronous: SqliteSynchronous,
        senders: Senders,
        scratch: Option<tempfile::TempDir>,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .foreign_keys(true)
            .busy_timeout(PATIENCE);
        let opened = pool(1).connect_with(options.clone()).await;
        let writer = opened.map_err(|error| not_a_store(error, path))?;
        migrations::migrate(&writer, path).await?;
        let readers = pool(READERS).connect_lazy_with(options.pragma("query_only", "on"));
        let (writer, readers) = (Pool::Sqlite(writer), Pool::Sqlite(readers));
        Ok(Self { beside: writer.clone(), writer, readers, senders, scratch })
    }
}

/// Connections are never given up: each holds prepared statements, and there is no network to go
/// stale.
fn pool(size: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, _| Box::pin(has_no_transaction(connection)))
}

/// Is a connection good for the next transaction?
///
/// When there is no room for a commit, SQLite undoes all of the transaction by itself. The end of
/// it that is asked for afterwards fails then, and what counts transactions counts one for ever.
async fn has_no_transaction(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // One that was dropped a moment ago is ended before this is answered.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

/// A file that is no database is more likely someone else's than damaged.
fn not_a_store(error: sqlx::Error, path: &Path) -> StoreError {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    match code.as_deref() {
        Some("26") => StoreError::NotAStore { path: path.to_owned() },
        _ => error.into(),
    }
}

/// Makes the folder and an empty file, private from the start.
fn create(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let made = folder.ancestors().take_while(|folder| !place(folder).exists()).count();
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(place(folder))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        opened => opened.map(drop)?,
    }
    // The names outlive a power cut as what is below them does. SQLite sees to those of its files,
    // and to none above; who made the folder may not have. Not every system can sync a folder.
    for folder in folder.ancestors().take(made.max(1) + 1) {
        let _ = std::fs::File::open(place(folder)).and_then(|folder| folder.sync_all());
    }
    Ok(())
}

/// A folder as the system wants it named: a relative path begins here.
fn place(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[cfg(test)]
impl Store {
    fn file_for_tests(&self) -> &sqlx::SqlitePool {
        match &self.writer {
            Pool::Sqlite(pool) => pool,
            #[cfg(feature = "postgres")]
            Pool::Postgres(_) => panic!("no file"),
        }
    }

    /// Marks the store as one of another format; 0 as another program's.
    pub(in crate::store) async fn raise_format_for_tests(&self, format: i64) {
        #[cfg(feature = "postgres")]
        if self.is_shared() {
            return self.raise_server_format_for_tests(format).await;
        }
        let mark = match format {
            0 => "PRAGMA application_id = 7".to_owned(),
            _ => format!("PRAGMA user_version = {format}"),
        };
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(self.file_for_tests()).await.unwrap();
    }

    /// Makes it a store from before it was known which relay had taken whom.
    pub(in crate::store) async fn forget_relays_for_tests(&self) {
        const DROP: &str = "ALTER TABLE delivery DROP COLUMN relay";
        crate::store::sql::query(DROP).execute(&self.writer).await.unwrap();
        self.raise_format_for_tests(if self.is_shared() { 1 } else { 2 }).await;
    }

    /// Lets the file grow no more.
    pub(in crate::store) async fn fill_disk_for_tests(&self) {
        sqlx::raw_sql("PRAGMA max_page_count = 1").execute(self.file_for_tests()).await.unwrap();
    }

    /// SQLite's number for how a commit is synced: 1 is NORMAL, 2 is FULL.
    pub(in crate::store) async fn synchronous_for_tests(&self) -> i64 {
        sqlx::query_scalar("PRAGMA synchronous").fetch_one(self.file_for_tests()).await.unwrap()
    }

    /// Where a scratch copy is.
    pub(in crate::store) fn folder_for_tests(&self) -> Option<std::path::PathBuf> {
        self.scratch.as_ref().map(|dir| dir.path().to_owned())
    }
}
