//! Answers of the relay that could not be written when they came: kept until they are, or named.

use std::time::Duration;

use super::{Clock, DeliveryError, Unrecorded};
use crate::address::mask_addresses;
use crate::ledger::{Entry, Outcome};
use crate::store::{Store, StoreError};

/// How long to wait before each further try; room is often made, and a lock let go, in seconds.
const WAITS: [Duration; 5] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
];

/// Writes what is left over at the end of a run.
///
/// # Errors
/// When the store takes it not even now: which readers' answers are not recorded, with the relay's
/// words.
pub(super) async fn write(
    store: &Store,
    clock: Clock,
    left: Vec<Entry>,
) -> Result<(), DeliveryError> {
    let Err(error) = try_for_a_while(store, clock, &left).await else { return Ok(()) };
    let answers = name(store, &left).await;
    // Who is merely handed back is free again as soon as this process is gone.
    if answers.is_empty() { Ok(()) } else { Err(DeliveryError::Unrecorded { answers, error }) }
}

async fn try_for_a_while(store: &Store, clock: Clock, left: &[Entry]) -> Result<(), StoreError> {
    if left.is_empty() {
        return Ok(());
    }
    for wait in WAITS {
        if store.record(left, clock.now()).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(wait).await;
    }
    store.record(left, clock.now()).await.map(drop)
}

/// Names the readers; one the store cannot even name now goes by the number of the delivery.
async fn name(store: &Store, left: &[Entry]) -> Vec<Unrecorded> {
    let mut named = Vec::new();
    for entry in left {
        let Entry::Outcome { delivery, outcome, reply, .. } = entry else { continue };
        let reader = match store.reader_of(*delivery).await {
            Ok(Some(address)) => address.masked(),
            Ok(None) | Err(_) => format!("delivery {delivery}"),
        };
        let words = mask_addresses(reply);
        named.push(Unrecorded { reader, words, accepted: *outcome == Outcome::Accepted });
    }
    named
}
