//! `postrider subscribers`: readers, and where they stand.

mod export;
mod import;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::answer::Answer;
use super::args::{AddArgs, ListArgs, RemoveArgs, SubscribersArgs, SubscribersVerb, Which};
use super::context::Context;
use super::failure::Failure;
use super::outside::{self, stored};
use super::print::Stream;
use crate::address::Address;
use crate::config::Config;
use crate::finding::Finding;
use crate::store::{Person, Store};
use crate::subscriber::{Source, State, Subscriber, SubscriberId};
use crate::text::one_line;

/// How many subscribers are read at once.
const PAGE: u32 = 1_000;
/// Where an agreement came from that the operator gives on the command line.
const BY_HAND: &str = "postrider subscribers";

/// Runs it.
pub fn run(context: &Context, args: SubscribersArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let now = context.now(config.zone)?;
    outside::with_store(&config, async |store| match args.verb {
        SubscribersVerb::Add(args) => add(&config, store, &args, now).await,
        SubscribersVerb::List(args) => list(context, &config, store, &args).await,
        SubscribersVerb::Show(args) => show(store, &args.address).await,
        SubscribersVerb::Remove(args) => remove(&config, store, &args, now).await,
        SubscribersVerb::Import(args) => import::run(&config, store, &args, now).await,
        SubscribersVerb::Export(args) if context.json() && args.file.is_none() => {
            list(context, &config, store, &ListArgs { which: args.which }).await
        }
        SubscribersVerb::Export(args) => export::run(&config, store, &args).await,
    })
}

/// Gives the newsletter that is meant; where only one is configured, it need not be named.
fn one<'a>(config: &'a Config, which: &'a Which) -> Result<&'a str, Failure> {
    if let Some(name) = some(config, which)? {
        return Ok(name);
    }
    match config.newsletters.as_slice() {
        [only] => Ok(&only.name),
        [] => Err(Failure::new("no newsletter is configured")
            .hint("add a section [newsletters.NAME] to the configuration")),
        _ => {
            Err(Failure::usage("which newsletter?").hint(format!("--newsletter {}", names(config))))
        }
    }
}

/// Gives the newsletter that is named, if one is.
fn some<'a>(config: &Config, which: &'a Which) -> Result<Option<&'a str>, Failure> {
    match which.newsletter.as_deref() {
        Some(name) if config.newsletter(name).is_none() => Err(no_newsletter(config, name)),
        name => Ok(name),
    }
}

/// Says that there is no such newsletter, and which there are.
pub fn no_newsletter(config: &Config, name: &str) -> Failure {
    let failure = Failure::new(format!("there is no newsletter `{name}`"));
    if config.newsletters.is_empty() {
        failure.hint("add a section [newsletters.NAME] to the configuration")
    } else {
        failure.hint(format!("there is {}", names(config)))
    }
}

fn names(config: &Config) -> String {
    let names: Vec<_> = config.newsletters.iter().map(|one| one.name.as_str()).collect();
    names.join(" or ")
}

async fn add(
    config: &Config,
    store: &Store,
    args: &AddArgs,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let newsletter = one(config, &args.which)?;
    let (source, name) = (Source::of(BY_HAND), args.name.as_deref());
    let name = name.map(str::trim).filter(|name| !name.is_empty());
    if name.is_some_and(|name| name.chars().any(char::is_control)) {
        return Err(Failure::usage("--name holds a control character"));
    }
    let added = store
        .subscribe(newsletter, &args.address, name, State::Confirmed, &source, now)
        .await
        .map_err(stored)?;
    if let Some(why) = added.suppressed {
        return Err(Failure::new(format!("{} must not be mailed: {why}", args.address)).hint(
            "an address is suppressed after bounces and complaints, to protect all readers",
        ));
    }
    let mut answer = Answer::default();
    let already = added.was == Some(State::Confirmed);
    let what = if already { "already gets" } else { "now gets" };
    answer.say(format!("{} {what} {newsletter}", args.address));
    answer.fact("address", args.address.as_str());
    answer.fact("newsletter", newsletter);
    answer.fact("was", added.was.map(State::word));
    answer.fact("state", added.is.word());
    Ok(answer)
}

