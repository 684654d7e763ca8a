//! The ledger on a PostgreSQL server: kills, workers side by side, and a server that goes away.

mod tls;

use std::process::Command;
use std::sync::atomic::Ordering;
use std::time::Duration;

use postrider::ledger::DeliveryState;

use crate::house::Said;
use crate::kills::{
    CONNECTIONS, Killing, PUBLISH, by_reader, clock, each_at_most_once, in_doubt,
    kill_again_and_again, points, until,
};
use crate::postgres_server::PostgresServer;

fn store(server: &PostgresServer) -> String {
    format!("\n[store]\nurl = {:?}\n", server.url())
}

/// Gives a store of its own at each call.
fn stores(server: &PostgresServer) -> impl FnMut() -> String {
    let mut houses = 0;
    move || {
        houses += 1;
        format!("{}schema = \"house{houses}\"\n", store(server))
    }
}

const WORKER: [&str; 3] = ["worker", "--once", "--no-link-check"];

#[test]
fn a_sender_killed_at_random_on_a_server_loses_nobody_and_writes_to_nobody_twice() {
    let Some(server) = PostgresServer::start() else { return };
    kill_again_and_again(&store(&server));
}

#[test]
fn a_sender_killed_at_any_point_of_a_hand_over_leaves_at_most_that_reader_in_doubt_on_a_server() {
    let Some(server) = PostgresServer::start() else { return };
    points::kill_at_each(stores(&server));
}

#[test]
fn a_clock_moved_by_an_hour_in_mid_issue_loses_nobody_and_writes_to_nobody_twice_on_a_server() {
    let Some(server) = PostgresServer::start() else { return };
    clock::move_at_each(stores(&server));
}

#[test]
fn a_sender_that_stood_still_past_its_time_writes_to_nobody_twice_on_a_server() {
    let Some(server) = PostgresServer::start() else { return };
    points::stop_at_each(stores(&server));
}

#[test]
fn workers_side_by_side_write_to_everyone_once() {
    let Some(server) = PostgresServer::start() else { return };
    let (killing, goes_on) = Killing::pausing(600, 5, &store(&server));
    let mut children = vec![killing.start_heard(&PUBLISH)];
    until("the first messages", || killing.server.count() >= 5);
    children.extend([killing.start_heard(&WORKER), killing.start_heard(&WORKER)]);
    until("others to take part", || killing.server.open() as u64 > CONNECTIONS);
    goes_on.store(true, Ordering::SeqCst);
    for child in children {
        let said = Said::of(&child.wait_with_output().unwrap());
        assert_eq!(said.code, 0, "{said:?}");
    }
    let most = killing.server.most_open() as u64;
    assert!(most > CONNECTIONS, "only {most} connections: nobody took part");
    let taken = by_reader(killing.server.taken());
    assert_eq!(taken.len(), 600, "somebody was forgotten");
    assert!(taken.values().all(|messages| messages.len() == 1), "somebody got it twice");
    let (_, totals, _) = killing.ledger();
    assert_eq!(totals.count(DeliveryState::Accepted), 600, "{totals:?}");
}

/// Runs this very program again, with all stores on a server.
#[test]
fn whatever_a_relay_does_leads_to_the_same_on_a_server() {
    let Some(server) = PostgresServer::start() else { return };
    let run = Command::new(std::env::current_exe().unwrap())
        .args(["delivery::", "hand_over::"])
        // It breaks the file itself.
        .args(["--skip", "ledger_trouble::"])
        .env("POSTRIDER_TEST_STORE", server.url())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("delivery::rows::"), "nothing ran: {said}");
}

#[test]
fn a_database_stopped_and_started_in_mid_issue_loses_nobody() {
    let Some(mut server) = PostgresServer::start() else { return };
    let killing = Killing::new(400, 1, &store(&server));
    let mut child = killing.start(&PUBLISH);
    until("some messages", || killing.server.count() >= 100);
    server.stop();
    std::thread::sleep(Duration::from_millis(300));
    server.start_again();
    // It may have gone on by itself, or have said that it could not.
    child.wait().unwrap();
    let (key, totals, _) = killing.ledger();
    let key = key.expect("an issue").0;
    assert!(in_doubt(&totals) <= CONNECTIONS, "{totals:?}");
    let said = killing.run(&WORKER);
    let (_, totals, states) = killing.ledger();
    assert_eq!(totals.open(), 0, "{totals:?} {said:?}");
    each_at_most_once(&states, &by_reader(killing.server.taken()));
    assert_eq!(killing.run(&["issues", "resolve", &key, "--as", "resend"]).code, 0);
    killing.run(&WORKER);
    let (_, totals, _) = killing.ledger();
    assert_eq!(totals.count(DeliveryState::Accepted), 400, "{totals:?}");
}
