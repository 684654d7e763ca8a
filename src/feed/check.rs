//! Is a document of a feed right? The W3C validator's rules and ours, over the bytes themselves.

mod atom;
mod html;
mod json;
mod media;
mod podcast;
mod rss;
mod value;
mod xml;

use chrono::{DateTime, Utc};

pub use html::Right;
pub(super) use html::is_element;
pub use value::HARD_TO_BELIEVE;

use super::{Feed, Format};
use crate::article::Article;
use crate::finding::Finding;

/// A document larger than this is worth a word: readers fetch it again and again.
const LARGE: u64 = 1_000_000;

/// Is a document of so many bytes that readers notice?
#[must_use]
pub fn is_large(length: u64) -> bool {
    length > LARGE
}

/// What a document is checked against.
struct Expected<'a> {
    feed: &'a Feed<'a>,
    format: Format,
    now: DateTime<Utc>,
    right: &'a Right,
}

impl Expected<'_> {
    fn url(&self) -> String {
        super::text::address(&self.feed.url(self.format))
    }

    /// Is it the entry of an article that nobody has dated?
    fn is_undated(&self, id: Option<&str>) -> bool {
        let mut undated = self.feed.articles.iter().filter(|article| article.undated);
        undated.any(|article| Some(article.id.as_str()) == id)
    }

    /// Checks the HTML of an article; `of` says where it stands.
    fn check_html(&self, html: &str, of: &str, wrong: &mut Wrong) {
        self.right.or_check(html, of, self.feed.bare_fragments, wrong);
    }
}

/// What is wrong with a document, collected sentence by sentence.
#[derive(Default)]
struct Wrong {
    found: Vec<(Option<String>, Finding)>,
    /// The id of the entry that is looked at.
    about: Option<String>,
}

impl Wrong {
    fn error(&mut self, what: impl Into<String>) {
        self.found.push((self.about.clone(), Finding::error(what)));
    }

    fn warning(&mut self, what: impl Into<String>) {
        self.found.push((self.about.clone(), Finding::warning(what)));
    }

    /// Holds that something is so; else it is an error.
    fn hold(&mut self, so: bool, what: impl FnOnce() -> String) {
        if !so {
            self.error(what());
        }
    }
}

/// Checks a feed's document in a format.
///
/// Findings name the file of the article that is to blame, or the document by its path below the
/// output folder. An empty list means: no error and no warning by the rules of the W3C feed validator
/// that a file alone can break or keep.
#[must_use]
pub fn check(feed: &Feed<'_>, format: Format, bytes: &[u8], now: DateTime<Utc>) -> Vec<Finding> {
    check_among(feed, format, bytes, now, &Right::default())
}

/// Checks a feed's document as [`check`] does, one of many that hold the same articles; `right` takes
/// in what was found right in them.
#[must_use]
pub fn check_among(
    feed: &Feed<'_>,
    format: Format,
    bytes: &[u8],
    now: DateTime<Utc>,
    right: &Right,
) -> Vec<Finding> {
    let expected = Expected { feed, format, now, right };
    let mut wrong = Wrong::default();
    match format {
        Format::Rss => rss::check(bytes, &expected, &mut wrong),
        Format::Atom => atom::check(bytes, &expected, &mut wrong),
        Format::Json => json::check(bytes, &expected, &mut wrong),
    }
    let path = feed.path(format);
    let mut findings: Vec<Finding> = wrong
        .found
        .into_iter()
        .map(|(about, finding)| match about.and_then(|id| blamed(feed, &id)) {
            Some(article) => finding.file(&article.file),
            None => finding.file(&path),
        })
        .collect();
    findings.sort_by_key(|finding| !finding.is_error());
    findings
}

/// Finds the article of an entry, if it is one of our author's.
fn blamed<'a>(feed: &Feed<'a>, id: &str) -> Option<&'a Article> {
    let article = feed.articles.iter().copied().find(|article| article.id == id)?;
    article.offer.source.is_none().then_some(article)
}
