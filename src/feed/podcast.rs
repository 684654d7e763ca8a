//! What a feed with something to hear says to podcast directories: itunes: and podcast:.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use rss::extension::Extension;
use rss::extension::itunes::{
    ITunesCategory, ITunesChannelExtension, ITunesItemExtension, ITunesOwner,
};
use url::Url;

use super::Feed;
use super::text::{address, line};
use crate::article::{Article, Part};
use crate::config::{self, Config};
use crate::publication::Publication;

/// The namespace of podcast:.
pub(super) const NAMESPACE: &str = "https://podcastindex.org/namespace/1.0";

/// The namespace of podcast:guid (a UUID of version 5, RFC 9562).
const GUIDS: [u8; 16] = [
    0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6,
];

/// What podcast directories want to know of a feed.
#[derive(Debug, Clone)]
pub struct Podcast<'a> {
    /// `[podcast]`.
    about: &'a config::Podcast,
    /// Its permanent id (podcast:guid).
    guid: String,
}

impl<'a> Podcast<'a> {
    /// Makes it, where the publication is a podcast and the feed holds something to hear.
    pub(super) fn of<'b>(
        publication: &Publication,
        config: &'a Config,
        articles: &[&Article],
        archived: impl Iterator<Item = &'b &'b Article>,
    ) -> Option<Self> {
        let about = config.podcast.as_ref()?;
        let any = articles.iter().any(|article| is_heard(article))
            || archived.into_iter().any(|article| is_heard(article));
        let guid = || about.guid.clone().unwrap_or_else(|| guid(&publication.authority));
        any.then(|| Self { about, guid: guid() })
    }

    /// Gives podcast:guid.
    pub(super) fn guid(&self) -> Extension {
        Extension {
            name: "podcast:guid".to_owned(),
            value: Some(self.guid.clone()),
            ..Extension::default()
        }
    }

    /// Gives what the channel says to directories.
    pub(super) fn channel(&self, feed: &Feed<'_>) -> ITunesChannelExtension {
        let about = self.about;
        let name = about.owner.name.as_deref().or(about.author.as_deref());
        let name = name.unwrap_or(feed.publisher);
        let subcategory = about.subcategory.as_deref();
        ITunesChannelExtension {
            author: line(about.author.as_deref().unwrap_or(feed.publisher)).map(Cow::into_owned),
            categories: vec![ITunesCategory {
                text: about.category.clone(),
                subcategory: subcategory.map(|text| {
                    Box::new(ITunesCategory { text: text.to_owned(), subcategory: None })
                }),
            }],
            image: about.image.as_ref().map(address),
            explicit: Some(about.explicit.to_string()),
            owner: Some(ITunesOwner {
                name: line(name).map(Cow::into_owned),
                email: Some(about.owner.address.to_string()),
            }),
            ..ITunesChannelExtension::default()
        }
    }

    /// Gives what an episode says to directories.
    pub(super) fn item(&self, article: &Article) -> Option<ITunesItemExtension> {
        let enclosure = article.enclosure.as_ref().filter(|_| is_heard(article))?;
        let episode = &article.offer.episode;
        let authors: Vec<&str> =
            article.authors.iter().map(|author| author.name.as_str()).collect();
        let cover = article.cover.as_ref().filter(|cover| is_picture(&cover.url));
        Some(ITunesItemExtension {
            author: line(&authors.join(", ")).map(Cow::into_owned),
            duration: enclosure.seconds.map(|seconds| seconds.to_string()),
            explicit: Some(episode.explicit.unwrap_or(self.about.explicit).to_string()),
            image: cover.map(|cover| address(&cover.url)),
            episode: episode.number.map(|number| number.to_string()),
            season: episode.season.map(|number| number.to_string()),
            ..ITunesItemExtension::default()
        })
    }
}

/// Is it a picture that directories take: a JPEG or a PNG by its name?
fn is_picture(url: &Url) -> bool {
    let ending = url.path().rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending.to_ascii_lowercase().as_str(), "jpg" | "jpeg" | "png")
}

/// Gives podcast:transcript and podcast:chapters.
pub(super) fn parts(article: &Article) -> BTreeMap<String, Vec<Extension>> {
    let episode = &article.offer.episode;
    let parts = [("transcript", &episode.transcript), ("chapters", &episode.chapters)];
    let element = |(name, part): (&str, &Option<Box<Part>>)| {
        let part = part.as_ref().filter(|_| is_heard(article))?;
        let attrs = [("url", address(&part.url)), ("type", part.media_type.to_string())];
        let element = Extension {
            name: format!("podcast:{name}"),
            attrs: attrs.map(|(name, value)| (name.to_owned(), value)).into(),
            ..Extension::default()
        };
        Some((name.to_owned(), vec![element]))
    };
    parts.into_iter().filter_map(element).collect()
}

/// Has it an attached file to hear or to watch?
pub(super) fn is_heard(article: &Article) -> bool {
    let media_type = article.enclosure.as_ref().map(|enclosure| enclosure.media_type.as_str());
    media_type.is_some_and(|name| name.starts_with("audio/") || name.starts_with("video/"))
}

/// Makes the podcast's id of the publication's authority, which never changes.
///
/// For a publication at the root of its host this is what the standard makes of the feed's address.
fn guid(authority: &str) -> String {
    let host = authority.split(',').next().unwrap_or_default();
    let mut name = GUIDS.to_vec();
    name.extend_from_slice(format!("{host}/feed.xml").as_bytes());
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &name);
    let mut text = String::with_capacity(36);
    for (at, byte) in hash.as_ref().iter().take(16).enumerate() {
        let byte = match at {
            6 => (byte & 0x0F) | 0x50,
            8 => (byte & 0x3F) | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_podcast_has_the_id_the_standard_makes_of_its_address() {
        // The standard's own example, a feed at the root of nothing but a path.
        let guid = super::guid("tidewater.example,2026");
        assert_eq!(guid, super::guid("tidewater.example,2030"), "the year does not matter");
        assert_eq!(guid.len(), 36);
        assert_eq!(guid.as_bytes()[14], b'5', "a UUID of version 5: {guid}");
    }
}
