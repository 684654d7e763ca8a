//! A sender that is interrupted (Ctrl-C), while something is in flight and while nothing is.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command};
use std::sync::atomic::Ordering;

use postrider::ledger::DeliveryState;

use super::points::{Still, still};
use super::{Killing, PUBLISH, by_reader, until};
use crate::house::Said;
use crate::smtp_server::{Act, At, Script, SmtpServer};

fn interrupt(child: &Child) {
    let pid = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
}

/// Reads what it says up to a line that says this; gives that line.
fn heard(child: &mut Child, words: &str) -> String {
    let told = BufReader::new(child.stderr.as_mut().unwrap());
    told.lines().map(Result::unwrap).find(|line| line.contains(words)).expect(words)
}

#[test]
fn an_interrupt_finishes_what_is_in_flight_and_says_how_to_go_on() {
    let (killing, goes_on) = Killing::pausing(200, 20, "");
    let child = killing.start_heard(&["publish", "--no-link-check"]);
    until("some messages", || killing.server.count() >= 20);
    interrupt(&child);
    goes_on.store(true, Ordering::SeqCst);
    let said = Said::of(&child.wait_with_output().unwrap());
    assert_eq!(said.code, 3, "{said:?}");
    let (key, totals, _) = killing.ledger();
    let key = key.unwrap().0;
    assert!(said.err.contains(&format!("postrider send {key}")), "{said:?}");
    let accepted = totals.count(DeliveryState::Accepted);
    assert_eq!(accepted, killing.server.count() as u64);
    assert_eq!(accepted + totals.count(DeliveryState::Queued), 200, "{totals:?}");
    assert_eq!(killing.run(&["send", &key, "--no-link-check"]).code, 0);
    assert!(by_reader(killing.server.taken()).values().all(|messages| messages.len() == 1));
    assert_eq!(killing.server.count(), 200);
}

#[test]
fn an_interrupt_while_a_connection_is_being_opened_ends_the_run_at_once() {
    for at in [At::Greeting, At::Ehlo] {
        let silent = Script::new(move |now| if now.at == at { Act::Silent } else { Act::Usual });
        let killing = Killing::at(SmtpServer::start(silent), "", 6, "");
        let child = killing.start_heard(&PUBLISH);
        until("a connection", || killing.server.connections() > 0);
        interrupt(&child);
        // Else it would wait for five minutes, and then once more.
        let said = Said::of(&child.wait_with_output().unwrap());
        assert_eq!((said.code, killing.server.connections()), (3, 1), "{said:?}");
        assert!(said.err.contains("stopped as asked"), "{said:?}");
        assert_eq!(killing.ledger().1.count(DeliveryState::Queued), 6);
    }
}

#[test]
fn an_interrupt_says_that_what_is_in_flight_is_finished_and_a_second_one_ends_at_once() {
    let Still { server, reached, goes_on } = still(At::Dot, 2, Act::Usual);
    let killing = Killing::at(server, "", 6, "");
    let mut child = killing.start_heard(&PUBLISH);
    reached.recv().unwrap();
    interrupt(&child);
    let line = heard(&mut child, "in flight");
    assert!(line.contains("a second Ctrl-C ends it at once"), "{line}");
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    goes_on.send(()).unwrap();
    until("the end of all connections", || killing.server.open() == 0);
    until("the end of its leases", || !killing.is_busy());
    assert_eq!(killing.everybody_got_it(), 1, "the one in flight is in doubt");
}
