//! Takes out of a source what other programs' templates put there: shortcodes, Liquid, Nunjucks,
//! MDX, directives.
//!
//! None of it may reach a reader. What stands for an image, a video, a link or code becomes that;
//! the rest goes and is told, and what it enclosed stays. Code is left alone.

mod abbreviation;
mod arguments;
mod blocks;
mod code;
mod comment;
mod element;
mod kramdown;
mod left_out;
mod mark;
mod marks;
mod mdx;
mod missing;
mod named;
mod pelican;
mod shortcode;
mod shown;

use std::borrow::Cow;

pub use abbreviation::Abbreviation;
pub use left_out::Dropped;

use super::reference::{Leads, Lost};
use crate::config::Dialect;

/// How a source is written, as far as templates are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Markdown with shortcodes, Liquid or Nunjucks.
    Markdown,
    /// Markdown with components and expressions (MDX).
    Mdx,
    /// HTML with Liquid or Nunjucks.
    Html,
}

/// A source without template marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// What was left out and may be missed, in the order of the text.
    pub dropped: Vec<Dropped>,
    /// What the text says its short forms stand for.
    pub abbreviations: Vec<Abbreviation>,
    /// The links by file that lead to no article for readers.
    pub lost: Vec<Lost>,
}

/// Gives a source without template marks; the dialect says whose marks may stand in code, `leads`
/// where those lead that name an article.
#[must_use]
pub fn clean<'s>(
    source: &'s str,
    kind: Kind,
    dialect: Option<Dialect>,
    leads: Leads<'_>,
) -> Clean<'s> {
    let mut clean = Clean {
        text: Cow::Borrowed(source),
        dropped: Vec::new(),
        abbreviations: Vec::new(),
        lost: Vec::new(),
    };
    match kind {
        Kind::Html | Kind::Markdown => marks::take(&mut clean, source, kind, (dialect, leads)),
        Kind::Mdx => {
            let (text, dropped) = mdx::without(source);
            clean.text = Cow::Owned(text);
            clean.dropped = dropped;
        }
    }
    if kind == Kind::Markdown
        && let Some(whole) = kramdown::links(&clean.text, dialect)
    {
        clean.text = Cow::Owned(whole);
    }
    if kind != Kind::Html
        && let Some(opened) = blocks::open(&clean.text, kind)
    {
        clean.text = Cow::Owned(opened);
    }
    clean
}

/// Goes through a source: `step` gets what is left of it and the number of the line that starts it,
/// and says how many bytes of it are done.
fn go_through(source: &str, mut step: impl FnMut(&str, u32) -> usize) {
    let (mut rest, mut line) = (source, 1_u32);
    while !rest.is_empty() {
        let used = step(rest, line).max(1);
        line = line.saturating_add(line_ends(rest.get(..used).unwrap_or(rest)));
        rest = rest.get(used..).unwrap_or_default();
    }
}

/// Counts the line ends of a text.
fn line_ends(text: &str) -> u32 {
    u32::try_from(text.bytes().filter(|byte| *byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// How many bytes of a source may be searched in vain, so that none takes longer than its length.
const BUDGET: usize = 20_000_000;

/// The longest mark, in bytes.
const LONGEST: usize = 10_000;

/// Gives as much of a text as a mark may be long.
fn window(text: &str) -> &str {
    let end = (LONGEST.min(text.len())..text.len()).find(|at| text.is_char_boundary(*at));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// Gives the line that starts a text, unless it is longer than a mark: where many marks share one
/// line, none of them has to look for its end.
fn line(text: &str) -> Option<&str> {
    let near = window(text);
    match near.find('\n') {
        Some(end) => near.get(..end),
        None => (near.len() == text.len()).then_some(near),
    }
}

/// Is nothing left of the line but white space?
fn ends_line(rest: &str) -> bool {
    rest.find(|c: char| c == '\n' || !c.is_whitespace())
        .is_none_or(|at| rest.get(at..).is_some_and(|rest| rest.starts_with('\n')))
}

#[cfg(test)]
mod tests;
