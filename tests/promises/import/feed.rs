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
fn what_is_no_feed_is_told_and_writes_nothing() {
    let house = House::new(CONFIG)
        .write("page.html", "<html><body>Hello</body></html>")
        .write("broken.xml", "<rss><channel><item>");
    for file in ["page.html", "broken.xml"] {
        let said = house.run(&["import", "feed", file]);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("this is no feed"), "{said:#?}");
    }
    let said = house.run(&["import", "feed", "https://tidewater.example/feed.xml"]);
    assert!(said.err.contains("save it first"), "{said:#?}");
    assert!(house.tree("content").is_empty());
}
