//! What feeds promise, rule by rule.

mod making;

use making::{article, at, documents, offered, publication};
use postrider::feed::{Format, check, feeds};
use postrider::finding::Finding;

/// All findings about all feeds of the articles.
fn findings(articles: Vec<postrider::article::Article>) -> Vec<Finding> {
    let publication = publication(articles);
    let config = making::config("");
    let feeds = feeds(&publication, &config);
    let documents = documents(&publication, &config);
    let mut findings = Vec::new();
    for feed in &feeds {
        for format in Format::ALL {
            let path = format!("{}{}", feed.folder, format.file_name());
            let document = documents.iter().find(|d| d.path == path).expect("a document");
            findings.extend(check(feed, format, document, publication.now));
        }
    }
    findings
}

#[test]
fn an_ordinary_publication_gives_feeds_without_an_error_or_a_warning() {
    let findings = findings(vec![article("one"), article("two"), making::rich("three")]);
    assert_eq!(findings, Vec::new());
}

#[test]
fn the_three_formats_carry_the_same_articles() {
    let publication = publication(vec![article("one"), making::rich("two")]);
    for format in Format::ALL {
        let feed = offered(&publication, "", format);
        let ids: Vec<_> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids, publication.articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>());
        assert_eq!(feed.entries[0].published.unwrap(), publication.articles[0].published.to_utc());
    }
    let _ = at("2026-11-01T00:00:00Z");
}
