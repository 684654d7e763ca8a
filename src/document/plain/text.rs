//! Paragraphs of plain text, with links where addresses stand in it.

use crate::document::tree::{Element, Node};
use crate::text::one_line;

/// A line of this many characters was broken for its width, not for its sense.
const WRAPPED: std::ops::RangeInclusive<usize> = 45..=110;

/// Makes paragraphs of lines that stand together.
#[must_use]
pub fn paragraphs(lines: &[&str]) -> Vec<Node> {
    let length = |line: &&str| line.trim().chars().count();
    let Some((_, before_last)) = lines.split_last() else { return Vec::new() };
    let wrapped =
        !before_last.is_empty() && before_last.iter().all(|line| WRAPPED.contains(&length(line)));
    if wrapped || lines.len() == 1 {
        return vec![paragraph(linked(&one_line(&lines.join(" "))))];
    }
    if before_last.iter().all(|line| length(line) > *WRAPPED.end()) {
        return lines.iter().map(|line| paragraph(linked(&one_line(line)))).collect();
    }
    let mut children = Vec::new();
    for line in lines {
        if !children.is_empty() {
            children.push(Element::new("br", Vec::new()).into());
        }
        children.extend(linked(&one_line(line)));
    }
    vec![paragraph(children)]
}

fn paragraph(children: Vec<Node>) -> Node {
    Element::new("p", children).into()
}

/// Makes links of the addresses in a text.
#[must_use]
pub fn linked(text: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|start| rest.find(start)).min() {
        let (before, from) = rest.split_at(at);
        let end =
            from.find(|c: char| c.is_whitespace() || "<>\"“”„«»".contains(c)).unwrap_or(from.len());
        let address = from.get(..end).unwrap_or_default();
        let address =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '。', '，']);
        let at_end = address.ends_with("://");
        let (address, after) = from.split_at(if at_end { end.max(1) } else { address.len() });
        nodes.push(Node::text(before));
        nodes.push(if at_end {
            Node::text(address)
        } else {
            Element::new("a", vec![Node::text(address)]).with("href", address).into()
        });
        rest = after;
    }
    nodes.push(Node::text(rest));
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tree;

    #[test]
    fn addresses_become_links_without_the_stop_behind_them() {
        let html = tree::write(&linked("See https://tide.example/a?b=1, or not."));
        let address = "https://tide.example/a?b=1";
        assert_eq!(html, format!("See <a href=\"{address}\">{address}</a>, or not."));
        assert_eq!(tree::write(&linked("http:// is no address")), "http:// is no address");
    }

    #[test]
    fn lines_broken_for_width_are_one_paragraph_and_verses_are_not() {
        let wrapped = ["Twice a day the sea leaves the flats of the coast and", "comes back."];
        assert_eq!(tree::text(&paragraphs(&wrapped)).lines().count(), 1);
        assert_eq!(tree::text(&paragraphs(&["Low water,", "high water."])).lines().count(), 2);
    }
}
