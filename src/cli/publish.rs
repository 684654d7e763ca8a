//! `postrider publish`: build, then send every newsletter that is due.

use super::answer::Answer;
use super::args::{BuildArgs, PublishArgs};
use super::context::Context;
use super::failure::Failure;
use super::progress::Shown;
use super::{build, outside, sending};
use crate::{fetch, schedule};

/// Runs it.
pub fn run(context: &Context, args: &PublishArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    if config.newsletters.is_empty() {
        // Nobody is written to: no relay, no ledger.
        return build::run(context, &BuildArgs { locked: false });
    }
    outside::block_on(async {
        let asked = fetch::refresh(&config).await;
        let mut opened = sending::open(context, &config, &args.hand_over).await?;
        let unsigned = std::mem::take(&mut opened.unsigned);
        let published = schedule::publish(&opened.office(&config), &Shown::new(context)).await;
        opened.close().await;
        let mut published = published.map_err(|error| sending::failed(&config, error))?;
        published.built.findings.extend(asked);
        published.findings.extend(unsigned);
        let pings = std::mem::take(&mut published.built.pings);
        if args.hand_over.dry_run.is_none() {
            // Last, so that no hub delays a mail.
            published.built.findings.extend(crate::build::tell_hubs(&config, pings).await?);
        }
        Ok(sending::tell(published, &config, args.hand_over.dry_run.as_deref()))
    })
}