async fn remove(
    config: &Config,
    store: &Store,
    args: &RemoveArgs,
    now: DateTime<Utc>,
) -> Result<Answer, Failure> {
    let newsletter = some(config, &args.which)?;
    let source = Source::of(BY_HAND);
    store.remove(&args.address, newsletter, &source, now).await.map_err(stored)?;
    let mut answer = Answer::default();
    let from = newsletter.unwrap_or("any newsletter");
    answer.say(format!("{} gets no more of {from}; no import brings them back", args.address));
    answer.fact("address", args.address.as_str());
    answer.fact("newsletter", newsletter);
    answer.fact("state", State::Unsubscribed.word());
    Ok(answer)
}

/// Lists readers page by page, so that memory does not grow with the list.
async fn list(
    context: &Context,
    config: &Config,
    store: &Store,
    args: &ListArgs,
) -> Result<Answer, Failure> {
    let newsletter = some(config, &args.which)?;
    let mut stream = Stream::new(context.json(), "subscribers");
    let mut after = SubscriberId(0);
    let mut is_empty = true;
    loop {
        let page = store.list(newsletter, after, PAGE).await.map_err(stored)?;
        let Some((last, _)) = page.last() else { break };
        after = last.id;
        is_empty = false;
        for (subscriber, states) in &page {
            stream.item(|| plain(subscriber, states), || value(subscriber, states));
        }
        if !stream.flush()? {
            break;
        }
    }
    if is_empty && !context.json() {
        // Not among the addresses, which another program may be reading.
        let hint = "`postrider subscribers add ADDRESS`, or `subscribers import FILE.csv`";
        return Ok(Answer::with(vec![Finding::warning("nobody is on the list yet").hint(hint)]));
    }
    stream.end()
}

fn plain(subscriber: &Subscriber, states: &[(String, State)]) -> String {
    let states: Vec<_> = states.iter().map(|(name, state)| format!("{name}: {state}")).collect();
    let states = if states.is_empty() { "-".to_owned() } else { states.join(", ") };
    let name = subscriber.name.as_deref().unwrap_or_default();
    format!("{}\t{states}\t{}", subscriber.address, one_line(name)).trim_end().to_owned()
}

fn value(subscriber: &Subscriber, states: &[(String, State)]) -> Value {
    let states = states.iter().map(|(name, state)| (name.clone(), json!(state.word())));
    json!({
        "address": subscriber.address.as_str(),
        "name": subscriber.name,
        "newsletters": Value::Object(states.collect()),
    })
}

async fn show(store: &Store, address: &Address) -> Result<Answer, Failure> {
    let known = store.person(address).await.map_err(stored)?;
    let person = known.ok_or_else(|| {
        Failure::new(format!("nobody has the address {address}"))
            .hint("`postrider subscribers list` names all readers")
    })?;
    let time = |at: &DateTime<Utc>| at.format("%Y-%m-%d %H:%M UTC").to_string();
    let mut answer = Answer::default();
    let name = person.subscriber.name.as_deref().unwrap_or_default();
    answer.line(format!("{}  {}", person.subscriber.address, one_line(name)).trim_end());
    for (newsletter, state, since) in &person.subscriptions {
        answer.line(format!("  {newsletter}: {state} since {}", time(since)));
    }
    if let Some((why, since, reply)) = &person.suppressed {
        let reply = reply.as_ref().map(|reply| format!(": {}", one_line(reply)));
        let reply = reply.unwrap_or_default();
        answer.line(format!("  must not be mailed ({why}) since {}{reply}", time(since)));
    }
    for (at, newsletter, state, source) in &person.consents {
        answer.line(format!("  {}  {newsletter}: {state}, by {}", time(at), source.from));
    }
    answer.facts.extend(known_of(&person));
    Ok(answer)
}

fn known_of(person: &Person) -> Map<String, Value> {
    let subscriptions = person.subscriptions.iter().map(|(newsletter, state, since)| {
        json!({"newsletter": newsletter, "state": state.word(), "since": since.to_rfc3339()})
    });
    let suppressed = person.suppressed.as_ref().map(|(why, since, reply)| {
        json!({"why": why.word(), "since": since.to_rfc3339(), "reply": reply})
    });
    let consents = person.consents.iter().map(|(at, newsletter, state, source)| {
        json!({
            "at": at.to_rfc3339(),
            "newsletter": newsletter,
            "state": state.word(),
            "source": source.from,
            "wording": source.wording,
        })
    });
    let mut facts = Map::new();
    facts.insert("address".to_owned(), json!(person.subscriber.address.as_str()));
    facts.insert("name".to_owned(), json!(person.subscriber.name));
    facts.insert("subscriptions".to_owned(), subscriptions.collect());
    facts.insert("suppressed".to_owned(), json!(suppressed));
    facts.insert("consents".to_owned(), consents.collect());
    facts
}
