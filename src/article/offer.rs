//! How feeds and pages offer an article.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{address, permalink};
use crate::config::Config;
use crate::document::{Document, Written, WrittenEpisode};
use crate::finding::Finding;

/// How feeds and pages offer an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Is it left out of every feed?
    pub no_feed: bool,
    /// Its former addresses, from which readers are sent on.
    pub aliases: Vec<Alias>,
    /// The line of its file that gives its address; 0 where it has no file.
    pub address_line: u32,
    /// The line of its file that gives its id; 0 where none does.
    pub id_line: u32,
    /// What its attached file is as an episode of a podcast.
    pub episode: Episode,
    /// The feed from elsewhere it was taken from.
    pub source: Option<Box<Source>>,
}

/// A former address of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    /// The address, below the home page.
    #[serde(with = "address")]
    pub url: Url,
    /// The line that names it.
    pub line: u32,
}

/// What an attached file is as an episode of a podcast.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// Is it not for children? Where nobody says, the podcast's own word counts.
    pub explicit: Option<bool>,
    /// Its number within its season.
    pub number: Option<u32>,
    /// The number of its season.
    pub season: Option<u32>,
    /// Its text.
    pub transcript: Option<Box<Part>>,
    /// Its chapters.
    pub chapters: Option<Box<Part>>,
}

/// A file that belongs to an episode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its absolute address.
    #[serde(with = "address")]
    pub url: Url,
    /// Its media type (RFC 6838).
    pub media_type: Cow<'static, str>,
}

/// The feed from elsewhere an article was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The feed's id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Where it is, if it is on the web.
    #[serde(with = "address::maybe")]
    pub url: Option<Url>,
    /// The page it belongs to.
    #[serde(with = "address::maybe")]
    pub home: Option<Url>,
}

/// Completes what a document says of its offer; what is wrong in it is told and left out.
pub(super) fn of(
    document: &Document,
    base: &Url,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Offer {
    let meta = &document.meta;
    let address = meta.permalink.as_ref().or(meta.slug.as_ref());
    let mut aliases: Vec<Alias> = Vec::new();
    for written in &meta.offer.aliases {
        match permalink::former(&written.value, &config.home) {
            Ok(url) if url == *base || aliases.iter().any(|alias| alias.url == url) => {}
            Ok(url) => aliases.push(Alias { url, line: written.line }),
            Err(why) => findings.push(wrong(document, written.line, why)),
        }
    }
    Offer {
        no_feed: meta.offer.no_feed,
        aliases,
        address_line: address.map_or(1, |written| written.line),
        id_line: meta.id.as_ref().map_or(0, |written| written.line),
        episode: episode(document, &meta.offer.episode, base, findings),
        source: None,
    }
}

fn episode(
    document: &Document,
    written: &WrittenEpisode,
    base: &Url,
    findings: &mut Vec<Finding>,
) -> Episode {
    let mut part = |written: &Option<Box<Written<String>>>, by_name: fn(&str) -> &'static str| {
        let Written { value, line } = written.as_deref()?;
        let url = base.join(value).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        if let Some(url) = url {
            return Some(Box::new(Part { media_type: by_name(url.path()).into(), url }));
        }
        let why = format!("`{value}` is no address that readers can fetch");
        findings.push(wrong(document, *line, why));
        None
    };
    Episode {
        explicit: written.explicit,
        number: written.number,
        season: written.season,
        transcript: part(&written.transcript, transcript_type),
        chapters: part(&written.chapters, |_| "application/json+chapters"),
    }
}

/// Names the media type of a transcript, as podcast:transcript wants it.
fn transcript_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "vtt" => "text/vtt",
        "srt" => "application/x-subrip",
        "json" => "application/json",
        "txt" => "text/plain",
        _ => "text/html",
    }
}

fn wrong(document: &Document, line: u32, why: String) -> Finding {
    Finding::warning(why)
        .file(&document.file)
        .line(line)
        .hint("it is left out; write a path below the home page, such as `/notes/low-water/`")
}
