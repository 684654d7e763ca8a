//! Abbreviations that a text explains, explained wherever they stand.

use super::template::Abbreviation;
use super::tree::{Element, Node};

/// More abbreviations than this explain no text: each word is compared with all of them.
const MOST: usize = 200;

/// Puts each short form that stands as a word of its own into an element that says what it means.
pub fn explain(nodes: &mut Vec<Node>, abbreviations: &[Abbreviation]) {
    if abbreviations.is_empty() {
        return;
    }
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes.drain(..) {
        match node {
            Node::Text(text) => explain_text(&text, abbreviations, &mut out),
            Node::Element(mut element) => {
                if !matches!(element.name, "code" | "pre" | "abbr" | "kbd" | "samp") {
                    explain(&mut element.children, abbreviations);
                }
                out.push(element.into());
            }
            raw @ Node::Raw(_) => out.push(raw),
        }
    }
    *nodes = out;
}

fn explain_text(text: &str, abbreviations: &[Abbreviation], out: &mut Vec<Node>) {
    let (mut done, mut before) = (0, ' ');
    for (at, c) in text.char_indices() {
        let starts = at >= done && !before.is_alphanumeric();
        before = c;
        let here = text.get(at..).filter(|_| starts);
        let Some(found) = here.and_then(|here| at_start(here, abbreviations)) else { continue };
        out.extend(text.get(done..at).filter(|part| !part.is_empty()).map(Node::text));
        let abbr = Element::new("abbr", vec![Node::text(&found.short)]);
        out.push(if found.long.is_empty() { abbr } else { abbr.with("title", &found.long) }.into());
        done = at + found.short.len();
    }
    out.extend(text.get(done..).filter(|rest| !rest.is_empty()).map(Node::text));
}

/// Gives the longest short form that a text starts with and that ends where a word does.
fn at_start<'a>(text: &str, abbreviations: &'a [Abbreviation]) -> Option<&'a Abbreviation> {
    let ends = |one: &&Abbreviation| {
        let after = text.strip_prefix(one.short.as_str());
        after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
    };
    let known = abbreviations.iter().take(MOST);
    known.filter(ends).max_by_key(|one| one.short.len())
}
