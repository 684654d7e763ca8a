//! What the ledger promises.

use super::house::{House, intent, issue, key, later, now, outcome};
use crate::ledger::{Cause, DeliveryState, Granted, IssueState};
use crate::subscriber::Source;

#[tokio::test]
async fn every_reader_is_claimed_once_and_the_issue_finishes() {
    let house = House::with_readers(5).await;
    let sender = house.store.sender().unwrap();
    let first = house.claim(&sender, 3).await;
    let second = house.claim(&sender, 3).await;
    assert_eq!((first.len(), second.len()), (3, 2));
    assert!(house.claim(&sender, 3).await.is_empty());
    for claim in first.iter().chain(&second) {
        assert_eq!(house.record(intent(claim)).await, Granted::Yes);
        assert_eq!(house.record(outcome(claim, Cause::Accepted)).await, Granted::Yes);
    }
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    assert_eq!(totals.count(DeliveryState::Accepted), 5);
    assert!(totals.balance());
    let stored = house.store.issue(&key("weekly/1")).await.unwrap();
    assert_eq!(stored.state, IssueState::Finished);
}

#[tokio::test]
async fn freezing_again_changes_nothing() {
    let house = House::with_readers(2).await;
    house.confirmed("weekly", "late").await;
    let again = house.store.freeze(&issue("weekly/1", &["b"]), &[], false, later(1)).await.unwrap();
    assert_eq!(again.readers, 2);
    let stored = house.store.issue(&key("weekly/1")).await.unwrap();
    assert_eq!(stored.issue, issue("weekly/1", &["a"]));
}

#[tokio::test]
async fn who_leaves_in_mid_issue_gets_nothing_more() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    let source = Source::of("the unsubscribe page");
    let left = house.store.unsubscribe("weekly", claims[0].subscriber, &source, now());
    assert!(left.await.unwrap());
    assert_eq!(house.record(intent(&claims[0])).await, Granted::NoConsent);
    assert_eq!(house.record(intent(&claims[1])).await, Granted::Yes);
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    assert_eq!(totals.count(DeliveryState::Suppressed), 1);
}
