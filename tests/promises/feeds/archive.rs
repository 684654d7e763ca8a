//! Older articles stay within reach (RFC 5005, section 4), and their pages never change.

use postrider::article::Article;
use postrider::feed::{Archive, Document, Format, check, documents};
use postrider::publication::Publication;
use serde_json::Value;

use super::making::{article, at, config, feeds_after, publication};
use crate::house::{CONFIG, House};

/// Articles one a day, `a1` the oldest.
fn days(count: u32) -> Vec<Article> {
    let day = |number: u32| {
        let published = at("2026-01-01T08:00:00+00:00") + chrono::TimeDelta::days(number.into());
        Article {
            published,
            updated: published,
            atom_updated: published,
            ..article(&format!("a{number}"))
        }
    };
    (1..=count).map(day).collect()
}

/// Builds with pages of four, and insists that every document is right.
#[track_caller]
fn build(publication: &Publication, archive: &mut Archive) -> Vec<Document> {
    let config = config("[feeds]\nitems = 4\nby = []\n");
    let feeds = feeds_after(publication, &config, archive);
    let documents = documents(&feeds, publication);
    for feed in feeds.iter().cloned().chain(feeds.iter().flat_map(postrider::feed::Feed::pages)) {
        for format in Format::ALL {
            let path = feed.path(format);
            let document = documents.iter().find(|d| d.path == path).expect("a document");
            let findings = check(&feed, format, &document.bytes, publication.now);
            assert_eq!(findings, [], "{path}");
        }
    }
    documents
}

fn text(documents: &[Document], path: &str) -> String {
    let document = documents.iter().find(|document| document.path == path).expect(path);
    String::from_utf8(document.bytes.clone()).unwrap()
}

