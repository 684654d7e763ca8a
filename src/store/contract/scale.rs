//! Figures, not promises: `cargo test --release --lib -- --ignored --nocapture scale`.

use super::house::{House, intent, issue, key, now, outcome};
use crate::address::Address;
use crate::ledger::{Cause, DeliveryState};
use crate::subscriber::{Row, Source, Standing};

/// Seconds of processor time so far, all threads together: it says more than the clock does on a
/// busy machine.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11..13].iter().map(|ticks| ticks.parse::<f64>().unwrap() / 100.0).sum()
}

#[tokio::test]
#[ignore = "takes minutes; it shows figures"]
async fn a_long_list_is_taken_in_frozen_and_claimed() {
    let readers: usize = std::env::var("READERS").map_or(100_000, |n| n.parse().unwrap());
    let house = House::new().await;
    let row = |number| Row {
        address: Address::parse(&format!("reader{number}@reader{}.example", number % 97)).unwrap(),
        name: Some(format!("Reader {number}")),
        standing: Standing::Confirmed,
    };
    let source = Source::of("a test");
    for what in ["taken in", "taken in again"] {
        let start = cpu();
        house.store.take_in("weekly", (0..readers).map(row), &source, now()).await.unwrap();
        println!("{readers} {what}: {:.2} s of CPU", cpu() - start);
    }
    let start = cpu();
    house.store.freeze(&issue("weekly/1", &["a"]), &[], false, now()).await.unwrap();
    println!("{readers} frozen: {:.2} s of CPU", cpu() - start);
    let start = cpu();
    let copy = house.store.scratch_copy().await.unwrap();
    println!("{readers} copied: {:.2} s of CPU", cpu() - start);
    drop(copy);
    let sender = house.store.sender().unwrap();
    for part in 1..=2 {
        let start = cpu();
        for _ in 0..50 {
            let claims = house.claim(&sender, 100).await;
            for group in claims.chunks(8) {
                let intents: Vec<_> = group.iter().map(intent).collect();
                house.store.record(&intents, now()).await.unwrap();
                let done: Vec<_> = group.iter().map(|c| outcome(c, Cause::Accepted)).collect();
                house.store.record(&done, now()).await.unwrap();
            }
        }
        println!("part {part}: 5000 sent, 8 to a commit: {:.2} s of CPU", cpu() - start);
    }
    let start = cpu();
    let totals = house.store.totals(&key("weekly/1")).await.unwrap();
    println!(
        "{} accepted, counted in {:.2} s of CPU",
        totals.count(DeliveryState::Accepted),
        cpu() - start
    );
}
