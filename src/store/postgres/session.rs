//! A sender's sign of life: a lock that ends with its connection, however that ends.

use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};
use tokio::sync::oneshot;

use crate::store::StoreError;
use crate::store::sql::{self, Tx};

/// How often the connection is looked at, and made anew if it broke.
const LOOK: Duration = Duration::from_secs(5);
/// How long an end waits for the server to say goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

/// Where sessions are opened.
#[derive(Debug, Clone)]
pub(in crate::store) struct Sessions(pub(super) Box<PgConnectOptions>);

/// A connection of its own with the lock, in a thread of its own, so that a busy runtime does not
/// let it die.
#[derive(Debug)]
pub(in crate::store) struct Session {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sessions {
    /// Takes a new name, and its lock.
    ///
    /// The name tells since when the server was up, for a server that starts anew has forgotten
    /// all locks.
    pub(in crate::store) fn register(&self) -> Result<(String, Session), StoreError> {
        let (said, named) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let options = (*self.0).clone();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(sqlx::Error::Io)?;
        let thread = std::thread::spawn(move || runtime.block_on(live(options, &said, stopped)));
        let session = Session { stop: Some(stop), thread: Some(thread) };
        let name = named.recv().map_err(|_| sqlx::Error::WorkerCrashed)??;
        Ok((name, session))
    }

    /// Says which of these senders are gone: nobody holds their lock, though the server had not
    /// forgotten it, or gave them time enough to take it again.
    pub(in crate::store) async fn gone(
        tx: &mut Tx,
        names: Vec<String>,
    ) -> Result<Vec<String>, StoreError> {
        const GONE: &str = "SELECT value FROM json_each($1)
            WHERE (split_part(value, '-', 2) = CAST(floor(extract(
                    epoch FROM pg_postmaster_start_time()) * 1000) AS BIGINT)::text
                OR clock_timestamp() - pg_postmaster_start_time() > interval '20 seconds')
            AND pg_try_advisory_xact_lock_shared(hashtextextended(value, 0))";
        if names.is_empty() {
            return Ok(names);
        }
        let names = serde_json::Value::from(names).to_string();
        sql::scalar(GONE).bind(names).fetch_all(tx).await
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // The lock is free when this returns, or soon after.
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Holds the lock until it is told to stop.
async fn live(
    options: PgConnectOptions,
    said: &mpsc::Sender<Result<String, sqlx::Error>>,
    mut stopped: oneshot::Receiver<()>,
) {
    let (mut connection, name) = match begin(&options).await {
        Ok(begun) => begun,
        Err(error) => return drop(said.send(Err(error))),
    };
    if said.send(Ok(name.clone())).is_err() {
        return;
    }
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            () = tokio::time::sleep(LOOK) => {}
        }
        if connection.ping().await.is_err()
            && let Ok(again) = take(&options, &name).await
        {
            connection = again;
        }
    }
    let unlock = sqlx::query("SELECT pg_advisory_unlock_all()").execute(&mut connection);
    let _ = tokio::time::timeout(GOODBYE, unlock).await;
    let _ = tokio::time::timeout(GOODBYE, connection.close()).await;
}

async fn begin(options: &PgConnectOptions) -> Result<(PgConnection, String), sqlx::Error> {
    const NAME: &str = "SELECT 'sender-' || CAST(floor(extract(
            epoch FROM pg_postmaster_start_time()) * 1000) AS BIGINT) || '-' || gen_random_uuid()";
    let mut connection = PgConnection::connect_with(options).await?;
    let name: String = sqlx::query(NAME).fetch_one(&mut connection).await?.try_get(0)?;
    lock(&mut connection, &name).await?;
    Ok((connection, name))
}

async fn take(options: &PgConnectOptions, name: &str) -> Result<PgConnection, sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    lock(&mut connection, name).await?;
    Ok(connection)
}

async fn lock(connection: &mut PgConnection, name: &str) -> Result<(), sqlx::Error> {
    let lock = sqlx::query("SELECT pg_advisory_lock(hashtextextended($1, 0))").bind(name);
    lock.execute(connection).await.map(drop)
}
