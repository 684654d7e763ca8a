//! What `postrider import` promises of the command line; what is read how, the readers' tests say.

mod exports;
mod feed;

use crate::house::{CONFIG, House};

const TEXT: &str = "\
The Harbour Bell
Why it rang for ninety years and then fell silent

3 March 2026
4 minute read

The bell hung over the harbour office. It rang whenever the fog came in, and everybody in the town knew its voice.

What remains
The bell is in the museum now. Visitors may ring it once a year, on the first day of autumn.
";

#[test]
fn plain_text_becomes_an_article_that_builds() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    let said = house.run(&["import", "text", "bell.txt"]).fine();
    assert!(said.out.contains("wrote content/"), "{said:#?}");
    assert!(said.out.contains("read as plain text: 4 of 4 fields used"), "{said:#?}");
    house.run(&["build"]).fine();
    assert!(house.read("public/feed.xml").contains("The Harbour Bell"));
}

#[test]
fn an_import_overwrites_nothing() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    house.run(&["import", "text", "bell.txt"]).fine();
    let before = house.tree("content");
    let again = house.run(&["import", "text", "bell.txt"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is already there"), "{again:#?}");
    assert_eq!(house.tree("content"), before);
}

#[test]
fn a_look_at_an_import_writes_nothing() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    let said = house.run(&["import", "text", "bell.txt", "--print"]).fine();
    assert!(said.out.starts_with("---\n") && said.out.contains("The Harbour Bell"), "{said:#?}");
    assert!(!house.path("content").exists());
}
