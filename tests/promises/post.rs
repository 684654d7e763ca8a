//! A publication with readers and a relay, and its issues handed over within the test.
#![allow(dead_code)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use postrider::address::Address;
use postrider::config::Config;
use postrider::delivery::{self, Class, Clock, Doubts, Options, Report, Stop, Unwatched};
use postrider::issue::IssueKey;
use postrider::ledger::DeliveryState;
use postrider::relay::Relays;
use postrider::schedule::{self, Office, Published, Turn};
use postrider::store::{DeliveryLine, Store, Totals};
use postrider::subscriber::{Source, State};
use postrider::token::Keyring;

use crate::house::{House, NOW};
use crate::smtp_server::SmtpServer;

/// The key of the first issue.
pub const KEY: &str = "weekly/2026-W47";

/// A publication with one newsletter, some readers and a relay.
pub struct Post {
    /// Its folder.
    pub house: House,
    /// Its store.
    pub store: Arc<Store>,
    config: Config,
}

/// An instant of the test's clock.
pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant").to_utc()
}

/// The address of a reader by number.
pub fn reader(n: usize) -> String {
    format!("reader{n:04}@mail{}.example", n % 7)
}

/// Whether a recipient is one of the readers with these numbers.
pub fn is_one_of(to: &str, readers: &[usize]) -> bool {
    readers.iter().any(|n| to == reader(*n))
}

/// A publication of one article with a newsletter and this `[relay]`; its store is the embedded one,
/// or a schema of its own on the PostgreSQL that `POSTRIDER_TEST_STORE` names.
pub fn house(relay: &str) -> House {
    let server = std::env::var("POSTRIDER_TEST_STORE").ok();
    let store = server.map(|url| format!("[store]\nurl = {url:?}\nschema = \"{}\"\n", schema()));
    let store = store.unwrap_or_default();
    let config = format!(
        r#"title = "Tidewater"
home = "https://tidewater.example/"
{store}
[relay]
host = "127.0.0.1"
{relay}

[newsletters.weekly]
title = "Tidewater Weekly"
at = "Mon 08:00"
since = "2026-01-01"
from = "Tidewater <hello@tidewater.example>"
postal_address = "1 Quay Street, 1000 Lisbon"
"#
    );
    House::new(&config).article("tides", "How tides are told", "The moon pulls. The sea follows.")
}

/// A name that no other house of this process has.
fn schema() -> String {
    static HOUSES: AtomicUsize = AtomicUsize::new(0);
    format!("house{}", HOUSES.fetch_add(1, Ordering::Relaxed))
}

/// A publication of one article with a newsletter and these `[[relays]]`, servers of this machine
/// where they name no other.
pub fn several(relays: &[String]) -> House {
    let house = house("");
    let config = house.read("config.toml").replace("[relay]\nhost = \"127.0.0.1\"\n", "");
    let one = |relay: &String| {
        let is_whole = ["host", "url"].iter().any(|key| relay.contains(&format!("{key} = ")));
        let host = if is_whole { "" } else { "host = \"127.0.0.1\"\n" };
        format!("\n[[relays]]\n{host}{relay}\n")
    };
    // Before the newsletter, to which a test may add.
    let tables: String = relays.iter().map(one).collect();
    let config = config.replace("[newsletters.weekly]", &format!("{tables}[newsletters.weekly]"));
    house.write("config.toml", config)
}

/// How a run goes at an instant at which the clock stands still.
pub fn options(now: &str) -> Options {
    Options {
        clock: Clock::Fixed(at(now)),
        wait: Duration::ZERO,
        link_check: false,
        stop: Stop::never(),
        in_doubt: Doubts::new(),
    }
}

/// A plain `[relay]` at a server.
pub fn plain(server: &SmtpServer) -> String {
    format!("port = {}\nsecurity = \"none\"\n", server.port)
}

