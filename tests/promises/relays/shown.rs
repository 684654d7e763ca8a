//! Several relays as their user sees them: the configuration, the last lines, `--json`, one reader.

use serde_json::Value;

use super::nowhere;
use crate::house::House;
use crate::post::{plain, reader, several};
use crate::smtp_server::{Act, At, Script, SmtpServer};

const RUN: [&str; 4] = ["publish", "--no-link-check", "--wait", "0"];

fn house(relays: &[String], readers: usize) -> House {
    let house = several(relays);
    let list: String = (0..readers).map(|n| reader(n) + "\n").collect();
    house.put("list.csv", format!("email\n{list}"));
    house.run(&["subscribers", "import", "list.csv"]).fine();
    house
}

fn named(name: &str, server: &SmtpServer) -> String {
    format!("name = \"{name}\"\n{}", plain(server))
}

#[test]
fn a_run_past_a_relay_that_is_down_ends_with_0_and_names_it() {
    let server = SmtpServer::kind();
    let house = house(&[nowhere("gone"), named("main", &server)], 6);
    let said = house.run(&RUN).fine();
    for words in [
        "6 of 6 readers accepted; in this run 0 by gone, 6 by main",
        "the relay gone cannot be reached",
        "the other relays took its share",
        "check `host`, `port` and `security` in [[relays]]",
    ] {
        assert!(said.out.contains(words), "{words}: {said:#?}");
    }
    assert_eq!(server.count(), 6);
}

#[test]
fn a_machine_gets_each_relays_numbers() {
    let (one, other) = (SmtpServer::kind(), SmtpServer::kind());
    let relays = [named("one", &one) + "weight = 2\n", named("other", &other)];
    let house = house(&relays, 6);
    let said = house.run(&[&RUN[..], &["--json"]].concat()).fine();
    let document: Value = serde_json::from_str(&said.out).unwrap();
    let told = &document["newsletters"][0];
    assert_eq!(told["relay"], "one, other", "{document:#}");
    for (n, name, accepted) in [(0, "one", 4), (1, "other", 2)] {
        let relay = &told["relays"][n];
        assert_eq!(relay["relay"], name, "{document:#}");
        assert_eq!(relay["this_run"]["accepted"], accepted, "{document:#}");
        assert_eq!(relay["trouble"], Value::Null, "{document:#}");
    }
}

#[test]
fn the_ledger_says_which_relay_took_whom_and_which_left_whom_in_doubt() {
    let one = SmtpServer::kind();
    let drops = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::Drop,
        _ => Act::Usual,
    }));
    let house = house(&[named("one", &one), named("drops", &drops) + "connections = 1\n"], 4);
    assert_eq!(house.run(&RUN).code, 3);
    let all = house.run(&["issues", "show", "weekly/2026-W47"]).fine();
    assert!(all.out.contains("relay"), "{all:#?}");
    let mut doubtful = 0;
    for n in 0..4 {
        let args = ["issues", "show", "weekly/2026-W47", "--reader", &reader(n)];
        let said = house.run(&args).fine();
        let name = if said.out.contains("in doubt") { "drops" } else { "one" };
        doubtful += usize::from(name == "drops");
        assert!(said.out.contains(&format!("by the relay: {name}\n")), "{said:#?}");
        let said = house.run(&[&args[..], &["--json"]].concat()).fine();
        let document: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(document["delivery"]["relay"], name, "{document:#}");
        assert_eq!(one.recipients().contains(&reader(n)), name == "one");
    }
    assert!(doubtful >= 1, "{all:#?}");
}

