//! A document's body as Markdown, for articles that come from elsewhere.

use super::plain;
use super::sections::{self, Taken, titles::Private};
use super::{Document, Format, Rules, html, page, render, tree};
use crate::finding::Finding;

/// A body, taken apart for a file of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Converted {
    /// The body as Markdown, its addresses as they were.
    pub markdown: String,
    /// The points of its takeaways section.
    pub takeaways: Vec<String>,
    /// Its own summary.
    pub summary: Option<String>,
    /// The description of a picture that was lost on the way.
    pub caption: Option<String>,
}

/// Converts a document's body; what could not be told goes into `findings`.
#[must_use]
pub fn to_markdown(
    document: &Document,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<Converted> {
    let private = Private::new(&rules.private_sections);
    let mut reports = render::Reports::new(document, findings);
    let mut caption = None;
    let nodes = match document.format {
        Format::PlainText => {
            let plain = plain::read(&document.source, &private);
            caption.clone_from(&plain.caption);
            Ok(reports.plain(plain))
        }
        Format::SavedPage => page::read(&document.source),
        Format::Html | Format::Markdown => html::read(&document.source).map(|kept| kept.nodes),
    };
    let mut nodes = match nodes {
        Ok(nodes) => tree::shape(nodes),
        Err(too_deep) => {
            reports.too_deep(too_deep.line);
            return None;
        }
    };
    render::drop_title(&mut nodes, document);
    let own = sections::Own::of(&document.meta);
    let Taken { mut takeaways, stands, summary, .. } = sections::take(&mut nodes, &private, own);
    if stands {
        // In the front matter as well they would be shown twice.
        takeaways.clear();
    }
    Some(Converted { markdown: tree::markdown(&nodes), takeaways, summary, caption })
}
