//! A feed with an error is not published, the first time as little as later.

use crate::house::{CONFIG, House};

/// Makes every id one that no feed may have.
const LOCK: &str = "authority = \"tide_water,2026\"\n\n[articles]\n";

#[test]
fn a_feed_with_an_error_is_not_written_where_none_was_and_the_build_says_so() {
    let config = format!("{CONFIG}[feeds.aliases]\n\"index.xml\" = \"atom.xml\"\n");
    let house = House::new(&config)
        .article("mud", "On mud", "Not sand.")
        .write("content/postrider.lock", LOCK);
    for _ in 0..2 {
        let said = house.run(&["build"]);
        assert_eq!(said.code, 1, "{said:#?}");
        assert!(said.err.contains("is no absolute URI: `tag:tide_water,2026:mud`"), "{said:#?}");
        let why = "atom.xml: error: the feed would have an error, so it is not written";
        assert!(said.err.contains(why), "{said:#?}");
        assert!(!house.path("public/atom.xml").exists());
        assert!(!house.path("public/index.xml").exists(), "nor at its former path");
        assert!(house.path("public/feed.json").exists(), "what is right is there");
    }
}

#[test]
fn a_good_feed_stays_at_its_former_path_too_when_the_new_one_has_an_error() {
    let config = format!("{CONFIG}[feeds.aliases]\n\"index.xml\" = \"atom.xml\"\n");
    let house = House::new(&config).article("mud", "On mud", "Not sand.");
    house.run(&["build"]).fine();
    let good = house.read("public/index.xml");
    house.put("content/postrider.lock", LOCK);
    let said = house.run(&["build"]);
    assert!(said.code == 1 && said.err.contains("so the old one stays"), "{said:#?}");
    assert_eq!(house.read("public/index.xml"), good);
}

#[test]
fn an_id_that_validators_refuse_becomes_one_that_they_take() {
    let house = House::new(CONFIG).write(
        "content/mud.md",
        "---\ntitle: Mud\ndate: 2026-11-16\nid: http://f.example/{a}|b\n---\nMud.\n",
    );
    for id in ["http://f.example/[a]", "urn:x:1", "tag:x", "\"mailto:\"", "urn:uuid:123"] {
        house.put(
            "content/mud.md",
            format!("---\ntitle: Mud\ndate: 2026-11-16\nid: {id}\n---\nMud.\n"),
        );
        house.run(&["build"]).fine();
        assert!(house.read("public/atom.xml").contains("<id>tag:tidewater.example,2026:"), "{id}");
    }
    assert!(house.read("public/atom.xml").contains("urn%3Auuid%3A123"));
}

#[test]
fn a_host_that_no_tag_may_name_makes_ids_that_feeds_may_have() {
    for home in ["https://[2001:db8::1]/", "https://tide_water.example/"] {
        let config = format!("title = \"Tidewater\"\nhome = \"{home}\"\n");
        House::new(&config).article("mud", "On mud", "Not sand.").run(&["build"]).fine();
    }
}
