//! Keeps of parsed HTML what is safe and means something to a reader, by a list of what is allowed.

pub mod allow;
mod code;
mod drawing;
mod hidden;
pub mod media;

use dom_query::{Element as Parsed, NodeData, NodeRef};

use super::tree::{Element, Node};
use allow::Fate;

/// How deep parsed HTML may be; a saved page nests its text in many divisions.
pub const MAX_DEPTH: usize = 400;

/// What is kept of an author's HTML.
#[derive(Debug, Default)]
pub struct Kept {
    /// The tree.
    pub nodes: Vec<Node>,
    /// The drawings with words that were left out.
    pub drawings: Drawings,
}

/// Drawings (`<svg>`) with words in them: no feed can hold them.
#[derive(Debug, Default)]
pub struct Drawings {
    /// The first words of the first one.
    pub first: Option<String>,
    /// How many there are.
    pub times: u32,
}

/// Cleans what an author wrote as HTML; `None` if it nests deeper than [`MAX_DEPTH`].
#[must_use]
pub fn written(parent: &NodeRef<'_>) -> Option<Kept> {
    of(parent, Source::Author)
}

/// Cleans what a node of a saved page holds; `None` if it nests deeper than [`MAX_DEPTH`].
#[must_use]
pub fn children(parent: &NodeRef<'_>) -> Option<Vec<Node>> {
    of(parent, Source::Page).map(|kept| kept.nodes)
}

fn of(parent: &NodeRef<'_>, source: Source) -> Option<Kept> {
    let mut cleaner = Cleaner { source, too_deep: false, drawings: Drawings::default() };
    let mut nodes = Vec::new();
    cleaner.children(parent, 0, &mut nodes);
    (!cleaner.too_deep).then_some(Kept { nodes, drawings: cleaner.drawings })
}

/// Where HTML comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// Someone wrote it.
    Author,
    /// A page with menus and dialogs, which its style and script show when they are wanted.
    Page,
}

struct Cleaner {
    source: Source,
    too_deep: bool,
    drawings: Drawings,
}

