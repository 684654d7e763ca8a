//! What became of one reader, and how those who missed an issue get it after all.

use super::{SPLASH, json};
use crate::house::{House, config_with_newsletter};
use crate::smtp_server::{Act, At, Script, SmtpServer};

const KEY: &str = "weekly/2026-W47";
const AT_ONCE: [&str; 3] = ["--no-link-check", "--wait", "0"];
const READERS: usize = 12;

fn reader(n: usize) -> String {
    format!("reader{n}@mail.example")
}

/// An issue sent over a relay that refuses readers 3 and 4 for a cause of its own, and 5 for good.
fn sent() -> (SmtpServer, House) {
    let server = SmtpServer::start(Script::new(|moment| match (moment.at, moment.to.as_str()) {
        (At::Rcpt, "reader3@mail.example") if moment.nth < READERS => {
            Act::Say("550 5.4.1 no route")
        }
        (At::Rcpt, "reader4@mail.example") if moment.nth < READERS => Act::Say("550 no"),
        (At::Dot, "reader6@mail.example") => Act::Take(Box::new(Act::Drop)),
        _ => Act::Usual,
    }));
    let house = House::new(&config_with_newsletter(server.port)).article("t", "Tides", SPLASH);
    for n in 0..READERS {
        house.run(&["subscribers", "add", &reader(n)]).fine();
    }
    // Two of twelve are a sixth of all replies: not our fault yet.
    let said = house.run(&[&["publish"][..], &AT_ONCE].concat());
    assert_eq!(said.code, 3, "{said:#?}");
    (server, house)
}

fn missed(house: &House) -> crate::house::Said {
    house.run(&[&["send", KEY, "--missed"][..], &AT_ONCE].concat())
}

#[test]
fn those_who_missed_an_issue_get_it_once_the_cause_is_mended_and_nobody_else_does() {
    let (server, house) = sent();
    assert_eq!(server.count(), READERS - 2, "one of whom is in doubt");
    house.run(&["subscribers", "remove", &reader(4)]).fine();
    let said = missed(&house);
    assert_eq!(said.code, 3, "one is still in doubt: {said:#?}");
    let mut got = server.recipients();
    got.sort();
    let mut expected: Vec<_> = (0..READERS).filter(|n| *n != 4).map(reader).collect();
    expected.sort();
    assert_eq!(got, expected, "each once, and not who left");
    let again = missed(&house).fine();
    assert!(again.out.contains("nobody who may be mailed was rejected"), "{again:#?}");
    assert_eq!(server.count(), READERS - 1);
}

#[test]
fn one_who_missed_an_issue_has_the_same_message_id_as_all_of_theirs() {
    let (server, house) = sent();
    missed(&house);
    let ids: std::collections::BTreeSet<_> =
        server.taken().iter().map(crate::smtp_server::Taken::message_id).collect();
    assert_eq!(ids.len(), READERS);
}

#[test]
fn all_about_one_reader_of_an_issue_is_told() {
    let (_server, house) = sent();
    let show = |reader: &str, more: &[&str]| {
        house.run(&[&["issues", "show", KEY, "--reader", reader][..], more].concat()).fine()
    };
    let rejected = show(&reader(3), &[]);
    for words in ["rejected", "tried once", "said at rcpt: 550 5.4.1 no route", "--missed"] {
        assert!(rejected.out.contains(words), "{words}: {rejected:#?}");
    }
    assert!(show(&reader(1), &[]).out.contains("accepted"));
    assert!(show(&reader(6), &[]).out.contains("issues resolve"));
    let nobody = show("nobody@mail.example", &[]);
    assert!(nobody.out.contains("nobody of this address is known"), "{nobody:#?}");
    let value = json(&show(&reader(3), &["--json"]));
    assert_eq!(value["delivery"]["state"], "rejected", "{value:#}");
    let unknown = house.run(&["issues", "show", "weekly/none", "--reader", &reader(3)]);
    assert_eq!(unknown.code, 1, "{unknown:#?}");
}

#[test]
fn of_a_suppressed_reader_it_is_told_where_to_look_and_not_to_send_again() {
    let server = SmtpServer::start(Script::new(|moment| match moment.to.as_str() {
        "reader3@mail.example" if moment.at == At::Rcpt => Act::Say("550 5.1.1 no such mailbox"),
        _ => Act::Usual,
    }));
    let house = House::new(&config_with_newsletter(server.port)).article("t", "Tides", SPLASH);
    for n in 0..READERS {
        house.run(&["subscribers", "add", &reader(n)]).fine();
    }
    assert_eq!(house.run(&[&["publish"][..], &AT_ONCE].concat()).code, 3);
    let said = house.run(&["issues", "show", KEY, "--reader", &reader(3)]).fine();
    let all = format!("{}{}", said.out, said.err);
    assert!(all.contains("subscribers show reader3@mail.example"), "{said:#?}");
    assert!(!all.contains("--missed"), "{said:#?}");
}

#[test]
fn missed_wants_the_key_of_an_issue() {
    let house = House::new(&config_with_newsletter(9)).article("t", "Tides", SPLASH);
    let said = house.run(&["send", "weekly", "--missed"]);
    assert_eq!(said.code, 2, "{said:#?}");
    assert!(said.err.contains("the key of an issue"), "{said:#?}");
}
