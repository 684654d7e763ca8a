//! How `send` and `publish` end, told to scripts by exit codes and to people in sentences.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::mpsc::channel;

use serde_json::json;

use crate::house::{House, Said};
use crate::post::{house, plain};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const PAGE: &str = "issues/weekly/2026-W47/index.html";
const RUN: [&str; 4] = ["publish", "--no-link-check", "--wait", "0"];

fn at(server: &SmtpServer, readers: &[&str]) -> House {
    let house = house(&plain(server));
    for reader in readers {
        house.run(&["subscribers", "add", reader]).fine();
    }
    house
}

/// A server that says `words` to those whose address begins with `who`.
fn server(moment: At, who: &'static str, words: &'static str) -> SmtpServer {
    SmtpServer::start(Script::new(move |now: &Moment| {
        if now.at == moment && now.to.starts_with(who) { Act::Say(words) } else { Act::Usual }
    }))
}

#[test]
fn all_accepted_ends_with_0_and_a_second_run_sends_nothing() {
    let server = SmtpServer::kind();
    let house = at(&server, &["ana@reader.example", "bo@reader.example"]);
    let said = house.run(&RUN).fine();
    assert!(said.out.contains("weekly/2026-W47: 2 of 2 readers accepted"), "{said:#?}");
    assert!(house.path("public").join(PAGE).exists(), "the web version");
    let public = house.tree("public");
    let again = house.run(&RUN).fine();
    assert!(again.out.contains("weekly: next due Mon 2026-11-23 08:00 UTC"), "{again:#?}");
    assert_eq!(server.count(), 2);
    assert!(house.tree("public") == public, "the second run changes no byte of public/");
}

#[test]
fn a_run_that_makes_an_issue_tells_every_file_it_wrote() {
    let server = SmtpServer::kind();
    let house = at(&server, &["ana@reader.example"]);
    let said = house.run(&[&RUN[..], &["--json"]].concat()).fine();
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let told = document["changed"].as_array().unwrap().iter().filter_map(|path| path.as_str());
    let there = house.tree("public");
    let there: BTreeSet<_> = there.iter().map(|(path, _)| path.as_str()).collect();
    assert!(there.contains("feed.xml") && there.contains(PAGE), "{there:?}");
    assert_eq!(told.collect::<BTreeSet<_>>(), there);
    assert_eq!((&document["unchanged"], &document["removed"]), (&json!(0), &json!([])));
    assert_eq!(document["lock_changes"].as_array().map(Vec::len), Some(2), "{document:#}");
}

#[test]
fn deferred_readers_end_it_with_3_and_a_sentence() {
    let server = server(At::Rcpt, "bo@", "450 4.2.0 come back later");
    let house = at(&server, &["ana@reader.example", "bo@reader.example"]);
    let said = house.run(&RUN);
    assert_eq!(said.code, 3, "{said:#?}");
    assert!(said.err.contains("1 reader was deferred"), "{said:#?}");
    assert_eq!(server.recipients(), ["ana@reader.example"]);
}

#[test]
fn rejected_readers_end_it_with_3_once() {
    let server = server(At::Rcpt, "bo@", "550 5.1.1 no such mailbox");
    let house = at(&server, &["ana@reader.example", "bo@reader.example"]);
    let said = house.run(&RUN);
    assert_eq!(said.code, 3, "{said:#?}");
    let shown = house.run(&["issues", "show", "weekly/2026-W47"]).fine();
    assert!(shown.out.contains("550 5.1.1 no such mailbox"), "{shown:#?}");
    assert_eq!(house.run(&RUN).code, 0, "there is nothing left to do");
}

