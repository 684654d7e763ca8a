//! `postrider publish`: build, then send every newsletter that is due.

use super::answer::Answer;
use super::args::PublishArgs;
use super::context::Context;
use super::failure::Failure;
use super::progress::Shown;
use super::{outside, sending};
use crate::schedule::{self, Office};

/// Runs it.
pub fn run(context: &Context, args: &PublishArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    outside::block_on(async {
        let sending::Opened { store, keyring, relay, options } =
            sending::open(context, &config, &args.hand_over).await?;
        let office = Office {
            config: &config,
            store: &store,
            keyring: &keyring,
            relay: &relay,
            options: &options,
        };
        let published = schedule::publish(&office, &Shown::new(context)).await;
        let published = published.map_err(|error| sending::failed(&config, error))?;
        Ok(sending::tell(published, &config, args.hand_over.dry_run.as_deref()))
    })
}
