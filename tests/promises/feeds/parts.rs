//! The feeds of tags, sections, authors and languages, and the lists of all feeds.

use postrider::article::Article;
use postrider::feed::Format;

use super::making::{article, config, document, documents, feeds, offered, publication, rich};

#[test]
fn there_is_one_set_of_feeds_for_each_tag_section_author_and_language() {
    let spanish = Article { language: "es".to_owned(), ..article("two") };
    let publication = publication(vec![rich("one"), spanish]);
    let mut paths: Vec<_> =
        documents(&publication, &config("")).into_iter().map(|document| document.path).collect();
    paths.sort();
    for folder in [
        "",
        "authors/ada-marsh/",
        "authors/rui-costa/",
        "languages/en/",
        "languages/es/",
        "sections/field-notes/",
        "tags/c-plus-plus/",
        "tags/tides/",
        "tags/テスト/",
    ] {
        for format in Format::ALL {
            let path = format!("{folder}{}", format.file_name());
            assert!(paths.contains(&path), "{path} is missing from {paths:#?}");
        }
    }
    assert_eq!(paths.len(), 9 * 3 + 2, "{paths:#?}");
}

#[test]
fn only_the_parts_that_are_wanted_have_feeds() {
    let publication = publication(vec![rich("one")]);
    let config = config("[feeds]\nby = [\"section\"]");
    let folders: Vec<_> =
        feeds(&publication, &config).into_iter().map(|feed| feed.folder).collect();
    assert_eq!(folders, ["", "sections/field-notes/"]);
}

#[test]
fn a_part_holds_its_own_articles_and_nothing_else() {
    let other = Article { tags: vec!["mud".to_owned()], ..article("two") };
    let publication = publication(vec![article("one"), other]);
    for format in Format::ALL {
        let feed = offered(&publication, "tags/mud/", format);
        let ids: Vec<_> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, ["tag:tidewater.example,2026:two"]);
    }
}

#[test]
fn the_limit_counts_in_each_feed_of_its_own() {
    let articles: Vec<_> = ["one", "two", "three", "four"].map(article).into();
    let rare = Article { tags: vec!["rare".to_owned()], ..article("oldest") };
    let rare = Article { published: "2020-01-01T00:00:00Z".parse().unwrap(), ..rare };
    let publication = publication(articles.into_iter().chain([rare]).collect());
    let config = config("[feeds]\nitems = 3");
    let feeds = feeds(&publication, &config);
    let counts: Vec<_> = feeds.iter().map(|f| (f.folder.as_str(), f.articles.len())).collect();
    assert!(counts.contains(&("", 3)) && counts.contains(&("tags/rare/", 1)), "{counts:?}");
}

#[test]
fn tags_that_differ_in_case_are_one_and_others_never_share_a_path() {
    let tagged = |slug: &str, tag: &str| Article { tags: vec![tag.to_owned()], ..article(slug) };
    let publication = publication(vec![
        tagged("one", "Rust"),
        tagged("two", "rust"),
        tagged("three", "rust"),
        tagged("four", "r/u/s/t"),
        tagged("five", "R.U.S.T."),
    ]);
    let config = config("[feeds]\nby = [\"tag\"]");
    let feeds = feeds(&publication, &config);
    let mut folders: Vec<_> = feeds.iter().map(|feed| feed.folder.as_str()).collect();
    assert_eq!(folders.len(), 4, "{folders:?}");
    folders.dedup();
    assert_eq!(folders.len(), 4, "{folders:?}");
    let rust = feeds.iter().find(|feed| feed.folder == "tags/rust/").unwrap();
    assert_eq!((rust.title.as_str(), rust.articles.len()), ("Tidewater: rust", 3));
}

#[test]
fn an_article_with_two_spellings_of_a_tag_stands_once_in_its_feed() {
    let twice = Article { tags: vec!["Rust".to_owned(), "rust".to_owned()], ..article("one") };
    let feed = offered(&publication(vec![twice]), "tags/rust/", Format::Rss);
    assert_eq!(feed.entries.len(), 1);
}

#[test]
fn the_address_of_a_feed_is_ascii_whatever_its_tag() {
    let publication = publication(vec![rich("one")]);
    for feed in feeds(&publication, &config("")) {
        for format in Format::ALL {
            assert!(feed.url(format).as_str().is_ascii());
        }
        assert!(feed.id.is_ascii(), "{}", feed.id);
    }
}

#[test]
fn the_list_of_all_feeds_names_each_once() {
    let publication = publication(vec![rich("one")]);
    let opml = document(&publication, &config(""), "feeds.opml");
    for feed in feeds(&publication, &config("")) {
        let url = format!("xmlUrl=\"{}\"", feed.url(Format::Rss));
        assert_eq!(opml.matches(&url).count(), 1, "{opml}");
    }
}

#[test]
fn the_lines_to_paste_start_with_the_publications_own_feeds() {
    let mut publication = publication(vec![rich("one")]);
    publication.title = "Tide \"&\" Water".to_owned();
    let lines = document(&publication, &config(""), "autodiscovery.html");
    assert_eq!(
        lines.lines().next().unwrap(),
        "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Tide &quot;&amp;&quot; Water \
         (RSS)\" href=\"https://tidewater.example/feed.xml\">"
    );
    assert_eq!(lines.lines().count(), feeds(&publication, &config("")).len() * 3);
}
