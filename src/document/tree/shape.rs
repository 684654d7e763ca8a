//! Brings a tree into shape: blocks hold blocks, lines hold lines, nothing is empty.
//!
//! A tree that comes from HTML may hold paragraphs in links, text between list items or divisions
//! for their own sake. After this, [`super::write`] gives valid HTML, whatever came in; a tree that
//! is in shape already stays as it is.

mod anchors;
mod inline;
mod spread;

use super::{Element, Node, is_block};
use inline::{inline, trimmed, without_links};
use spread::spread;

/// Brings the nodes of a whole body into shape.
#[must_use]
pub fn shape(mut nodes: Vec<Node>) -> Vec<Node> {
    anchors::hoist(&mut nodes);
    flow(nodes)
}

/// Blocks, and runs of text between them.
enum Piece {
    Run(Vec<Node>),
    Block(Node),
}

/// Makes content of blocks only: runs become paragraphs.
fn flow(nodes: Vec<Node>) -> Vec<Node> {
    blocks_of(pieces(nodes, &[]))
}

fn blocks_of(pieces: Vec<Piece>) -> Vec<Node> {
    let pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Run(run) => Element::new("p", run).into(),
        Piece::Block(block) => block,
    });
    pieces.collect()
}

/// Makes the content of a list item or a cell: a lone run stays without a paragraph.
fn mixed(nodes: Vec<Node>, parts: &[&str]) -> Vec<Node> {
    let pieces = pieces(nodes, parts);
    let is_run = |piece: &Piece| matches!(piece, Piece::Run(_));
    let apart = !pieces.windows(2).any(|two| two.iter().all(is_run));
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Run(run) if apart => out.extend(run),
            Piece::Run(run) => out.push(Element::new("p", run).into()),
            Piece::Block(block) => out.push(block),
        }
    }
    out
}

/// Takes content apart; `parts` are the names of elements that belong right here.
fn pieces(nodes: Vec<Node>, parts: &[&str]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut run = Vec::new();
    for node in nodes {
        let Node::Element(element) = node else {
            run.push(node);
            continue;
        };
        if !is_block(element.name) && !holds_block(&element.children) {
            run.push(element.into());
            continue;
        }
        flush(&mut run, &mut pieces);
        if element.name == "li" && !parts.contains(&"li") {
            stray_item(element, &mut pieces);
        } else {
            block(element, parts, &mut pieces);
        }
    }
    flush(&mut run, &mut pieces);
    pieces
}

/// Puts an item without a list into the list before it, or into one of its own.
fn stray_item(item: Element, pieces: &mut Vec<Piece>) {
    let items = only(vec![item.into()], &["li"], None);
    match pieces.last_mut() {
        Some(Piece::Block(Node::Element(list))) if list.name == "ul" => list.children.extend(items),
        _ if items.is_empty() => {}
        _ => pieces.push(Piece::Block(Element::new("ul", items).into())),
    }
}

/// Is it an element that means something only as a part of another?
fn is_part(name: &str) -> bool {
    matches!(
        name,
        "dt" | "dd"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "th"
            | "td"
            | "figcaption"
            | "summary"
    )
}

fn holds_block(nodes: &[Node]) -> bool {
    nodes.iter().filter_map(Node::element).any(|e| is_block(e.name) || holds_block(&e.children))
}

/// Ends a run; two line breaks in it are the border of two paragraphs.
fn flush(run: &mut Vec<Node>, pieces: &mut Vec<Piece>) {
    let mut rest = inline(std::mem::take(run));
    while let Some(at) = border(&rest) {
        let tail = rest.split_off(at);
        push_run(rest, pieces);
        rest = tail;
    }
    push_run(rest, pieces);
}

fn push_run(run: Vec<Node>, pieces: &mut Vec<Piece>) {
    let run = trimmed(run);
    if !run.is_empty() {
        pieces.push(Piece::Run(run));
    }
}

/// Finds the second of two line breaks that follow one another.
fn border(run: &[Node]) -> Option<usize> {
    let mut after_break = false;
    for (at, node) in run.iter().enumerate() {
        match node {
            Node::Element(element) if element.name == "br" => {
                if after_break {
                    return Some(at);
                }
                after_break = true;
            }
            Node::Text(text) if text.trim().is_empty() => {}
            _ => after_break = false,
        }
    }
    None
}

/// Brings one block into shape, or an inline element that holds blocks.
fn block(mut element: Element, parts: &[&str], pieces: &mut Vec<Piece>) {
    let children = std::mem::take(&mut element.children);
    match element.name {
        "div" if element.attributes.is_empty() => pieces.extend(self::pieces(children, parts)),
        "p" if holds_block(&children) => pieces.extend(self::pieces(children, parts)),
        name if is_part(name) && !parts.contains(&name) => {
            pieces.extend(self::pieces(children, parts));
        }
        "hr" => pieces.push(Piece::Block(element.into())),
        "video" | "audio" => player(element, children, parts, pieces),
        name if !is_block(name) => {
            let children = if name == "a" { without_links(children) } else { children };
            let inner = spread(&element, self::flow(children));
            pieces.extend(inner.into_iter().map(Piece::Block));
        }
        name => {
            element.children = content(name, children);
            let keeps_empty = matches!(name, "td" | "th");
            if keeps_empty || !element.children.is_empty() {
                pieces.push(Piece::Block(element.into()));
            }
        }
    }
}

