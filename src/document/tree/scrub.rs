//! Drops what XML 1.0 cannot hold; character references bring it in behind every earlier check.

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

/// Drops such characters from every text and attribute.
pub fn scrub(nodes: &mut [Node]) {
    for node in nodes {
        match node {
            Node::Text(text) | Node::Raw(text) => clean(text),
            Node::Element(element) => {
                element.attributes.iter_mut().for_each(|(_, value)| clean(value));
                scrub(&mut element.children);
            }
        }
    }
}

fn clean(text: &mut String) {
    // A lone carriage return would be read back as a line end.
    text.retain(|c| is_xml_char(c) && c != '\r');
}
