//! What commits that hold answers and next readers promise.

use super::super::house::{House, intent, key, now, outcome};
use crate::ledger::{Cause, Claim, DeliveryState, Entry, Granted, IssueState, SuppressionReason};
use crate::store::DeliveryLine;
use crate::subscriber::Source;

impl House {
    async fn commit(&self, entries: &[Entry]) -> Vec<Granted> {
        self.store.record(entries, now()).await.unwrap()
    }

    async fn lines(&self) -> Vec<DeliveryLine> {
        self.store.deliveries(&key("weekly/1"), None, 0, 100).await.unwrap()
    }
}

/// The answers about some readers, and the intents of others.
fn entries(answered: &[Claim], next: &[Claim]) -> Vec<Entry> {
    let answers = answered.iter().map(|claim| outcome(claim, Cause::Accepted));
    answers.chain(next.iter().map(intent)).collect()
}

#[tokio::test]
async fn what_shares_a_commit_is_written_as_if_each_had_its_own() {
    let (together, alone) = (House::with_readers(5).await, House::with_readers(5).await);
    for (house, size) in [(&together, 4), (&alone, 1)] {
        let sender = house.store.sender().unwrap();
        let claims = house.claim(&sender, 5).await;
        assert_eq!(house.commit(&entries(&[], &claims[..3])).await, [Granted::Yes; 3]);
        let both = entries(&claims[..2], &claims[3..]);
        for some in both.chunks(size) {
            assert_eq!(house.commit(some).await, vec![Granted::Yes; some.len()]);
        }
    }
    assert_eq!(together.lines().await, alone.lines().await);
    assert_eq!(together.state().await, alone.state().await);
    assert_eq!(together.count(DeliveryState::Accepted).await, 2);
    assert_eq!(together.count(DeliveryState::Sending).await, 3);
}

#[tokio::test]
async fn one_who_left_takes_nothing_from_those_in_the_same_commit() {
    let house = House::with_readers(4).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 4).await;
    house.commit(&entries(&[], &claims[..2])).await;
    let source = Source::of("a test");
    let left = house.store.unsubscribe("weekly", claims[2].subscriber, &source, now());
    assert!(left.await.unwrap());
    let granted = house.commit(&entries(&claims[..2], &claims[2..])).await;
    assert_eq!(granted, [Granted::Yes, Granted::Yes, Granted::NoConsent, Granted::Yes]);
    assert_eq!(house.count(DeliveryState::Accepted).await, 2);
    assert_eq!(house.count(DeliveryState::Suppressed).await, 1);
    assert_eq!(house.count(DeliveryState::Sending).await, 1);
}

#[tokio::test]
async fn who_lost_its_lease_takes_nothing_from_those_in_the_same_commit() {
    let house = House::with_readers(3).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 3).await;
    house.commit(&entries(&[], &claims[..1])).await;
    let stale = Claim { fence: claims[1].fence - 1, ..claims[1].clone() };
    let next = [stale, claims[2].clone()];
    let granted = house.commit(&entries(&claims[..1], &next)).await;
    assert_eq!(granted, [Granted::Yes, Granted::Lost, Granted::Yes]);
    let before = house.lines().await;
    let again = house.commit(&entries(&claims[..1], &claims[1..2])).await;
    assert_eq!(again, [Granted::Lost, Granted::Yes], "an answer counts once");
    assert_eq!(house.lines().await[0], before[0]);
}

#[tokio::test]
async fn a_relays_odd_words_are_kept_also_in_company() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.commit(&entries(&[], &claims[..1])).await;
    let said = "250 \"ok\"\t\u{1}\\ [é] 'queued'";
    let mut both = entries(&claims[..1], &claims[1..]);
    if let Entry::Outcome { reply, .. } = &mut both[0] {
        said.clone_into(reply);
    }
    assert_eq!(house.commit(&both).await, [Granted::Yes; 2]);
    assert_eq!(house.lines().await[0].reply.as_deref(), Some(said));
}

#[tokio::test]
async fn replies_in_company_count_towards_the_fifty_a_suppression_waits_for() {
    let house = House::with_readers(60).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 60).await;
    house.record(outcome(&claims[0], Cause::NoMailbox)).await;
    house.commit(&entries(&[], &claims[1..6])).await;
    for at in (1..46).step_by(5) {
        house.commit(&entries(&claims[at..at + 5], &claims[at + 5..at + 10])).await;
        assert!(house.suppressed().await.is_empty(), "{at}");
    }
    house.commit(&entries(&claims[46..51], &claims[51..52])).await;
    assert_eq!(house.suppressed().await, [SuppressionReason::NoMailbox]);
}

#[tokio::test]
async fn replies_in_company_count_among_those_of_which_too_many_are_refusals() {
    let house = House::with_readers(20).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 20).await;
    house.commit(&entries(&[], &claims[..3])).await;
    house.commit(&entries(&claims[..3], &claims[3..4])).await;
    for claim in &claims[4..14] {
        house.record(outcome(claim, Cause::NoMailbox)).await;
    }
    let why = Some("10 of the last 13 readers were refused".to_owned());
    assert_eq!(house.state().await, (IssueState::Paused, why));
}
