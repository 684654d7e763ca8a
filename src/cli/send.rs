//! `postrider send`: one newsletter's next issue, or an issue that has begun; or a proof of it.

use super::answer::Answer;
use super::args::SendArgs;
use super::context::Context;
use super::failure::Failure;
use super::outside::{self, stored};
use super::progress::Shown;
use super::sending::{self, Opened, undelivered};
use super::subscribers::no_newsletter;
use crate::address::Address;
use crate::config::{Config, Newsletter};
use crate::delivery::{self, Desk, Proof};
use crate::issue::{Issue, IssueKey};
use crate::publication;
use crate::schedule;
use crate::subscriber::{Source, State};
use crate::summarize::{self, Asking};
use crate::template::Templates;

/// Runs it.
pub fn run(context: &Context, args: &SendArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    if args.missed && !args.target.contains('/') {
        return Err(Failure::usage("--missed takes the key of an issue, such as weekly/2026-W47")
            .hint("`postrider issues list` names them"));
    }
    if config.newsletter(&args.target).is_none() && !args.target.contains('/') {
        return Err(no_newsletter(&config, &args.target));
    }
    outside::block_on(async {
        let mut opened = sending::open(context, &config, &args.hand_over).await?;
        let unsigned = std::mem::take(&mut opened.unsigned);
        if let Some(to) = &args.to {
            let proof = proof(&config, &opened, args, to).await;
            opened.close().await;
            let mut answer = proof?;
            answer.findings.extend(unsigned);
            return Ok(answer);
        }
        let (office, progress) = (opened.office(&config), Shown::new(context));
        let published = if args.missed {
            schedule::send_missed(&office, &IssueKey(args.target.clone()), &progress).await
        } else {
            schedule::send(&office, &args.target, &progress).await
        };
        opened.close().await;
        let mut published = published.map_err(|error| sending::failed(&config, error))?;
        published.findings.extend(unsigned);
        Ok(sending::tell(published, &config, args.hand_over.dry_run.as_deref()))
    })
}

/// Hands the issue over to one address; the ledger knows nothing of it.
async fn proof(
    config: &Config,
    opened: &Opened,
    args: &SendArgs,
    to: &Address,
) -> Result<Answer, Failure> {
    let issue = match config.newsletter(&args.target) {
        Some(newsletter) => next(config, opened, newsletter, to).await?,
        None if !args.target.contains('/') => return Err(no_newsletter(config, &args.target)),
        None => {
            let key = IssueKey(args.target.clone());
            opened.store.issue(&key).await.map_err(stored)?.issue
        }
    };
    let now = opened.options.clock.now();
    // The ledger knows nothing of it: an interrupt ends it at once.
    let _idle = opened.options.stop.idle();
    let Proof { relay, words } = delivery::proof(&issue, &opened.relays, &opened.keyring, to, now)
        .await
        .map_err(undelivered)?;
    opened.relays.close()?;
    let mut answer = Answer::default();
    answer.say(format!("a proof of {} went to {relay}", issue.key));
    answer.say(format!("  it said: {}", crate::text::one_line(&words)));
    answer.fact("issue", &issue.key.0);
    answer.fact("relay", relay);
    answer.fact("reply", words);
    if let Some(path) = &args.hand_over.dry_run {
        sending::look(&mut answer, path);
    }
    Ok(answer)
}

/// Composes a newsletter's next issue as if the one who gets the proof were its reader.
async fn next(
    config: &Config,
    opened: &Opened,
    newsletter: &Newsletter,
    to: &Address,
) -> Result<Issue, Failure> {
    let now = opened.options.clock.now();
    let mut reading = publication::read(config, now).map_err(Failure::found)?;
    let templates = Templates::load(&config.templates).map_err(Failure::found)?;
    let articles = &mut reading.publication.articles;
    // A proof shows what is known by now; `build` and `publish` ask for the rest.
    summarize::complete(articles, config, &templates, Asking::Never);
    let scratch = opened.store.scratch_copy().await.map_err(stored)?;
    let (name, source) = (&newsletter.name, Source::of("proof"));
    scratch.subscribe(name, to, None, State::Confirmed, &source, now).await.map_err(stored)?;
    let desk = Desk { config, publication: &reading.publication, templates: &templates };
    let plan = delivery::plan(&desk, &scratch, newsletter, now).await.map_err(undelivered)?;
    plan.issue.ok_or_else(|| {
        let why = plan.none_because.unwrap_or_else(|| "there is nothing to send".to_owned());
        Failure::new(format!("{name}: no issue, for {why}"))
            .hint(format!("`postrider plan {name}` says what waits and why"))
    })
}
