//! What stands at the head of a section or of a paragraph: a title of some level, a label.

use super::titles::{self, Kind};
use crate::document::tree::{self, Element, Node};

/// The level of a title that is only a bold line.
pub(super) const BOLD: u8 = 7;
/// The level of a line that may be a title.
pub(super) const PLAIN: u8 = 8;

/// Reads a block as a title: a heading, a fold's label, a bold line, or a short line of its own.
pub(super) fn title_of(element: &Element) -> Option<(String, u8)> {
    if let Some(level) = element.heading_level() {
        return Some((tree::line(&element.children), level));
    }
    match element.name {
        "summary" => Some((tree::line(&element.children), BOLD)),
        "p" => {
            let level = if is_bold(&element.children) { BOLD } else { PLAIN };
            let text = short_line(&element.children)?;
            Some((text, level))
        }
        _ => None,
    }
}

/// Gives the line of a paragraph short enough to be a title.
fn short_line(nodes: &[Node]) -> Option<String> {
    let simple = |node: &Node| match node {
        Node::Text(text) => text.len() <= 200,
        Node::Element(element) => matches!(element.name, "strong" | "b" | "em" | "i"),
        Node::Raw(_) => false,
    };
    (nodes.len() <= 3 && nodes.iter().all(simple)).then(|| tree::line(nodes))
}

fn is_bold(nodes: &[Node]) -> bool {
    let mut bold = false;
    for node in nodes {
        match node {
            Node::Text(text) if text.trim_matches([' ', '\n', ':', '：']).is_empty() => {}
            Node::Element(element) if matches!(element.name, "strong" | "b") => bold = true,
            _ => return false,
        }
    }
    bold
}

/// Does this node end a section of this level?
pub(super) fn ends_section(node: &Node, level: u8) -> bool {
    let Some(element) = node.element() else { return false };
    let notes = element.name == "section";
    let heading = element.heading_level().is_some_and(|own| own <= level.min(6));
    let bold = level == BOLD && element.name == "p" && is_bold(&element.children);
    notes || heading || bold
}

/// Is it a title of any level, or the footnotes, with which every section ends?
pub(super) fn is_any_title(node: &Node) -> bool {
    node.element().is_some_and(|element| {
        element.heading_level().is_some()
            || matches!(element.name, "section" | "hr")
            || (element.name == "p" && is_bold(&element.children))
    })
}

/// Gives the label a paragraph starts with: bold words, or a few before a colon.
pub(super) fn label(paragraph: &Element) -> Option<String> {
    match paragraph.children.first()? {
        Node::Element(bold) if matches!(bold.name, "strong" | "b") => {
            Some(tree::line(&bold.children))
        }
        Node::Text(text) => {
            let end = text.char_indices().take(40).find(|(_, c)| matches!(c, ':' | '：'))?.0;
            text.get(..end).map(crate::text::one_line)
        }
        _ => None,
    }
}

/// Gives the words of a paragraph that says `TL;DR` of itself, whatever comes between: `TL;DR: it
/// works`, `**TL;DR** it works`, or the sign on a line of its own.
pub(super) fn tldr(paragraph: &Element) -> Option<String> {
    if let Some(label) = label(paragraph).filter(|label| names_no_more(label)) {
        return labelled(paragraph, &label);
    }
    let text = tree::line(&paragraph.children);
    let sign = ["tl;dr", "tl:dr", "tldr", "tl; dr"].iter().find(|sign| {
        text.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign))
    })?;
    let rest = text.get(sign.len()..)?;
    let ends = !rest.starts_with(char::is_alphanumeric);
    let rest = rest.trim_start_matches(BEHIND_LABEL);
    (ends && !rest.is_empty()).then(|| rest.to_owned())
}

/// Is it the sign alone, or with for whom it is (`TL;DR for the impatient:`)? What says more than
/// that must not be lost with it.
fn names_no_more(label: &str) -> bool {
    let is_tldr = titles::kind(label) == Some(Kind::Tldr);
    is_tldr && (titles::is_bare_tldr(label) || label.ends_with([':', '：']))
}

/// What may stand between a label and what it labels.
const BEHIND_LABEL: [char; 9] = [':', '：', ';', ',', '–', '—', '-', ' ', '.'];

/// Gives what stands behind the label of a paragraph.
pub(super) fn labelled(paragraph: &Element, label: &str) -> Option<String> {
    let text = tree::line(&paragraph.children);
    let rest = text.strip_prefix(label)?;
    let rest = rest.trim_start_matches(BEHIND_LABEL);
    (!label.is_empty() && !rest.is_empty()).then(|| rest.to_owned())
}