/// Keeps a player and what it may play; where that is nothing, what stands in for it is shown.
fn player(mut player: Element, children: Vec<Node>, parts: &[&str], pieces: &mut Vec<Piece>) {
    let is_source = |node: &Node| node.named("source").is_some();
    if player.get("src").is_none() && !children.iter().any(is_source) {
        pieces.extend(self::pieces(children, parts));
        return;
    }
    player.children = children.into_iter().filter(is_source).collect();
    pieces.push(Piece::Block(player.into()));
}

/// Puts what an element of this name holds into shape.
fn content(name: &str, children: Vec<Node>) -> Vec<Node> {
    match name {
        "pre" => children,
        "p" => {
            let mut pieces = Vec::new();
            flush(&mut children.into_iter().collect(), &mut pieces);
            join_paragraphs(pieces)
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "dt" | "summary" | "caption" => {
            trimmed(inline(children))
        }
        "li" | "dd" | "td" | "th" | "figcaption" => mixed(children, &[]),
        "figure" => mixed(children, &["figcaption"]),
        "details" => blocks_of(pieces(children, &["summary"])),
        "ul" | "ol" => only(children, &["li"], Some("li")),
        "dl" => only(children, &["dt", "dd"], Some("dd")),
        "table" => only(children, &["caption", "thead", "tbody", "tfoot"], None),
        "thead" | "tbody" | "tfoot" => only(children, &["tr"], None),
        "tr" => only(children, &["th", "td"], None),
        _ => flow(children),
    }
}

/// A paragraph that was divided by empty lines stays one, with line breaks.
fn join_paragraphs(pieces: Vec<Piece>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for piece in pieces {
        if let Piece::Run(run) = piece {
            if !out.is_empty() {
                out.push(Element::new("br", Vec::new()).into());
                out.push(Element::new("br", Vec::new()).into());
            }
            out.extend(run);
        }
    }
    out
}

/// Keeps children of certain names; puts others into an element of the name `stray`.
fn only(children: Vec<Node>, names: &[&str], stray: Option<&'static str>) -> Vec<Node> {
    let mut pieces = Vec::new();
    for piece in self::pieces(children, names) {
        match piece {
            Piece::Block(Node::Element(element)) if names.contains(&element.name) => {
                pieces.push(element.into());
            }
            Piece::Block(other) => {
                pieces.extend(stray.map(|name| Element::new(name, vec![other]).into()));
            }
            Piece::Run(run) => pieces.extend(stray.map(|name| Element::new(name, run).into())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shaped(nodes: Vec<Node>) -> String {
        super::super::write(&shape(nodes))
    }

    fn element(name: &'static str, children: Vec<Node>) -> Node {
        Element::new(name, children).into()
    }

    #[test]
    fn loose_text_becomes_a_paragraph() {
        let nodes = vec![Node::text(" a "), element("h2", vec![Node::text("b")]), Node::text(" ")];
        assert_eq!(shaped(nodes), "<p>a</p>\n<h2>b</h2>");
    }

    #[test]
    fn a_link_around_blocks_goes_into_each_of_them() {
        let inner =
            vec![element("h3", vec![Node::text("Title")]), element("p", vec![Node::text("text")])];
        let link = Element::new("a", inner).with("href", "x");
        let html = "<h3><a href=\"x\">Title</a></h3>\n<p><a href=\"x\">text</a></p>";
        assert_eq!(shaped(vec![link.into()]), html);
    }

    #[test]
    fn empty_elements_leave_nothing_but_their_space() {
        let empty = element("p", vec![element("em", vec![Node::text("\u{a0}")])]);
        assert_eq!(shaped(vec![empty]), "");
        let line = vec![Node::text("a"), element("b", vec![Node::text(" ")]), Node::text("c")];
        assert_eq!(shaped(line), "<p>a c</p>");
    }

    #[test]
    fn an_empty_anchor_leaves_its_name_to_the_block_it_stands_in() {
        let anchor = || Element::new("a", Vec::new()).with("id", "ebb").into();
        let heading = element("h2", vec![Node::text("Low "), anchor()]);
        assert_eq!(shaped(vec![heading]), "<h2 id=\"ebb\">Low</h2>");
        let named = Element::new("p", vec![Node::text("x"), anchor()]).with("id", "own");
        assert_eq!(shaped(vec![named.into()]), "<p id=\"own\">x</p>");
    }

    #[test]
    fn two_breaks_part_a_run_into_paragraphs() {
        let br = || element("br", Vec::new());
        let nodes = vec![Node::text("a"), br(), Node::text("\n"), br(), Node::text("b"), br()];
        assert_eq!(shaped(nodes), "<p>a</p>\n<p>b</p>");
    }

    #[test]
    fn a_division_leaves_its_paragraphs_behind() {
        let div = element("div", vec![Node::text("a"), element("p", vec![Node::text("b")])]);
        assert_eq!(shaped(vec![div]), "<p>a</p>\n<p>b</p>");
        let item = element("li", vec![element("div", vec![Node::text("a")])]);
        assert_eq!(shaped(vec![element("ul", vec![item])]), "<ul>\n<li>a</li>\n</ul>");
    }
}
