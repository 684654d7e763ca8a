//! How a feed looks in a browser: like a page, by a style sheet and without XSLT.

/// The path of the style sheet below the output folder.
pub const STYLE: &str = "feed.css";

/// Links a document at a path to the style sheet (Associating Style Sheets with XML 1.0).
///
/// The link is relative: it holds on any host, and from a folder on disk.
pub(super) fn dress(mut document: Vec<u8>, path: &str) -> Vec<u8> {
    let Some(end) = document.windows(2).position(|pair| pair == b"?>") else { return document };
    let up = "../".repeat(path.matches('/').count());
    let line = format!("\n<?xml-stylesheet type=\"text/css\" href=\"{up}{STYLE}\"?>");
    document.splice(end + 2..end + 2, line.into_bytes());
    document
}