#[test]
fn a_reader_in_doubt_ends_it_with_3_and_is_resolved_by_the_operator() {
    let server = SmtpServer::start(Script::new(|now: &Moment| {
        if now.at == At::Dot && now.nth == 0 { Act::Drop } else { Act::Usual }
    }));
    let house = at(&server, &["ana@reader.example"]);
    let said = house.run(&RUN);
    assert_eq!(said.code, 3, "{said:#?}");
    assert!(said.err.contains("in doubt"), "{said:#?}");
    house.run(&["issues", "resolve", "weekly/2026-W47", "--as", "resend"]).fine();
    house.run(&["send", "weekly/2026-W47", "--no-link-check", "--wait", "0"]).fine();
    assert_eq!(server.recipients(), ["ana@reader.example"]);
}

#[test]
fn a_second_publish_leaves_a_running_one_alone() {
    let (reached, hears) = channel();
    let (goes_on, waits) = channel::<()>();
    let (reached, waits) = (Mutex::new(reached), Mutex::new(waits));
    let server = SmtpServer::start(Script::new(move |now: &Moment| {
        if now.at == At::Rcpt && now.nth == 0 {
            let _ = reached.lock().unwrap().send(());
            // Ends at the latest when the test does.
            let _ = waits.lock().unwrap().recv();
        }
        Act::Usual
    }));
    let house = at(&server, &["ana@reader.example"]);
    let pipe = std::process::Stdio::piped;
    let first = house.command(&RUN).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    hears.recv().unwrap();
    let second = house.run(&RUN).fine();
    assert!(second.out.contains("another sender is at work on it"), "{second:#?}");
    goes_on.send(()).unwrap();
    let first = Said::of(&first.wait_with_output().unwrap()).fine();
    assert!(first.out.contains("1 of 1 reader accepted"), "{first:#?}");
    assert_eq!(server.count(), 1);
}

#[test]
fn a_draft_waits_for_a_person() {
    let server = SmtpServer::kind();
    let house = at(&server, &["ana@reader.example"]);
    let config = house.read("config.toml").replace("at = \"Mon", "mode = \"draft\"\nat = \"Mon");
    house.put("config.toml", config);
    let said = house.run(&RUN).fine();
    assert!(said.out.contains("postrider issues approve weekly/2026-W47"), "{said:#?}");
    assert_eq!(server.count(), 0);
    house.run(&["issues", "approve", "weekly/2026-W47"]).fine();
    house.run(&RUN).fine();
    assert_eq!(server.count(), 1);
}

#[test]
fn a_machine_gets_one_document_on_a_run() {
    let server = server(At::Rcpt, "bo@", "450 4.2.0 come back later");
    let house = at(&server, &["ana@reader.example", "bo@reader.example"]);
    let said = house.run(&[&RUN[..], &["--json"]].concat());
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.code, 3, "{said:#?}");
    let newsletter = &document["newsletters"][0];
    assert_eq!(newsletter["this_run"]["accepted"], 1, "{document:#}");
    assert_eq!(newsletter["totals"]["states"]["deferred"], 1, "{document:#}");
}

#[test]
fn a_machine_hears_of_a_run_while_it_goes_an_event_a_line() {
    let server = server(At::Rcpt, "bo@", "450 4.2.0 come back later");
    let house = at(&server, &["ana@reader.example", "bo@reader.example"]);
    let said = house.run(&[&RUN[..], &["--json"]].concat());
    let events = said.err.lines().map(serde_json::from_str::<serde_json::Value>);
    let events: Vec<_> = events.collect::<Result<_, _>>().expect("a JSON object a line");
    let (first, last) = (&events[0], &events[events.len() - 1]);
    assert_eq!(
        (&first["event"], &first["readers"], &first["done"]),
        (&json!("begin"), &json!(2), &json!(0))
    );
    assert_eq!(
        (&last["event"], &last["issue"], &last["done"]),
        (&json!("end"), &json!("weekly/2026-W47"), &json!(1))
    );
    assert_eq!(
        (&last["this_run"]["accepted"], &last["this_run"]["deferred"]),
        (&json!(1), &json!(1))
    );
    assert!(last["per_second"].is_number() && last["seconds_left"] == 0, "{last:#}");
    let quiet = house.run(&[&RUN[..], &["--json", "--quiet"]].concat());
    assert_eq!(quiet.err, "", "{quiet:#?}");
}
