//! The outline of a body: its blocks in reading order, for summaries and for counting words.

use super::block::{Block, BodyImage};
use super::tree::{self, Element, Node, Part};

/// Lists the blocks of a tree; footnotes are left out, because no summary should quote them.
#[must_use]
pub fn blocks(nodes: &[Node]) -> Vec<Block> {
    let mut blocks = Vec::new();
    collect(nodes, Place::default(), &mut blocks);
    blocks
}

/// Finds the first image with an address.
#[must_use]
pub fn first_image(nodes: &[Node]) -> Option<BodyImage> {
    nodes.iter().filter_map(Node::element).find_map(|element| {
        let own = (element.name == "img").then(|| element.get("src")).flatten();
        let image = own.map(|src| BodyImage {
            url: src.to_owned(),
            alt: element.get("alt").unwrap_or_default().to_owned(),
        });
        image.or_else(|| first_image(&element.children))
    })
}

/// Counts the words of a text; scripts written without spaces count two characters as one word.
#[must_use]
pub fn count_words(text: &str) -> usize {
    let mut words = 0;
    let mut unspaced = 0;
    let mut inside = 0;
    for c in text.chars() {
        if let Some(kind) = KINDS.get(c as usize) {
            // Counted without a branch: where the next word starts, no processor foresees.
            words += usize::from(kind & !inside & 1);
            inside = (kind & 1) | (inside & (kind >> 1));
        } else if is_unspaced(c) {
            unspaced += 1;
            inside = 0;
        } else if c.is_alphanumeric() {
            words += usize::from(inside ^ 1);
            inside = 1;
        } else if c.is_whitespace() || matches!(c, '—' | '–') {
            inside = 0;
        }
    }
    words + unspaced / 2
}

/// What each character of ASCII is to words: a part of one, an end of one, or neither (`it's`).
const KINDS: [u8; 128] = {
    const PART: u8 = 0b11;
    const NEITHER: u8 = 0b10;
    let mut kinds = [NEITHER; 128];
    let mut at = 0;
    while at < 128_u8 {
        if at.is_ascii_alphanumeric() {
            kinds[at as usize] = PART;
        } else if matches!(at, b'\t'..=b'\r' | b' ' | b'/') {
            kinds[at as usize] = 0;
        }
        at += 1;
    }
    kinds
};

/// Is it a letter of a script that sets no spaces between words?
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where in lists and quotations a walk stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    depth: u8,
    ordered: bool,
    quoted: bool,
}

fn collect(nodes: &[Node], place: Place, blocks: &mut Vec<Block>) {
    for part in tree::parts(nodes) {
        match part {
            Part::Run(run) => push_text(tree::line(run), place, blocks),
            Part::Block(element) => push_block(element, place, blocks),
        }
    }
}

fn push_text(text: String, place: Place, blocks: &mut Vec<Block>) {
    if text.is_empty() {
        return;
    }
    blocks.push(if place.quoted { Block::Quote { text } } else { Block::Paragraph { text } });
}

fn push_block(element: &Element, place: Place, blocks: &mut Vec<Block>) {
    match element.name {
        "pre" => blocks.push(Block::Code { text: tree::raw_text(&element.children) }),
        "table" => blocks.push(Block::Table { rows: rows(&element.children) }),
        "hr" => {}
        "figcaption" | "caption" => {
            let text = tree::line(&element.children);
            if !text.is_empty() {
                blocks.push(Block::Caption { text });
            }
        }
        // What stands aside is somebody's words, or a note beside the matter.
        "blockquote" | "aside" => {
            collect(&element.children, Place { quoted: true, ..place }, blocks);
        }
        "ul" | "ol" => {
            let ordered = element.name == "ol";
            let inner = Place { depth: place.depth.saturating_add(1), ordered, ..place };
            collect(&element.children, inner, blocks);
        }
        "li" => push_item(element, place, blocks),
        "section" if element.get("class") == Some("footnotes") => {}
        "p" if element.children.iter().any(Node::is_block) => {
            collect(&element.children, place, blocks);
        }
        "p" | "dt" => push_text(tree::line(&element.children), place, blocks),
        _ => match element.heading_level() {
            Some(level) => {
                let text = tree::line(&element.children);
                if !text.is_empty() {
                    blocks.push(Block::Heading { level, text });
                }
            }
            None => collect(&element.children, place, blocks),
        },
    }
}

/// The first paragraph of an item carries it; what follows stands as blocks of their own.
fn push_item(item: &Element, place: Place, blocks: &mut Vec<Block>) {
    let parts = tree::parts(&item.children);
    let mut parts = parts.into_iter().peekable();
    let first = match parts.peek() {
        Some(Part::Run(run)) => Some(*run),
        Some(Part::Block(element)) if element.name == "p" => Some(element.children.as_slice()),
        _ => None,
    };
    if let Some(first) = first {
        parts.next();
        let text = tree::line(first);
        if !text.is_empty() {
            let lead = lead(first);
            let Place { depth, ordered, .. } = place;
            let linked = is_linked(first);
            blocks.push(Block::Item { depth: depth.max(1), ordered, lead, text, linked });
        }
    }
    for part in parts {
        match part {
            Part::Run(run) => push_text(tree::line(run), place, blocks),
            Part::Block(element) => push_block(element, place, blocks),
        }
    }
}

/// Gives the bold words a text starts with, without a closing colon or stop.
fn lead(nodes: &[Node]) -> Option<String> {
    let mut first = nodes.iter().filter(|node| !is_space(node));
    let bold = first.next()?.element().filter(|e| matches!(e.name, "strong" | "b"))?;
    let text = tree::line(&bold.children);
    let text = text.trim_end_matches([':', '.', '：', '。', ' ']);
    (!text.is_empty() && first.next().is_some()).then(|| text.to_owned())
}

/// Are links all that says something among these nodes?
fn is_linked(nodes: &[Node]) -> bool {
    let says = |node: &&Node| match node {
        Node::Text(text) => text.contains(char::is_alphanumeric),
        _ => !is_space(node),
    };
    let is_link = |node: &Node| node.element().is_some_and(|element| element.name == "a");
    let mut saying = nodes.iter().filter(says).peekable();
    saying.peek().is_some() && saying.all(is_link)
}

fn is_space(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.trim().is_empty())
}

fn rows(nodes: &[Node]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for element in nodes.iter().filter_map(Node::element) {
        if element.name == "tr" {
            let cells = element.children.iter().filter_map(Node::element);
            found.push(cells.map(|cell| tree::line(&cell.children)).collect());
        } else {
            found.extend(rows(&element.children));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::count_words;

    #[test]
    fn words_are_counted_as_they_are_read() {
        for (text, words) in [
            ("", 0),
            ("low water", 2),
            ("  it's\tthe half-tide\u{b}rock\n", 4),
            ("and/or, and so on …", 5),
            ("1,300 words—or 1.3 thousand", 5),
            ("Flut é\u{2003}Ebbe", 3),
            ("潮の満ち引き of tides", 5),
            ("- _ . '", 0),
        ] {
            assert_eq!(count_words(text), words, "{text:?}");
        }
    }
}
