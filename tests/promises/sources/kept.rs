//! What is kept of a source while it fails, and whether that is still what was kept.

use super::{ATOM, RSS, Web, ids, items, planet, warned};
use crate::house::{CONFIG, House};

const ROPES: &str = "tag:quay.example,2026:ropes";

/// Gives the file of the only state that is kept.
fn kept(house: &House) -> std::path::PathBuf {
    let files = std::fs::read_dir(house.path(".postrider/sources")).unwrap();
    let mut files = files.map(|file| file.unwrap().path());
    files.find(|file| file.extension().is_some_and(|end| end == "feed")).unwrap()
}

#[test]
fn a_file_that_is_no_feed_any_more_keeps_its_last_good_state_and_says_so() {
    let config = format!("{CONFIG}[[sources]]\nfile = \"rss.xml\"\n");
    let house = planet(&config).write("rss.xml", RSS);
    house.run(&["build"]).fine();
    let feed = house.read("public/feed.json");
    for (body, why) in [
        ("<html>oops</html>", "it is a web page"),
        ("", "it is empty"),
        ("<rss>", "it breaks off at line 1, column 6, within <rss>"),
    ] {
        house.put("rss.xml", body);
        for command in ["build", "check"] {
            let said = house.run(&[command]).fine();
            warned(&said, "config.toml:4: warning: the source");
            warned(&said, "its articles are shown as they were last found");
            warned(&said, why);
        }
        assert_eq!(house.read("public/feed.json"), feed);
    }
    std::fs::remove_file(house.path("rss.xml")).unwrap();
    warned(&house.run(&["build"]).fine(), "its articles are shown as they were last found");
    assert_eq!(house.read("public/feed.json"), feed);
    house.put("rss.xml", ATOM);
    assert!(!house.run(&["build"]).fine().err.contains("warning"));
    assert_eq!(items(&house)[0]["title"], "Clay pipes");
}

#[test]
fn a_state_that_was_damaged_is_asked_for_anew() {
    let web = Web::start();
    web.put("/rss", "200 x", "ETag: \"one\"\r\n", RSS);
    let house = planet(&web.source("/rss", "allow_private = true"));
    house.run(&["build"]).fine();
    std::fs::write(kept(&house), &RSS[..RSS.len() / 2]).unwrap();
    warned(&house.run(&["check"]), "what was kept of it is damaged");
    assert!(!house.run(&["build"]).fine().err.contains("warning"));
    assert_eq!(ids(&house), [ROPES]);
    let asked = web.asked.lock().unwrap().clone();
    assert!(!asked[1].contains("if-none-match"), "{asked:?}");
    house.run(&["build"]).fine();
    assert!(web.asked.lock().unwrap()[2].contains("if-none-match: \"one\""));
}

#[test]
fn a_feed_is_in_the_encoding_that_its_server_says() {
    let web = Web::start();
    let rss = RSS.replace("<?xml version=\"1.0\"?>", "").replace("Quay Notes", "Mar\u{e9}e");
    web.put("/rss", "200 x", "Content-Type: text/xml; charset=ISO-8859-1\r\n", "");
    let latin: Vec<u8> = rss.chars().map(|c| u8::try_from(c).unwrap()).collect();
    web.put_bytes("/rss", latin);
    let house = planet(&web.source("/rss", "allow_private = true"));
    house.run(&["build"]).fine();
    assert_eq!(items(&house)[0]["_postrider"]["source"]["title"], "Mar\u{e9}e");
}

#[test]
fn pictures_and_links_of_atom_start_where_xml_base_says() {
    let atom = ATOM
        .replace("<content type", "<content xml:base=\"https://img.example/p/\" type")
        .replace("of the bank.", "&lt;img src=\"clay.png\"> of the &lt;a href=\"/b\">bank&lt;/a>.");
    let config = format!("{CONFIG}[[sources]]\nfile = \"atom.xml\"\n");
    let house = planet(&config).write("atom.xml", atom);
    house.run(&["build"]).fine();
    let html = items(&house)[0]["content_html"].as_str().unwrap().to_owned();
    assert!(html.contains("src=\"https://img.example/p/clay.png\""), "{html}");
    assert!(html.contains("href=\"https://img.example/b\"") && !html.contains("<base"), "{html}");
}
