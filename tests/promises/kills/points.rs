//! A sender killed, or stopped and continued, at a point of a hand-over that the server chooses.

use std::process::Child;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};

use postrider::ledger::DeliveryState;

use super::{Killing, PUBLISH, by_reader, each_at_most_once, in_doubt, until};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const READERS: usize = 6;
/// At whom it happens; those before are done with, those after are not begun.
const THIRD: usize = 2;

/// A server that stands still at one moment until it is told to go on.
pub struct Still {
    /// The server.
    pub server: SmtpServer,
    /// Tells that the moment has come.
    pub reached: Receiver<()>,
    /// Waits for the word to go on.
    pub goes_on: Sender<()>,
}

/// Makes a server that stands still at such a moment, counted from 0, and then does that.
pub fn still(at: At, nth: usize, then: Act) -> Still {
    let (tells, reached) = channel();
    let (goes_on, waits) = channel::<()>();
    let (tells, waits) = (Mutex::new(tells), Mutex::new(waits));
    let server = SmtpServer::start(Script::new(move |now: &Moment| {
        if now.at != at || now.nth != nth {
            return Act::Usual;
        }
        let _ = tells.lock().unwrap().send(());
        // Ends at the latest when the test does.
        let _ = waits.lock().unwrap().recv();
        then.clone()
    }));
    Still { server, reached, goes_on }
}

fn signal(child: &Child, name: &str) {
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args([name, &pid]).status().unwrap().success());
}

/// Kills a sender at every point of a hand-over that a server can see, each with a store of its own.
pub fn kill_at_each(mut store: impl FnMut() -> String) {
    // What is known of the second reader is written with the intent for the third, so that until
    // then it is the second who is in doubt.
    let points = [
        ("after MAIL", At::Mail, Act::Drop, 1),
        ("after RCPT", At::Rcpt, Act::Drop, 1),
        ("after DATA", At::Data, Act::Drop, 1),
        ("in mid-content", At::Content, Act::Drop, 1),
        ("after the dot, not taken", At::Dot, Act::Drop, 1),
        ("after the dot, taken", At::Dot, Act::Take(Box::new(Act::Drop)), 1),
        ("after 250", At::Dot, Act::Take(Box::new(Act::Usual)), 1),
    ];
    for (point, at, then, most) in points {
        let Still { server, reached, goes_on } = still(at, THIRD, then);
        let killing = Killing::at(server, "", READERS, &store());
        let mut child = killing.start(&PUBLISH);
        reached.recv().unwrap();
        kill(&mut child);
        goes_on.send(()).unwrap();
        is_settled(&killing, point, most);
    }
    kill_after_a_claim(&store());
    kill_after_a_record(&store());
}

fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn is_settled(killing: &Killing, point: &str, most: u64) {
    println!("killed {point}");
    until("the end of all connections", || killing.server.open() == 0);
    until("the end of its leases", || !killing.is_busy());
    let doubts = in_doubt(&killing.ledger().1);
    assert!(doubts <= most, "{point}: {doubts} in doubt");
    assert_eq!(killing.everybody_got_it() as u64, doubts, "{point}");
}

/// At the greeting readers are claimed, and nothing was said to anyone.
fn kill_after_a_claim(store: &str) {
    let Still { server, reached, goes_on } = still(At::Greeting, 0, Act::Drop);
    let killing = Killing::at(server, "", READERS, store);
    let mut child = killing.start(&PUBLISH);
    reached.recv().unwrap();
    let claimed = killing.ledger().1.count(DeliveryState::Claimed);
    assert!(claimed > 0, "nobody was claimed");
    kill(&mut child);
    goes_on.send(()).unwrap();
    is_settled(&killing, "after a claim", 0);
}

/// While it waits for its turn under a limit, all it knows is written.
fn kill_after_a_record(store: &str) {
    let killing = Killing::at(SmtpServer::kind(), "per_second = 1\n", 3, store);
    let mut child = killing.start(&PUBLISH);
    let accepted = || killing.ledger().1.count(DeliveryState::Accepted);
    until("a record", || accepted() > 0);
    kill(&mut child);
    is_settled(&killing, "after a record", 1);
}

/// Stops a sender in a hand-over, lets another go on two hours later, and continues the first.
pub fn stop_at_each(mut store: impl FnMut() -> String) {
    let taken = || Act::Take(Box::new(Act::Usual));
    for (point, at, then) in [
        ("after MAIL", At::Mail, Act::Usual),
        ("after DATA", At::Data, Act::Usual),
        ("after the dot", At::Dot, taken()),
    ] {
        let Still { server, reached, goes_on } = still(at, THIRD, then);
        let killing = Killing::at(server, "", READERS, &store());
        let first = ["publish", "--no-link-check", "--now", "2026-11-20T09:00:00Z"];
        let mut child = killing.start(&first);
        reached.recv().unwrap();
        signal(&child, "-STOP");
        let others = SmtpServer::kind();
        let there = format!("smtp://127.0.0.1:{}", others.port);
        let later = ["--relay", &there, "--now", "2026-11-20T11:00:00Z"];
        killing.run(&[&PUBLISH[..], &later].concat());
        goes_on.send(()).unwrap();
        signal(&child, "-CONT");
        child.wait().unwrap();

        let (_, totals, states) = killing.ledger();
        assert_eq!(totals.open(), 0, "{point}: {totals:?}");
        let all = [killing.server.taken(), others.taken()].concat();
        let got = by_reader(all);
        each_at_most_once(&states, &got);
        assert!(others.count() > 0, "{point}: the other sender had nothing to do");
        assert!(in_doubt(&totals) <= 1, "{point}: {totals:?}");
    }
}

#[test]
fn a_sender_killed_at_any_point_of_a_hand_over_leaves_at_most_that_reader_in_doubt() {
    kill_at_each(String::new);
}

#[test]
fn a_sender_that_stood_still_past_its_time_writes_to_nobody_twice() {
    stop_at_each(String::new);
}
