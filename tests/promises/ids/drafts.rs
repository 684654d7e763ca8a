//! What is hidden keeps its own id for the day it is seen, and no other's.

use super::{EBB, FLOOD, NEAP, SPRING, article, build, id_of, rename};
use crate::house::{CONFIG, House};

fn draft(text: &str) -> String {
    text.replacen("---\n", "---\ndraft: true\n", 1)
}

fn alpha() -> String {
    article("Alpha", "01", &[EBB, FLOOD])
}

fn beta() -> String {
    article("Beta", "20", &[SPRING, NEAP])
}

#[test]
fn a_draft_begun_under_the_old_name_of_a_renamed_article_does_not_take_its_id() {
    let house = House::new(CONFIG).write("content/a.md", alpha());
    build(&house);
    rename(&house, "content/a.md", "content/b.md");
    house.put("content/a.md", draft(&beta()));
    assert_eq!(id_of(&build(&house), "Alpha"), "a");
    house.put("content/a.md", beta());
    let built = build(&house);
    assert_eq!(id_of(&built, "Alpha"), "a");
    assert_eq!(id_of(&built, "Beta"), "a-2");
}

#[test]
fn an_article_taken_back_as_a_draft_under_another_name_has_its_id_kept_from_who_takes_the_old_one()
{
    let house = House::new(CONFIG).write("content/a.md", alpha());
    build(&house);
    rename(&house, "content/a.md", "content/b.md");
    house.put("content/b.md", draft(&alpha()));
    house.put("content/a.md", beta());
    assert_eq!(id_of(&build(&house), "Beta"), "a-2");
    // Of a build that remembers what it read before, the same is asked.
    assert_eq!(id_of(&build(&house), "Beta"), "a-2");
    house.put("content/b.md", alpha());
    let built = build(&house);
    assert_eq!(id_of(&built, "Alpha"), "a");
    assert_eq!(id_of(&built, "Beta"), "a-2");
}

#[test]
fn a_draft_copied_from_an_article_leaves_it_its_id_when_that_is_renamed() {
    let house = House::new(CONFIG).write("content/a.md", alpha());
    build(&house);
    house.put("content/copy.md", draft(&alpha()));
    build(&house);
    rename(&house, "content/a.md", "content/b.md");
    let built = build(&house);
    assert_eq!(id_of(&built, "Alpha"), "a");
    assert!(built.findings.is_empty(), "{built:#?}");
}

#[test]
fn an_article_taken_back_and_edited_time_and_again_keeps_its_id_when_its_file_is_renamed() {
    let house = House::new(CONFIG).write("content/a.md", alpha());
    build(&house);
    let texts = [
        alpha(),
        article("Alpha", "05", &[EBB, FLOOD]),
        article("Alpha", "05", &[EBB, SPRING]),
        article("Tide", "05", &[EBB, SPRING]),
    ];
    for text in &texts {
        house.put("content/a.md", draft(text));
        build(&house);
    }
    assert_eq!(build(&house).lock_changes, Vec::<String>::new());
    rename(&house, "content/a.md", "content/b.md");
    house.put("content/b.md", &texts[3]);
    assert_eq!(id_of(&build(&house), "Tide"), "a");
}
