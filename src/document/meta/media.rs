//! The picture and the file that front matter attaches to an article.

use super::{COVER, COVER_ALT, COVER_CAPTION, ENCLOSURE};
use crate::document::front_matter::{Node, Value};
use crate::document::keys::{Keys, truth};
use crate::document::{Cover, Written, WrittenEnclosure};
use crate::finding::Finding;
use crate::text::one_set_line;

pub(super) fn cover(keys: &Keys<'_>) -> Option<Written<Cover>> {
    let (entry, src) = keys.all(&COVER).into_iter().find_map(|e| Some((e, source(&e.node)?)))?;
    let node = first(&entry.node);
    let beside = |names: &[&str]| keys.find(names).and_then(|e| e.node.text()).map(one_set_line);
    let alt = node.text_of(&["alt", "alt_text", "altText", "image_alt"]).map(one_set_line);
    let caption = node.text_of(&["caption", "image_caption"]).map(one_set_line);
    let value = Cover {
        src,
        alt: alt.or_else(|| beside(&COVER_ALT)),
        caption: caption.or_else(|| beside(&COVER_CAPTION)),
    };
    Some(Written { value, line: entry.line })
}

/// The first of a list, else the value itself.
fn first(node: &Node) -> &Node {
    match &node.value {
        Value::List(nodes) => nodes.first().unwrap_or(node),
        _ => node,
    }
}

/// Finds the address of a file in a text, a table, or the first of a list.
fn source(node: &Node) -> Option<String> {
    let node = first(node);
    let keys = ["src", "url", "image", "path", "href", "file", "feature", "teaser"];
    let text = node.text().or_else(|| node.text_of(&keys))?;
    truth(node).is_none().then(|| text.to_owned())
}

pub(super) fn enclosure(keys: &mut Keys<'_>) -> Option<Written<WrittenEnclosure>> {
    let (entry, src) =
        keys.all(&ENCLOSURE).into_iter().find_map(|e| Some((e, source(&e.node)?)))?;
    let node = first(&entry.node);
    let length = node.text_of(&["length", "size", "bytes"]).and_then(|n| n.parse().ok());
    let seconds = node
        .text_of(&["duration", "seconds"])
        .or_else(|| keys.find(&["duration", "audioduration"])?.node.text())
        .and_then(seconds);
    let media_type = ["type", "mime", "media_type", "mime_type"].iter().find_map(|key| {
        let node = node.get(key)?;
        Some(Written { value: one_set_line(node.text()?), line: node.line.max(entry.line) })
    });
    if let Some(line) = second(keys, &src) {
        let what = format!("an article has one attached file, and `{src}` is the first");
        let hint = "what follows is left out; write an article for each, or link to them";
        keys.findings.push(Finding::warning(what).line(line).hint(hint));
    }
    let value = WrittenEnclosure { src, media_type, length, seconds };
    Some(Written { value, line: entry.line })
}

/// Finds the line of an attached file beside the first, in its list or under another key.
fn second(keys: &Keys<'_>, src: &str) -> Option<u32> {
    let nodes = keys.all(&ENCLOSURE).into_iter().flat_map(|entry| {
        let nodes = match &entry.node.value {
            Value::List(nodes) => nodes.as_slice(),
            _ => std::slice::from_ref(&entry.node),
        };
        nodes.iter().map(|node| (node.line.max(entry.line), source(node)))
    });
    let is_other = |found: &String| {
        found != src && found.contains('.') && !found.contains(char::is_whitespace)
    };
    nodes.into_iter().find_map(|(line, found)| found.filter(is_other).map(|_| line))
}

/// Reads `3723`, `62:03` or `1:02:03`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    text.trim()
        .split(':')
        .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(part.trim().parse().ok()?))
}
