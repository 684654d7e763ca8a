//! What stands under every article tells none from another.

use std::fs;

use super::{EBB, FLOOD, LOCK, NEAP, SPRING, article, build, id_of, rename};
use crate::house::{CONFIG, House};

/// An episode of a podcast, above a footer that all of them have.
fn episode(title: &str, day: &str, talk: &str) -> String {
    let places =
        ["Radio", "App", "Web", "Mail", "Phone", "Tablet", "Car", "Watch", "Tape", "Telly"];
    let footer = places.map(|place| {
        format!("{place} is how you subscribe to our podcast wherever you may happen to listen.")
    });
    let mut paragraphs = vec![talk];
    paragraphs.extend(footer.iter().map(String::as_str));
    article(title, day, &paragraphs)
}

fn podcast() -> House {
    House::new(CONFIG)
        .write("content/ep0.md", episode("Episode 0", "01", EBB))
        .write("content/ep1.md", episode("Episode 1", "02", FLOOD))
        .write("content/ep2.md", episode("Episode 2", "03", SPRING))
}

#[test]
fn a_footer_that_articles_share_gives_no_new_article_the_id_of_a_deleted_one() {
    let house = podcast();
    build(&house);
    fs::remove_file(house.path("content/ep1.md")).unwrap();
    house.put("content/ep9.md", episode("Episode 9", "20", NEAP));
    let built = build(&house);
    assert_eq!(id_of(&built, "Episode 9"), "ep9");
    assert!(built.findings.is_empty(), "{built:#?}");
}

#[test]
fn an_article_above_a_footer_that_makes_room_for_another_keeps_its_id() {
    let house = podcast();
    build(&house);
    rename(&house, "content/ep1.md", "content/old.md");
    house.put("content/ep1.md", episode("Episode 9", "20", NEAP));
    let built = build(&house);
    assert_eq!(id_of(&built, "Episode 1"), "ep1");
    assert_eq!(id_of(&built, "Episode 9"), "ep1-2");
}

#[test]
fn an_article_above_a_footer_that_is_rewritten_in_its_file_keeps_its_id() {
    let house = podcast();
    build(&house);
    house.put("content/ep1.md", episode("Episode 9", "20", NEAP));
    assert_eq!(id_of(&build(&house), "Episode 9"), "ep1");
}

#[test]
fn an_article_above_a_footer_keeps_its_id_when_it_is_renamed_and_given_another_title_at_once() {
    let house = podcast();
    build(&house);
    fs::remove_file(house.path("content/ep1.md")).unwrap();
    house.put("content/ep1b.md", episode("The flood", "20", FLOOD));
    assert_eq!(id_of(&build(&house), "The flood"), "ep1");
}

#[test]
fn a_footer_that_is_the_only_one_so_far_gives_away_no_id() {
    let house = House::new(CONFIG).write("content/ep1.md", episode("Episode 1", "02", FLOOD));
    build(&house);
    fs::remove_file(house.path("content/ep1.md")).unwrap();
    house.put("content/ep9.md", episode("Episode 9", "20", NEAP));
    assert_eq!(id_of(&build(&house), "Episode 9"), "ep9");
}

#[test]
fn a_lock_that_does_not_know_how_articles_open_is_read_and_renewed() {
    let house = podcast();
    build(&house);
    let lock = house.read(LOCK);
    let cut = |line: &str| match line.split_once('/') {
        Some((marks, rest)) => format!("{marks}{}", &rest[6..]),
        None => line.to_owned(),
    };
    let old: Vec<String> = lock.lines().map(cut).collect();
    house.put(LOCK, old.join("\n") + "\n");
    rename(&house, "content/ep1.md", "content/ep1b.md");
    assert_eq!(id_of(&build(&house), "Episode 1"), "ep1");
    assert_eq!(house.read(LOCK), lock.replace("ep1.md", "ep1b.md"));
}
