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

/// Starts every id, and every link to one, with the article's own prefix: for bodies whose links
/// stay within the page, because several of them may stand on one.
pub fn prefix(nodes: &mut [Node], prefix: &str) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        for (name, value) in &mut element.attributes {
            let mark = if *name == "href" { "#" } else { "" };
            let target = match *name {
                "id" => Some(value.as_str()),
                "href" => value.strip_prefix('#'),
                _ => None,
            };
            if let Some(id) = target.filter(|id| !id.is_empty() && !id.starts_with(prefix)) {
                *value = format!("{mark}{prefix}{id}");
            }
        }
        self::prefix(&mut element.children, prefix);
    }
}
