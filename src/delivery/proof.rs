//! A look at an issue in one's own mailbox.

use chrono::{DateTime, Utc};

use super::DeliveryError;
use crate::address::{Address, mask_addresses};
use crate::issue::Issue;
use crate::ledger::Phase;
use crate::message::{Composer, Message, Reader};
use crate::relay::{Failure, Relay, Relays, Trouble};
use crate::subscriber::SubscriberId;
use crate::token::Keyring;

/// What came of a proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The name of the relay that took it.
    pub relay: String,
    /// What it said.
    pub words: String,
}

/// Hands an issue over to one address, as a reader would get it, and gives the relay's words.
///
/// Of several relays it goes to the one with the greatest share, and to the next only where one does
/// not come as far as to hear of a message. The ledger knows nothing of it, and its unsubscribe link
/// belongs to nobody.
///
/// # Errors
/// When it cannot be composed, or no relay accepts it.
pub async fn proof(
    issue: &Issue,
    relays: &Relays,
    keyring: &Keyring,
    to: &Address,
    now: DateTime<Utc>,
) -> Result<Proof, DeliveryError> {
    let composer =
        Composer::new(&issue.edition, keyring, &issue.key).map_err(DeliveryError::Findings)?;
    let reader = Reader { subscriber: SubscriberId(0), address: to, name: None };
    let message = composer.compose(&reader, now);
    relays.announce(issue)?;
    let mut failed = Vec::new();
    for relay in relays.by_weight() {
        match hand_over(relay, &message).await {
            Ok(words) => return Ok(Proof { relay: relay.name(), words: mask_addresses(&words) }),
            Err(failure) => {
                let goes_on = has_heard_nothing(&failure);
                failed.push((relay.name(), failure));
                if !goes_on {
                    break;
                }
            }
        }
    }
    Err(DeliveryError::Proof { failed, several: relays.are_several() })
}

async fn hand_over(relay: &Relay, message: &Message) -> Result<String, Failure> {
    let mut line = relay.open().await?;
    line.begin(message.into()).await?;
    let words = line.finish(&message.bytes, None).await?;
    line.quit().await;
    Ok(words)
}

/// Did the relay not hear of any message?
fn has_heard_nothing(failure: &Failure) -> bool {
    matches!(failure.phase, Phase::Connect | Phase::Auth)
        && !matches!(failure.trouble, Trouble::File(_))
}

/// Says why a proof was not accepted.
pub(super) fn told(failed: &[(String, Failure)], several: bool) -> String {
    let one = |(relay, failure): &(String, Failure)| {
        let words = mask_addresses(&failure.to_string());
        let relay = if several { relay } else { "the relay" };
        if failure.is_in_doubt() {
            format!("nobody knows whether {relay} took the proof: {words}")
        } else {
            format!("{relay} did not accept the proof: {words}")
        }
    };
    failed.iter().map(one).collect::<Vec<_>>().join("; ")
}
