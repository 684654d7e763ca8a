//! What a build promises that follows another: the same result, for less work.

mod any;

use std::fs;

use chrono::{DateTime, Utc};
use postrider::build::{self, Archive, Built};
use postrider::config::Config;
use postrider::stamp::Stamp;
use postrider::summarize::Asking;

use crate::house::{CONFIG, House, NOW};

const INDEX: &str = ".postrider/articles.index";
const BODIES: &str = ".postrider/articles.bodies";

fn build_at(house: &House, now: &str) -> Built {
    let config = Config::load(&house.path("config.toml")).unwrap();
    let now: DateTime<Utc> = now.parse().unwrap();
    build::run(&config, now, false, &Archive::default(), Asking::Never).unwrap()
}

fn build(house: &House) -> Built {
    build_at(house, NOW)
}

fn told(built: &Built) -> Vec<String> {
    built.findings.iter().map(ToString::to_string).collect()
}

/// A publication with every kind of file, and archives of two articles a page.
fn mixed() -> House {
    let mut house = House::new(&format!("{CONFIG}[feeds]\nitems = 2\n"))
        .write("content/broken.md", "---\ntitle: [\n---\nx\n")
        .write("content/undated.md", "---\ntitle: Undated\n---\nx\n")
        .write("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\nx\n")
        .write("content/later.md", "---\ntitle: Later\ndate: 2027-01-01\n---\n[a](file:///x)\n")
        .write("content/note.md", "---\ndate: 2026-10-02\n---\nA note without a title.\n");
    for number in 1..=7 {
        let body = format!("The *tide* of day {number}.\n\n[no](javascript:no) [a](../b/)");
        let text = format!("---\ntitle: Day {number}\ndate: 2026-10-{number:02}\n---\n{body}\n");
        house = house.write(&format!("content/day-{number}.md"), text);
    }
    house
}

/// What a build that remembers nothing would say and write.
fn cold(house: &House) -> (Vec<String>, Vec<(String, Vec<u8>)>) {
    fs::remove_dir_all(house.path(".postrider")).unwrap();
    fs::remove_dir_all(house.path("public")).unwrap();
    let built = build(house);
    (told(&built), house.tree("public"))
}

#[test]
fn a_second_build_makes_nothing_and_says_and_writes_the_same() {
    let house = mixed();
    let first = build(&house);
    assert_eq!(first.made, 10, "{first:#?}");
    let tree = house.tree("public");
    assert!(tree.iter().any(|(path, _)| path == "archive/3/atom.xml"), "{tree:#?}");
    let second = build(&house);
    assert_eq!((second.made, second.written.changed.len()), (0, 0));
    assert_eq!(told(&second), told(&first));
    assert_eq!(second.hidden, first.hidden);
    fs::remove_dir_all(house.path("public")).unwrap();
    assert_eq!(build(&house).made, 0);
    assert_eq!(house.tree("public"), tree);
}

#[test]
fn after_one_article_changed_one_is_made_again() {
    let house = mixed();
    build(&house);
    house.put("content/day-1.md", "---\ntitle: First\ndate: 2026-10-01\n---\nOther words.\n");
    let second = build(&house);
    assert_eq!(second.made, 1);
    let result = (told(&second), house.tree("public"));
    assert!(house.read("public/archive/1/feed.xml").contains("Other words."));
    assert_eq!(result, cold(&house));
}

#[test]
fn an_article_that_comes_due_is_shown_though_its_file_did_not_change() {
    let house = mixed();
    build(&house);
    let later = build_at(&house, "2027-01-02T00:00:00Z");
    assert_eq!(later.made, 0);
    assert!(house.read("public/feed.json").contains("\"Later\""));
}

#[test]
fn what_was_made_by_other_rules_is_made_again() {
    let house = mixed();
    build(&house);
    house.put("config.toml", format!("{CONFIG}[feeds]\nitems = 2\n[summary]\nwords = 10\n"));
    assert_eq!(build(&house).made, 10);
    let tree = house.tree("public");
    assert_eq!(tree, cold(&house).1);
}

/// A way to damage a file.
type Break = fn(&mut Vec<u8>);

#[test]
fn what_is_kept_may_be_broken_or_gone_and_nothing_changes() {
    let house = mixed();
    let first = build(&house);
    let tree = house.tree("public");
    let breaks: [(&str, Break); 8] = [
        (INDEX, Vec::clear),
        (BODIES, Vec::clear),
        (INDEX, |bytes| bytes.truncate(bytes.len() / 2)),
        (BODIES, |bytes| bytes.truncate(bytes.len() / 2)),
        (INDEX, |bytes| bytes.reverse()),
        (BODIES, |bytes| bytes.reverse()),
        (INDEX, |bytes| bytes.rotate_right(1)),
        (BODIES, |bytes| bytes.iter_mut().step_by(50).for_each(|byte| *byte ^= 1)),
    ];
    for (at, (file, break_it)) in breaks.into_iter().enumerate() {
        let mut bytes = fs::read(house.path(file)).unwrap();
        break_it(&mut bytes);
        house.put(file, bytes);
        fs::remove_dir_all(house.path("public")).unwrap();
        assert_eq!(told(&build(&house)), told(&first), "{at}");
        assert_eq!(house.tree("public"), tree, "{at}");
    }
    for file in [INDEX, BODIES] {
        fs::remove_file(house.path(file)).unwrap();
        fs::remove_dir_all(house.path("public")).unwrap();
        build(&house);
        assert_eq!(house.tree("public"), tree, "{file}");
    }
}

