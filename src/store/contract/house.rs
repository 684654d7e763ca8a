//! A store of its own for each test, and short words for what tests do again and again.

use chrono::{DateTime, Duration, TimeZone, Utc};

use crate::address::Address;
use crate::config::{self, Durability};
use crate::issue::{ArticleRef, Edition, Issue, IssueKey};
use crate::ledger::{Again, Cause, Claim, Entry, Granted, Outcome, Phase};
use crate::store::{Sender, Store};
use crate::subscriber::{Source, State, SubscriberId};

pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap()
}

pub(super) fn later(minutes: i64) -> DateTime<Utc> {
    now() + Duration::minutes(minutes)
}

pub(super) fn mailbox(name: &str) -> Address {
    Address::parse(&format!("{name}@reader.example")).unwrap()
}

pub(super) fn key(text: &str) -> IssueKey {
    IssueKey(text.to_owned())
}

pub(super) fn issue(text: &str, articles: &[&str]) -> Issue {
    let article = |id: &&str| ArticleRef {
        id: (*id).to_owned(),
        headline: format!("About {id}"),
        url: format!("https://tidewater.example/{id}/"),
    };
    Issue {
        key: key(text),
        newsletter: text.split('/').next().unwrap().to_owned(),
        frozen_at: now(),
        articles: articles.iter().map(article).collect(),
        edition: Edition { subject: format!("Subject of {text}"), ..Edition::default() },
    }
}

/// A store of its own: in a folder that is gone with it, or on the PostgreSQL that
/// `POSTRIDER_TEST_STORE` names, in a schema of its own.
pub(super) struct House {
    pub(super) dir: tempfile::TempDir,
    pub(super) store: Store,
}

impl House {
    pub(super) async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&config(&dir)).await.unwrap();
        Self { dir, store }
    }

    /// Opens the same store once more, as another process would.
    pub(super) async fn again(&self) -> Store {
        Store::open(&config(&self.dir)).await.unwrap()
    }

    pub(super) async fn confirmed(&self, newsletter: &str, name: &str) -> SubscriberId {
        let (address, source) = (mailbox(name), Source::of("a test"));
        let joined =
            self.store.subscribe(newsletter, &address, None, State::Confirmed, &source, now());
        joined.await.unwrap().id
    }

    pub(super) async fn with_readers(count: usize) -> Self {
        let house = Self::new().await;
        for number in 0..count {
            house.confirmed("weekly", &format!("reader{number}")).await;
        }
        house.store.freeze(&issue("weekly/1", &["a"]), &[], false, now()).await.unwrap();
        house
    }

    pub(super) async fn claim(&self, sender: &Sender, limit: u32) -> Vec<Claim> {
        self.claim_at(sender, limit, now()).await
    }

    pub(super) async fn claim_at(
        &self,
        sender: &Sender,
        limit: u32,
        at: DateTime<Utc>,
    ) -> Vec<Claim> {
        let lease = Duration::minutes(5);
        self.store.claim(&key("weekly/1"), sender, limit, lease, at).await.unwrap()
    }

    pub(super) async fn record(&self, entry: Entry) -> Granted {
        self.record_at(entry, now()).await
    }

    pub(super) async fn record_at(&self, entry: Entry, at: DateTime<Utc>) -> Granted {
        self.store.record(&[entry], at).await.unwrap()[0]
    }
}

pub(super) fn config(dir: &tempfile::TempDir) -> config::Store {
    let server = std::env::var("POSTRIDER_TEST_STORE").ok().map(|url| config::StoreServer {
        url: url.parse().unwrap(),
        password: None,
        // The name of the folder is random, and so is this one.
        schema: format!("house{}", hex(dir.path().file_name().unwrap().as_encoded_bytes())),
    });
    config::Store { server, ..file_config(dir) }
}

pub(super) fn file_config(dir: &tempfile::TempDir) -> config::Store {
    let path = dir.path().join(".postrider/postrider.db");
    config::Store { path, durability: Durability::Process, server: None }
}

fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().concat()
}

pub(super) fn intent(claim: &Claim) -> Entry {
    Entry::Intent {
        delivery: claim.delivery,
        fence: claim.fence,
        at: now(),
        relay: "relay.example:587".into(),
    }
}

pub(super) fn outcome(claim: &Claim, cause: Cause) -> Entry {
    outcome_at(claim, cause, now())
}

pub(super) fn outcome_at(claim: &Claim, cause: Cause, at: DateTime<Utc>) -> Entry {
    let (outcome, phase) = match cause {
        Cause::Accepted => (Outcome::Accepted, Phase::Dot),
        Cause::SilentAfterDot => (Outcome::InDoubt, Phase::Dot),
        Cause::Soft | Cause::Greylisted => (Outcome::Deferred, Phase::Rcpt),
        _ => (Outcome::Rejected, Phase::Rcpt),
    };
    let next = at + Duration::minutes(5);
    Entry::Outcome {
        delivery: claim.delivery,
        fence: claim.fence,
        at,
        outcome,
        phase,
        cause,
        reply: format!("the relay's words: {cause}"),
        next_attempt: (outcome == Outcome::Deferred).then_some(next),
        relay: "relay.example:587".into(),
    }
}

pub(super) fn release(claim: &Claim) -> Entry {
    Entry::Release { delivery: claim.delivery, fence: claim.fence, again: Again::InPlace }
}
