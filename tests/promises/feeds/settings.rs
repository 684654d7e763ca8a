//! Each feed has its own limit, its own fullness, and leaves out what does not belong.

use postrider::article::{Article, Offer};

use super::making::{article, config, document, feeds, publication};
use crate::house::{CONFIG, House};

#[test]
fn a_feed_has_its_own_limit_and_fullness() {
    let articles = ["a", "b", "c", "d"].map(article).to_vec();
    let publication = publication(articles);
    let config = config(
        "[feeds]\nitems = 3\n[feeds.of.tags]\nitems = 2\n[feeds.of.\"tags/tides\"]\nfull_text = false\n",
    );
    let feeds = feeds(&publication, &config);
    let of = |folder: &str| feeds.iter().find(|feed| feed.folder == folder).expect(folder);
    assert_eq!((of("").articles.len(), of("").full_text), (3, true));
    assert_eq!((of("tags/tides/").articles.len(), of("tags/tides/").full_text), (2, false));
    assert_eq!(
        (of("authors/ada-marsh/").articles.len(), of("authors/ada-marsh/").full_text),
        (3, true)
    );
}

#[test]
fn a_feed_that_is_not_offered_is_not_written() {
    let publication = publication(vec![article("one")]);
    let config = config("[feeds.of.authors]\noffered = false\n");
    assert!(feeds(&publication, &config).iter().all(|feed| !feed.folder.starts_with("authors/")));
}

#[test]
fn a_feed_leaves_out_articles_by_tag() {
    let other = Article { tags: vec!["Ships Log".to_owned()], ..article("two") };
    let publication = publication(vec![article("one"), other]);
    let config = config("[feeds.of.\"\"]\nwithout_tags = [\"ships-log\"]\n");
    assert!(!document(&publication, &config, "feed.xml").contains("On two"));
    assert!(document(&publication, &config, "tags/ships-log/feed.xml").contains("On two"));
}

#[test]
fn an_article_stays_out_of_every_feed_in_the_words_of_any_generator() {
    for words in [
        "feed: false",
        "rss: no",
        "excludeFromFeed: true",
        "hiddenFromRss: true",
        "eleventyExcludeFromCollections: true",
        "feed: {exclude: true}",
    ] {
        let text =
            format!("---\ntitle: On mud\ndate: 2026-11-16\ntags: [mud]\n{words}\n---\nMud.\n");
        let house = House::new(&format!("{CONFIG}[output]\npages = true\n"))
            .write("content/mud.md", text)
            .article("sand", "On sand", "Not mud.");
        house.run(&["build"]).fine();
        for (name, bytes) in house.tree("public") {
            let is_feed =
                ["feed.xml", "atom.xml", "feed.json"].iter().any(|end| name.ends_with(end));
            assert!(
                !(is_feed && String::from_utf8_lossy(&bytes).contains("On mud")),
                "{words}: {name}"
            );
        }
        assert!(house.read("public/mud/index.html").contains("Mud."), "its page stays");
    }
    let offer = Offer { no_feed: true, ..Offer::default() };
    let publication = publication(vec![Article { offer, ..article("one") }]);
    assert_eq!(feeds(&publication, &config("")).len(), 1, "no feed of its tag alone");
}

#[test]
fn settings_of_a_feed_that_does_not_exist_are_told_with_their_line() {
    let house = House::new(&format!("{CONFIG}[feeds.of.\"tags/tydes\"]\nitems = 5\n")).article(
        "mud",
        "On mud",
        "Not sand.",
    );
    let said = house.run(&["build"]).fine();
    assert!(
        said.err.contains("config.toml:4: warning: there is no feed in `tags/tydes`"),
        "{said:#?}"
    );
}

#[test]
fn a_feed_of_a_megabyte_is_told() {
    let text = "Mud is not sand. ".repeat(70_000);
    let house = House::new(&format!("{CONFIG}[feeds]\nby = []\n")).article("mud", "On mud", &text);
    let said = house.run(&["build"]).fine();
    let told = said.err.matches("KB large, and readers fetch it often").count();
    assert_eq!(told, 3, "{said:#?}");
    let small = format!("{CONFIG}[feeds]\nby = []\nfull_text = false\n");
    house.put("config.toml", small);
    assert!(!house.run(&["build"]).fine().err.contains("KB large"));
}
