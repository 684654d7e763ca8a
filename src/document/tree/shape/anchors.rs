//! Anchors that name a place: nothing stands in them, and links within the article lead to them.

use crate::document::tree::{Element, Node, is_block};

/// Gives the name of each anchor to the block it stands in, unless that has one.
pub(super) fn hoist(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if is_block(element.name) && element.get("id").is_none() {
            let id = element.children.iter().find_map(anchor).map(str::to_owned);
            element.attributes.extend(id.map(|id| ("id", id)));
        }
        hoist(&mut element.children);
    }
}

fn anchor(node: &Node) -> Option<&str> {
    let Node::Element(Element { name: "a" | "span", children, .. }) = node else { return None };
    let element = node.element().filter(|_| children.is_empty())?;
    element.get("id").filter(|_| element.get("href").is_none())
}
