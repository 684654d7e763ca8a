//! What `postrider check` promises: every mistake of every kind, in one pass, with its place.

use crate::house::{CONFIG, House, config_with_newsletter};

#[test]
fn mistakes_of_every_kind_are_told_in_one_pass() {
    let config = config_with_newsletter(9).replace(
        "postal_address = \"1 Quay Street, 1000 Lisbon\"",
        "subscribers = \"readers.csv\"",
    );
    let house = House::new(&config)
        .article("tides", "Two tides a day", "The tide comes in.")
        .write("content/broken.md", "---\ntitle: A\ndate: 2026-99-99\n---\nText.\n")
        .write("templates/email/extra.html", "fine\n{% if %}\n")
        .write("readers.csv", "email\nnonsense\n");
    let said = house.run(&["check"]);
    assert_eq!(said.code, 1, "{said:#?}");
    for place in [
        "content/broken.md:3: error",
        "templates/email/extra.html:2: error",
        "readers.csv:2: error",
        "postal_address",
    ] {
        assert!(said.err.contains(place), "{place} is missing: {said:#?}");
    }
}

#[test]
fn a_check_writes_nothing() {
    let house = House::new(&config_with_newsletter(9)).article("tides", "Two tides", "It comes.");
    let before = house.tree("");
    house.run(&["check"]).fine();
    assert!(house.tree("") == before);
}

#[test]
fn a_machine_gets_every_mistake_with_its_place() {
    let house = House::new(&config_with_newsletter(9))
        .write("content/broken.md", "---\ntitle: A\ndate: 2026-99-99\n---\nText.\n");
    let said = house.run(&["check", "--json"]);
    let document: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let finding = &document["findings"][0];
    assert_eq!((&finding["severity"], &finding["line"]), (&"error".into(), &3.into()), "{finding}");
    assert_eq!(finding["file"], "content/broken.md");
    assert_eq!((document["code"].as_i64(), said.code, said.err.as_str()), (Some(1), 1, ""));
}

#[test]
fn a_date_that_is_hard_to_believe_is_told_once_in_the_file_that_says_it() {
    let house = House::new(CONFIG)
        .write("content/old.md", "---\ntitle: Old\ndate: 0001-01-01\ntags: [x]\n---\nText.\n");
    for _ in 0..2 {
        let said = house.run(&["check"]);
        assert_eq!(said.err.matches("hard to believe").count(), 1, "{said:#?}");
        assert!(said.err.contains("content/old.md:3: warning"), "{said:#?}");
        house.put("content/new.md", "---\ntitle: New\ndate: 2026-11-01\n---\nText.\n");
    }
}
