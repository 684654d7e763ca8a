//! Leaves out of a text what was never meant for readers: private sections, and a page's own frame.

use super::chunk::Chunk;
use super::{about, heading};
use crate::document::sections::titles::{Private, key};

/// Lines that a page sets around its articles.
const FRAME: &[&str] = &[
    "explore more articles",
    "more articles",
    "back to top",
    "share this article",
    "share this post",
    "copy link",
    "subscribe to our newsletter",
    "read more",
    "load more",
    "previous article",
    "next article",
    "all rights reserved",
];

/// Gives the chunks that readers may see.
#[must_use]
pub fn without<'a>(chunks: &[Chunk<'a>], private: &Private) -> Vec<Chunk<'a>> {
    let mut kept = Vec::new();
    let mut inside = false;
    let mut after_title = false;
    for (at, chunk) in chunks.iter().enumerate() {
        let title = chunk.single().unwrap_or_default();
        let known = heading::is_known(title) || about::is_title(chunk);
        if starts(chunk, private) && !known {
            inside = true;
            after_title = true;
            continue;
        }
        let is_heading = heading::stands_at(chunks, at);
        // A heading right below a private one is part of it, such as a name under "Meet the owner".
        if inside && is_heading && (known || !after_title) {
            inside = false;
        }
        after_title = inside && is_heading;
        if !inside {
            kept.push(chunk.clone());
        }
    }
    while kept.last().is_some_and(is_frame) {
        kept.pop();
    }
    kept
}

/// Does a private section start here? Its title may stand among lines that belong to it.
fn starts(chunk: &Chunk<'_>, private: &Private) -> bool {
    match chunk.single() {
        Some(line) => private.matches(line) && line.split_whitespace().count() <= 12,
        None => chunk.lines.iter().any(|line| private.equals(line)),
    }
}

fn is_frame(chunk: &Chunk<'_>) -> bool {
    chunk.lines.iter().all(|line| {
        let key = key(line);
        let bookmark = key.starts_with("bookmark ") && key.contains("share");
        bookmark
            || FRAME.contains(&key.as_str())
            || key.starts_with("copyright ")
            || line.trim().starts_with('©')
    })
}
