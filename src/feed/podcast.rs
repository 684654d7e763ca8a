//! What a feed with something to hear says to podcast directories: itunes: and podcast:.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

use super::Article;
use crate::config::{self, Config};
use crate::publication::Publication;

/// The namespace of podcast:guid (a UUID of version 5, RFC 9562).
const NAMESPACE: [u8; 16] = [
    0xea, 0xd4, 0xc2, 0x36, 0xbf, 0x58, 0x58, 0xc6, 0xa2, 0xc6, 0xa6, 0xb2, 0x8d, 0x12, 0x8c, 0xb6,
];

/// What podcast directories want to know of a feed.
#[derive(Debug, Clone)]
pub struct Podcast<'a> {
    /// `[podcast]`.
    pub(super) about: &'a config::Podcast,
    /// Its permanent id (podcast:guid).
    pub(super) guid: String,
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
    let mut name = NAMESPACE.to_vec();
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
