//! What `plan`, `send` and `publish` promise of the command line.

mod codes;
mod kept;
mod missed;
mod readers;
mod words;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::house::{CONFIG, House, Said, config_with_newsletter};

const SPLASH: &str = "The tide comes in twice a day. It takes what it finds on the sand, and it \
    brings something else. People who live beside it look at it before they look at the clock.";

fn house() -> House {
    let house = House::new(&config_with_newsletter(9))
        .article("tides", "Two tides a day", SPLASH)
        .article("bells", "The bell", SPLASH);
    house.run(&["subscribers", "add", "ana@reader.example", "--name", "Ana"]).fine();
    house.run(&["subscribers", "add", "bo@reader.example"]).fine();
    house
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:#?}"))
}

#[test]
fn a_new_publication_builds_and_dry_runs_at_once() {
    let house = House::new("");
    house.run(&["init", "letter"]).fine();
    let run = |words: &[&str]| {
        let mut command = house.command(words);
        Said::of(&command.current_dir(house.path("letter")).output().unwrap()).fine()
    };
    run(&["check"]);
    let said = run(&["publish", "--dry-run"]);
    assert!(said.out.contains("2 of 2 readers written"), "{said:#?}");
    assert!(said.out.contains("open outbox/index.html"), "{said:#?}");
    assert!(house.path("letter/outbox/index.html").exists());
    let feeds = house.tree("letter/public");
    run(&["publish", "--dry-run"]);
    assert!(house.tree("letter/public") == feeds, "the second run changes no byte of public/");
}

#[test]
fn a_plan_says_what_the_next_issue_would_hold_and_leaves_no_trace() {
    let house = house();
    let before = house.tree("");
    let said = house.run(&["plan"]).fine();
    for words in ["weekly: due now, as weekly/2026-W47, for 2 readers", "- Two tides a day"] {
        assert!(said.out.contains(words), "{said:#?}");
    }
    let plan = json(&house.run(&["plan", "weekly", "--json"]).fine());
    assert_eq!(plan["newsletters"][0]["holds"].as_array().unwrap().len(), 2, "{plan:#}");
    assert!(house.tree("") == before, "nothing changed");
}

#[test]
fn a_plan_names_the_issue_by_the_key_that_it_gets_when_it_is_due() {
    let daily = config_with_newsletter(9).replace("at = \"Mon 08:00\"", "at = \"08:00\"");
    let house = House::new(&daily).article("tides", "Two tides a day", SPLASH);
    house.run(&["subscribers", "add", "ana@reader.example"]).fine();
    let publish = |at| {
        let relay = ["--relay", "smtp://127.0.0.1:9", "--no-link-check", "--wait", "0s"];
        house.run_at(at, &[&["publish"][..], &relay].concat());
    };
    publish("2026-11-20T09:00:00Z");
    house.run(&["issues", "cancel", "weekly/2026-11-20"]).fine();
    house.put("content/bell.md", format!("---\ntitle: Bell\ndate: 2026-11-20\n---\n{SPLASH}\n"));
    let plan = json(&house.run_at("2026-11-20T10:00:00Z", &["plan", "--json"]).fine());
    assert_eq!(plan["newsletters"][0]["issue"], "weekly/2026-11-21", "{plan:#}");
    publish("2026-11-21T08:00:30Z");
    let said = house.run(&["issues", "list"]);
    assert!(said.out.contains("weekly/2026-11-21") && !said.out.contains("-2 "), "{said:#?}");
}

#[test]
fn a_newsletter_that_does_not_exist_is_told_before_the_relay_that_is_missing() {
    let said = House::new(CONFIG).run(&["send", "nosuch"]);
    assert!(said.code == 1 || said.code == 2, "{said:#?}");
    assert!(said.err.contains("nosuch") && !said.err.contains("relay"), "{said:#?}");
}

#[cfg(target_os = "linux")]
#[test]
fn one_interrupt_ends_a_run_whose_template_never_ends() {
    let endless = "{% for a in range(end=99999) %}{% for b in range(end=99999) %}\
        {% for c in range(end=99999) %}{% endfor %}{% endfor %}{% endfor %}";
    let house = house().write("templates/email/digest.txt", endless);
    let mut child = house.command(&["publish", "--dry-run"]).stderr(Stdio::null()).spawn().unwrap();
    let id = child.id().to_string();
    // It catches the interrupt once it says so to the system; whatever comes then, one must do.
    let catches = || {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        let mask = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask & 2 != 0)
    };
    while !catches() {
        std::thread::yield_now();
    }
    let interrupted = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(interrupted.success());
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("it goes on after an interrupt");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_plan_needs_no_store() {
    let house = House::new(&config_with_newsletter(9)).article("tides", "Two tides", SPLASH);
    let said = house.run(&["plan"]).fine();
    assert!(said.out.contains("no confirmed subscriber yet"), "{said:#?}");
    assert!(!house.path(".postrider").exists());
}

#[test]
fn a_dry_run_leaves_no_trace_in_the_ledger() {
    let house = house();
    house.run(&["send", "weekly", "--dry-run=mail.mbox"]).fine();
    assert!(house.read("mail.mbox").contains("To: "));
    let issues = json(&house.run(&["issues", "--json"]).fine());
    assert_eq!(issues["issues"], Value::Array(Vec::new()));
}

