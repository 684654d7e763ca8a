//! What links among articles promise, though what they lead to comes and goes.

use crate::house::{CONFIG, House};

const TOLD: &str = "content/l.md:7: warning: it links to `fut.md`, which is still to come or has";

/// An article that links to one that is to come, and to one that expires.
fn house() -> House {
    let article = |date: &str, more: &str| format!("---\ntitle: A\ndate: {date}\n{more}\n---\n");
    House::new(CONFIG)
        .write(
            "content/l.md",
            article("2026-11-01", "") + "\n[x](fut.md#top) [y](old.md) [z](b.md)\n",
        )
        .write(
            "content/fut.md",
            article("2027-06-01", "slug: secret-launch") + "See [it](fut2.md).\n",
        )
        .write("content/fut2.md", article("2027-06-01", "slug: second-launch") + "Boats.\n")
        .write(
            "content/old.md",
            article("2026-10-01", "slug: gone\nexpires: 2026-12-01") + "Mud.\n",
        )
        // Of the same name, and meant by nobody.
        .write("content/other/fut.md", article("2026-10-02", "slug: another") + "Tides.\n")
        .write("content/b.md", article("2026-10-03", "slug: there") + "Birds.\n")
}

#[test]
fn the_address_of_an_article_to_come_is_not_given_away_by_links_to_it() {
    let house = house();
    let said = house.run(&["build"]).fine();
    assert!(said.err.contains(TOLD), "{said:#?}");
    // What is to come itself is judged as it will be.
    assert!(!said.err.contains("fut2.md") && !said.err.contains("to `old.md`"), "{said:#?}");
    for (path, bytes) in house.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("launch"), "{path}: {text}");
    }
    let feed = house.read("public/feed.json");
    assert!(feed.contains("https://tidewater.example/gone/") && feed.contains("/there/"), "{feed}");
    assert!(!feed.contains("href=\\\"https://tidewater.example/other/another/"), "{feed}");
}

#[test]
fn a_link_leads_to_an_article_from_when_it_may_be_seen_until_it_expires() {
    let house = house();
    house.run(&["build"]).fine();
    let said = house.run_at("2027-07-01T00:00:00Z", &["build"]).fine();
    let told =
        "content/l.md:7: warning: it links to `old.md`, which is still to come or has expired";
    assert!(said.err.contains(told) && !said.err.contains("`fut"), "{said:#?}");
    let feed = house.read("public/feed.json");
    for there in ["/secret-launch/#top", "/second-launch/", "/there/"] {
        assert!(feed.contains(&format!("href=\\\"https://tidewater.example{there}")), "{feed}");
    }
    assert!(!feed.contains("/gone/"), "{feed}");
    assert!(house.run(&["build"]).fine().err.contains(TOLD));
    assert!(!house.read("public/feed.json").contains("launch"));
}
