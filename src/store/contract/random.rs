//! Whatever happens in whatever order, nobody is forgotten and nobody who left is written to.

use std::collections::HashMap;

use proptest::prelude::*;

use super::house::{House, key, later, mailbox, outcome_at, release};
use crate::ledger::{Cause, Claim, DeliveryState, Entry, Granted, IssueState};
use crate::store::{Resolve, Sender};
use crate::subscriber::{Row, Source, Standing};

const READERS: usize = 6;

/// How many orders of events are tried; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Verb {
    Claim { sender: usize, limit: u32 },
    Intend { claim: usize },
    Conclude { claim: usize, cause: Cause },
    Release { claim: usize },
    Leave { reader: usize },
    Import { reader: usize },
    Crash { sender: usize },
    Wait { minutes: i64 },
    Pause,
    Resume,
    Cancel,
    Resolve { how: Resolve },
}

fn verb() -> impl Strategy<Value = Verb> {
    let cause = prop::sample::select(vec![
        Cause::Accepted,
        Cause::Accepted,
        Cause::Soft,
        Cause::Hard,
        Cause::NoMailbox,
        Cause::SilentAfterDot,
    ]);
    let how = prop::sample::select(vec![Resolve::Hold, Resolve::Resend, Resolve::Accepted]);
    prop_oneof![
        6 => (0..2_usize, 1..4_u32).prop_map(|(sender, limit)| Verb::Claim { sender, limit }),
        6 => (0..4_usize).prop_map(|claim| Verb::Intend { claim }),
        6 => (0..4_usize, cause).prop_map(|(claim, cause)| Verb::Conclude { claim, cause }),
        2 => (0..4_usize).prop_map(|claim| Verb::Release { claim }),
        2 => (0..READERS).prop_map(|reader| Verb::Leave { reader }),
        1 => (0..READERS).prop_map(|reader| Verb::Import { reader }),
        1 => (0..2_usize).prop_map(|sender| Verb::Crash { sender }),
        2 => (-30..90_i64).prop_map(|minutes| Verb::Wait { minutes }),
        1 => Just(Verb::Pause),
        2 => Just(Verb::Resume),
        1 => Just(Verb::Cancel),
        1 => how.prop_map(|how| Verb::Resolve { how }),
    ]
}

/// What a person outside would have seen.
struct World {
    house: House,
    senders: Vec<Sender>,
    claims: Vec<Claim>,
    minutes: i64,
    left: Vec<usize>,
    /// The fence under which content may be leaving, for each delivery.
    leaving: HashMap<i64, i64>,
    /// The final states seen.
    settled: HashMap<i64, DeliveryState>,
    /// The latest fence of each delivery: whoever has an older one must change nothing.
    fences: HashMap<i64, i64>,
}

impl World {
    async fn new() -> Self {
        let house = House::with_readers(READERS).await;
        let senders = (0..2).map(|_| house.store.sender().unwrap()).collect();
        Self {
            house,
            senders,
            claims: Vec::new(),
            minutes: 0,
            left: Vec::new(),
            leaving: HashMap::new(),
            settled: HashMap::new(),
            fences: HashMap::new(),
        }
    }

    /// Gives one of the latest claims, the last first.
    fn claim(&self, back: usize) -> Option<Claim> {
        self.claims.iter().rev().nth(back).cloned()
    }

    async fn record(&self, claim: &Claim, entry: Entry) -> Granted {
        let granted = self.house.record_at(entry, self.now()).await;
        if granted == Granted::Yes {
            assert_eq!(self.fences[&claim.delivery], claim.fence, "{claim:?} is out of date");
        }
        granted
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        later(self.minutes)
    }

