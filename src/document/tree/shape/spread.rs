//! An inline element around blocks, put into each of them.

use crate::document::tree::{Element, Node, is_block};

/// Puts an inline element, such as a link around a whole card, into each block it holds.
pub(super) fn spread(element: &Element, blocks: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    for node in blocks {
        match node {
            Node::Element(mut block) if is_block(block.name) => {
                wrap_run(element, &mut run, &mut out);
                if !matches!(block.name, "pre" | "table" | "hr" | "video" | "audio") {
                    block.children = spread(element, block.children);
                }
                out.push(block.into());
            }
            inline => run.push(inline),
        }
    }
    wrap_run(element, &mut run, &mut out);
    out
}

fn wrap_run(element: &Element, run: &mut Vec<Node>, out: &mut Vec<Node>) {
    if run.is_empty() {
        return;
    }
    let attributes = element.attributes.iter().filter(|(name, _)| *name != "id").cloned().collect();
    let children = std::mem::take(run);
    out.push(Element { name: element.name, attributes, children }.into());
}
