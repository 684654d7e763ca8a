//! `postrider issues`: the ledger, by issue.

mod one;
mod told;
mod whole;

use super::answer::Answer;
use super::args::{IssuesArgs, IssuesVerb, ResolveArgs, ResolveHow};
use super::build::number;
use super::context::Context;
use super::failure::Failure;
use super::outside::{self, stored};
use super::sending::undelivered;
use super::table::Table;
use crate::address::Address;
use crate::config::Config;
use crate::delivery;
use crate::issue::IssueKey;
use crate::ledger::DeliveryState;
use crate::store::{Resolve, Store};
use told::summary;

pub use told::counts;

/// Runs it.
pub fn run(context: &Context, args: IssuesArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let now = context.now(config.zone)?;
    outside::with_store(&config, async |store| match args.verb.unwrap_or(IssuesVerb::List) {
        IssuesVerb::List => list(context, store).await,
        IssuesVerb::Show(args) => {
            let key = IssueKey(args.issue);
            match args.reader {
                None => whole::show(context, store, &key).await,
                Some(reader) => show_reader(store, &key, &reader).await,
            }
        }
        IssuesVerb::Approve(args) => approve(context, &config, store, &IssueKey(args.issue)).await,
        IssuesVerb::Pause(args) => {
            let key = IssueKey(args.issue);
            store.pause(&key, &crate::text::visible_line(&args.why), now).await.map_err(stored)?;
            Ok(done(&key, "paused", &format!("it goes on after `postrider issues resume {key}`")))
        }
        IssuesVerb::Resume(args) => {
            let key = IssueKey(args.issue);
            store.resume(&key, now).await.map_err(stored)?;
            Ok(done(&key, "resumed", "the next `send` or `publish` goes on with it"))
        }
        IssuesVerb::Cancel(args) => {
            let key = IssueKey(args.issue);
            store.cancel(&key, Some("cancelled by hand"), now).await.map_err(stored)?;
            Ok(done(&key, "cancelled", "readers it had not reached get nothing"))
        }
        IssuesVerb::Resolve(args) => {
            let key = IssueKey(args.issue.clone());
            let how = how(&args);
            let reader = args.reader.as_ref();
            let count = store.resolve(&key, reader, how, now).await.map_err(stored)?;
            Ok(resolved(context, &key, reader, how, count))
        }
    })
}

/// Approves a draft. Its readers are chosen now, so whoever left by the newsletter's file is to be known.
async fn approve(
    context: &Context,
    config: &Config,
    store: &Store,
    key: &IssueKey,
) -> Result<Answer, Failure> {
    let now = context.now(config.zone)?;
    let newsletter = store.issue(key).await.map_err(stored)?.issue.newsletter;
    let mut answer = Answer::default();
    if let Some(newsletter) = config.newsletter(&newsletter) {
        let heard = delivery::hear_readers(config, store, newsletter, now).await;
        answer = Answer::with(heard.map_err(undelivered)?);
    }
    let totals = store.approve(key, now).await.map_err(stored)?;
    answer.say(format!("{key} is approved for {}", many(totals.readers)));
    answer.next(format!("run `{}`", context.command(&format!("send {key}"))));
    answer.fact("issue", &key.0);
    answer.fact("totals", counts(&totals));
    Ok(answer)
}

fn done(key: &IssueKey, what: &str, then: &str) -> Answer {
    let mut answer = Answer::default();
    answer.say(format!("{key} is {what}: {then}"));
    answer.fact("issue", &key.0);
    answer.fact("state", what);
    answer
}

fn how(args: &ResolveArgs) -> Resolve {
    match args.how {
        ResolveHow::Hold => Resolve::Hold,
        ResolveHow::Resend => Resolve::Resend,
        ResolveHow::Accepted => Resolve::Accepted,
    }
}

fn resolved(
    context: &Context,
    key: &IssueKey,
    reader: Option<&Address>,
    how: Resolve,
    count: u64,
) -> Answer {
    let mut answer = Answer::default();
    answer.fact("issue", &key.0);
    answer.fact("resolved", count);
    if count == 0 {
        let who = reader.map_or("nobody is".to_owned(), |reader| format!("{reader} is not"));
        answer.say(format!("{who} in doubt in {key}"));
        return answer;
    }
    let readers = many(count);
    match how {
        Resolve::Hold => answer.say(format!("left in doubt: {readers} of {key}")),
        Resolve::Accepted => answer.say(format!("counted as sent: {readers} of {key}")),
        Resolve::Resend => {
            answer.say(format!("{readers} of {key} will be sent the same message again"));
            answer.next(format!("run `{}`", context.command(&format!("send {key}"))));
        }
    }
    answer
}

fn many(readers: u64) -> String {
    number(usize::try_from(readers).unwrap_or(usize::MAX), "reader")
}

async fn list(context: &Context, store: &Store) -> Result<Answer, Failure> {
    let lines = store.issues().await.map_err(stored)?;
    let mut answer = Answer::default();
    if lines.is_empty() {
        answer.say("no issue was frozen yet");
        answer.next(format!("`{}` shows what the next one would hold", context.command("plan")));
    } else {
        let mut table = Table::new(&["issue", "state", "frozen", "readers", "accepted", "subject"]);
        for line in &lines {
            table.row([
                line.key.to_string(),
                line.state.to_string(),
                line.frozen_at.format("%Y-%m-%d %H:%M").to_string(),
                line.totals.readers.to_string(),
                line.totals.count(DeliveryState::Accepted).to_string(),
                line.subject.clone(),
            ]);
        }
        answer.product = table.take_lines();
    }
    answer.fact("issues", lines.iter().map(summary).collect::<Vec<_>>());
    Ok(answer)
}

async fn show_reader(store: &Store, key: &IssueKey, reader: &Address) -> Result<Answer, Failure> {
    // An unknown issue is told before an unknown reader.
    let state = store.state(key).await.map_err(stored)?;
    match store.delivery_of(key, reader).await.map_err(stored)? {
        Ok(line) => {
            let person = store.person(reader).await.map_err(stored)?;
            let is_suppressed = person.is_some_and(|person| person.suppressed.is_some());
            Ok(one::show(key, state, &line, is_suppressed))
        }
        Err(why) => one::none(store, key, reader, why).await,
    }
}
