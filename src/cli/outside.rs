//! What the verbs that speak to the outside share: a runtime, the store, and its errors told.

use std::future::Future;

use super::failure::Failure;
use crate::config::Config;
use crate::store::{Store, StoreError};
use crate::token::Keyring;

/// Runs what waits for the outside.
pub fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::because("cannot start", &error))?
        .block_on(work)
}

/// Opens the store; makes it if there is none.
pub async fn store(config: &Config) -> Result<Store, Failure> {
    Store::open(&config.store).await.map_err(stored)
}

/// Works with the store and closes it after, so that its file stands alone, no log beside it.
pub fn with_store<T>(
    config: &Config,
    work: impl AsyncFnOnce(&Store) -> Result<T, Failure>,
) -> Result<T, Failure> {
    block_on(async {
        let store = store(config).await?;
        let done = work(&store).await;
        store.close().await;
        done
    })
}

/// Opens the secret keys, beside the store; makes the first if there is none and nobody can have been
/// mailed a link that depends on it.
pub async fn keyring(config: &Config, store: &Store) -> Result<Keyring, Failure> {
    let dir = config.root.join(".postrider");
    if !Keyring::is_there(&dir) && !store.issues().await.map_err(stored)?.is_empty() {
        let place = dir.join("secret");
        return Err(Failure::new(format!(
            "the secret key {} is gone, and the unsubscribe links of mails already sent depend on it",
            place.display()
        ))
        .hint(
            "put the file back from a backup; if it is lost for good, write the one word `new` into it: \
             a new key is made, and the links in mails already sent stay dead",
        ));
    }
    Ok(Keyring::open_or_create(&dir)?)
}

/// Tells what the store said, with its hint.
pub fn stored(error: StoreError) -> Failure {
    let hint = error.hint();
    let failure = Failure::from(error);
    match hint {
        Some(hint) => failure.hint(hint),
        None => failure,
    }
}
