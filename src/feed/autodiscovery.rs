//! The lines of a page's head by which readers find its feeds.

use std::fmt::Write as _;

use super::text::{address, escape};
use super::{Feed, Format};

/// Writes a `<link rel="alternate">` line for each format of each feed.
///
/// Most readers offer the first link they find, so the publication's own feeds come first.
#[must_use]
pub fn lines(feeds: &[Feed<'_>]) -> String {
    let mut lines = String::new();
    for feed in feeds {
        for format in Format::ALL {
            let _ = writeln!(
                lines,
                "<link rel=\"alternate\" type=\"{}\" title=\"{} ({})\" href=\"{}\">",
                format.media_type(),
                escape(&feed.title),
                format.label(),
                escape(&address(&feed.url(format))),
            );
        }
    }
    lines
}
