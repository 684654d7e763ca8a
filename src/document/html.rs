//! HTML written by hand: a fragment, or a small page.

mod base;
mod depth;
mod head;
mod json_ld;

use dom_query::Document as Page;

use super::Meta;
use super::clean::{self, Kept};

/// HTML that nests too deep to be read, and on which line it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooDeep {
    /// Counted from 1.
    pub line: u32,
}

/// Reads what an HTML text says about itself in `title`, `meta` and other marks.
#[must_use]
pub fn meta(html: &str) -> Meta {
    parse_page(html).map(|page| head::read(&page, html)).unwrap_or_default()
}

/// Reads an HTML fragment, or what the body of a small page holds.
///
/// # Errors
/// HTML that nests deeper than `clean::MAX_DEPTH`.
pub fn read(html: &str) -> Result<Kept, TooDeep> {
    check_depth(html)?;
    let page = Page::fragment(html);
    base::apply(&page);
    clean::written(&page.root()).ok_or(TooDeep { line: 1 })
}

/// Parses a whole page, after a look at how deep it nests; its addresses start where its `base` says.
///
/// # Errors
/// HTML that nests deeper than `clean::MAX_DEPTH`.
pub fn parse_page(html: &str) -> Result<Page, TooDeep> {
    check_depth(html)?;
    let page = Page::from(html);
    base::apply(&page);
    Ok(page)
}

/// Checks how deep the HTML in a text nests; names the line of the text on which it is too deep.
///
/// # Errors
/// HTML that nests deeper than `clean::MAX_DEPTH`.
pub fn check_depth(html: &str) -> Result<(), TooDeep> {
    match depth::too_deep(html, clean::MAX_DEPTH / 2) {
        Some(line) => Err(TooDeep { line }),
        None => Ok(()),
    }
}
