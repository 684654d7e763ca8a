//! Content of lines only.

use crate::document::tree::{Element, Node, is_block};

/// Makes content of lines only: blocks in it are opened, neighbouring texts joined, empty elements
/// dropped.
pub(super) fn inline(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Text(text) => push_text(text, &mut out),
            Node::Raw(_) => {}
            Node::Element(element) => inline_element(element, &mut out),
        }
    }
    out
}

fn inline_element(mut element: Element, out: &mut Vec<Node>) {
    if matches!(element.name, "br" | "img" | "wbr") {
        out.push(element.into());
        return;
    }
    if matches!(element.name, "video" | "audio") {
        element.children.retain(|child| child.named("source").is_some());
        if element.get("src").is_some() || !element.children.is_empty() {
            out.push(element.into());
        }
        return;
    }
    let children = std::mem::take(&mut element.children);
    let children = if element.name == "a" { without_links(children) } else { children };
    let children = inline(children);
    if is_block(element.name) {
        push_text(" ".to_owned(), out);
        for child in children {
            push(child, out);
        }
        push_text(" ".to_owned(), out);
    } else if element.name != "code" && is_blank(&children) {
        for child in children {
            push(child, out);
        }
    } else if !children.is_empty() {
        element.children = children;
        out.push(element.into());
    }
}

/// Opens links within a link, which HTML cannot nest.
pub(super) fn without_links(nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(link) if link.name == "a" => out.extend(without_links(link.children)),
            Node::Element(mut element) => {
                element.children = without_links(element.children);
                out.push(element.into());
            }
            other => out.push(other),
        }
    }
    out
}

fn push(node: Node, out: &mut Vec<Node>) {
    match node {
        Node::Text(text) => push_text(text, out),
        other => out.push(other),
    }
}

fn push_text(text: String, out: &mut Vec<Node>) {
    match out.last_mut() {
        Some(Node::Text(last)) => last.push_str(&text),
        _ if text.is_empty() => {}
        _ => out.push(Node::Text(text)),
    }
}

fn is_blank(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()))
}

/// Takes white space and line breaks off both ends of a run.
pub(super) fn trimmed(mut run: Vec<Node>) -> Vec<Node> {
    while let Some(last) = run.last_mut() {
        if !trim_edge(last, |text| text.truncate(text.trim_end().len())) {
            break;
        }
        run.pop();
    }
    let mut blank = 0;
    for node in &mut run {
        if !trim_edge(node, |text| drop(text.drain(..text.len() - text.trim_start().len()))) {
            break;
        }
        blank += 1;
    }
    run.drain(..blank);
    run
}

/// Trims a node at the edge of a run; is it then nothing?
fn trim_edge(node: &mut Node, trim: impl Fn(&mut String)) -> bool {
    match node {
        Node::Text(text) => {
            trim(text);
            text.is_empty()
        }
        Node::Element(element) => matches!(element.name, "br" | "wbr"),
        Node::Raw(_) => true,
    }
}
