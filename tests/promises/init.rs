//! What `postrider init` promises.

use crate::house::House;

#[test]
fn a_new_publication_says_what_to_do_next() {
    let house = House::new("");
    let said = house.run(&["init", "harbour-letter"]).fine();
    assert!(said.out.contains("cd harbour-letter"), "{said:#?}");
    assert!(said.out.contains("postrider publish --dry-run"), "{said:#?}");
    assert!(house.read("harbour-letter/config.toml").contains("title = \"Harbour letter\""));
    assert!(house.path("harbour-letter/.gitignore").exists());
}

#[test]
fn init_overwrites_nothing() {
    let house = House::new("mine");
    let said = house.run(&["init"]);
    assert_eq!(said.code, 1, "{said:#?}");
    assert!(said.err.contains("config.toml is already there"), "{said:#?}");
    assert_eq!(house.read("config.toml"), "mine");
    assert_eq!(house.tree(""), [("config.toml".to_owned(), b"mine".to_vec())]);
}
