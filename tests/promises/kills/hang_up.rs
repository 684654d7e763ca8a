//! A sender whose terminal goes away, as it does when a connection to its machine breaks.

use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;

use postrider::ledger::DeliveryState;

use super::{Killing, PUBLISH, until};
use crate::house::Said;

const READERS: usize = 100;

fn hang_up(pid: u32) {
    let pid = pid.to_string();
    assert!(Command::new("kill").args(["-HUP", &pid]).status().unwrap().success());
}

#[test]
fn a_terminal_that_goes_away_ends_a_run_after_what_is_in_flight() {
    let (killing, goes_on) = Killing::pausing(READERS, 10, "");
    // Who runs the tests may have told them, and so their children, to outlive a terminal.
    let mut command = Command::new("env");
    command.args(["--default-signal=HUP", env!("CARGO_BIN_EXE_postrider")]).args(PUBLISH);
    command.current_dir(killing.house.path("")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    until("some messages", || killing.server.count() >= 10);
    // Once by the terminal, once by its shell.
    hang_up(child.id());
    hang_up(child.id());
    goes_on.store(true, Ordering::SeqCst);
    let said = Said::of(&child.wait_with_output().unwrap());
    assert_eq!(said.code, 3, "{said:?}");
    let (_, totals, _) = killing.ledger();
    let accepted = totals.count(DeliveryState::Accepted);
    assert_eq!(accepted, killing.server.count() as u64);
    assert_eq!(accepted + totals.count(DeliveryState::Queued), READERS as u64, "{totals:?}");
    assert_eq!(killing.everybody_got_it(), 0);
}

#[test]
fn a_run_that_is_to_outlive_its_terminal_does() {
    let (killing, goes_on) = Killing::pausing(READERS, 10, "");
    let mut command = Command::new("nohup");
    command.arg(env!("CARGO_BIN_EXE_postrider")).args(PUBLISH);
    command.current_dir(killing.house.path("")).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    until("some messages", || killing.server.count() >= 10);
    hang_up(child.id());
    goes_on.store(true, Ordering::SeqCst);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(killing.server.count(), READERS);
}
