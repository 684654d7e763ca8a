//! Connects to the database.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use super::{Sessions, migrations, transport};
use crate::config::{Durability, StoreServer};
use crate::store::sender::Senders;
use crate::store::sql::Pool;
use crate::store::{Store, StoreError};

/// How long anything waits for the server, or for a lock.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many connections read, or write beside others.
const CONNECTIONS: u32 = 4;

impl Store {
    /// Connects, and makes the schema if there is none.
    pub(in crate::store) async fn open_server(
        server: &StoreServer,
        durability: Durability,
    ) -> Result<Self, StoreError> {
        let options = options(server, durability)?;
        let writer = pool(1).connect_with(options.clone()).await?;
        migrations::migrate(&writer, &server.schema).await?;
        let beside = Pool::Postgres(pool(CONNECTIONS).connect_lazy_with(options.clone()));
        Ok(Self {
            writer: Pool::Postgres(writer),
            readers: beside.clone(),
            beside,
            senders: Senders::Sessions(Sessions(Box::new(options))),
            scratch: None,
        })
    }
}

fn options(server: &StoreServer, durability: Durability) -> Result<PgConnectOptions, StoreError> {
    let options = transport::read(&server.url)?;
    let options = match &server.password {
        Some(secret) => options.password(&secret.read(|name| std::env::var(name).ok())?),
        None => options,
    };
    let synchronous = match durability {
        Durability::Power => "on",
        Durability::Process => "off",
    };
    Ok(options.application_name("postrider").options([
        ("search_path", server.schema.as_str()),
        ("synchronous_commit", synchronous),
        ("lock_timeout", "30s"),
        // What was in flight once is passed over from then on by those who look through the index,
        // not by those who first gather from it where to look.
        ("enable_bitmapscan", "off"),
        // A process that stands still with a transaction open must not hold everyone up.
        ("idle_in_transaction_session_timeout", "30s"),
        // A machine that is gone is noticed, and with it the senders that ran there.
        ("tcp_keepalives_idle", "30"),
    ]))
}

fn pool(size: u32) -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
}

#[cfg(test)]
impl Store {
    /// Marks the store as one of another format; 0 as another program's.
    pub(in crate::store) async fn raise_server_format_for_tests(&self, format: i64) {
        let mark = match format {
            0 => "ALTER TABLE postrider RENAME TO diary".to_owned(),
            _ => format!("UPDATE postrider SET format = {format}"),
        };
        let Pool::Postgres(pool) = &self.writer else { return };
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(pool).await.unwrap();
    }
}
