//! The entries of a feed, as files of one's own: a publication that moves with nothing but its feed.

use std::path::Path;

use url::Url;

use super::Imported;
use super::exported::Exported;
use super::feed::{self, Entry, Foreign, Unread};
use crate::document::WrittenDate;
use crate::finding::Finding;

/// Ends of a text that goes on elsewhere.
const CUT: [&str; 4] = ["…", "[...]", "[…]", "..."];

/// Reads a feed and hands each article to `take`, without the entries that have no text.
///
/// Gives what the feed is called in its format's words, and how many were left out.
///
/// # Errors
/// When it is no feed.
pub fn entries(
    file: &Path,
    bytes: &[u8],
    home: &Url,
    mut take: impl FnMut(Imported),
) -> Result<(&'static str, usize), Finding> {
    let foreign = feed::feed(bytes, None).map_err(|why| unread(&why).file(file))?;
    let Foreign { format, about, language, entries } = foreign;
    let count = entries.len();
    let whole = entries.into_iter().filter(|entry| !entry.html.trim().is_empty());
    let mut left_out = count;
    for entry in whole {
        left_out -= 1;
        let findings: Vec<Finding> =
            cut(&entry, file).into_iter().chain(odd_date(&entry, file)).collect();
        let entry = Entry {
            authors: if entry.authors.is_empty() { about.authors.clone() } else { entry.authors },
            language: entry.language.or_else(|| language.clone()),
            ..entry
        };
        take(exported(entry).imported(home, findings));
    }
    Ok((format, left_out))
}

fn unread(why: &Unread) -> Finding {
    match why {
        Unread::Broken(why) => Finding::error(format!("the feed is not whole: {why}"))
            .hint("nothing of it was read; save it again, to its end"),
        Unread::Other(why) => Finding::error(format!("this is no feed: {why}"))
            .hint("save the feed itself, not the page that leads to it"),
    }
}

/// Warns of an entry that seems to hold only the opening of its article.
fn cut(entry: &Entry, file: &Path) -> Option<Finding> {
    let text = dom_query::Document::fragment(entry.html.as_str()).text();
    let is_cut = CUT.iter().any(|end| text.trim_end().ends_with(end));
    is_cut.then(|| {
        let name = name(entry);
        Finding::warning(format!("\"{name}\" seems to be only the opening of its article"))
            .file(file)
            .hint("the feed goes on elsewhere; import the page itself with `import html`")
    })
}

/// Warns of an entry whose date cannot be read.
fn odd_date(entry: &Entry, file: &Path) -> Option<Finding> {
    let date = crate::text::first_words(entry.odd_date.as_ref()?, 8);
    let what = format!("\"{}\" has a date that cannot be read: `{date}`", name(entry));
    Some(Finding::warning(what).file(file).hint("write its `date` into the file it became"))
}

/// Names an entry.
fn name(entry: &Entry) -> &str {
    entry.title.as_deref().or(entry.id.as_deref()).unwrap_or("an entry")
}

fn exported(entry: Entry) -> Exported {
    let link = entry.url.map(String::from).unwrap_or_default();
    let slug = link.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let slug = slug.rsplit_once('.').map_or(slug, |(stem, _)| stem);
    // What is told apart by its query has its path in common with others.
    let is_common = link.matches('/').count() < 3 || link.contains(['?', '#']);
    let (image, image_alt) = entry.image.unwrap_or_default();
    Exported {
        slug: if is_common { String::new() } else { slug.to_owned() },
        id: entry.id.unwrap_or_else(|| link.clone()),
        title: entry.title.unwrap_or_default(),
        link,
        date: entry.published.map(WrittenDate::Instant),
        updated: entry.updated.filter(|at| Some(*at) != entry.published).map(WrittenDate::Instant),
        authors: entry.authors,
        tags: entry.tags,
        summary: entry.summary.unwrap_or_default(),
        image,
        image_alt: image_alt.unwrap_or_default(),
        language: entry.language.unwrap_or_default(),
        enclosure: entry.enclosure,
        html: entry.html,
        fields: entry.fields,
        ..Exported::default()
    }
}