#[test]
fn what_is_kept_of_articles_that_are_gone_is_let_go() {
    let house = mixed();
    let names_it = || {
        let index = fs::read(house.path(INDEX)).unwrap();
        index.windows(8).any(|window| window == b"day-7.md")
    };
    build(&house);
    assert!(names_it());
    fs::remove_file(house.path("content/day-7.md")).unwrap();
    build(&house);
    assert!(!names_it());
}

#[test]
fn a_cover_that_changes_is_seen_though_its_article_did_not() {
    let gif = |width: u8| [b"GIF89a".as_slice(), &[width, 0, 4, 0, 0, 0, 0]].concat();
    let text = "---\ntitle: Boat\ndate: 2026-10-01\ncover: boat.gif\n---\nA boat.\n";
    let house = House::new(CONFIG).write("content/boat.md", text);
    build(&house);
    for width in [5, 6] {
        house.put("content/boat.gif", gif(width));
        assert_eq!(build(&house).made, 1);
        let feed = house.read("public/feed.xml");
        assert!(feed.contains(&format!("width=\"{width}\"")), "{feed}");
    }
}

#[test]
fn a_cover_that_goes_is_missed_however_young_it_was() {
    let text = "---\ntitle: Boat\ndate: 2026-10-01\ncover: boat.gif\n---\nA boat.\n";
    let gif = b"GIF89a\x05\0\x04\0\0\0\0";
    let house = House::new(CONFIG).write("content/boat.md", text).write("content/boat.gif", gif);
    build(&house);
    assert!(house.read("public/feed.xml").contains("width=\"5\""));
    fs::remove_file(house.path("content/boat.gif")).unwrap();
    assert_eq!(build(&house).made, 1);
    let tree = house.tree("public");
    assert!(!house.read("public/feed.xml").contains("width="));
    assert_eq!(build(&house).made, 0);
    assert_eq!(tree, cold(&house).1);
}

#[test]
fn a_page_of_an_archive_that_somebody_wrote_to_is_put_right() {
    let house = mixed();
    build(&house);
    let page = "public/archive/1/feed.xml";
    let right = house.read(page);
    house.put(page, right.replace("tide", "TIDE"));
    assert_eq!(build(&house).written.changed.len(), 1);
    assert_eq!(house.read(page), right);
    fs::remove_file(house.path(page)).unwrap();
    build(&house);
    assert_eq!(house.read(page), right);
}

#[test]
fn a_feed_that_somebody_wrote_to_is_put_right_though_no_article_changed() {
    let house = mixed();
    build(&house);
    for feed in ["public/feed.xml", "public/atom.xml", "public/feed.json"] {
        let (path, right) = (house.path(feed), house.read(feed));
        let before = fs::metadata(&path).unwrap();
        house.put(feed, right.replace("tide", "TIDE"));
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(before.modified().unwrap()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), before.len());
        assert_eq!(build(&house).written.changed.len(), 1, "{feed}");
        assert_eq!(house.read(feed), right);
        fs::remove_file(&path).unwrap();
        assert_eq!(build(&house).written.changed.len(), 1, "{feed}");
        assert_eq!(house.read(feed), right);
    }
    assert_eq!(build(&house).written.changed.len(), 0);
}

#[test]
fn that_a_feed_is_large_is_told_at_each_build() {
    let body = "The tide is late. ".repeat(70_000);
    let house = House::new(CONFIG)
        .write("content/long.md", format!("---\ntitle: Long\ndate: 2026-10-01\n---\n{body}\n"));
    let first = build(&house);
    assert!(told(&first).join("\n").contains("KB large"), "{first:#?}");
    let second = build(&house);
    assert_eq!((second.made, second.written.changed.len()), (0, 0));
    assert_eq!(told(&second), told(&first));
}

#[test]
fn a_lock_file_put_in_other_words_is_written_as_ever() {
    let house = mixed();
    build(&house);
    let lock = house.read("content/postrider.lock");
    house.put("content/postrider.lock", lock.replace(" = { id", "= {  id") + "# merged\n");
    let again = build(&house);
    assert_eq!((again.made, again.written.changed.len()), (0, 0));
    assert_eq!(house.read("content/postrider.lock"), lock);
}

