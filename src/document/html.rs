//! HTML written by hand to a tree.

mod depth;

use dom_query::Document as Page;

use super::clean;
use super::tree::Node;

/// HTML that nests too deep to be read, and on which line it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooDeep {
    /// Counted from 1.
    pub line: u32,
}

/// Reads an HTML fragment, or what the body of a small page holds.
///
/// # Errors
/// HTML that nests deeper than [`clean::MAX_DEPTH`].
pub fn read(html: &str) -> Result<Vec<Node>, TooDeep> {
    let page = parse(html)?;
    clean::children(&page.root()).ok_or(TooDeep { line: 1 })
}

/// Parses HTML, after a look at how deep it nests.
///
/// # Errors
/// HTML that nests deeper than [`clean::MAX_DEPTH`].
pub fn parse(html: &str) -> Result<Page, TooDeep> {
    match depth::too_deep(html, clean::MAX_DEPTH / 2) {
        Some(line) => Err(TooDeep { line }),
        None => Ok(Page::fragment(html)),
    }
}