impl Post {
    /// Opens the store of a house and subscribes readers.
    pub async fn open(house: House, readers: usize) -> Self {
        let config = Config::load(&house.path("config.toml")).expect("a configuration");
        let store = Arc::new(Store::open(&config.store).await.expect("a store"));
        for n in 0..readers {
            let address = Address::parse(&reader(n)).expect("an address");
            let source = Source::of("a test");
            store
                .subscribe("weekly", &address, None, State::Confirmed, &source, at(NOW))
                .await
                .expect("subscribed");
        }
        Self { house, store, config }
    }

    /// A publication with a plain relay at a server.
    pub async fn at(server: &SmtpServer, readers: usize) -> Self {
        Self::open(house(&plain(server)), readers).await
    }

    /// The publication's keys.
    pub fn keyring(&self) -> Keyring {
        Keyring::open_or_create(&self.house.path(".postrider")).expect("keys")
    }

    /// The configured relay, or all of several.
    pub fn relay(&self) -> Relays {
        let secret = |name: &str| matches!(name, "PASSWORD" | "TOKEN" | "T");
        let kept = |name: &str| std::env::var(name).ok();
        let environment =
            |name: &str| if secret(name) { Some("hunter2".to_owned()) } else { kept(name) };
        Relays::configured(&self.config.relays, environment).expect("relays").expect("a relay")
    }

    /// Publishes at an instant.
    pub async fn publish_at(&self, relays: &(impl Clone + Into<Relays>), now: &str) -> Published {
        self.publish_as(relays, &options(now)).await
    }

    /// Publishes with these options.
    pub async fn publish_as(
        &self,
        relays: &(impl Clone + Into<Relays>),
        options: &Options,
    ) -> Published {
        let keyring = self.keyring();
        let (config, store) = (&self.config, &self.store);
        let office =
            Office { config, store, keyring: &keyring, relays: &relays.clone().into(), options };
        schedule::publish(&office, &Unwatched).await.expect("published")
    }

    /// Publishes over the configured relay at [`NOW`] and gives the report of the first issue.
    pub async fn send(&self) -> Report {
        report(self.publish_at(&self.relay(), NOW).await)
    }

    /// Hands the first issue over, whoever else is at it.
    pub async fn run(&self) -> Report {
        let key = IssueKey(KEY.to_owned());
        let options = options(NOW);
        delivery::run(&self.store, &key, &self.relay(), &self.keyring(), &options, &Unwatched)
            .await
            .expect("handed over")
    }

    /// The numbers of the first issue.
    pub async fn totals(&self) -> Totals {
        self.store.totals(&IssueKey(KEY.to_owned())).await.expect("totals")
    }

    /// Who is in a state.
    pub async fn lines(&self, state: DeliveryState) -> Vec<DeliveryLine> {
        let key = IssueKey(KEY.to_owned());
        self.store.deliveries(&key, Some(state), 0, 10_000).await.expect("deliveries")
    }

    /// The addresses of those in a state.
    pub async fn who(&self, state: DeliveryState) -> Vec<String> {
        self.lines(state).await.iter().map(|line| line.address.to_string()).collect()
    }
}

/// The report of the first issue that had its turn.
#[track_caller]
pub fn report(published: Published) -> Report {
    let mut turns = published.turns.into_iter();
    let report = turns.find_map(|turn| match turn {
        Turn::Sent(report) => Some(*report),
        Turn::Failed { error, .. } => panic!("{error:?}"),
        _ => None,
    });
    report.expect("an issue had its turn")
}

/// All that a report says.
pub fn told(report: &Report) -> String {
    let said = report.sentences().into_iter();
    said.flat_map(|s| [s.what, "\n  ".to_owned(), s.hint.unwrap_or_default()]).collect()
}

/// Insists on how a report ends.
#[track_caller]
pub fn ends(report: &Report, class: Class) {
    assert_eq!(report.class(), class, "{}\n{report:#?}", told(report));
}
