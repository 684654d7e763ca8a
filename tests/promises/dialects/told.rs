//! What a generator's configuration and its own ways make of addresses and tags.

use serde_json::json;

use super::{addresses, items, owned};
use crate::house::{CONFIG, House};

#[test]
fn every_pattern_of_jekylls_names_what_jekyll_makes_of_it() {
    for (pattern, low, note) in [
        ("pretty", "/mud/big%20birds/2026/11/02/Low-water-2-!/", "/notes/a/"),
        ("date", "/mud/big%20birds/2026/11/02/Low-water-2-!.html", "/notes/a.html"),
        ("none", "/mud/big%20birds/Low-water-2-!.html", "/notes/a.html"),
        ("ordinal", "/mud/big%20birds/2026/306/Low-water-2-!.html", "/notes/a.html"),
        ("weekdate", "/mud/big%20birds/2026/W45/Mon/Low-water-2-!.html", "/notes/a.html"),
        ("/:slugified_categories/:slug/", "/mud/big-birds/low-water-2/", "/notes/a/"),
        ("/:short_month/:long_day/:hour:minute/:slug", "/Nov/Monday/0830/low-water-2", "/notes/a"),
        ("/b/:i_month/:title:output_ext", "/b/11/Low-water-2-!.html", "/notes/a.html"),
    ] {
        let house = House::new(CONFIG)
            .write("_config.yml", format!("title: Tides\npermalink: {pattern}\n"))
            .write(
                "content/_posts/2026-11-02-Low -water [2]!.md",
                "---\ntitle: Low\ndate: 2026-11-02 08:30:00\ncategories: [Mud, Big birds]\n---\nx\n",
            )
            .write("content/_notes/a.md", "---\ntitle: Note\ndate: 2026-11-04\n---\nx\n");
        assert_eq!(addresses(&house), owned(&[("Low", low), ("Note", note)]), "{pattern}");
    }
}

#[test]
fn jekyll_divides_a_text_of_tags_at_spaces_and_no_other_generator_does() {
    let post = "---\ntitle: Low\ntags: mud sea birds\ncategory: Low water\n---\nx\n";
    for (beside, tags) in [
        ("_config.yml", json!(["mud", "sea", "birds", "Low water"])),
        ("hugo.yaml", json!(["mud sea birds", "Low water"])),
        ("eleventy.config.js", json!(["mud sea birds", "Low water"])),
    ] {
        let house = House::new(CONFIG)
            .write(beside, "title: Tides\n")
            .write("content/_posts/2026-11-02-low.md", post);
        house.run(&["build"]).fine();
        assert_eq!(items(&house)[0]["tags"], tags, "{beside}");
    }
}

#[test]
fn hugo_slices_sections_and_ends_its_addresses_as_it_is_told() {
    let toml = "[permalinks]\nlog = \"/:sections[last]/:sections[1:]/:monthname/:yearday/:slug\"\n";
    let house = |more: &str| {
        House::new(CONFIG)
            .write("hugo.toml", format!("{more}{toml}"))
            .write("content/log/a/b/low.md", "---\ntitle: Low\ndate: 2026-01-05\n---\nx\n")
            .write("content/log/boje.de.md", "---\ntitle: Boje\ndate: 2026-01-05\n---\nx\n")
            .write("content/mud/b.md", "---\ntitle: Mud\ndate: 2026-01-05\n---\nx\n")
            .write("content/c.md", "---\ntitle: Own\ndate: 2026-01-05\nurl: /own/Way\n---\nx\n")
            .write("content/d.md", "---\ntitle: Page\ndate: 2026-01-05\nurl: /d.html\n---\nx\n")
    };
    let wanted = |boje, low, mud| {
        owned(&[
            ("Boje", boje),
            ("Low", low),
            ("Mud", mud),
            ("Own", "/own/Way/"),
            ("Page", "/d.html"),
        ])
    };
    assert_eq!(
        addresses(&house("")),
        wanted("/de/log/january/5/boje/", "/b/a/b/january/5/low/", "/mud/b/")
    );
    assert_eq!(
        addresses(&house("uglyURLs = true\n")),
        wanted("/de/log/january/5/boje.html", "/b/a/b/january/5/low.html", "/mud/b.html")
    );
}

#[test]
fn an_address_of_zolas_ends_with_a_slash_and_its_slugs_are_plain() {
    let front = |more: &str| format!("+++\ndate = 2026-11-02\n{more}\n[extra]\na = 1\n+++\nx\n");
    let house = House::new(CONFIG)
        .write("content/log/a.md", front("title = \"A\"\npath = \"own/Way\""))
        .write("content/log/b.md", front("title = \"B\"\nslug = \"My Slug\""));
    assert_eq!(addresses(&house), owned(&[("A", "/own/Way/"), ("B", "/log/my-slug/")]));
}

#[test]
fn an_article_without_a_page_in_eleventy_is_not_shown_and_one_named_as_its_folder_is_its_page() {
    let house = House::new(CONFIG)
        .write("eleventy.config.js", "export default {}\n")
        .write("content/log/a.md", "---\ntitle: A\ndate: 2026-11-02\npermalink: false\n---\nx\n")
        .write("content/log/b/b.md", "---\ntitle: B\ndate: 2026-11-02\n---\nx\n");
    assert_eq!(addresses(&house), owned(&[("B", "/log/b/")]));
    let said = house.run(&["build"]).fine();
    assert!(said.out.contains("content/log/a.md (its `permalink` is false: it has no page)"));
}
