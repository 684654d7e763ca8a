//! What `postrider subscribers` promises.

use serde_json::Value;

use crate::house::{House, Said, config_with_newsletter};

fn house() -> House {
    House::new(&config_with_newsletter(9))
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:#?}"))
}

#[test]
fn a_reader_is_added_listed_shown_and_removed() {
    let house = house();
    house.run(&["subscribers", "add", "Ana@reader.example", "--name", "Ana"]).fine();
    let list = house.run(&["subscribers", "list"]).fine();
    assert_eq!(list.out, "Ana@reader.example\tweekly: confirmed\tAna\n");
    let shown = house.run(&["subscribers", "show", "ana@reader.example"]).fine();
    assert!(shown.out.contains("weekly: confirmed since 2026-11-20 09:00 UTC"), "{shown:#?}");
    house.run(&["subscribers", "remove", "ana@reader.example"]).fine();
    let list = json(&house.run(&["subscribers", "list", "--json"]).fine());
    assert_eq!(list["subscribers"][0]["newsletters"]["weekly"], "unsubscribed");
}

#[test]
fn an_import_brings_nobody_back_who_left() {
    let house =
        house().write("readers.csv", "email,name\nana@reader.example,Ana\nbo@reader.example,\n");
    house.run(&["subscribers", "import", "readers.csv"]).fine();
    house.run(&["subscribers", "remove", "ana@reader.example"]).fine();
    let again = json(&house.run(&["subscribers", "import", "readers.csv", "--json"]).fine());
    assert_eq!((&again["kept_out"], &again["unchanged"]), (&1.into(), &1.into()), "{again:#}");
    let export = house.run(&["subscribers", "export"]).fine();
    assert_eq!(
        export.out,
        "email,name,status\nana@reader.example,Ana,unsubscribed\nbo@reader.example,,confirmed\n"
    );
}

#[test]
fn a_dry_import_says_what_would_change_and_changes_nothing() {
    let house = house().write("readers.csv", "email\nana@reader.example\n");
    let said = house.run(&["subscribers", "import", "readers.csv", "--dry-run"]).fine();
    assert!(said.out.contains("1 would be added"), "{said:#?}");
    assert_eq!(house.run(&["subscribers", "list"]).fine().out, "");
}

#[test]
fn every_bad_line_is_told_and_the_good_ones_are_taken() {
    let house = house().write("readers.csv", "email\nana@reader.example\nnonsense\n@\n");
    let said = house.run(&["subscribers", "import", "readers.csv"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("readers.csv:3: error"), "{said:#?}");
    assert!(said.err.contains("    3 | nonsense"), "{said:#?}");
    assert!(said.err.contains("readers.csv:4: error"), "{said:#?}");
    assert!(house.run(&["subscribers", "list"]).out.starts_with("ana@reader.example"));
}

#[test]
fn what_was_exported_can_be_imported() {
    let house = house();
    house.run(&["subscribers", "add", "ana@reader.example", "--name", "Ana, \"the first\""]).fine();
    house.run(&["subscribers", "export", "all.csv"]).fine();
    let other = House::new(&config_with_newsletter(9)).write("all.csv", house.read("all.csv"));
    other.run(&["subscribers", "import", "all.csv"]).fine();
    let list = json(&other.run(&["subscribers", "export", "--json"]).fine());
    assert_eq!(list["subscribers"][0]["name"], "Ana, \"the first\"");
}

#[test]
fn a_long_list_into_a_closed_pipe_is_no_panic() {
    let rows: Vec<_> = (0..5_000).map(|n| format!("reader{n}@reader.example\n")).collect();
    let house = house().write("readers.csv", format!("email\n{}", rows.concat()));
    house.run(&["subscribers", "import", "readers.csv"]).fine();
    for words in [&["subscribers", "list"][..], &["subscribers", "export"]] {
        let mut child = house
            .command(words)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn a_newsletter_that_is_not_there_is_named_beside_those_that_are() {
    let said = house().run(&["subscribers", "add", "a@reader.example", "-n", "daily"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("there is no newsletter `daily`"), "{said:#?}");
    assert!(said.err.contains("there is weekly"), "{said:#?}");
}

#[test]
fn a_list_with_nobody_on_it_says_so_and_what_to_do() {
    let house = house();
    let said = house.run(&["subscribers", "list"]).fine();
    let all = format!("{}{}", said.out, said.err);
    assert!(all.contains("nobody is on the list yet"), "{said:#?}");
    assert!(all.contains("subscribers add"), "{said:#?}");
    assert_eq!(
        json(&house.run(&["subscribers", "list", "--json"]))["subscribers"],
        serde_json::json!([])
    );
}
