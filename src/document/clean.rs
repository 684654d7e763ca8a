//! Keeps of parsed HTML what is safe and means something to a reader, by a list of what is allowed.

pub mod allow;
mod code;
pub mod media;

use dom_query::{Element as Parsed, NodeData, NodeRef};

use super::tree::{Element, Node};
use allow::Fate;

/// How deep parsed HTML may be; a saved page nests its text in many divisions.
pub const MAX_DEPTH: usize = 400;

/// Cleans what a node holds; `None` if it nests deeper than [`MAX_DEPTH`].
#[must_use]
pub fn children(parent: &NodeRef<'_>) -> Option<Vec<Node>> {
    let mut cleaner = Cleaner { too_deep: false };
    let mut nodes = Vec::new();
    cleaner.children(parent, 0, &mut nodes);
    (!cleaner.too_deep).then_some(nodes)
}

struct Cleaner {
    too_deep: bool,
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
        if is_hidden(name, parsed) || is_heading_anchor(node, name, parsed) {
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

/// Is it out of sight on the page it comes from?
fn is_hidden(name: &str, parsed: &Parsed) -> bool {
    let style = parsed.attr("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let is_true = |name: &str| parsed.attr(name).is_some_and(|value| &*value == "true");
    parsed.has_attr("hidden")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || (is_true("aria-hidden") && !matches!(name, "a" | "img" | "svg"))
        || HIDDEN.iter().any(|class| has_class(parsed, class))
}

/// Classes of what a page shows with its own style or script only: doubled formulas, and the buttons
/// that Ghost draws over its players.
const HIDDEN: [&str; 8] = [
    "MathJax",
    "MathJax_Display",
    "MathJax_Preview",
    "MJX_Assistive_MathML",
    "kg-audio-thumbnail",
    "kg-audio-player",
    "kg-video-overlay",
    "kg-video-player-container",
];

/// Is it the mark beside a heading that links to the heading itself?
fn is_heading_anchor(node: &NodeRef<'_>, name: &str, parsed: &Parsed) -> bool {
    if name != "a" || !parsed.attr("href").is_some_and(|href| href.starts_with('#')) {
        return false;
    }
    let in_heading = node.ancestors_it(Some(2)).any(|up| {
        up.node_name()
            .is_some_and(|name| name.len() == 2 && name.starts_with('h') && &*name != "hr")
    });
    let text = node.text();
    in_heading && text.chars().filter(|c| !c.is_whitespace()).all(|c| !c.is_alphanumeric())
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
