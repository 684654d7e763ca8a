//! Each article from elsewhere has an id of its own, whatever its feed calls it.

use super::{ids, items, planet, warned};
use crate::house::{CONFIG, House};

/// An item of RSS at an address, with a guid as it is written.
fn item(day: u32, url: &str, guid: &str) -> String {
    format!(
        "<item><title>On {day}</title><link>{url}</link>{guid}<pubDate>{day} Nov 2026 08:00:00 \
         +0000</pubDate><description>On day {day}.</description></item>"
    )
}

fn rss(home: &str, items: &str) -> String {
    format!(
        "<rss version=\"2.0\"><channel><title>Quay</title><link>{home}</link><description>d\
         </description>{items}</channel></rss>"
    )
}

fn sources(files: &[&str]) -> String {
    let source = |file: &&str| format!("[[sources]]\nfile = \"{file}\"\n");
    format!("{CONFIG}{}", files.iter().map(source).collect::<String>())
}

#[test]
fn an_entry_whose_id_is_its_address_is_taken() {
    let url = |n: u32| format!("https://quay.example/{n}/");
    let items = item(15, &url(1), &format!("<guid>{}</guid>", url(1))) + &item(14, &url(2), "");
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>M</title><id>https://m.example/\
        </id><entry><title>A</title><id>https://m.example/a</id><link href=\"https://m.example/a\"/>\
        <updated>2026-11-13T08:00:00Z</updated><summary>S</summary></entry></feed>";
    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id":
        "https://j.example/a", "url": "https://j.example/a", "content_text": "J",
        "date_published": "2026-11-12T08:00:00Z"}]}"#;
    let house = planet(&sources(&["rss.xml", "atom.xml", "feed.json"]))
        .write("rss.xml", rss("https://quay.example/", &items))
        .write("atom.xml", atom)
        .write("feed.json", json);
    house.run(&["build"]).fine();
    assert_eq!(ids(&house), [&url(1), &url(2), "https://m.example/a", "https://j.example/a"]);
}

#[test]
fn one_number_in_two_sources_and_in_our_own_front_matter_is_three_ids() {
    let guid = "<guid isPermaLink=\"false\">1</guid>";
    let feed = |host: &str, day| {
        let home = format!("https://{host}.example/");
        rss(&home, &item(day, &format!("{home}a"), guid))
    };
    let house = House::new(&sources(&["a.xml", "feeds/b.xml"]))
        .write("a.xml", feed("a", 15))
        .write("feeds/b.xml", feed("b", 14))
        .write("content/mud.md", "---\ntitle: Mud\ndate: 2026-11-16\nid: 1\n---\nMud.\n");
    house.run(&["build"]).fine();
    let expected = [
        "tag:tidewater.example,2026:1",
        "tag:tidewater.example,2026:a.xml%231",
        "tag:tidewater.example,2026:feeds/b.xml%231",
    ];
    assert_eq!(ids(&house), expected);
    house.put("config.toml", sources(&["feeds/b.xml", "a.xml"]));
    house.run(&["build"]).fine();
    assert_eq!(ids(&house), expected, "whatever the order of the sources");
}

#[test]
fn an_id_that_validators_refuse_keeps_no_feed_from_being_published() {
    let bad = ["http://f.example/[a]", "http://f.example/{a}|b", "urn:x:1", "tag:x", "mailto:"];
    let one = |(id, day): (&&str, u32)| {
        let guid = format!("<guid isPermaLink=\"false\">{id}</guid>");
        item(day, &format!("https://f.example/{day}"), &guid)
    };
    let all: String = bad.iter().zip(1..).map(one).collect();
    let house = planet(&sources(&["rss.xml"])).write(
        "rss.xml",
        rss("https://f.example/", &(all + &item(9, "https://f.example/[9]", ""))),
    );
    for _ in 0..2 {
        house.run(&["build"]).fine();
        house.run(&["check"]).fine();
    }
    assert_eq!(items(&house).len(), 6);
}

#[test]
fn an_entry_left_out_for_its_id_is_told_with_its_source() {
    let url = |n: u32| format!("https://quay.example/{n}/");
    let guid = |id: &str| format!("<guid isPermaLink=\"false\">{id}</guid>");
    let ours = "tag:quay.example,2026:ours";
    let entries = [
        item(15, &url(1), &guid("tag:x.example,2026:one")),
        item(14, &url(2), &guid("tag:x.example,2026:one")),
        item(13, &url(3), &guid("tag:x.example,2026:one")),
        item(12, &url(4), &guid(ours)),
        // The same once more is no loss.
        item(15, &url(1), &guid("tag:x.example,2026:one")),
    ];
    let house = planet(&sources(&["a.xml", "b.xml"]))
        .write("a.xml", rss("https://quay.example/", &entries.concat()))
        .write(
            "b.xml",
            rss("https://m.example/", &item(11, &url(5), &guid("tag:x.example,2026:one"))),
        )
        .write("content/mud.md", format!("---\ntitle: M\ndate: 2026-11-16\nid: {ours}\n---\nM.\n"));
    let said = house.run(&["build"]).fine();
    assert_eq!(ids(&house).len(), 2, "{said:#?}");
    for what in [
        "config.toml:4: warning: the source a.xml: 2 of its articles are not shown, for the id of \
         each, such as `tag:x.example,2026:one`, is that of a newer one there",
        "the source a.xml: one of its articles is not shown, for its id `tag:quay.example,2026:ours` \
         is that of an article of yours",
        "the source b.xml: one of its articles is not shown, for its id `tag:x.example,2026:one` is that of one \
         from another source",
    ] {
        warned(&said, what);
    }
    assert!(said.err.contains("3 warnings"), "{said:#?}");
}
