//! A feed opened in a browser reads like a page, without XSLT.

use crate::house::{CONFIG, House};

#[test]
fn a_feed_opened_in_a_browser_finds_a_style_sheet_and_no_xslt() {
    let config = format!("{CONFIG}[feeds]\nitems = 1\n");
    let house = House::new(&config.replace("\"Tidewater\"", "'Tide\"water\\'"))
        .article("mud", "On mud", "Not sand.")
        .write("content/sand.md", "---\ntitle: S\ndate: 2026-11-17\ntags: [sea]\n---\nSand.\n");
    house.run(&["build"]).fine();
    for (path, up) in [
        ("feed.xml", ""),
        ("atom.xml", ""),
        ("tags/sea/feed.xml", "../../"),
        ("archive/1/atom.xml", "../../"),
    ] {
        let feed = house.read(&format!("public/{path}"));
        let mut lines = feed.lines();
        assert!(lines.next().is_some_and(|line| line.starts_with("<?xml version")), "{feed}");
        let link = format!("<?xml-stylesheet type=\"text/css\" href=\"{up}feed.css\"?>");
        assert_eq!(lines.next(), Some(link.as_str()), "{path}");
        assert!(!feed.contains("xsl"), "{path}");
    }
    let style = house.read("public/feed.css");
    assert!(style.contains("This is a feed: copy its address"), "{style}");
    assert!(style.contains("Tide\\22 water\\5c "), "no title breaks out of the sheet: {style}");
    assert!(style.contains("prefers-color-scheme: dark"));
}

#[test]
fn a_summary_reads_in_a_browser_as_it_was_written() {
    let text =
        "---\ntitle: On mud\ndate: 2026-11-16\ndescription: Why it is called \"mud\".\n---\nMud.\n";
    let house = House::new(CONFIG).write("content/mud.md", text);
    house.run(&["build"]).fine();
    let rss = house.read("public/feed.xml");
    assert!(rss.contains("<![CDATA[Why it is called \"mud\".]]>"), "{rss}");
}
