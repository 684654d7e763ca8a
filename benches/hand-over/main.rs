//! Hands an issue over and keeps no ledger: what is left of `postrider worker` without one.
//!
//! `hand-over` reads the configuration, the newest issue and its newsletter's readers of the
//! publication it is started in, and nothing that it does is written anywhere. The messages are
//! composed, signed and given to the relay by the same code, with the same look ahead; nobody is asked
//! whether the reader still consents, and an answer is looked at and forgotten. Killed, it could not
//! say who has the issue: no way to send, only one to measure.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use postrider::config::Config;
use postrider::issue::Issue;
use postrider::message::{Composer, Message, Reader};
use postrider::relay::{Envelope, Relay, Relays};
use postrider::store::Store;
use postrider::subscriber::{Subscriber, SubscriberId};
use postrider::token::{Keyring, SigningKey};
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Mistake = Box<dyn Error + Send + Sync>;

/// How many readers are read at once.
const PAGE: u32 = 1000;

/// What all connections share.
struct Crew {
    issue: Issue,
    composer: Composer,
    readers: Mutex<VecDeque<Subscriber>>,
}

fn main() -> Result<(), Mistake> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(hand_over())
}

async fn hand_over() -> Result<(), Mistake> {
    let config = Config::load(Path::new("config.toml")).map_err(|found| format!("{found:?}"))?;
    let relays = Relays::configured(&config.relays, environment)?;
    let relay = relays.and_then(|relays| relays.all().first().cloned()).ok_or("no [relay]")?;
    let crew = Arc::new(crew(&config).await?);
    let mut lanes = JoinSet::new();
    for _ in 0..relay.connections() {
        lanes.spawn(lane(relay.clone(), Arc::clone(&crew)));
    }
    while let Some(lane) = lanes.join_next().await {
        lane??;
    }
    Ok(())
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

async fn crew(config: &Config) -> Result<Crew, Mistake> {
    let store = Store::open(&config.store).await?;
    let newest = store.issues().await?.into_iter().next().ok_or("no issue")?;
    let issue = store.issue(&newest.key).await?.issue;
    let mut readers = VecDeque::new();
    loop {
        let after = readers.back().map_or(SubscriberId(0), |last: &Subscriber| last.id);
        let page = store.list(Some(&issue.newsletter), after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        readers.extend(page.into_iter().map(|(reader, _)| reader));
    }
    store.close().await;
    let keyring = Keyring::open_or_create(&config.root.join(".postrider"))?;
    let keyring = keyring.with_signing(keys(config)?);
    let composer = Composer::new(&issue.edition, &keyring, &issue.key);
    let composer = composer.map_err(|found| format!("{found:?}"))?;
    Ok(Crew { issue, composer, readers: Mutex::new(readers) })
}

fn keys(config: &Config) -> Result<Vec<SigningKey>, Mistake> {
    let key = |entry: &postrider::config::Dkim| {
        let pem = entry.key.read(environment)?;
        Ok(SigningKey::from_pem(&entry.domain, &entry.selector, &pem)?)
    };
    config.dkim.iter().map(key).collect()
}

/// One connection's work: a message after the other, whose commands go ahead with the one before.
async fn lane(relay: Relay, crew: Arc<Crew>) -> Result<(), Mistake> {
    let Some(mut message) = crew.next() else { return Ok(()) };
    let mut line = relay.open().await?;
    loop {
        line.begin(Envelope::from(&message)).await?;
        let next = crew.next();
        let ahead = next.as_ref().filter(|_| line.may_go_ahead()).map(Envelope::from);
        line.finish(&message.bytes, ahead).await?;
        match next {
            Some(next) => message = next,
            None => break,
        }
        if !line.is_usable() {
            line.quit().await;
            line = relay.open().await?;
        }
    }
    line.quit().await;
    Ok(())
}

impl Crew {
    /// Composes the message of the next reader.
    fn next(&self) -> Option<Message> {
        let reader = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop_front()?;
        let name = reader.name.as_deref();
        let reader = Reader { subscriber: reader.id, address: &reader.address, name };
        Some(self.composer.compose(&reader, self.issue.frozen_at))
    }
}
