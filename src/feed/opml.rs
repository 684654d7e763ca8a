//! OPML 2.0: the list of all feeds, to subscribe to them at once.

use std::fmt::Write as _;

use super::text::{address, escape};
use super::{Feed, Format};
use crate::publication::Publication;

pub(super) fn document(feeds: &[Feed<'_>], publication: &Publication) -> Vec<u8> {
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let title = escape(&publication.title);
    let _ = writeln!(text, "<opml version=\"2.0\">\n <head>\n  <title>{title}</title>");
    text.push_str(" </head>\n <body>\n");
    for feed in feeds {
        let _ = writeln!(
            text,
            "  <outline type=\"rss\" text=\"{title}\" title=\"{title}\" language=\"{language}\" \
             xmlUrl=\"{url}\" htmlUrl=\"{home}\"/>",
            title = escape(&feed.title),
            language = escape(&feed.language),
            url = escape(&address(&feed.url(Format::Rss))),
            home = escape(&address(feed.home)),
        );
    }
    text.push_str(" </body>\n</opml>\n");
    text.into_bytes()
}
