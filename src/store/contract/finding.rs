//! What any store promises about being found again, and about copies of it.

use super::house::{House, config, intent, issue, key, later, now};
use crate::ledger::DeliveryState;
use crate::store::{Store, StoreError};

#[tokio::test]
async fn it_is_found_again_as_it_was_left() {
    let house = House::with_readers(2).await;
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    let House { dir, store } = house;
    store.close().await;
    let store = Store::open(&config(&dir)).await.unwrap();
    assert_eq!(store.totals(&key("weekly/1")).await.unwrap(), totals);
}

#[tokio::test]
async fn a_store_of_an_earlier_version_is_brought_up_to_date_and_loses_nothing() {
    let house = House::with_readers(3).await;
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    house.store.forget_relays_for_tests().await;
    let House { dir, store } = house;
    store.close().await;
    let store = Store::open(&config(&dir)).await.unwrap();
    assert_eq!(store.totals(&key("weekly/1")).await.unwrap(), totals);
    let lines = store.deliveries(&key("weekly/1"), None, 0, 9).await.unwrap();
    assert!(lines.len() == 3 && lines.iter().all(|line| line.relay.is_none()), "{lines:?}");
    let house = House { dir, store };
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    house.record(intent(&claim)).await;
    let line = house.store.delivery_of(&key("weekly/1"), &claim.address).await.unwrap().unwrap();
    assert_eq!(line.relay.as_deref(), Some("relay.example:587"));
}

#[tokio::test]
async fn a_store_of_a_later_version_is_refused() {
    let house = House::new().await;
    let House { dir, store } = house;
    store.raise_format_for_tests(99).await;
    store.close().await;
    let error = Store::open(&config(&dir)).await.unwrap_err();
    assert!(error.to_string().contains("has format 99, and this version"), "{error}");
    assert!(error.hint().unwrap().contains("newer postrider"));
}

#[tokio::test]
async fn the_database_of_another_program_is_left_alone() {
    let house = House::new().await;
    house.store.raise_format_for_tests(0).await;
    let House { dir, store } = house;
    store.close().await;
    let error = Store::open(&config(&dir)).await.unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
}

#[tokio::test]
async fn a_scratch_copy_leaves_no_trace() {
    let house = House::with_readers(3).await;
    let before = house.store.totals(&key("weekly/1")).await.unwrap();
    let copy = house.store.scratch_copy().await.unwrap();
    let sender = copy.sender().unwrap();
    let lease = chrono::Duration::minutes(5);
    let claims = copy.claim(&key("weekly/1"), &sender, 9, lease, now()).await.unwrap();
    copy.record(&[intent(&claims[0])], now()).await.unwrap();
    copy.freeze(&issue("weekly/2", &["b"]), &[], false, later(1)).await.unwrap();
    let changed = copy.totals(&key("weekly/1")).await.unwrap();
    assert_eq!(changed.count(DeliveryState::Sending), 1);
    assert_eq!(house.store.totals(&key("weekly/1")).await.unwrap(), before);
    assert_eq!(house.store.issues().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_scratch_copy_is_gone_when_it_is_dropped() {
    let house = House::with_readers(1).await;
    let copy = house.store.scratch_copy().await.unwrap();
    let dir = copy.folder_for_tests().unwrap();
    assert!(dir.exists());
    drop(copy);
    assert!(!dir.exists());
}

#[tokio::test]
async fn many_processes_may_open_a_new_store_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let config = config(&dir);
        tasks.spawn(async move { Store::open(&config).await.map(|_| ()) });
    }
    for opened in tasks.join_all().await {
        opened.unwrap();
    }
}
