//! What ids promise when articles are edited, renamed or swapped between builds.

mod away;
mod drafts;
mod footers;
mod merges;

use std::fs;

use postrider::build::{self, Archive, BuildError, Built};
use postrider::config::Config;
use postrider::publication;
use postrider::summarize::Asking;

use crate::house::{CONFIG, House, NOW};

const LOCK: &str = "content/postrider.lock";

fn build(house: &House) -> Built {
    build_with(house, false).unwrap()
}

fn build_with(house: &House, locked: bool) -> Result<Built, BuildError> {
    let config = Config::load(&house.path("config.toml")).unwrap();
    build::run(&config, NOW.parse().unwrap(), locked, &Archive::default(), Asking::Never)
}

/// Lists the ids of articles by their titles.
fn ids(built: &Built) -> Vec<(String, String)> {
    let articles = built.publication.articles.iter();
    let mut ids: Vec<_> =
        articles.map(|it| (it.title.clone().unwrap_or_default(), it.id.clone())).collect();
    ids.sort();
    ids
}

/// Gives the last part of the id of the only article there is.
fn only_id(built: &Built) -> String {
    let [(_, id)] = ids(built).try_into().unwrap();
    id.rsplit_once(':').unwrap().1.to_owned()
}

/// Gives the last part of the id of the article with a title.
fn id_of(built: &Built, title: &str) -> String {
    let found = ids(built).into_iter().find(|(of, _)| of == title);
    let (_, id) = found.unwrap_or_else(|| panic!("no {title}: {built:#?}"));
    id.rsplit_once(':').unwrap().1.to_owned()
}

fn rename(house: &House, from: &str, to: &str) {
    fs::rename(house.path(from), house.path(to)).unwrap();
}

fn article(title: &str, day: &str, paragraphs: &[&str]) -> String {
    format!("---\ntitle: {title}\ndate: 2026-10-{day}\n---\n{}\n", paragraphs.join("\n\n"))
}

const EBB: &str = "The ebb leaves the harbour at six, and with it goes the noise of the boats.";
const FLOOD: &str = "The flood comes back in the dark, when there is nobody left to look at it.";
const SPRING: &str = "A spring tide has nothing to do with spring, and everything with the moon.";
const NEAP: &str = "A neap tide is the one that sailors wait for and that painters never paint.";

fn swap(house: &House) {
    let there = |name: &str| house.path(&format!("content/{name}"));
    fs::rename(there("a.md"), there("kept.txt~")).unwrap();
    fs::rename(there("b.md"), there("a.md")).unwrap();
    fs::rename(there("kept.txt~"), there("b.md")).unwrap();
}

fn alpha_and_beta() -> House {
    House::new(CONFIG)
        .write("content/a.md", article("Alpha", "01", &[EBB, FLOOD]))
        .write("content/b.md", article("Beta", "02", &[SPRING, NEAP]))
}

#[test]
fn files_that_change_names_keep_their_ids_though_a_build_looked_at_them_and_wrote_no_lock() {
    let house = alpha_and_beta();
    let before = ids(&build(&house));
    swap(&house);
    assert!(matches!(build_with(&house, true), Err(BuildError::Locked(_))));
    assert_eq!(ids(&build(&house)), before);
    // An older lock is put back beside what newer builds have kept.
    let lock = house.read(LOCK);
    swap(&house);
    assert_eq!(ids(&build(&house)), before);
    house.put(LOCK, lock);
    assert_eq!(ids(&build(&house)), before);
}

#[test]
fn an_article_edited_again_and_again_keeps_its_id_when_its_file_is_renamed_at_last() {
    let house = House::new(CONFIG).write("content/a.md", article("Tide", "01", &[EBB, FLOOD]));
    build(&house);
    let mended = EBB.replace("The ebb", "Ebb");
    let edits = [[EBB, FLOOD], [&mended, FLOOD], [&mended, NEAP], [SPRING, NEAP]];
    for (at, paragraphs) in edits.iter().enumerate() {
        house.put("content/a.md", article("Tide book", &format!("{:02}", at + 2), paragraphs));
        assert_eq!(only_id(&build(&house)), "a", "edit {at}");
    }
    fs::rename(house.path("content/a.md"), house.path("content/tide-book.md")).unwrap();
    assert_eq!(only_id(&build(&house)), "a");
}

#[test]
fn an_article_that_began_as_an_empty_file_keeps_its_id_when_that_is_renamed() {
    let house = House::new(CONFIG)
        .write("content/a.md", "")
        .write("content/b.md", article("Beta", "02", &[NEAP]));
    build(&house);
    house.put("content/a.md", article("Tide", "01", &[EBB, FLOOD]));
    let before = ids(&build(&house));
    // Empty for a moment, while an editor saves it.
    house.put("content/a.md", "");
    build(&house);
    fs::remove_file(house.path("content/a.md")).unwrap();
    house.put("content/tide.md", article("Tide", "01", &[EBB, FLOOD]));
    assert_eq!(ids(&build(&house)), before);
    assert!(before[1].1.ends_with(":a"), "{before:?}");
}

#[test]
fn how_an_edited_article_is_known_again_is_kept_in_the_lock_and_holds_up_no_build() {
    let house = House::new(CONFIG).write("content/a.md", article("Tide", "01", &[EBB, FLOOD]));
    build(&house);
    let before = house.read(LOCK);
    house.put("content/a.md", article("Tide", "01", &[EBB, NEAP]));
    build_with(&house, true).unwrap();
    assert_eq!(house.read(LOCK), before);
    assert_eq!(build(&house).lock_changes, ["by what articles are known again"]);
    assert_ne!(house.read(LOCK), before);
    assert_eq!(build(&house).lock_changes, Vec::<String>::new());
}

