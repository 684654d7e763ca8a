//! A publication in memory, for this module's tests.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeZone, Utc};

use crate::address::Address;
use crate::article::{Article, Direction, Image, Offer};
use crate::config::Config;
use crate::document::Author;
use crate::finding::Finding;
use crate::issue::{Edition, IssueKey};
use crate::publication::Publication;
use crate::subscriber::SubscriberId;
use crate::summary::{Origin, Summary};
use crate::template::Templates;
use crate::token::Keyring;

use super::{Composer, Reader, Selection};

pub(super) const CONFIG: &str = r#"
title = "Tidewater"
home = "https://tidewater.example/"
language = "en"
[newsletters.weekly]
title = "Tidewater Weekly"
at = "Mon 08:00"
from = "Tidewater <hello@tidewater.example>"
reply_to = "Letters <letters@tidewater.example>"
unsubscribe_mailto = "leave@tidewater.example"
postal_address = "1 Quay Street, 1000 Lisbon"
"#;

/// Everything an edition is made from.
pub(super) struct Desk {
    pub config: Config,
    pub publication: Publication,
    pub templates: Templates,
    pub key: IssueKey,
}

pub(super) fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 9, 0, 0).unwrap()
}

pub(super) fn article(number: usize, title: &str) -> Article {
    let published = now().fixed_offset();
    Article {
        id: format!("tag:tidewater.example,2026:{number}"),
        url: format!("https://tidewater.example/shore/{number}/").parse().unwrap(),
        title: Some(title.to_owned()),
        deck: None,
        authors: vec![Author { name: "Ada Lovelace".to_owned(), ..Author::default() }],
        published,
        updated: published,
        atom_updated: published,
        expires: None,
        undated: false,
        draft: false,
        tags: vec!["shore".to_owned()],
        section: Some("Shore".to_owned()),
        language: "en".to_owned(),
        direction: Direction::Ltr,
        cover: Some(Box::new(Image {
            url: format!("https://tidewater.example/shore/{number}.jpg").parse().unwrap(),
            alt: "A wet harbour wall at low tide".to_owned(),
            media_type: Some("image/jpeg".to_owned()),
            length: Some(40_000),
            size: Some((1200, 600)),
        })),
        enclosure: None,
        summary: Summary {
            text: Some("What the water leaves behind says how high it came.".to_owned()),
            text_origin: Origin::Author,
            takeaways: vec!["Read the wall.".to_owned(), "Come back at noon.".to_owned()],
            takeaways_origin: Origin::Author,
            takeaways_stand: false,
        },
        offer: Offer::default(),
        reading_minutes: 4,
        html: "<p>Low tide.</p>".into(),
        text: "Low tide.".into(),
        file: PathBuf::from(format!("content/shore/{number}.md")),
        kept_as: None,
    }
}

impl Desk {
    pub(super) fn new(articles: Vec<Article>) -> Self {
        Self::configured(CONFIG, articles)
    }

    pub(super) fn configured(config: &str, articles: Vec<Article>) -> Self {
        let config = Config::parse(config, Path::new("config.toml")).unwrap();
        let publication = Publication {
            title: config.title.clone(),
            description: config.description.clone(),
            home: config.home.clone(),
            language: config.language.clone(),
            authority: "tidewater.example,2026".to_owned(),
            articles,
            now: now(),
        };
        let templates = Templates::built_in().unwrap();
        Self { config, publication, templates, key: IssueKey("weekly/2026-W47".to_owned()) }
    }

    pub(super) fn edition(&self) -> Result<(Edition, Vec<Finding>), Vec<Finding>> {
        let articles: Vec<&Article> = self.publication.articles.iter().collect();
        let selection = Selection {
            key: &self.key,
            newsletter: &self.config.newsletters[0],
            articles: &articles,
            date: now(),
        };
        super::edition(&selection, &self.publication, &self.config, &self.templates)
    }

    /// Composes the message for Ana.
    pub(super) fn message(&self) -> Vec<u8> {
        let (edition, _) = self.edition().unwrap_or_else(|f| panic!("{f:#?}"));
        compose(&edition, &self.key, Some("Ada Lovelace"), "ana@reader.example")
    }
}

pub(super) fn compose(edition: &Edition, key: &IssueKey, name: Option<&str>, to: &str) -> Vec<u8> {
    let composer = Composer::new(edition, &Keyring::of_keys([7; 32], &[]), key).unwrap();
    let address = Address::parse(to).unwrap();
    let reader = Reader { subscriber: SubscriberId(1), address: &address, name };
    composer.compose(&reader, now()).bytes
}
