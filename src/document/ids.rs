//! Gives every heading an id, so that links within an article arrive.

use comrak::Anchorizer;

use super::tree::{self, Node};

/// Gives ids to headings without one, made of their words; none is given twice.
pub fn give(nodes: &mut [Node]) {
    let mut anchorizer = Anchorizer::new();
    walk(nodes, &mut anchorizer);
}

fn walk(nodes: &mut [Node], anchorizer: &mut Anchorizer) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.heading_level().is_some() {
            if element.get("id").is_none() {
                let id = anchorizer.anchorize(&tree::line(&element.children));
                if !id.is_empty() {
                    element.attributes.insert(0, ("id", id));
                }
            }
        } else if matches!(element.name, "div" | "section" | "aside" | "details" | "blockquote") {
            walk(&mut element.children, anchorizer);
        }
    }
}
