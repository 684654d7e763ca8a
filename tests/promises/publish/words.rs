//! What is said when a dry run has no room, and about readers somebody decided on.

use crate::house::{House, Said, config_with_newsletter};
use crate::post::{KEY, reader};
use crate::smtp_server::{Act, At, Script, SmtpServer};

use super::{SPLASH, json};

const AT_ONCE: [&str; 3] = ["--no-link-check", "--wait", "0"];

fn house(port: u16, readers: usize) -> House {
    let house = House::new(&config_with_newsletter(port)).article("tides", "Two tides", SPLASH);
    let list: String = (0..readers).map(|n| reader(n) + "\n").collect();
    house.put("list.csv", format!("email\n{list}"));
    house.run(&["subscribers", "import", "list.csv"]).fine();
    house
}

/// A house of three whose reader 1 is in doubt.
fn in_doubt() -> (SmtpServer, House) {
    let server = SmtpServer::start(Script::new(|moment| {
        let theirs = moment.at == At::Dot && moment.to == reader(1);
        if theirs { Act::Drop } else { Act::Usual }
    }));
    let house = house(server.port, 3);
    let said = house.run(&[&["send", "weekly"][..], &AT_ONCE].concat());
    assert_eq!(said.code, 3, "{said:#?}");
    (server, house)
}

fn about(house: &House, n: usize) -> Said {
    house.run(&["issues", "show", KEY, "--reader", &reader(n)]).fine()
}

#[cfg(target_os = "linux")]
#[test]
fn a_dry_run_without_room_says_why_and_leaves_nothing_half_done() {
    use std::os::unix::fs::symlink;
    for (to, file) in [
        ("outbox", ".postrider-partial/weekly-2026-W47_00002-r-at-mail1.example.eml"),
        ("letters.mbox", "letters.mbox.partial"),
        ("letters.maildir", "tmp/new_1795165200.weekly-2026-W47_000002.postrider"),
    ] {
        let house = house(9, 200);
        let place = house.path(to).parent().unwrap().to_owned();
        let full = if to.ends_with("mbox") { place.join(file) } else { house.path(to).join(file) };
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        symlink("/dev/full", &full).unwrap();
        let said = house.run(&["send", "weekly", &format!("--dry-run={to}")]);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("No space left on device"), "{said:#?}");
        assert!(!said.out.contains("readers written"), "{said:#?}");
        assert!(!full.is_symlink(), "{to}: {said:#?}");
        assert!(!house.path("outbox/.postrider-partial").exists());
    }
}

#[test]
fn a_dry_run_writes_neither_among_the_articles_nor_where_the_publication_is_kept() {
    let house = house(9, 1);
    for to in [
        "content",
        "content/drafts",
        "maildir:content/x",
        ".postrider",
        ".",
        ".postrider/../content",
    ] {
        let before = house.tree("");
        let said = house.run(&["send", "weekly", &format!("--dry-run={to}")]);
        assert_eq!(said.code, 2, "{to}: {said:#?}");
        assert!(said.err.contains("a dry run does not write into"), "{said:#?}");
        assert!(house.tree("") == before, "{to}");
    }
    house.run(&["send", "weekly", "--dry-run=outbox"]).fine();
}

#[test]
fn a_dry_run_of_an_issue_in_progress_counts_only_what_it_writes() {
    let server = SmtpServer::start(Script::new(|moment| {
        let theirs = moment.at == At::Rcpt && moment.to == reader(1);
        if theirs { Act::Say("450 4.2.0 later") } else { Act::Usual }
    }));
    let house = house(server.port, 3);
    house.run(&[&["send", "weekly"][..], &AT_ONCE].concat());
    let later = house.run_at("2026-11-20T10:00:00Z", &["send", KEY, "--dry-run"]);
    let told = "1 of 3 readers written; 2 accepted it before";
    assert!(later.out.contains(told), "{later:#?}");
}

#[test]
fn whoever_is_in_doubt_is_shown_with_the_whole_command_that_decides() {
    let (_server, house) = in_doubt();
    let said = about(&house, 1);
    for how in ["accepted", "resend"] {
        assert!(
            said.out.contains(&format!("`postrider issues resolve {KEY} --as {how}`")),
            "{said:#?}"
        );
    }
    assert!(!said.out.contains("the relay said"), "it said nothing: {said:#?}");
}

#[test]
fn a_decision_is_told_as_a_persons_and_not_as_the_relays_words() {
    for (how, words) in [("accepted", "it counts as sent"), ("resend", "it is sent again")] {
        let (_server, house) = in_doubt();
        house.run(&["issues", "resolve", KEY, "--as", how]).fine();
        let said = about(&house, 1);
        assert!(said.out.contains(&format!("resolved by hand: {words}")), "{said:#?}");
        let all = house.run(&["issues", "show", KEY]).fine();
        assert!(all.out.contains("resolved by hand"), "{all:#?}");
    }
}

#[test]
fn a_cancelled_issue_is_not_offered_to_anyone_again() {
    let server = SmtpServer::start(Script::new(|moment| match (moment.at, moment.nth) {
        (At::Dot, 0) => Act::Drop,
        (At::Mail, 1..) => Act::Say("550 5.7.1 no"),
        _ => Act::Usual,
    }));
    let house = house(server.port, 8);
    house.run(&[&["send", "weekly"][..], &AT_ONCE].concat());
    house.run(&["issues", "cancel", KEY]).fine();
    let said = house.run(&[&["send", KEY][..], &AT_ONCE].concat());
    assert!(said.err.contains("in doubt") && !said.err.contains("--as resend"), "{said:#?}");
    for n in 0..8 {
        let said = about(&house, n);
        assert!(!said.out.contains("--as resend") && !said.out.contains("--missed"), "{said:#?}");
    }
}

#[test]
fn a_relays_words_cannot_turn_the_terminal_around() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => {
            Act::Take(Box::new(Act::Say("250 2.0.0 \u{1b}[31m ok \u{202e}rtl\u{2066}\u{feff} end")))
        }
        _ => Act::Usual,
    }));
    let house = house(server.port, 1);
    house.run(&[&["send", "weekly"][..], &AT_ONCE].concat()).fine();
    let said = about(&house, 0);
    assert!(said.out.contains("250 2.0.0 [31m ok rtl end"), "{said:#?}");
}

#[test]
fn one_person_is_a_person_in_a_row() {
    let house = house(9, 0);
    let said = house.write("one.csv", "email\nana@reader.example\n").run(&[
        "subscribers",
        "import",
        "one.csv",
    ]);
    assert!(said.fine().out.contains("weekly: 1 person in 1 row\n"));
}

#[test]
fn an_issue_of_many_readers_is_shown_page_by_page_and_leaves_nobody_out() {
    let house = super::house();
    let many: Vec<String> = (0..2_100).map(|n| format!("reader{n}@reader.example")).collect();
    house.put("many.csv", format!("email\n{}\n", many.join("\n")));
    house.run(&["subscribers", "import", "many.csv"]).fine();
    house.run(&["send", "weekly", "--no-link-check", "--wait", "0"]);
    let shown = house.run(&["issues", "show", KEY]).fine();
    assert_eq!(shown.out.matches("@reader.example").count(), 2_102);
    assert_eq!(shown.out.matches("what was said").count(), 1, "one heading");
    let value = json(&house.run(&["issues", "show", KEY, "--json"]).fine());
    assert_eq!(value["state"], "frozen");
    let readers: std::collections::BTreeSet<_> =
        value["deliveries"].as_array().unwrap().iter().map(|d| d["address"].as_str()).collect();
    assert_eq!(readers.len(), 2_102);
}
