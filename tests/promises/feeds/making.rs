//! Articles and publications made by hand, and feeds read back by another parser.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{DateTime, FixedOffset};
use postrider::article::{Article, Direction, Enclosure, Image, Offer};
use postrider::config::Config;
use postrider::document::Author;
use postrider::feed::{self, Archive, Document, Feed, Format};
use postrider::publication::Publication;
use postrider::summary::{Origin, Summary};
use postrider::template::Templates;
use url::Url;

use crate::house::{CONFIG, NOW};

/// An instant.
pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).expect("an instant")
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("an address")
}

/// A plain article with a title, an author, a tag and a text.
pub fn article(slug: &str) -> Article {
    // Each name gives a minute of its own, so that no two articles share a date.
    let minute = slug.bytes().map(i64::from).sum::<i64>() % 1440;
    let published = at("2026-11-10T00:00:00+00:00") + chrono::TimeDelta::minutes(minute);
    Article {
        id: format!("tag:tidewater.example,2026:{slug}"),
        url: url(&format!("https://tidewater.example/{slug}/")),
        title: Some(format!("On {slug}")),
        deck: None,
        authors: vec![Author { name: "Ada Marsh".to_owned(), email: None, url: None }],
        published,
        updated: published,
        atom_updated: published,
        expires: None,
        undated: false,
        draft: false,
        tags: vec!["tides".to_owned()],
        section: None,
        language: "en".to_owned(),
        direction: Direction::Ltr,
        cover: None,
        enclosure: None,
        summary: Summary {
            text: Some(format!("What {slug} is about.")),
            text_origin: Origin::Author,
            ..Summary::default()
        },
        offer: Offer::default(),
        reading_minutes: 3,
        html: format!("<p>The whole text of {slug}.</p>").into(),
        text: format!("The whole text of {slug}.").into(),
        file: PathBuf::from(format!("content/{slug}.md")),
        kept_as: None,
    }
}

/// An article with everything an article can have.
pub fn rich(slug: &str) -> Article {
    Article {
        deck: Some("What the sea leaves & takes".to_owned()),
        authors: vec![
            Author { name: "Ada Marsh".to_owned(), email: None, url: Some("/ada/".to_owned()) },
            Author { name: "Rui Costa".to_owned(), email: None, url: None },
        ],
        tags: vec!["tides".to_owned(), "C++".to_owned(), "テスト".to_owned()],
        section: Some("Field Notes".to_owned()),
        cover: Some(Box::new(Image {
            url: url("https://tidewater.example/images/low.jpg?a=1&b=2"),
            alt: "A boat on the mud at low water".to_owned(),
            media_type: Some("image/jpeg".to_owned()),
            length: Some(12_345),
            size: Some((1200, 800)),
        })),
        enclosure: Some(Box::new(Enclosure {
            url: url("https://tidewater.example/listen/low.mp3"),
            media_type: "audio/mpeg".to_owned(),
            length: 1_234_567,
            seconds: Some(754),
        })),
        summary: Summary {
            text: Some("Boats wait for water & men for boats.".to_owned()),
            text_origin: Origin::Author,
            takeaways: vec!["Mud is <b>not</b> sand.".to_owned(), "Water returns.".to_owned()],
            takeaways_origin: Origin::Extracted,
            takeaways_stand: false,
        },
        ..article(slug)
    }
}

/// A publication of articles, newest first.
pub fn publication(mut articles: Vec<Article>) -> Publication {
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.id.cmp(&b.id)));
    Publication {
        title: "Tidewater".to_owned(),
        description: Some("About the edge of the sea".to_owned()),
        home: url("https://tidewater.example/"),
        language: "en".to_owned(),
        authority: "tidewater.example,2026".to_owned(),
        articles,
        now: at(NOW).to_utc(),
    }
}

/// The shortest configuration with some lines added.
pub fn config(more: &str) -> Config {
    Config::parse(&format!("{CONFIG}\n{more}"), Path::new("config.toml")).expect("a configuration")
}

/// All feeds of a publication.
pub fn feeds<'a>(publication: &'a Publication, config: &'a Config) -> Vec<Feed<'a>> {
    feeds_after(publication, config, &mut Archive::default())
}

/// All feeds of a publication whose archive has some full pages already.
pub fn feeds_after<'a>(
    publication: &'a Publication,
    config: &'a Config,
    archive: &mut Archive,
) -> Vec<Feed<'a>> {
    static TEMPLATES: LazyLock<Templates> =
        LazyLock::new(|| Templates::built_in().expect("the built-in templates"));
    feed::feeds(publication, config, &TEMPLATES, archive)
}

/// All documents of a publication.
pub fn documents(publication: &Publication, config: &Config) -> Vec<Document> {
    feed::documents(&feeds(publication, config), publication)
}

/// The text of the document at a path.
pub fn document(publication: &Publication, config: &Config, path: &str) -> String {
    let mut documents = documents(publication, config).into_iter();
    let document = documents.find(|document| document.path == path).expect(path);
    String::from_utf8(document.bytes).expect("UTF-8")
}

/// A feed below a folder, read back by another parser.
pub fn offered(publication: &Publication, folder: &str, format: Format) -> feed_rs::model::Feed {
    let path = format!("{folder}{}", format.file_name());
    let text = document(publication, &config(""), &path);
    feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|why| panic!("{path}: {why}\n{text}"))
}

/// The RSS feed of some articles.
pub fn rss_of(articles: Vec<Article>) -> String {
    document(&publication(articles), &config(""), "feed.xml")
}

/// All that the check says about all feeds of some articles.
pub fn findings(articles: Vec<Article>) -> Vec<String> {
    with_config(articles, "")
}

/// All that the check says, with some lines added to the configuration.
pub fn with_config(articles: Vec<Article>, more: &str) -> Vec<String> {
    let (publication, config) = (publication(articles), config(more));
    let feeds = feeds(&publication, &config);
    let documents = documents(&publication, &config);
    let mut told = Vec::new();
    for feed in &feeds {
        for format in Format::ALL {
            let path = feed.path(format);
            let document = documents.iter().find(|d| d.path == path).expect("a document");
            let findings = feed::check(feed, format, &document.bytes, publication.now);
            told.extend(findings.iter().map(ToString::to_string));
        }
    }
    told
}
