//! Drops what XML 1.0 cannot hold; character references bring it in behind every earlier check.

use std::collections::BTreeSet;

use super::Node;
use crate::text::{Sign, is_xml_char, position};

/// How a character reference by number starts.
static REFERENCE: Sign = Sign::new("&#");

/// Could a tree made of this source hold characters that XML cannot?
#[must_use]
pub fn may_need_scrub(source: &str) -> bool {
    let suspect = |byte: u8| (byte < 0x20 && !matches!(byte, b'\n' | b'\t')) || byte == 0xEF;
    REFERENCE.is_in(source) || position(source.as_bytes(), suspect).is_some()
}

/// Drops such characters from every text and attribute; gives them, sorted.
pub fn scrub(nodes: &mut [Node]) -> Vec<char> {
    let mut dropped = BTreeSet::new();
    clean_all(nodes, &mut dropped);
    dropped.into_iter().collect()
}

fn clean_all(nodes: &mut [Node], dropped: &mut BTreeSet<char>) {
    for node in nodes {
        match node {
            Node::Text(text) | Node::Raw(text) => clean(text, dropped),
            Node::Element(element) => {
                element.attributes.iter_mut().for_each(|(_, value)| clean(value, dropped));
                clean_all(&mut element.children, dropped);
            }
        }
    }
}

fn clean(text: &mut String, dropped: &mut BTreeSet<char>) {
    dropped.extend(text.chars().filter(|c| !is_xml_char(*c)));
    // A lone carriage return would be read back as a line end.
    text.retain(|c| is_xml_char(c) && c != '\r');
}