#[test]
fn a_proof_goes_to_the_next_relay_when_the_first_is_down_and_says_which_took_it() {
    let server = SmtpServer::kind();
    let house = house(&[nowhere("gone") + "weight = 9\n", named("main", &server)], 1);
    let to = ["send", "weekly", "--to", "me@reader.example"];
    let said = house.run(&to).fine();
    assert!(said.out.contains("went to main"), "{said:#?}");
    assert_eq!(server.recipients(), ["me@reader.example"]);

    let house = several(&[nowhere("gone"), nowhere("lost").replace("= 1\n", "= 2\n")]);
    let said = house.run(&to);
    assert_eq!(said.code, 1, "{said:#?}");
    for name in ["gone", "lost"] {
        assert!(said.err.contains(&format!("{name} did not accept the proof: no")), "{said:#?}");
    }
}

#[test]
fn a_proof_that_may_have_been_taken_goes_to_no_other_relay() {
    let drops = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::Drop,
        _ => Act::Usual,
    }));
    let kind = SmtpServer::kind();
    let house = house(&[named("drops", &drops), named("kind", &kind)], 1);
    let said = house.run(&["send", "weekly", "--to", "me@reader.example"]);
    assert_eq!((said.code, kind.count()), (1, 0), "{said:#?}");
    assert!(said.err.contains("nobody knows whether drops took the proof: "), "{said:#?}");
    assert!(!said.err.contains("did not accept"), "{said:#?}");
}

#[test]
fn a_relay_on_the_command_line_replaces_them_all() {
    let (server, catcher) = (SmtpServer::kind(), SmtpServer::kind());
    let house = house(&[named("main", &server), nowhere("gone")], 5);
    let url = format!("smtp://127.0.0.1:{}", catcher.port);
    house.run(&[&RUN[..], &["--relay", &url]].concat()).fine();
    assert_eq!((server.count(), catcher.count()), (0, 5));
}

#[test]
fn a_worker_shares_out_what_is_left_among_the_relays() {
    let (one, other) = (SmtpServer::kind(), SmtpServer::kind());
    let house = house(&[named("one", &one), named("other", &other)], 6);
    let out = house.run(&[&RUN[..], &["--relay", "smtp://127.0.0.1:1"]].concat());
    assert_eq!((out.code, one.count() + other.count()), (1, 0), "{out:#?}");
    let said = house.run(&["worker", "--once", "--no-link-check"]).fine();
    assert!(said.out.contains("in this run 3 by one, 3 by other"), "{said:#?}");
    assert_eq!((one.count(), other.count()), (3, 3));
}

#[test]
fn a_dry_run_asks_no_relay_and_writes_everyone() {
    let house = house(&[nowhere("gone"), nowhere("lost").replace("= 1\n", "= 2\n")], 3);
    let said = house.run(&["send", "weekly", "--dry-run=outbox"]).fine();
    assert!(said.out.contains("3 of 3 readers written\n"), "{said:#?}");
}

#[cfg(unix)]
#[test]
fn a_server_and_a_mail_program_share_the_readers() {
    let (server, program) = (SmtpServer::kind(), crate::sendmail::program::Program::kind());
    let house = house(&[named("server", &server), program.relay()], 10);
    house.run(&RUN).fine();
    let mut got = [server.recipients(), program.taken()].concat();
    assert_eq!((server.count(), program.taken().len()), (5, 5));
    got.sort();
    assert_eq!(got, (0..10).map(reader).collect::<Vec<_>>());
}

#[test]
fn every_mistake_about_relays_is_told_at_once() {
    let twice = "port = 2525\nsecurity = \"none\"\n".to_owned();
    let house = several(&[twice.clone() + "weight = 0\n", twice + "weight = 0\nlogin = \"ana\"\n"]);
    let config = house.read("config.toml").replace("[[relays]]", "\n[[relays]]");
    let said = house
        .write("config.toml", format!("{config}\n[relay]\nhost = \"x.example\"\n"))
        .run(&["check"]);
    assert_eq!(said.code, 1, "{said:#?}");
    for words in [
        "both [relay] and [[relays]]",
        "127.0.0.1:2525 is there twice",
        "every relay has a `weight` of 0",
        "unknown key `login`",
    ] {
        assert!(said.err.contains(words) || said.out.contains(words), "{words}: {said:#?}");
    }
}
