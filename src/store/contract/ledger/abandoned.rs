//! What a sender held that is gone, or that stood still for too long.

use crate::ledger::{Cause, DeliveryState, Granted, IssueState};
use crate::store::contract::house::{House, intent, key, later, now, outcome, outcome_at};

#[tokio::test]
async fn what_an_ended_sender_held_is_free_at_once() {
    let house = House::with_readers(3).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.record(intent(&claims[0])).await;
    drop(sender);
    let next = house.again().await.sender().unwrap();
    let taken = house.claim(&next, 5).await;
    assert_eq!(taken.len(), 2, "the one that was claimed, and the one nobody had");
    assert_eq!(house.count(DeliveryState::InDoubt).await, 1);
}

#[tokio::test]
async fn after_a_crash_readers_in_doubt_are_shown_without_sending_anything() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.record(intent(&claims[0])).await;
    drop(sender);
    let store = house.again().await;
    let totals = store.totals(&key("weekly/1")).await.unwrap();
    assert_eq!(totals.count(DeliveryState::InDoubt), 1);
    assert_eq!(totals.count(DeliveryState::Queued), 1);
}

#[tokio::test]
async fn a_living_sender_keeps_what_it_holds() {
    let house = House::with_readers(3).await;
    let (one, two) = (house.store.sender().unwrap(), house.again().await);
    let claims = house.claim(&one, 2).await;
    assert!(two.is_busy(&key("weekly/1"), None, now()).await.unwrap());
    assert!(!two.is_busy(&key("weekly/1"), Some(&one), now()).await.unwrap());
    let other = two.sender().unwrap();
    assert_eq!(house.claim(&other, 5).await.len(), 1);
    assert_eq!(house.record(intent(&claims[0])).await, Granted::Yes);
}

#[tokio::test]
async fn who_stood_still_past_its_lease_can_begin_nothing() {
    let house = House::with_readers(1).await;
    let (slow, quick) = (house.store.sender().unwrap(), house.store.sender().unwrap());
    let old = house.claim(&slow, 1).await.remove(0);
    assert_eq!(house.record_at(intent(&old), later(6)).await, Granted::Lost, "its lease is over");
    let new = house.claim_at(&quick, 1, later(6)).await.remove(0);
    assert_eq!(new.delivery, old.delivery);
    assert_eq!(house.record_at(intent(&old), later(6)).await, Granted::Lost, "the old fence");
    assert_eq!(house.record_at(outcome(&old, Cause::Accepted), later(6)).await, Granted::Lost);
    assert_eq!(house.record_at(intent(&new), later(6)).await, Granted::Yes);
}

#[tokio::test]
async fn who_stood_still_in_mid_message_leaves_its_reader_in_doubt_until_it_answers() {
    let house = House::with_readers(1).await;
    let (slow, quick) = (house.store.sender().unwrap(), house.store.sender().unwrap());
    let claim = house.claim(&slow, 1).await.remove(0);
    house.record(intent(&claim)).await;
    assert!(house.claim_at(&quick, 1, later(14)).await.is_empty());
    assert_eq!(house.count(DeliveryState::Sending).await, 1, "a hand-over takes its time");
    assert!(house.claim_at(&quick, 1, later(16)).await.is_empty());
    assert_eq!(house.count(DeliveryState::InDoubt).await, 1);
    assert_eq!(house.state().await.0, IssueState::Finished);
    let late = outcome_at(&claim, Cause::Accepted, later(20));
    assert_eq!(house.record_at(late, later(20)).await, Granted::Yes, "it is true however late");
    assert_eq!(house.count(DeliveryState::Accepted).await, 1);
}

#[tokio::test]
async fn a_late_refusal_brings_a_reader_in_doubt_back_into_a_finished_issue() {
    let house = House::with_readers(1).await;
    let (slow, quick) = (house.store.sender().unwrap(), house.store.sender().unwrap());
    let claim = house.claim(&slow, 1).await.remove(0);
    house.record(intent(&claim)).await;
    house.claim_at(&quick, 1, later(16)).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    let late = outcome_at(&claim, Cause::Soft, later(20));
    assert_eq!(house.record_at(late, later(20)).await, Granted::Yes);
    assert_eq!(house.state().await.0, IssueState::Sending, "or the reader would be forgotten");
    assert_eq!(house.claim_at(&quick, 1, later(30)).await.len(), 1);
}

#[tokio::test]
async fn two_senders_never_hold_the_same_reader() {
    let house = House::with_readers(40).await;
    let stores = [house.again().await, house.again().await];
    let mut tasks = tokio::task::JoinSet::new();
    for store in stores {
        tasks.spawn(async move {
            let sender = store.sender().unwrap();
            let mut taken = Vec::new();
            loop {
                let lease = chrono::Duration::minutes(5);
                let claims = store.claim(&key("weekly/1"), &sender, 3, lease, now()).await.unwrap();
                if claims.is_empty() {
                    return (sender, taken);
                }
                taken.extend(claims.iter().map(|claim| claim.delivery));
            }
        });
    }
    let held = tasks.join_all().await;
    let mut taken: Vec<i64> = held.iter().flat_map(|(_, taken)| taken.clone()).collect();
    taken.sort_unstable();
    taken.dedup();
    let count: usize = held.iter().map(|(_, taken)| taken.len()).sum();
    assert_eq!((taken.len(), count), (40, 40));
}
