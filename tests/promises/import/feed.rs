//! What an import of a feed promises.

use serde_json::{Value, json};

use crate::house::{CONFIG, House};

const ARTICLE: &str = "---\ntitle: \"Low water: \\\"ebb\\\" & {{ flow }}\"\ndate: 2026-11-02T08:00:00Z\n\
    tags: [Mud, Tides]\nauthors:\n  - name: Ada Moor\n    url: https://ada.example/\n\
    description: In short.\nimage: /quay.png\nimage_alt: A quay\nslug: low-water\n\
    enclosure:\n  src: /ebb.mp3\n  type: audio/mpeg\n  length: 4096\n  duration: 62\n---\n\
    Mud is soft, and the tide leaves twice a day.\n";

/// What of a feed's items a reader's program goes by.
fn told(house: &House) -> Vec<Value> {
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let names = [
        "id",
        "url",
        "title",
        "date_published",
        "tags",
        "authors",
        "summary",
        "image",
        "attachments",
        "content_html",
    ];
    let item = |item: &Value| Value::from_iter(names.map(|name| (name, item[name].clone())));
    feed["items"].as_array().unwrap().iter().map(item).collect()
}

#[test]
fn a_publication_that_moves_with_nothing_but_its_feed_stays_the_same_to_its_readers() {
    let old = House::new(CONFIG).write("content/one.md", ARTICLE);
    old.run(&["build"]).fine();
    for (file, format) in [("feed.json", "JSON Feed"), ("atom.xml", "Atom"), ("feed.xml", "RSS")] {
        let feed = old.read(&format!("public/{file}"));
        let new = House::new(CONFIG).write(file, feed);
        let said = new.run(&["import", "feed", file]).fine();
        let wrote = format!("the feed, {format}: wrote 1 article into content/");
        assert!(said.out.contains(&wrote), "{said:#?}");
        let text = new.read("content/2026-11-02-low-water.html");
        assert!(
            text.contains("\nenclosure:\n  src: \"https://tidewater.example/ebb.mp3\""),
            "{text}"
        );
        new.run(&["build"]).fine();
        let (mut before, mut after) = (told(&old), told(&new));
        // The same tag, as Markdown's renderer and HTML's write it.
        for item in before.iter_mut().chain(&mut after) {
            let html = item["content_html"].as_str().unwrap().replace(" />", ">");
            item["content_html"] = html.into();
        }
        for item in before.iter_mut().chain(&mut after) {
            // Atom has no place for a picture, RSS none for a page of an author, and neither for how
            // long a sound is.
            if file != "feed.json" {
                item["attachments"][0]["duration_in_seconds"] = Value::Null;
            }
            match file {
                "atom.xml" => {
                    item["image"] = Value::Null;
                    item["content_html"] = Value::Null;
                }
                "feed.xml" => item["authors"][0]["url"] = Value::Null,
                _ => {}
            }
        }
        assert_eq!(after, before, "{file}");
    }
}

#[test]
fn an_entry_that_goes_on_elsewhere_or_says_nothing_is_told() {
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Quay", "items": [
            { "id": "1", "url": "https://tidewater.example/a/", "content_text": "It began …",
              "date_published": "2026-11-02T08:00:00Z", "_mood": "calm" },
            { "id": "2", "url": "https://tidewater.example/b/", "title": "Empty" },
        ],
    });
    let house = House::new(CONFIG).write("feed.json", feed.to_string());
    let said = house.run(&["import", "feed", "feed.json"]).fine();
    assert!(said.err.contains("\"1\" seems to be only the opening"), "{said:#?}");
    assert!(said.out.contains("left out: 1 entries without a text"), "{said:#?}");
    assert!(said.out.contains("4 of 5 fields used; not used: _mood"), "{said:#?}");
    let again = house.run(&["import", "feed", "feed.json"]).fine();
    assert!(again.out.contains("already there, left as it was"), "{again:#?}");
}

#[test]
fn what_is_no_feed_or_no_whole_one_is_told_and_writes_nothing() {
    let house = House::new(CONFIG)
        .write("page.html", "<html><body>Hello</body></html>")
        .write("broken.xml", "<rss><channel><item>");
    for (file, why) in [
        ("page.html", "this is no feed: it is a web page"),
        ("broken.xml", "the feed is not whole: it breaks off at line 1, column 21, within <item>"),
    ] {
        let said = house.run(&["import", "feed", file]);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains(why), "{said:#?}");
    }
    let said = house.run(&["import", "feed", "https://tidewater.example/feed.xml"]);
    assert!(said.err.contains("save it first"), "{said:#?}");
    assert!(house.tree("content").is_empty());
}

/// A feed of RSS with these items.
fn rss(items: &str) -> String {
    format!("<rss version=\"2.0\"><channel><title>Q</title>{items}</channel></rss>")
}

fn item(title: &str, link: &str, date: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>Ebb \
         and flow.</description></item>"
    )
}

#[test]
fn an_address_that_is_told_apart_by_its_query_stays_what_it_is() {
    let link = |id| format!("https://tidewater.example/index.php?id={id}&amp;step=1");
    let items = item("Five", &link(5), "Tue, 03 Nov 2026 12:00:00 CET")
        + &item("Six", &link(6), "Tue, 03 Nov 2026 13:00:00 CET")
        + &item("Seven", "https://tidewater.example/?p=7", "Tue, 03 Nov 2026 14:00:00 CET");
    let house = House::new(CONFIG).write("feed.xml", rss(&items));
    house.run(&["import", "feed", "feed.xml"]).fine();
    let five = house.read("content/2026-11-03-five.html");
    assert!(five.contains("\npermalink: \"/index.php?id=5&step=1\"\n"), "{five}");
    assert!(five.contains("\ndate: 2026-11-03T12:00:00+01:00\n"), "{five}");
    assert_eq!(house.run(&["build"]).fine().err, "");
    let feed: Value = serde_json::from_str(&house.read("public/feed.json")).unwrap();
    let urls: Vec<_> =
        feed["items"].as_array().unwrap().iter().map(|it| it["url"].clone()).collect();
    let home = "https://tidewater.example/";
    let expected = ["?p=7", "index.php?id=6&step=1", "index.php?id=5&step=1"];
    assert_eq!(urls, expected.map(|path| format!("{home}{path}")));
}

#[test]
fn a_date_or_an_address_that_could_not_be_used_is_named() {
    let items = item("Odd", "mailto:a@b.example", "at low tide");
    let house = House::new(CONFIG).write("feed.xml", rss(&items));
    let said = house.run(&["import", "feed", "feed.xml"]).fine();
    assert!(said.out.contains("2 of 4 fields used; not used: link, pubDate"), "{said:#?}");
    let told = "feed.xml: warning: \"Odd\" has a date that cannot be read: `at low tide`";
    assert!(said.err.contains(told), "{said:#?}");
}