/// Gives the names of the articles of a document, in its order.
fn items(documents: &[Document], path: &str) -> Vec<String> {
    let feed: Value = serde_json::from_str(&text(documents, path)).unwrap();
    let name = |item: &Value| item["id"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    feed["items"].as_array().unwrap().iter().map(name).collect()
}

#[test]
fn a_feed_holds_twenty_articles_and_its_archive_the_older_ones() {
    let publication = publication(days(45));
    let config = config("");
    let mut archive = Archive::default();
    let feeds = feeds_after(&publication, &config, &mut archive);
    assert_eq!(feeds[0].articles.len(), 20);
    let pages: Vec<_> = feeds[0].pages().map(|page| page.articles.len()).collect();
    assert_eq!(pages, [20, 20]);
    assert_eq!(archive.changes().len(), 2, "{:?}", archive.changes());
    let small = super::making::publication(days(20));
    let mut archive = Archive::default();
    let feeds = feeds_after(&small, &config, &mut archive);
    assert_eq!(feeds[0].pages().count(), 0, "what fits into the feed needs no archive");
    assert_eq!(archive.to_text(), "");
}

#[test]
fn the_pages_of_an_archive_lead_from_one_to_the_next_in_every_format() {
    let publication = publication(days(10));
    let documents = build(&publication, &mut Archive::default());
    for name in ["feed.xml", "atom.xml"] {
        let page = |number| format!("https://tidewater.example/archive/{number}/{name}");
        let has = |path: &str, rel: &str, url: &str| {
            let link = format!("href=\"{url}\" rel=\"{rel}\"");
            text(&documents, path).contains(&link)
        };
        assert!(has(name, "prev-archive", &page(2)), "{}", text(&documents, name));
        assert!(!text(&documents, name).contains("fh:archive"));
        let (one, two) = (format!("archive/1/{name}"), format!("archive/2/{name}"));
        assert!(has(&two, "prev-archive", &page(1)) && has(&one, "next-archive", &page(2)));
        assert!(!text(&documents, &two).contains("next-archive"));
        for path in [&one, &two] {
            let current = format!("https://tidewater.example/{name}");
            assert!(
                has(path, "current", &current) && text(&documents, path).contains("<fh:archive")
            );
        }
    }
    let next = |path: &str| {
        let feed: Value = serde_json::from_str(&text(&documents, path)).unwrap();
        feed["next_url"].as_str().map(str::to_owned)
    };
    let page = |number| Some(format!("https://tidewater.example/archive/{number}/feed.json"));
    assert_eq!((next("feed.json"), next("archive/2/feed.json")), (page(2), page(1)));
    assert_eq!(next("archive/1/feed.json"), None);
}

#[test]
fn every_article_is_in_the_feed_or_on_one_page_of_its_archive() {
    let publication = publication(days(10));
    let documents = build(&publication, &mut Archive::default());
    assert_eq!(items(&documents, "archive/1/feed.json"), ["a4", "a3", "a2", "a1"]);
    assert_eq!(items(&documents, "archive/2/feed.json"), ["a8", "a7", "a6", "a5"]);
    assert_eq!(items(&documents, "feed.json"), ["a10", "a9", "a8", "a7"]);
}

#[test]
fn a_full_page_never_changes_but_for_corrections_and_withdrawals() {
    let mut archive = Archive::default();
    let mut articles = days(9);
    build(&publication(articles.clone()), &mut archive);
    let kept = archive.to_text();

    articles[1].html = "<p>Corrected.</p>".into();
    articles.remove(4);
    let mut late = article("late");
    late.published = at("2026-01-02T12:00:00+00:00");
    (late.updated, late.atom_updated) = (late.published, late.published);
    articles.push(late);
    let mut archive = Archive::parse(&kept, std::path::Path::new("x")).unwrap();
    let documents = build(&publication(articles), &mut archive);

    assert_eq!(items(&documents, "archive/1/feed.json"), ["a4", "a3", "a2", "a1"]);
    assert!(text(&documents, "archive/1/atom.xml").contains("Corrected."), "in place");
    assert_eq!(items(&documents, "archive/2/feed.json"), ["a8", "a7", "a6"], "a5 was withdrawn");
    assert_eq!(items(&documents, "feed.json"), ["a9", "a8", "a7", "a6", "late"]);
    assert_eq!(archive.to_text(), kept);
}

#[test]
fn the_archive_is_remembered_beside_the_articles_and_locked_with_them() {
    let mut house = House::new(&format!("{CONFIG}[feeds]\nitems = 2\nby = []\n"));
    for day in 1..=5 {
        let text = format!("---\ntitle: Day {day}\ndate: 2026-11-0{day}\n---\nOn day {day}.\n");
        house = house.write(&format!("content/day-{day}.md"), text);
    }
    let refused = house.run(&["build", "--locked"]);
    assert!(refused.err.contains("page 1 of its archive is full"), "{refused:#?}");
    let said = house.run(&["build"]).fine();
    assert!(said.out.contains("postrider.archive has changed: commit it"), "{said:#?}");
    let kept = house.read("content/postrider.archive");
    assert_eq!(kept.lines().filter(|line| line.starts_with("/ ")).count(), 2, "{kept}");
    house.run(&["build", "--locked"]).fine();
    house.run(&["check"]).fine();
    house.put("content/postrider.archive", format!("\u{FEFF}{kept}"));
    house.run(&["build", "--locked"]).fine();
    house.put("content/postrider.archive", kept.replace("/ ", "<<<<<<< "));
    let broken = house.run(&["build"]);
    assert_eq!(broken.code, 1);
    assert!(broken.err.contains("content/postrider.archive:5"), "{broken:#?}");
}

#[test]
fn other_feeds_have_an_archive_where_the_configuration_says_so() {
    let publication = publication(days(6));
    let config = config(
        "[feeds]\nitems = 4\n[feeds.of.tags]\narchive = true\n[feeds.of.\"\"]\narchive = false\n",
    );
    let feeds = feeds_after(&publication, &config, &mut Archive::default());
    let pages =
        |folder: &str| feeds.iter().find(|feed| feed.folder == folder).unwrap().pages().count();
    assert_eq!((pages(""), pages("tags/tides/"), pages("authors/ada-marsh/")), (0, 1, 0));
}

#[test]
fn the_feed_itself_holds_the_newest_articles_even_where_a_full_page_has_them() {
    let mut archive = Archive::default();
    build(&publication(days(11)), &mut archive);
    let mut articles = days(11);
    let day = at("2026-03-01T08:00:00+00:00");
    let again = articles.remove(0);
    articles.push(Article { published: day, updated: day, atom_updated: day, ..again });
    let late = Article { id: "tag:tidewater.example,2026:late".to_owned(), ..days(2).remove(1) };
    articles.push(Article { atom_updated: late.updated + chrono::TimeDelta::seconds(7), ..late });
    let documents = build(&publication(articles), &mut archive);
    let shown = items(&documents, "feed.json");
    assert_eq!(shown[..4], ["a1", "a11", "a10", "a9"], "{shown:?}");
    assert!(shown.contains(&"late".to_owned()), "what is on no page is here: {shown:?}");
    assert!(items(&documents, "archive/1/feed.json").contains(&"a1".to_owned()));
}
