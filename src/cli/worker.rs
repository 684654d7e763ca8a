//! `postrider worker`: one more sender on a shared store.

use std::time::Duration;

use super::answer::Answer;
use super::args::{HandOver, WorkerArgs};
use super::context::Context;
use super::failure::Failure;
use super::progress::Shown;
use super::{outside, sending};
use crate::delivery::Progress;
use crate::schedule;
use crate::store::StoreError;
use crate::token::Keyring;

/// Runs it until it is asked to stop, or once.
pub fn run(context: &Context, args: &WorkerArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    if config.store.server.is_some() && cfg!(not(feature = "postgres")) {
        // What else is missing does not matter before this is mended.
        return Err(outside::stored(StoreError::NotBuiltIn));
    }
    let keys = config.root.join(".postrider");
    if config.store.server.is_some() && !Keyring::is_there(&keys) {
        // A worker with keys of its own would send links that nobody else understands.
        return Err(Failure::new("this machine does not have the publication's secret keys").hint(
            "copy the file `.postrider/secret` from the machine that publishes, and keep it secret",
        ));
    }
    let to = HandOver {
        dry_run: None,
        relay: args.relay.clone(),
        wait: Duration::ZERO,
        no_link_check: args.no_link_check,
    };
    outside::block_on(async {
        let opened = sending::open(context, &config, &to).await?;
        let shown = Shown::new(context);
        if !opened.store.is_shared() {
            shown.note("the store is a file: workers take part on this machine only");
        }
        let worked = schedule::work(&opened.office(&config), args.once, &shown).await;
        opened.close().await;
        Ok(sending::tell_reports(&worked.map_err(|error| sending::failed(&config, error))?))
    })
}
