//! Writes a tree as plain text, paragraphs apart by an empty line.

use super::{Element, Node, Part, is_footnote_mark, parts};
use crate::text::{into_one_line, one_line};

/// Writes nodes as plain text.
#[must_use]
pub fn text(nodes: &[Node]) -> String {
    let paragraphs = blocks(nodes);
    paragraphs.join("\n\n")
}

/// Gives the text blocks of some nodes, each without a line end at its end.
fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut found = Vec::new();
    for part in parts(nodes) {
        match part {
            Part::Run(run) => found.extend(inline(run)),
            Part::Block(element) => block(element, &mut found),
        }
    }
    found
}

fn block(element: &Element, found: &mut Vec<String>) {
    match element.name {
        "pre" => found.push(super::raw_text(&element.children).trim_end().to_owned()),
        "table" => found.extend(table(&element.children)),
        "hr" => found.push("* * *".to_owned()),
        "blockquote" => {
            let inner = blocks(&element.children).join("\n\n");
            found.extend((!inner.is_empty()).then(|| prefixed(&inner, "> ", "> ")));
        }
        "ul" | "ol" => found.extend(list(element)),
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt"
            if !element.children.iter().any(Node::is_block) =>
        {
            found.extend(inline(&element.children));
        }
        _ => found.extend(blocks(&element.children)),
    }
}

fn list(list: &Element) -> Option<String> {
    let start = list.get("start").and_then(|start| start.parse().ok()).unwrap_or(1_usize);
    let items =
        list.children.iter().filter_map(Node::element).enumerate().filter_map(|(at, item)| {
            let inner = blocks(&item.children);
            let loose = item.children.iter().any(|child| child.named("p").is_some());
            let inner = inner.join(if loose { "\n\n" } else { "\n" });
            let mark =
                if list.name == "ol" { format!("{}. ", start + at) } else { "- ".to_owned() };
            let indent = " ".repeat(mark.len());
            (!inner.is_empty()).then(|| prefixed(&inner, &mark, &indent))
        });
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| items.join("\n"))
}

fn table(nodes: &[Node]) -> Option<String> {
    let mut lines = Vec::new();
    rows(nodes, &mut lines);
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn rows(nodes: &[Node], lines: &mut Vec<String>) {
    for element in nodes.iter().filter_map(Node::element) {
        match element.name {
            "tr" => {
                let cells = element.children.iter().filter_map(Node::element);
                let cells: Vec<String> = cells.map(|cell| super::line(&cell.children)).collect();
                lines.push(cells.join(" | "));
            }
            "caption" => lines.extend(inline(&element.children)),
            _ => rows(&element.children, lines),
        }
    }
}

/// Gives a paragraph's text, its hard line breaks kept, footnote marks as `[1]`.
fn inline(nodes: &[Node]) -> Option<String> {
    let mut text = String::with_capacity(super::text_length(nodes));
    collect(nodes, &mut text);
    if !text.contains('\u{B}') {
        return Some(into_one_line(text)).filter(|line| !line.is_empty());
    }
    let lines: Vec<String> = text.split('\u{B}').map(one_line).filter(|l| !l.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Collects text with hard breaks as vertical tabs, which no clean text holds.
fn collect(nodes: &[Node], text: &mut String) {
    for node in nodes {
        match node {
            Node::Text(part) => text.push_str(part),
            Node::Raw(_) => {}
            Node::Element(element) if element.name == "br" => text.push('\u{B}'),
            Node::Element(element) if is_footnote_mark(element) => {
                if element.name == "sup" {
                    text.extend(["[", &super::raw_text(&element.children), "]"]);
                }
            }
            Node::Element(element) => collect(&element.children, text),
        }
    }
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.lines().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let prefix = if at == 0 { first } else { rest };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}