#[test]
fn a_link_among_articles_follows_the_article_it_leads_to() {
    let there = |slug: &str| format!("---\ntitle: There\ndate: 2026-10-02\nslug: {slug}\n---\nx\n");
    let here = "---\ntitle: Here\ndate: 2026-10-01\n---\nSee [it](there.md) and [no](@/no.md).\n";
    let house =
        House::new(CONFIG).write("content/here.md", here).write("content/there.md", there("one"));
    let first = build(&house);
    assert!(house.read("public/feed.json").contains("https://tidewater.example/one/\\\""));
    let second = build(&house);
    assert_eq!((second.made, told(&second)), (0, told(&first)));
    assert_eq!(told(&first).len(), 1, "{first:#?}");
    house.put("content/there.md", there("two"));
    let third = build(&house);
    assert_eq!((third.made, told(&third)), (2, told(&first)));
    assert!(house.read("public/feed.json").contains("https://tidewater.example/two/\\\""));
}

#[test]
fn a_lock_that_is_lost_is_made_again_of_files_that_are_not_read_again() {
    let house = mixed();
    build(&house);
    let lock = house.read("content/postrider.lock");
    fs::remove_file(house.path("content/postrider.lock")).unwrap();
    assert_eq!(build(&house).made, 0);
    assert_eq!(house.read("content/postrider.lock"), lock);
}

/// Waits until what was written before is old enough to be known by its times.
fn wait_until_settled(house: &House) {
    let changed = || {
        house.put("clock", "");
        Stamp::of(&fs::metadata(house.path("clock")).unwrap()).map(|stamp| stamp.changed())
    };
    let Some(start) = changed() else { return };
    while changed().unwrap() < start + 2_500_000_000 {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

#[test]
fn a_file_that_looks_the_same_and_is_not_is_read_again() {
    let house = mixed();
    let first = build(&house);
    wait_until_settled(&house);
    for _ in 0..2 {
        // The first finds the files the same by their bytes, the second by their times.
        let again = build(&house);
        assert_eq!((again.made, told(&again)), (0, told(&first)));
        assert_eq!(again.hidden, first.hidden);
    }
    let path = house.path("content/day-1.md");
    let before = fs::metadata(&path).unwrap();
    let text = house.read("content/day-1.md").replace("tide", "TIDE");
    house.put("content/day-1.md", text);
    let file = fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(before.modified().unwrap()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().len(), before.len());
    assert_eq!(build(&house).made, 1);
    let tree = house.tree("public");
    assert!(house.read("public/archive/1/feed.xml").contains("TIDE"));
    assert_eq!(tree, cold(&house).1);
}

/// The settings of a publication that offers nothing but its newest articles.
const NEWEST: &str = "[feeds]\nitems = 2\nby = []\narchive = false\n";

#[test]
fn an_article_no_feed_holds_is_not_rendered_and_its_front_matter_is_still_judged() {
    let house = mixed();
    house.put("config.toml", format!("{CONFIG}{NEWEST}"));
    let old = "---\ntitle: Old\ndate: 2026-09-01\naliases: [https://else.example/x]\n---\nx\n";
    house.put("content/old.md", old);
    let built = build(&house);
    assert_eq!((built.made, built.articles), (2, 10), "{built:#?}");
    let told = told(&built).join("\n");
    for part in ["broken.md", "undated.md", "old.md", "lies on another host"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let tree = house.tree("public");
    // A setting for one feed has every article made; what is written is the same.
    house.put("config.toml", format!("{CONFIG}{NEWEST}[feeds.of.\"tags\"]\nitems = 2\n"));
    assert_eq!(build(&house).made, 11);
    assert_eq!(house.tree("public"), tree);
}

#[test]
fn the_next_article_stands_in_for_one_that_proves_to_be_none() {
    let house = mixed();
    house.put("config.toml", format!("{CONFIG}{NEWEST}"));
    house.put("content/empty.md", "---\ndate: 2026-10-30\n---\n");
    assert!(told(&build(&house)).join("\n").contains("neither a title nor a text"));
    let feed = house.read("public/feed.json");
    assert!(feed.contains("Day 7") && feed.contains("Day 6") && !feed.contains("Day 5"), "{feed}");
}

#[test]
fn a_renamed_file_keeps_its_id_where_only_the_newest_are_made() {
    let house = mixed();
    house.put("config.toml", format!("{CONFIG}{NEWEST}"));
    build(&house);
    let text = house.read("content/day-1.md");
    fs::remove_file(house.path("content/day-1.md")).unwrap();
    house.put("content/first-day.md", text);
    let again = build(&house);
    assert_eq!(again.made, 0);
    assert!(again.lock_changes.iter().any(|it| it.contains("is now first-day.md")), "{again:#?}");
    let lock = house.read("content/postrider.lock");
    assert!(
        lock.contains("\"first-day.md\" = { id = \"tag:tidewater.example,2026:day-1\""),
        "{lock}"
    );
}

#[test]
fn what_was_not_needed_is_made_when_it_is() {
    let house = mixed();
    house.put("config.toml", format!("{CONFIG}{NEWEST}"));
    build(&house);
    assert_eq!(build(&house).made, 0);
    fs::remove_file(house.path("content/day-7.md")).unwrap();
    assert_eq!(build(&house).made, 1);
    let tree = house.tree("public");
    assert!(house.read("public/feed.json").contains("Day 5"));
    assert_eq!(tree, cold(&house).1);
}