impl Cleaner {
    fn children(&mut self, parent: &NodeRef<'_>, depth: usize, out: &mut Vec<Node>) {
        if depth > MAX_DEPTH {
            self.too_deep = true;
            return;
        }
        for child in parent.children_it(false) {
            if let Some(text) = text_of(&child) {
                out.push(Node::Text(text));
            } else if let Some(element) = child.element_ref() {
                self.element(&child, &element, depth + 1, out);
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, parsed: &Parsed, depth: usize, out: &mut Vec<Node>) {
        let name: &str = &parsed.name.local;
        if name == "svg" {
            self.drawings.note(node);
        }
        if hidden::is_hidden(node, parsed, self.source) {
            return;
        }
        match name {
            "pre" => out.push(code::block(node).into()),
            "table" if code::is_layout(node) => self.children(node, depth, out),
            "img" | "amp-img" => out.extend(media::image(node, parsed)),
            "source" if !media::belongs_to_player(node) => {}
            "iframe" | "embed" | "object" => out.extend(media::frame(node, parsed)),
            "math" | "script" | "mjx-container" => out.extend(code::formula(node, parsed)),
            "span" if has_class(parsed, "katex") => out.extend(code::formula(node, parsed)),
            "input" => out.extend(checkbox(parsed)),
            "noscript" if media::repeats_image(node) => {}
            "form" if !is_text(node) => {}
            _ => self.listed(node, parsed, name, depth, out),
        }
    }

    /// Does with an element what the list of the allowed says.
    fn listed(
        &mut self,
        node: &NodeRef<'_>,
        parsed: &Parsed,
        name: &str,
        depth: usize,
        out: &mut Vec<Node>,
    ) {
        let fate = match allow::fate(name) {
            Fate::Block if is_notes(parsed) => Fate::Keep("section"),
            Fate::Block if has_direction(parsed) => Fate::Keep("div"),
            Fate::Keep("a") if !leads_somewhere(parsed) => Fate::Inline,
            fate => fate,
        };
        match fate {
            Fate::Drop => {}
            Fate::Inline => self.children(node, depth, out),
            Fate::Block => {
                let mut element = Element::new("div", Vec::new());
                self.children(node, depth, &mut element.children);
                out.push(element.into());
            }
            Fate::Keep(kept) => {
                let mut element = Element { name: kept, ..attributes(kept, parsed) };
                self.children(node, depth, &mut element.children);
                finish(&mut element, parsed);
                out.push(element.into());
            }
        }
    }
}

/// Is a link one, or at least a place that links lead to?
fn leads_somewhere(parsed: &Parsed) -> bool {
    ["href", "id"]
        .iter()
        .any(|name| parsed.attr(name).is_some_and(|value| !value.trim().is_empty()))
}

/// Gives the text of a text node.
fn text_of(node: &NodeRef<'_>) -> Option<String> {
    node.query(|node| match &node.data {
        NodeData::Text { contents } => Some(contents.to_string()),
        _ => None,
    })?
}

/// Takes over the attributes that are allowed.
fn attributes(name: &'static str, parsed: &Parsed) -> Element {
    let mut element = Element { name, ..Element::default() };
    for attribute in &parsed.attrs {
        let written: &str = &attribute.name.local;
        let Some(key) = allow::attribute(name, written) else { continue };
        if let Some(value) = allow::value(key, &attribute.value) {
            element.set(key, value);
        }
    }
    element
}

/// Gives elements what every reader needs of them, and footnotes the classes we know them by.
fn finish(element: &mut Element, parsed: &Parsed) {
    match element.name {
        "section" => element.set("class", "footnotes"),
        "video" | "audio" => media::finish_player(element, parsed),
        "a" if is_back_link(parsed) => element.set("class", "footnote-backref"),
        "a" if is_note_link(parsed) => element.set("class", "footnote-ref"),
        "sup" => {
            let inner = element.children.iter_mut().find_map(|child| match child {
                Node::Element(link) if link.get("class") == Some("footnote-ref") => Some(link),
                _ => None,
            });
            if let Some(link) = inner {
                link.attributes.retain(|(name, _)| *name != "class");
                element.set("class", "footnote-ref");
            }
        }
        _ => {}
    }
}

fn is_back_link(parsed: &Parsed) -> bool {
    ["footnote-backref", "footnote-back", "reversefootnote", "footnote-return"]
        .iter()
        .any(|class| has_class(parsed, class))
        || parsed.attr("role").is_some_and(|role| &*role == "doc-backlink")
}

fn is_note_link(parsed: &Parsed) -> bool {
    ["footnote-ref", "footnote"].iter().any(|class| has_class(parsed, class))
        || parsed.attr("role").is_some_and(|role| &*role == "doc-noteref")
}

fn is_notes(parsed: &Parsed) -> bool {
    has_class(parsed, "footnotes")
        || parsed.attr("role").is_some_and(|role| &*role == "doc-endnotes")
}

fn has_direction(parsed: &Parsed) -> bool {
    parsed.attr("dir").is_some_and(|dir| allow::value("dir", &dir).is_some())
}

/// Has it this class?
fn has_class(parsed: &Parsed, class: &str) -> bool {
    parsed.attr("class").is_some_and(|all| all.split_ascii_whitespace().any(|one| one == class))
}

fn checkbox(parsed: &Parsed) -> Option<Node> {
    let is_box = parsed.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
    let mark = if parsed.has_attr("checked") { "☑ " } else { "☐ " };
    is_box.then(|| Node::text(mark))
}

/// Does a form hold an article rather than fields? Some pages are one form as a whole.
fn is_text(form: &NodeRef<'_>) -> bool {
    let paragraphs = form.descendants_it().filter(|node| node.has_name("p"));
    paragraphs.take(3).count() == 3
}
