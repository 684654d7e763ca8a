//! A small tree of what readers may be shown: every body becomes one before it is written.
//!
//! Markdown, HTML and plain text all end here, so that links, sections, outline and writing have
//! one place each, and so that every form of the same article gives the same bytes.

mod markdown;
mod scrub;
mod shape;
mod text;
mod write;

pub use markdown::markdown;
pub use scrub::{may_need_scrub, scrub};
pub use shape::shape;
pub use text::text;
pub use write::{write, write_uncleaned};

/// How deep a tree may be; deeper input is refused, because nobody writes it by hand.
pub const MAX_DEPTH: usize = 200;

/// One node of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// Text, not escaped.
    Text(String),
    /// An element with all it holds.
    Element(Element),
    /// HTML as written by an author, not yet cleaned; never left when a body is finished.
    Raw(String),
}

/// An element: its name and its attributes come from the list of what is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, lower case.
    pub name: &'static str,
    /// Its attributes, in the order in which they are written.
    pub attributes: Vec<(&'static str, String)>,
    /// What it holds.
    pub children: Vec<Node>,
}

impl Element {
    /// Makes an element without attributes.
    #[must_use]
    pub fn new(name: &'static str, children: Vec<Node>) -> Self {
        Self { name, attributes: Vec::new(), children }
    }

    /// Adds an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Gives an attribute's value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, or changes it in its place.
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        match self.attributes.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value.into(),
            None => self.attributes.push((name, value.into())),
        }
    }

    /// Gives the level of a heading, 1 to 6.
    #[must_use]
    pub fn heading_level(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
            _ => None,
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Node {
    /// Makes a text node.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Gives the element, if it is one.
    #[must_use]
    pub fn element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Gives the element, if it is one of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Element> {
        self.element().filter(|element| element.name == name)
    }

    /// Is it an element that starts a block of its own?
    #[must_use]
    pub fn is_block(&self) -> bool {
        self.element().is_some_and(|element| is_block(element.name))
    }
}

/// Is an element of this name a block of its own rather than part of a line?
#[must_use]
pub fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "th"
            | "td"
            | "hr"
            | "div"
            | "section"
            | "aside"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "video"
            | "audio"
    )
}

/// Is an element of this name without content and end tag?
#[must_use]
pub fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "source" | "wbr" | "track" | "col")
}

/// Children taken apart: blocks one by one, and what stands between them as runs.
pub enum Part<'a> {
    /// Nodes that flow together as one paragraph.
    Run(&'a [Node]),
    /// One block element.
    Block(&'a Element),
}

/// Takes children apart into blocks and runs of inline nodes.
#[must_use]
pub fn parts(nodes: &[Node]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = nodes;
    while let Some(first) = rest.first() {
        if let (true, Some(element)) = (first.is_block(), first.element()) {
            parts.push(Part::Block(element));
            rest = &rest[1..];
        } else {
            let end = rest.iter().position(Node::is_block).unwrap_or(rest.len());
            parts.push(Part::Run(&rest[..end]));
            rest = &rest[end..];
        }
    }
    parts
}

/// Gives all text below some nodes as one line; footnote marks are left out.
#[must_use]
pub fn line(nodes: &[Node]) -> String {
    crate::text::into_one_line(raw_text(nodes))
}

/// Gives all text below some nodes as written; footnote marks are left out.
#[must_use]
pub fn raw_text(nodes: &[Node]) -> String {
    let mut text = String::with_capacity(text_length(nodes));
    collect(nodes, &mut text);
    text
}

/// Counts the bytes of all text below some nodes.
fn text_length(nodes: &[Node]) -> usize {
    let of = |node: &Node| match node {
        Node::Text(text) => text.len(),
        Node::Raw(_) => 0,
        Node::Element(element) => text_length(&element.children),
    };
    nodes.iter().map(of).sum()
}

fn collect(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(part) => text.push_str(part),
            Node::Raw(_) => {}
            Node::Element(element) if element.name == "br" => text.push('\n'),
            Node::Element(element) if is_footnote_mark(element) => {}
            Node::Element(element) => {
                let apart = is_block(element.name);
                if apart && !text.is_empty() {
                    text.push('\n');
                }
                collect(&element.children, text);
                if apart {
                    text.push('\n');
                }
            }
        }
    }
}

/// Is it the raised number that leads to a footnote, or the arrow that leads back?
#[must_use]
pub fn is_footnote_mark(element: &Element) -> bool {
    element.get("class").is_some_and(|class| matches!(class, "footnote-ref" | "footnote-backref"))
}
