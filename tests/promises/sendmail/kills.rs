//! A sender killed and interrupted over a mail program, judged by that program's log.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::process::{Child, Stdio};

use postrider::config::Config;
use postrider::issue::IssueKey;
use postrider::ledger::DeliveryState;
use postrider::store::{Store, Totals};

use super::program::Program;
use crate::house::{House, Said};
use crate::kills::{in_doubt, until};
use crate::post::reader;

const CONNECTIONS: u64 = 4;

struct Mailroom {
    program: Program,
    house: House,
    runtime: tokio::runtime::Runtime,
}

impl Mailroom {
    fn new(readers: usize) -> Self {
        // Some time before and some after it has the message.
        let program = Program::new("sleep 0.03");
        let house = super::house(&format!("{}connections = {CONNECTIONS}\n", program.relay()));
        let config = house.read("config.toml") + "subscribers = \"readers.csv\"\n";
        let rows: String = (0..readers).map(|n| reader(n) + "\n").collect();
        let house = house.write("config.toml", config);
        let house = house.write("readers.csv", format!("email\n{rows}"));
        Self { program, house, runtime: tokio::runtime::Runtime::new().unwrap() }
    }

    /// Starts a sender that is the first of its process group, as a terminal's are.
    fn start(&self) -> Child {
        let mut command = self.house.command_without_clock(&["publish", "--no-link-check"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        command.spawn().unwrap()
    }

    fn run(&self, args: &[&str]) -> Said {
        Said::of(&self.house.command_without_clock(args).output().unwrap())
    }

    fn ledger(&self) -> (IssueKey, Totals, BTreeMap<String, DeliveryState>, bool) {
        let config = Config::load(&self.house.path("config.toml")).unwrap();
        self.runtime.block_on(async {
            let store = Store::open(&config.store).await.unwrap();
            let line = store.issues().await.unwrap().into_iter().next().expect("an issue");
            let all = store.deliveries(&line.key, None, 0, 100_000).await.unwrap();
            let states = all.into_iter().map(|d| (d.address.to_string(), d.state)).collect();
            let busy = store.is_busy(&line.key, None, chrono::Utc::now()).await.unwrap();
            (line.key, line.totals, states, busy)
        })
    }

    fn times(&self) -> BTreeMap<String, usize> {
        let mut times = BTreeMap::new();
        for to in self.program.taken() {
            *times.entry(to).or_default() += 1;
        }
        times
    }
}

#[test]
fn a_sender_killed_over_the_mail_program_loses_nobody_and_writes_to_nobody_twice() {
    let (readers, kills) = (150, 5);
    let room = Mailroom::new(readers);
    let (mut doubts_before, mut inside) = (0, 0);
    for kill in 0..kills {
        let goal = room.program.begun().len() + 9 + kill;
        let mut child = room.start();
        until("programs or the end", || {
            room.program.begun().len() >= goal || child.try_wait().unwrap().is_some()
        });
        inside += usize::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        // What was started goes on to its end without us.
        until("the end of all programs", || {
            room.program.taken().len() == room.program.begun().len()
        });
        until("the end of its leases", || !room.ledger().3);
        let (_, totals, states, _) = room.ledger();
        let doubts = in_doubt(&totals);
        assert!(doubts <= doubts_before + CONNECTIONS, "kill {kill}: {doubts_before}, {doubts}");
        doubts_before = doubts;
        for to in room.program.taken() {
            let known = [DeliveryState::Accepted, DeliveryState::Sending, DeliveryState::InDoubt];
            assert!(known.contains(&states[&to]), "kill {kill}: {to} is {}", states[&to]);
        }
    }
    let said = room.run(&["publish", "--no-link-check"]);
    let (key, totals, states, _) = room.ledger();
    assert_eq!(said.code, if in_doubt(&totals) > 0 { 3 } else { 0 }, "{said:?}");
    let times = room.times();
    assert!(times.values().all(|times| *times == 1), "{times:?}");
    for (to, state) in &states {
        let times = times.get(to).copied().unwrap_or(0);
        match state {
            DeliveryState::Accepted => assert_eq!(times, 1, "{to}"),
            DeliveryState::InDoubt => assert!(times <= 1, "{to}"),
            state => panic!("{to} is {state}"),
        }
    }
    assert!(inside > 0, "no kill hit the program at work");
    assert_eq!(room.run(&["issues", "resolve", &key.0, "--as", "accepted"]).code, 0);
    let whole = room.program.files("taken.");
    assert!(whole.iter().all(|mail| mail.ends_with(b"--\n")), "every message is whole");
}

#[test]
fn an_interrupt_from_the_keyboard_finishes_the_programs_in_flight() {
    let room = Mailroom::new(60);
    let child = room.start();
    until("some messages", || room.program.taken().len() >= 8);
    // A terminal sends it to the whole group.
    let group = format!("-{}", child.id());
    let kill = std::process::Command::new("kill").args(["-INT", "--", &group]).status();
    assert!(kill.unwrap().success());
    let said = Said::of(&child.wait_with_output().unwrap());
    assert_eq!(said.code, 3, "{said:?}");
    let (key, totals, ..) = room.ledger();
    assert!(said.err.contains(&format!("postrider send {}", key.0)), "{said:?}");
    assert_eq!(totals.count(DeliveryState::Accepted), room.program.taken().len() as u64);
    assert_eq!((in_doubt(&totals), totals.count(DeliveryState::Rejected)), (0, 0), "{totals:?}");
    assert_eq!(room.run(&["send", &key.0, "--no-link-check"]).code, 0);
    let times = room.times();
    assert!(times.len() == 60 && times.values().all(|times| *times == 1), "{times:?}");
}