#[test]
fn without_a_relay_sending_says_what_to_add() {
    let config = config_with_newsletter(9);
    let (head, rest) = config.split_once("[relay]").unwrap();
    let rest = rest.split_once("[newsletters").unwrap().1;
    let house = House::new(&format!("{head}[newsletters{rest}"));
    let said = house.run(&["publish"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("add a section [relay]"), "{said:#?}");
}

#[test]
fn a_publication_without_newsletters_is_built_and_needs_no_relay() {
    let house = House::new(CONFIG).article("tides", "Two tides a day", SPLASH);
    house.run(&["publish"]).fine();
    assert!(house.path("public/feed.xml").exists());
    assert!(!house.path(".postrider/postrider.db").exists());
}

#[test]
fn a_relay_that_is_down_is_said_with_what_to_do() {
    let house = house();
    // Port 9 of this machine takes no connections.
    let said = house.run(&["send", "weekly", "--no-link-check", "--wait", "0"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("cannot be reached"), "{said:#?}");
    assert!(said.err.contains("hint: "), "{said:#?}");
    let issue = json(&house.run(&["issues", "show", "weekly/2026-W47", "--json"]).fine());
    assert_eq!(issue["totals"]["states"]["queued"], 2, "{issue:#}");
}

#[test]
fn an_issue_is_paused_resumed_and_cancelled_by_its_key() {
    let house = house();
    house.run(&["send", "weekly", "--no-link-check", "--wait", "0"]);
    let key = "weekly/2026-W47";
    house.run(&["issues", "pause", key, "--why", "a wrong price"]).fine();
    let shown = house.run(&["issues", "show", key]).fine();
    assert!(shown.out.contains("paused: a wrong price"), "{shown:#?}");
    house.run(&["issues", "resume", key]).fine();
    assert_eq!(house.run(&["issues", "resume", key]).code, 1, "it goes on already");
    house.run(&["issues", "cancel", key]).fine();
    let list = house.run(&["issues"]).fine();
    assert!(list.out.contains("cancelled"), "{list:#?}");
    let said = house.run(&["issues", "show", "weekly/none"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("there is no issue `weekly/none`"), "{said:#?}");
}

#[test]
fn a_paused_issue_is_named_by_every_run_and_no_new_issue_passes_it() {
    let house = house();
    house.run(&["send", "weekly", "--no-link-check", "--wait", "0"]);
    let key = "weekly/2026-W47";
    house.run(&["issues", "pause", key, "--why", "a wrong price"]).fine();
    let house = house.article("gulls", "The gulls", SPLASH);
    for verb in [&["publish"][..], &["send", "weekly"]] {
        let said = house.run(&[verb, &["--no-link-check", "--wait", "0"]].concat());
        assert_eq!(said.code, 1, "{said:#?}");
        let paused = format!("{key} is paused: a wrong price");
        let (resume, cancel) = (format!("issues resume {key}"), format!("issues cancel {key}"));
        for words in [&paused, &resume, &cancel] {
            assert_eq!(said.err.matches(words.as_str()).count(), 1, "{words}: {said:#?}");
        }
    }
    let issues = json(&house.run(&["issues", "--json"]).fine());
    assert_eq!(issues["issues"].as_array().unwrap().len(), 1, "{issues:#}");
}

#[test]
fn no_address_is_whole_in_what_a_run_says() {
    let house = house();
    for words in [
        &["publish", "--dry-run"][..],
        &["send", "weekly", "--dry-run", "--json"],
        &["send", "weekly", "--no-link-check", "--wait", "0"],
    ] {
        let said = house.run(words);
        assert!(!said.out.contains("@reader.example"), "{said:#?}");
        assert!(!said.err.contains("@reader.example"), "{said:#?}");
    }
}

#[test]
fn a_proof_goes_to_one_address_and_leaves_no_trace() {
    let house = house();
    house.run(&["send", "weekly", "--to", "me@desk.example", "--dry-run=proof.mbox"]).fine();
    let proof = house.read("proof.mbox");
    assert_eq!(proof.matches("\nTo: me@desk.example").count(), 1, "{proof}");
    assert!(!proof.contains("reader.example"));
    let list = house.run(&["subscribers", "list"]).fine();
    assert!(!list.out.contains("desk.example"), "{list:#?}");
    let issues = json(&house.run(&["issues", "--json"]).fine());
    assert_eq!(issues["issues"], Value::Array(Vec::new()));
}

#[test]
fn a_name_of_no_newsletter_is_told() {
    let said = house().run(&["send", "monthly"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("there is no newsletter `monthly`"), "{said:#?}");
}

#[test]
fn a_dry_run_shows_my_own_pictures_before_they_are_on_the_web_and_leaves_the_message_as_it_is() {
    let front = "---\ntitle: A boat\ndate: 2026-11-20\nimage: /images/boat.png\n---\n";
    let house = house()
        .write("content/boat.md", format!("{front}\n{SPLASH}\n"))
        .write("content/images/boat.png", [137, 80, 78, 71, 13, 10, 26, 10, 0, 1, 2]);
    house.run(&["publish", "--dry-run"]).fine();
    let files = house.tree("outbox");
    let text = |end: &str| {
        let file = files.iter().find(|(name, _)| name.ends_with(end)).unwrap();
        String::from_utf8(file.1.clone()).unwrap()
    };
    for page in [text("reader.example.html"), text("web.html")] {
        assert!(page.contains("src=\"../../content/images/boat.png\""), "{page}");
    }
    assert!(!text(".eml").contains("../../content"));
    assert!(text("index.html").contains("<iframe class=\"phone\""));
}
