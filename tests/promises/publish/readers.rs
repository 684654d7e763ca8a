//! A file of readers with mistakes in it: nobody who may have left is written to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::house::{DAILY, House, config_with_newsletter};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const AT_ONCE: [&str; 4] = ["publish", "--no-link-check", "--wait", "0"];

/// A house in which everyone of the daily's file was mailed to before, at a server.
fn house(server: &SmtpServer, readers: impl AsRef<[u8]>) -> House {
    let house = House::new(&(config_with_newsletter(server.port) + DAILY))
        .article("tides", "Two tides a day", "The sea comes twice.")
        .write("daily.csv", readers);
    for reader in ["ana", "bo", "cy"] {
        let address = format!("{reader}@reader.example");
        house.run(&["subscribers", "add", &address, "--newsletter", "daily"]).fine();
    }
    house.run(&["subscribers", "add", "dee@reader.example", "--newsletter", "weekly"]).fine();
    house
}

#[test]
fn a_stray_quote_in_the_file_of_readers_mails_nobody_who_left() {
    let server = SmtpServer::kind();
    let file = "email,name,status\nana@reader.example,\"Ana,\nbo@reader.example,,unsubscribed\n";
    let house = house(&server, file);
    let said = house.run(&AT_ONCE);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("daily.csv:2: error: a quote opens here"), "{said:#?}");
    assert!(server.recipients().iter().all(|to| to == "dee@reader.example"));
    house.put("daily.csv", file.replace("\"Ana", "Ana"));
    house.run(&AT_ONCE).fine();
    assert!(server.recipients().iter().all(|to| to != "bo@reader.example"));
    assert_eq!(server.count(), 3, "dee's weekly, and the daily for ana and cy");
}

#[test]
fn a_newsletter_whose_file_of_readers_has_mistakes_waits_and_the_others_go_on() {
    for line in ["bo@reader.example,,unsub", "bo@reader.example,\"B\" o,unsubscribed", "b\u{f6},,"]
    {
        let server = SmtpServer::kind();
        let house = house(&server, format!("email,name,status\n{line}\n"));
        let said = house.run(&AT_ONCE);
        assert_eq!(said.code, 1, "{said:#?}");
        for words in
            ["daily.csv:2: error", "daily: no issue was made", "run the same command again"]
        {
            assert!(said.err.contains(words), "{words}: {said:#?}");
        }
        assert!(said.out.contains("weekly/2026-W47: 1 of 1 reader accepted"), "{said:#?}");
        assert_eq!(server.count(), 1, "{line}");
        let issues = house.run(&["issues"]).fine();
        assert!(!issues.out.contains("daily/"), "nothing is frozen: {issues:#?}");
    }
}

#[test]
fn a_bad_byte_in_a_name_is_told_and_who_left_stays_out() {
    let server = SmtpServer::kind();
    let house = house(&server, b"email,name,status\nbo@reader.example,B\xf6,unsubscribed\n");
    let said = house.run(&AT_ONCE).fine();
    assert!(said.err.contains("daily.csv:2: warning: this name is not UTF-8"), "{said:#?}");
    assert!(server.recipients().iter().all(|to| to != "bo@reader.example"));
    assert_eq!(server.count(), 3);
}

/// A server that puts bo off until it is told otherwise.
fn patient() -> (SmtpServer, Arc<AtomicBool>) {
    let open = Arc::new(AtomicBool::new(false));
    let is_open = Arc::clone(&open);
    let server = SmtpServer::start(Script::new(move |moment: &Moment| {
        let is_bo = moment.at == At::Rcpt && moment.to.starts_with("bo@");
        if is_bo && !is_open.load(Ordering::SeqCst) {
            return Act::Say("450 4.7.1 greylisted");
        }
        Act::Usual
    }));
    (server, open)
}

#[test]
fn who_leaves_by_the_file_in_mid_issue_gets_nothing_more() {
    for verb in [["send", "daily/2026-11-20"], ["send", "daily"], ["publish", "--quiet"]] {
        let (server, open) = patient();
        let house = house(&server, "email,name,status\nbo@reader.example,Bo,confirmed\n");
        house.run(&AT_ONCE);
        assert_eq!(server.count(), 3, "ana, cy and dee; bo is put off");
        open.store(true, Ordering::SeqCst);
        let later = |verb: [&str; 2]| {
            let rest = ["--no-link-check", "--wait", "0"];
            house.run_at("2026-11-20T10:00:00Z", &[&verb[..], &rest[..]].concat())
        };
        house.put("daily.csv", "email,name,status\nbo@reader.example,\"Bo,unsubscribed\n");
        let said = later(verb);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("daily.csv:2: error"), "{said:#?}");
        house.put("daily.csv", "email,name,status\nbo@reader.example,Bo,unsubscribed\n");
        later(verb);
        assert!(server.recipients().iter().all(|to| to != "bo@reader.example"), "{verb:?}");
        assert_eq!(server.count(), 3);
    }
}

#[test]
fn who_leaves_by_the_file_before_a_draft_is_approved_is_none_of_its_readers() {
    let server = SmtpServer::kind();
    let house = house(&server, "email,name,status\nbo@reader.example,Bo,confirmed\n");
    let config = house.read("config.toml");
    house.put(
        "config.toml",
        config.replace("[newsletters.daily]\n", "[newsletters.daily]\nmode = \"draft\"\n"),
    );
    house.run(&AT_ONCE).fine();
    house.put("daily.csv", "email,name,status\nbo@reader.example,\"Bo,unsubscribed\n");
    let said = house.run(&["issues", "approve", "daily/2026-11-20"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("daily.csv:2: error"), "{said:#?}");
    house.put("daily.csv", "email,name,status\nbo@reader.example,Bo,unsubscribed\n");
    let said = house.run(&["issues", "approve", "daily/2026-11-20"]).fine();
    assert!(said.out.contains("approved for 2 readers"), "{said:#?}");
}
