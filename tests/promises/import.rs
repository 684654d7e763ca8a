//! What `postrider import` promises of the command line; what is read how, the readers' tests say.

mod exports;
mod feed;

use crate::house::{CONFIG, House};

const TEXT: &str = "\
The Harbour Bell
Why it rang for ninety years and then fell silent

3 March 2026
4 minute read

The bell hung over the harbour office. It rang whenever the fog came in, and everybody in the town knew its voice.

What remains
The bell is in the museum now. Visitors may ring it once a year, on the first day of autumn.
";

#[test]
fn plain_text_becomes_an_article_that_builds() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    let said = house.run(&["import", "text", "bell.txt"]).fine();
    assert!(said.out.contains("wrote content/"), "{said:#?}");
    assert!(said.out.contains("read as plain text: 4 of 4 fields used"), "{said:#?}");
    house.run(&["build"]).fine();
    assert!(house.read("public/feed.xml").contains("The Harbour Bell"));
}

#[test]
fn an_import_overwrites_nothing() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    house.run(&["import", "text", "bell.txt"]).fine();
    let before = house.tree("content");
    let again = house.run(&["import", "text", "bell.txt"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is already there"), "{again:#?}");
    assert_eq!(house.tree("content"), before);
}

#[test]
fn a_look_at_an_import_writes_nothing() {
    let house = House::new(CONFIG).write("bell.txt", TEXT);
    let said = house.run(&["import", "text", "bell.txt", "--print"]).fine();
    assert!(said.out.starts_with("---\n") && said.out.contains("The Harbour Bell"), "{said:#?}");
    assert!(!house.path("content").exists());
}

#[test]
fn an_import_of_nothing_is_refused_in_a_sentence() {
    let house = House::new(CONFIG).write("empty.txt", "\n \n").write("words.txt", "just words");
    for source in ["text", "html"] {
        let said = house.run(&["import", source, "empty.txt"]);
        assert!(said.code == 1 && said.err.contains("empty.txt is empty"), "{said:#?}");
        let said = house.run(&["import", source, "-"]);
        assert!(said.code == 1 && said.err.contains("standard-input is empty"), "{said:#?}");
    }
    assert!(!house.path("content").exists());
    let said = house.run(&["import", "feed", "empty.txt"]);
    assert!(said.err.contains("this is no feed: it is empty"), "{said:#?}");
    let said = house.run(&["import", "feed", "words.txt"]);
    assert!(said.err.contains("this is no feed: it is neither XML nor JSON"), "{said:#?}");
}

const SAVED: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>The Harbour Bell</title>\
    <base href=\"https://old.example/mag/\"><meta property=\"og:image\" content=\"img/bell.jpg\">\
    <style>p { color: red }</style><script>let a = 1;</script></head><body><nav>Home</nav>\
    <article><h1>The Harbour Bell</h1><p>The bell hung over the harbour office and rang whenever the \
    fog came in. See <a href=\"fog/\">the fog</a><sup><a href=\"#n1\">1</a></sup>.</p>\
    <p><img src=\"img/tower.png\" alt=\"A tower\"></p>\
    <p><img src=\"data:image/gif;base64,AA==\" data-src=\"/lazy.png\" alt=\"A boat\"></p>\
    <p><img src=\"https://cdn.example/x.png\" srcset=\"img/a.png 1x, img/b.png 2x\" alt=\"A sea\"></p>\
    <p>Everybody in the town knew its voice, and on the last day of the year it rang for an hour.</p>\
    <p>The bell is in the museum now, and visitors may ring it once a year in autumn.</p>\
    </article><footer>Foot</footer></body></html>";

#[test]
fn the_pictures_of_a_saved_page_are_where_its_base_says_as_its_links_are() {
    let addresses = [
        "https://old.example/mag/img/bell.jpg",
        "https://old.example/mag/img/tower.png",
        "https://old.example/lazy.png",
        "https://cdn.example/x.png",
        "https://old.example/mag/fog/",
    ];
    let house = House::new(CONFIG).write("saved.html", SAVED);
    let said = house.run(&["import", "html", "saved.html", "--print"]).fine();
    for address in addresses {
        assert!(said.out.contains(address), "{address}: {said:#?}");
    }
    let house = House::new(CONFIG).write("content/saved.html", SAVED);
    let small = "<base href=\"https://old.example/mag/\"><p>Text <img src=\"c.png\" alt=\"C\"></p>";
    house.put("content/small.html", format!("---\ntitle: S\ndate: 2026-11-01\n---\n{small}\n"));
    house.put(
        "content/saved.html",
        SAVED.replace("<title>", "<meta name=\"date\" content=\"2026-11-02\"><title>"),
    );
    house.run(&["build"]).fine();
    let feed = house.read("public/feed.json");
    for address in addresses
        .iter()
        .chain(&["https://old.example/mag/c.png", "https://old.example/mag/img/b.png 2x"])
    {
        assert!(feed.contains(address), "{address}: {feed}");
    }
}