#[test]
fn a_file_given_another_text_is_not_known_by_the_old_one_any_more() {
    let house = House::new(CONFIG).write("content/a.md", article("One", "01", &[EBB, FLOOD]));
    let edits = [
        ("content/a.md", article("Two", "02", &[EBB, FLOOD])),
        ("content/a.md", article("Two", "02", &[SPRING, NEAP])),
        ("content/c.md", article("One", "01", &[EBB, FLOOD])),
    ];
    build(&house);
    for (path, text) in edits {
        house.put(path, text);
        build(&house);
    }
    let ids = ids(&build(&house));
    assert!(ids[0].1.ends_with(":c") && ids[1].1.ends_with(":a"), "{ids:?}");
}

#[test]
fn where_it_is_unclear_what_became_of_an_article_its_author_can_say_so_afterwards() {
    let house = House::new(CONFIG).write("content/a.md", article("One", "01", &[EBB, FLOOD]));
    let id = ids(&build(&house)).remove(0).1;
    house.put("content/a.md", article("Two", "02", &[SPRING, NEAP]));
    for name in ["b", "c"] {
        house.put(&format!("content/{name}.md"), article("One", "01", &[EBB, FLOOD]));
    }
    let findings = build(&house).findings;
    assert!(findings.iter().any(|it| it.what.contains("not the only one that fits")));
    let named = article("One", "01", &[EBB, FLOOD]).replacen("---", &format!("---\nid: {id}"), 1);
    house.put("content/b.md", named);
    let built = build(&house);
    let owner = built.publication.articles.iter().find(|article| article.id == id).unwrap();
    assert!(owner.file.ends_with("b.md") && built.findings.is_empty(), "{built:#?}");
}

/// A step of an author's at some files.
type Step = fn(&House);

#[test]
fn a_build_that_remembers_gives_the_same_ids_as_one_that_does_not() {
    let steps: [Step; 12] = [
        |house| house.put("content/a.md", article("Alpha", "05", &[EBB, FLOOD])),
        |house| house.put("content/a.md", article("Alpha", "05", &[SPRING, FLOOD])),
        swap,
        |house| {
            swap(house);
            let _ = build_with(house, true);
        },
        |house| house.put("content/b.md", article("Gamma", "06", &[EBB, NEAP])),
        |house| house.put("content/c.md", article("Beta", "02", &[SPRING, NEAP])),
        |house| house.put("content/d.md", ""),
        |house| fs::rename(house.path("content/a.md"), house.path("content/e.md")).unwrap(),
        |house| house.put("content/d.md", article("Beta", "02", &[SPRING, NEAP])),
        |house| house.put("content/c.md", article("Delta", "09", &[FLOOD])),
        |house| {
            let lock = house.read(LOCK);
            fs::remove_file(house.path("content/e.md")).unwrap();
            house.put("content/f.md", article("Alpha", "05", &[SPRING, FLOOD]));
            build(house);
            house.put(LOCK, lock);
        },
        |house| fs::remove_file(house.path(LOCK)).unwrap(),
    ];
    let (remembers, forgets) = (alpha_and_beta(), alpha_and_beta());
    for (at, step) in steps.iter().enumerate() {
        for house in [&remembers, &forgets] {
            build(house);
            step(house);
        }
        fs::remove_dir_all(forgets.path(".postrider")).unwrap();
        assert_eq!(ids(&build(&remembers)), ids(&build(&forgets)), "step {at}");
        assert_eq!(remembers.read(LOCK), forgets.read(LOCK), "step {at}");
        // What only reads, and remembers nothing, finds them as well.
        let config = Config::load(&remembers.path("config.toml")).unwrap();
        let read = publication::read(&config, NOW.parse().unwrap()).unwrap();
        assert_eq!(read.lock.to_text(), remembers.read(LOCK), "step {at}");
    }
}

#[test]
fn a_copy_whose_name_sorts_first_takes_neither_address_nor_place_of_the_article_readers_know() {
    for date in ["2026-10-01", "2025-01-01"] {
        let text = |date: &str| {
            format!("---\ntitle: One\ndate: {date}\nslug: one\n---\nThe text of one.\n")
        };
        let house = House::new(CONFIG).write("content/one.md", text("2026-10-01"));
        let first = build(&house);
        let lock = house.read(LOCK);
        house.put("content/a-copy.md", text(date));
        for _ in 0..3 {
            let again = build_with(&house, true).unwrap();
            assert_eq!(ids(&again), ids(&first), "dated {date}");
            let told: Vec<String> = again.findings.iter().map(ToString::to_string).collect();
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].contains("a-copy.md:4: error: its address"), "{told:?}");
            build(&house);
            assert_eq!(house.read(LOCK), lock, "no line for what no reader sees");
        }
    }
}

#[test]
fn of_two_new_articles_with_one_address_the_one_that_is_left_out_gets_no_line() {
    let text = |title: &str, date: &str| {
        format!("---\ntitle: {title}\ndate: {date}\nslug: one\n---\nThe text of {title}.\n")
    };
    let house = House::new(CONFIG)
        .write("content/a.md", text("Ebb", "2026-10-05"))
        .write("content/b.md", text("Flood", "2026-10-01"));
    let first = build(&house);
    assert_eq!(only_id(&first), "b");
    assert!(!house.read(LOCK).contains("a.md"), "{}", house.read(LOCK));
    // Readers know it now, whatever its date becomes.
    house.put("content/b.md", text("Flood", "2026-10-09"));
    assert_eq!(only_id(&build(&house)), "b");
}
