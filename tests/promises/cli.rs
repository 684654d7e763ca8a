//! What the command line promises whatever the verb.

use std::process::Stdio;

use crate::house::{CONFIG, House};

#[test]
fn the_first_screen_names_the_two_commands_a_newcomer_needs() {
    let said = House::new(CONFIG).command_without_clock(&["--help"]).output().unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    assert!(text.contains("postrider init my-letter"), "{text}");
    assert!(text.contains("postrider publish --dry-run"), "{text}");
    assert!(text.lines().count() <= 40, "it fits on one screen:\n{text}");
}

#[test]
fn wrong_usage_ends_with_2() {
    let house = House::new(CONFIG);
    for words in [&["nonsense"][..], &[], &["send"], &["build", "--now", "yesterday-ish"]] {
        let output = house.command_without_clock(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}: {output:?}");
    }
}

#[test]
fn mistakes_are_told_all_at_once_with_their_lines() {
    let house = House::new("titel = \"A\"\nhome = \"nowhere\"\n");
    let said = house.run(&["build"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("config.toml:1: error: unknown key `titel`"), "{said:#?}");
    assert!(said.err.contains("    1 | titel = \"A\""), "{said:#?}");
    assert!(said.err.contains("config.toml:2: error: "), "{said:#?}");
    assert!(said.err.trim_end().ends_with("3 errors"), "{said:#?}");
    assert!(!said.err.contains('\u{1b}'), "no colours into a pipe: {said:#?}");
}

#[test]
fn a_machine_gets_one_document_for_mistakes_too() {
    let house = House::new("titel = \"A\"\n");
    for words in [&["build", "--json"][..], &["nonsense", "--json"]] {
        let said = house.run(words);
        let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(document["code"], said.code, "{said:#?}");
        assert_eq!(said.err, "", "{said:#?}");
    }
}

#[test]
fn a_reader_that_closes_the_pipe_is_no_panic() {
    let house = House::new(CONFIG);
    for words in [&["--help"][..], &["init", "x"]] {
        let mut child = house
            .command_without_clock(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn a_password_in_the_address_of_the_store_is_refused_and_never_shown() {
    for url in ["postgres://ana:geheim@db.example/x", "postgres://ana:geheim@[db:no/x"] {
        let house = House::new(&format!("{CONFIG}\n[store]\nurl = \"{url}\"\n"));
        let said = house.run(&["check"]);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("a password does not belong into this file"), "{said:#?}");
        assert!(!format!("{said:?}").contains("geheim"), "{said:#?}");
    }
}

#[cfg(not(feature = "postgres"))]
#[test]
fn a_program_without_postgresql_says_how_to_get_one_with_it() {
    let url = "postgres://ana@db.tidewater.example/letters";
    let house = House::new(&format!("{CONFIG}\n[store]\nurl = {url:?}\n"));
    for words in [&["issues", "list"][..], &["subscribers", "list"], &["worker", "--once"]] {
        let said = house.run(words);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("this postrider was built without PostgreSQL"), "{said:#?}");
        assert!(said.err.contains("--features postgres`"), "{said:#?}");
    }
}
