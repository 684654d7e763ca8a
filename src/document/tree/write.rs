//! Writes a tree as HTML that is also well-formed XML.

use super::{Element, Node, is_block, is_void};
use crate::text::html::escape_into;

/// Writes nodes as HTML, one block a line; an author's own HTML, not yet cleaned, is left out.
#[must_use]
pub fn write(nodes: &[Node]) -> String {
    written(nodes, false)
}

/// Writes nodes as HTML with the author's own HTML as it is: for a cleaner, never for readers.
#[must_use]
pub fn write_uncleaned(nodes: &[Node]) -> String {
    written(nodes, true)
}

fn written(nodes: &[Node], raw: bool) -> String {
    let mut writer = Writer { html: String::with_capacity(room(nodes)), raw };
    writer.children(nodes);
    writer.html.truncate(writer.html.trim_end().len());
    writer.html
}

/// Guesses how many bytes nodes become: their text, and tags around it.
fn room(nodes: &[Node]) -> usize {
    let of = |node: &Node| match node {
        Node::Text(text) | Node::Raw(text) => text.len() + text.len() / 16,
        Node::Element(element) => 16 + room(&element.children),
    };
    nodes.iter().map(of).sum()
}

struct Writer {
    html: String,
    raw: bool,
}

impl Writer {
    fn children(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => escape_into(text, &mut self.html),
                Node::Raw(raw) if self.raw => self.html.push_str(raw),
                Node::Raw(_) => {}
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        self.start(element);
        if !is_void(element.name) {
            self.children(&element.children);
            self.html.push_str("</");
            self.html.push_str(element.name);
            self.html.push('>');
        }
        if is_block(element.name) {
            self.html.push('\n');
        }
    }

    fn start(&mut self, element: &Element) {
        self.html.push('<');
        self.html.push_str(element.name);
        for (name, value) in &element.attributes {
            self.html.push(' ');
            self.html.push_str(name);
            self.html.push_str("=\"");
            escape_into(value, &mut self.html);
            self.html.push('"');
        }
        self.html.push_str(if is_void(element.name) { " />" } else { ">" });
        if holds_only_blocks(element.name) {
            self.html.push('\n');
        }
    }
}

/// Does a line of its own for each child lose nothing?
fn holds_only_blocks(name: &str) -> bool {
    matches!(
        name,
        "ul" | "ol"
            | "dl"
            | "blockquote"
            | "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "section"
            | "aside"
            | "figure"
            | "details"
    )
}