    async fn play(&mut self, verb: &Verb) {
        let (now, weekly) = (self.now(), key("weekly/1"));
        let source = Source::of("a test");
        let store = &self.house.store;
        match verb {
            Verb::Claim { sender, limit } => {
                let taken = self.house.claim_at(&self.senders[*sender], *limit, now).await;
                for claim in &taken {
                    assert!(!self.settled.contains_key(&claim.delivery), "{claim:?} was settled");
                    self.fences.insert(claim.delivery, claim.fence);
                }
                self.claims.extend(taken);
            }
            Verb::Intend { claim } => self.intend(*claim).await,
            Verb::Conclude { claim, cause } => {
                let Some(claim) = self.claim(*claim) else { return };
                let before = self.settled.get(&claim.delivery).copied();
                let granted = self.record(&claim, outcome_at(&claim, *cause, now)).await;
                if granted == Granted::Yes {
                    assert!(
                        before.is_none_or(|state| state == DeliveryState::InDoubt),
                        "{before:?}"
                    );
                    // The sender's answer is late, but it is the truth: no doubt is left.
                    self.settled.remove(&claim.delivery);
                }
            }
            Verb::Release { claim } => {
                let Some(claim) = self.claim(*claim) else { return };
                self.record(&claim, release(&claim)).await;
            }
            Verb::Leave { reader } => {
                let address = mailbox(&format!("reader{reader}"));
                store.remove(&address, Some("weekly"), &source, now).await.unwrap();
                self.left.push(*reader);
            }
            Verb::Import { reader } => {
                let address = mailbox(&format!("reader{reader}"));
                let rows = [Row { address, name: None, standing: Standing::Confirmed }];
                store.take_in("weekly", rows, &source, now).await.unwrap();
            }
            Verb::Crash { sender } => {
                let next = store.sender().unwrap();
                drop(std::mem::replace(&mut self.senders[*sender], next));
            }
            Verb::Wait { minutes } => self.minutes += minutes,
            Verb::Pause => drop(store.pause(&weekly, "a test", now).await),
            Verb::Resume => {
                if store.resume(&weekly, now).await.is_ok() {
                    // Those refused for our fault are tried again.
                    self.settled.retain(|_, state| *state != DeliveryState::Rejected);
                }
            }
            Verb::Cancel => drop(store.cancel(&weekly, None, now).await),
            Verb::Resolve { how } => {
                let done = store.resolve(&weekly, None, *how, now).await;
                if done.is_ok() && *how != Resolve::Hold {
                    self.settled.retain(|delivery, state| {
                        let in_doubt = *state == DeliveryState::InDoubt;
                        *self.fences.entry(*delivery).or_default() += i64::from(in_doubt);
                        !in_doubt
                    });
                }
            }
        }
    }

    async fn intend(&mut self, claim: usize) {
        let Some(claim) = self.claim(claim) else { return };
        let (delivery, fence, at) = (claim.delivery, claim.fence, self.now());
        let state = self.house.store.issue(&key("weekly/1")).await.unwrap().state;
        let relay = "relay.example:587".into();
        let granted = self.record(&claim, Entry::Intent { delivery, fence, at, relay }).await;
        if granted == Granted::Yes {
            let reader: usize = claim.address.local()["reader".len()..].parse().unwrap();
            assert!(!self.left.contains(&reader), "{claim:?} left");
            assert!(matches!(state, IssueState::Frozen | IssueState::Sending), "{state:?}");
            assert!(!self.settled.contains_key(&delivery), "{claim:?} was settled");
            let before = self.leaving.insert(delivery, fence);
            assert!(before.is_none_or(|before| before < fence), "{claim:?} granted twice");
        }
    }

    /// Looks at everything from outside: the numbers add up, and what is final stays.
    async fn look(&mut self) {
        let store = &self.house.store;
        let totals = store.totals(&key("weekly/1")).await.unwrap();
        assert!(totals.balance() && totals.readers == READERS as u64, "{totals:?}");
        let lines = store.deliveries(&key("weekly/1"), None, 0, 99).await.unwrap();
        assert_eq!(lines.len(), READERS, "a reader was lost");
        for line in &lines {
            let counted = lines.iter().filter(|other| other.state == line.state).count();
            assert_eq!(totals.count(line.state), counted as u64, "{totals:?}");
            if let Some(before) = self.settled.get(&line.delivery) {
                assert_eq!(*before, line.state, "{line:?}");
            }
            if line.state.is_final() {
                self.settled.insert(line.delivery, line.state);
            }
        }
        let state = store.issue(&key("weekly/1")).await.unwrap().state;
        assert!(state != IssueState::Finished || totals.open() == 0, "{totals:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_order_of_events_loses_a_reader_or_writes_to_one_who_left(
        verbs in prop::collection::vec(verb(), 1..60)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new().await;
            for verb in &verbs {
                world.play(verb).await;
                world.look().await;
            }
        });
    }
}
