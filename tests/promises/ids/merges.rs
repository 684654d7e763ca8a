//! Locks of two branches, merged as the lock's head says.

use std::fs;

use postrider::config::Config;
use postrider::finding::Finding;

use super::{EBB, FLOOD, LOCK, NEAP, SPRING, alpha_and_beta, article, build, id_of, rename};
use crate::house::{House, NOW};

/// Builds on two branches, and gives the lock with the lines of both sides.
fn merged(house: &House, ours: impl Fn(&House), theirs: impl Fn(&House)) -> String {
    build(house);
    let base = house.read(LOCK);
    ours(house);
    build(house);
    let one = house.read(LOCK);
    house.put(LOCK, base);
    theirs(house);
    build(house);
    let other = house.read(LOCK);
    let mut lines: Vec<&str> = one.lines().collect();
    lines.extend(other.lines().filter(|line| !one.lines().any(|known| known == *line)));
    lines.join("\n") + "\n"
}

const EDITED: &str = "content/a.md";

fn edited() -> String {
    article(
        "Alpha",
        "01",
        &[EBB, FLOOD, "And a paragraph more, which the other branch has put in."],
    )
}

/// Renames on one branch what is edited on the other.
fn rename_meets_edit(house: &House) -> String {
    let ours = |house: &House| rename(house, EDITED, "content/c.md");
    let theirs = |house: &House| {
        rename(house, "content/c.md", EDITED);
        house.put(EDITED, edited());
    };
    merged(house, ours, theirs)
}

#[test]
fn an_article_renamed_on_one_branch_and_edited_on_the_other_keeps_its_id() {
    let house = alpha_and_beta();
    let lock = rename_meets_edit(&house);
    rename(&house, EDITED, "content/c.md");
    house.put(LOCK, &lock);
    assert_eq!(lock.matches(":a\"").count(), 2, "{lock}");
    let built = build(&house);
    assert_eq!((id_of(&built, "Alpha"), id_of(&built, "Beta")), ("a".into(), "b".into()));
    assert_eq!(house.read(LOCK).matches(":a\"").count(), 1);
    assert!(built.findings.is_empty(), "{built:#?}");
}

/// Says why nothing can be read.
fn refused(house: &House) -> Vec<Finding> {
    let config = Config::load(&house.path("config.toml")).unwrap();
    postrider::publication::read(&config, NOW.parse().unwrap()).unwrap_err()
}

#[test]
fn two_lines_of_one_id_are_told_with_what_to_delete_where_it_is_unclear_which_one_counts() {
    let house = alpha_and_beta();
    let lock = rename_meets_edit(&house);
    house.put(LOCK, &lock);
    house.put("content/c.md", article("Gamma", "09", &[SPRING, NEAP]));
    for why in ["more than one file is there", "neither file is there"] {
        let told = refused(&house);
        assert_eq!(told.len(), 1, "{told:#?}");
        let hint = told[0].hint.as_ref().unwrap();
        assert!(hint.starts_with(why), "{hint}");
        assert!(hint.contains("delete line ") && hint.contains("(`c.md`)"), "{hint}");
        assert!(!hint.contains("both sides"), "{hint}");
        for file in ["content/c.md", EDITED] {
            let _ = fs::remove_file(house.path(file));
        }
    }
}

#[test]
fn two_ids_of_one_file_are_told_with_what_to_delete() {
    let house = alpha_and_beta();
    build(&house);
    let lock = house.read(LOCK);
    let line = lock.lines().find(|line| line.contains(":a\"")).unwrap();
    house.put(LOCK, format!("{lock}{}\n", line.replace(":a\"", ":a-2\"")));
    let told = refused(&house);
    assert_eq!((told.len(), told[0].line), (1, Some(9)), "{told:#?}");
    assert!(told[0].what.contains("`a.md` two ids, the other in line 7"), "{told:#?}");
    let hint = told[0].hint.as_ref().unwrap();
    assert!(hint.contains("keep the older line") && !hint.contains("both sides"), "{hint}");
}
