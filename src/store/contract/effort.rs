//! What a long list costs a server: it looks up what is next, and never goes through all of it.

use std::time::Duration;

use super::house::{House, intent, issue, key, mailbox, now, outcome};
use crate::ledger::{Cause, DeliveryState, Granted};
use crate::store::sql::{self, Row, Tx};
use crate::subscriber::{self, Source, Standing};

const READERS: usize = 20_000;
const CLAIMS: usize = 20;
const EACH: u32 = 50;

/// What the server did so far with the deliveries: rows updated, and rows read by going through all.
async fn work(tx: &mut Tx) -> (i64, i64) {
    const WORK: &str = "SELECT n_tup_upd, seq_tup_read FROM pg_stat_user_tables
        WHERE relid = to_regclass('delivery')";
    let row: Row = sql::query(WORK).fetch_one(tx).await.unwrap();
    (row.get(0).unwrap(), row.get(1).unwrap())
}

async fn work_at_last(house: &House, updates: i64) -> i64 {
    // A server tells of what a connection did some time after its transaction.
    loop {
        let mut tx = house.store.readers.begin().await.unwrap();
        let (done, read) = work(&mut tx).await;
        if done >= updates {
            return read;
        }
        drop(tx);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_issue_that_is_finished_leaves_one_count_for_each_state() {
    let house = House::with_readers(6).await;
    if !house.store.is_shared() {
        return;
    }
    let senders = [house.store.sender().unwrap(), house.store.sender().unwrap()];
    for (at, cause) in [(0, Cause::Accepted), (1, Cause::TooLargeForMailbox), (0, Cause::Accepted)]
    {
        let claims = house.claim(&senders[at], 2).await;
        for claim in &claims {
            assert_eq!(house.record(intent(claim)).await, Granted::Yes);
        }
        let store = house.again().await;
        let outcomes: Vec<_> = claims.iter().map(|claim| outcome(claim, cause)).collect();
        store.record(&outcomes, now()).await.unwrap();
    }
    let mut tx = house.store.readers.begin().await.unwrap();
    let counts = "SELECT count(*) FROM delivery_move";
    let counts: i64 = sql::scalar(counts).fetch_one(&mut tx).await.unwrap();
    assert_eq!(counts, 2);
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    assert_eq!(totals.count(DeliveryState::Accepted), 4);
    assert_eq!(totals.count(DeliveryState::Rejected), 2);
}

#[tokio::test]
async fn however_long_a_list_is_a_claim_looks_at_few_of_it() {
    let mut house = House::new().await;
    if !house.store.is_shared() {
        return;
    }
    let row = |number| subscriber::Row {
        address: mailbox(&format!("reader{number}")),
        name: None,
        standing: Standing::Confirmed,
    };
    let source = Source::of("a test");
    house.store.take_in("weekly", (0..READERS).map(row), &source, now()).await.unwrap();
    house.store.freeze(&issue("weekly/1", &["a"]), &[], false, now()).await.unwrap();
    // As the server knows the table after a while: all of it waits.
    let mut tx = house.store.writer.begin_write().await.unwrap();
    tx.run("ANALYZE delivery").await.unwrap();
    tx.commit().await.unwrap();
    let (first, second) = (house.store.sender().unwrap(), house.store.sender().unwrap());
    for _ in 0..CLAIMS / 2 {
        for sender in [&first, &second] {
            assert_eq!(house.claim(sender, EACH).await.len(), EACH as usize);
        }
    }
    // Its connections tell of the last of it when they end.
    let again = house.again().await;
    std::mem::replace(&mut house.store, again).close().await;
    let claimed = i64::try_from(CLAIMS).unwrap() * i64::from(EACH);
    let read = work_at_last(&house, claimed).await;
    // One who opens a store or freezes an issue may go through it, a claim may not.
    let once = i64::try_from(READERS).unwrap();
    assert!(read <= 3 * once, "{CLAIMS} claims read {read} rows of {READERS}");
}
