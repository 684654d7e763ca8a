//! A look at an issue in one's own mailbox.

use chrono::{DateTime, Utc};

use super::DeliveryError;
use crate::address::{Address, mask_addresses};
use crate::issue::Issue;
use crate::message::{Composer, Reader};
use crate::relay::Relay;
use crate::subscriber::SubscriberId;
use crate::token::Keyring;

/// Hands an issue over to one address, as a reader would get it, and gives the relay's words.
///
/// The ledger knows nothing of it, and its unsubscribe link belongs to nobody.
///
/// # Errors
/// When it cannot be composed, or the relay does not accept it.
pub async fn proof(
    issue: &Issue,
    relay: &Relay,
    keyring: &Keyring,
    to: &Address,
    now: DateTime<Utc>,
) -> Result<String, DeliveryError> {
    let composer =
        Composer::new(&issue.edition, keyring, &issue.key).map_err(DeliveryError::Findings)?;
    let reader = Reader { subscriber: SubscriberId(0), address: to, name: None };
    let message = composer.compose(&reader, now);
    relay.announce(issue)?;
    let mut line = relay.open().await?;
    line.begin((&message).into()).await?;
    let words = line.finish(&message.bytes).await?;
    line.quit().await;
    Ok(mask_addresses(&words))
}
