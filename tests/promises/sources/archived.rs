//! Articles from elsewhere and the archive of our own.

use serde_json::Value;

use super::{ids, planet};
use crate::house::{CONFIG, House};

/// Entries of the days from one to another, newest first.
fn rss(from: u32, to: u32) -> String {
    let item = |day: u32| {
        format!(
            "<item><title>On {day}</title><link>https://quay.example/{day}</link><pubDate>{day} Oct \
             2026 08:00:00 +0000</pubDate><description>On day {day}.</description></item>"
        )
    };
    let items: String = (from..=to).rev().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Quay</title>{items}</channel></rss>")
}

fn write(house: &House, days: impl Iterator<Item = u32>) {
    for day in days {
        let text = format!("---\ntitle: Own {day}\ndate: 2026-10-{day:02}\n---\nOn day {day}.\n");
        house.put(&format!("content/own-{day}.md"), text);
    }
}

fn page(house: &House, number: u32) -> Vec<String> {
    let feed = house.read(&format!("public/archive/{number}/feed.json"));
    let feed: Value = serde_json::from_str(&feed).unwrap();
    let items = feed["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_page_of_the_archive_loses_what_a_source_no_longer_has() {
    let config = format!("{CONFIG}[[sources]]\nfile = \"rss.xml\"\n[feeds]\nitems = 3\nby = []\n");
    let house = planet(&config).write("rss.xml", rss(1, 6));
    write(&house, (1..=9).step_by(2));
    house.run(&["build"]).fine();
    let own = |day: u32| format!("tag:tidewater.example,2026:own-{day}");
    let quay = |day: u32| format!("https://quay.example/{day}");
    assert_eq!(page(&house, 1), [own(5), own(3), own(1)], "only our own is archived");
    assert_eq!(ids(&house), [own(9), own(7), quay(6)], "the newest of both");
    house.put("rss.xml", rss(7, 20));
    house.run(&["build"]).fine();
    assert_eq!(page(&house, 1), [own(5), own(3), own(1)]);
    let newest = [quay(20), quay(19), quay(18), own(9), own(7)];
    assert_eq!(ids(&house), newest, "no article of ours is out of reach");
    house.run(&["check"]).fine();
}

#[test]
fn a_page_whose_articles_were_all_withdrawn_is_left_out_of_the_chain() {
    let house = planet(&format!("{CONFIG}[feeds]\nitems = 2\nby = []\n"));
    write(&house, 1..=7);
    house.run(&["build"]).fine();
    for day in [3, 4] {
        std::fs::remove_file(house.path(&format!("content/own-{day}.md"))).unwrap();
    }
    house.run(&["build"]).fine();
    assert!(!house.path("public/archive/2/feed.json").exists());
    let next: Value = serde_json::from_str(&house.read("public/archive/3/feed.json")).unwrap();
    assert_eq!(next["next_url"], "https://tidewater.example/archive/1/feed.json");
    let first = house.read("public/archive/1/atom.xml");
    assert!(first.contains("href=\"https://tidewater.example/archive/3/atom.xml\" rel=\"next"));
    house.run(&["check"]).fine();
}
