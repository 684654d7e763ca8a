//! Lists whose items start with a bullet or a number, nested by how far they are set in.

use super::text;
use crate::document::tree::{Element, Node};

/// One item's line, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    /// How far it is set in, in spaces.
    pub indent: usize,
    /// Its number, if the list is numbered.
    pub number: Option<u32>,
    /// Its text.
    pub text: &'a str,
}

/// Reads a line as a list item.
#[must_use]
pub fn item(line: &str) -> Option<Item<'_>> {
    const BULLETS: [char; 14] =
        ['•', '◦', '▪', '▫', '‣', '⁃', '●', '○', '■', '∙', '·', '*', '-', '–'];
    let indent =
        line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 });
    let indent = indent.sum();
    let rest = line.trim_start();
    if let Some(text) = rest.strip_prefix(BULLETS) {
        let spaced = text.starts_with(char::is_whitespace);
        return spaced.then(|| Item { indent, number: None, text: text.trim() });
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, after) = rest.split_at(digits);
    let text = after.strip_prefix(['.', ')'])?.strip_prefix([' ', '\t'])?.trim();
    let number = number.parse().ok().filter(|_| digits <= 3)?;
    (!text.is_empty()).then_some(Item { indent, number: Some(number), text })
}

/// A list item with what is nested in it.
struct Entry {
    number: Option<u32>,
    text: String,
    below: Vec<Entry>,
}

/// Makes lists of lines.
#[must_use]
pub fn read<'a>(lines: impl Iterator<Item = &'a &'a str>) -> Vec<Node> {
    let mut top: Vec<Entry> = Vec::new();
    let mut indents: Vec<usize> = Vec::new();
    for line in lines {
        let Some(item) = item(line) else {
            if let Some(last) = deepest(&mut top, indents.len()).and_then(|list| list.last_mut()) {
                last.text = format!("{} {}", last.text, line.trim());
            }
            continue;
        };
        while indents.last().is_some_and(|indent| item.indent < *indent) && indents.len() > 1 {
            indents.pop();
        }
        // Deeper than a reader can tell apart is not deeper.
        let deeper =
            indents.last().is_none_or(|indent| item.indent > indent + 1) && indents.len() < 6;
        if deeper {
            indents.push(item.indent);
        }
        if let Some(list) = deepest(&mut top, indents.len()) {
            list.push(Entry { number: item.number, text: item.text.to_owned(), below: Vec::new() });
        }
    }
    lists(top)
}

/// Finds the list that is open at this depth, counted from 1.
fn deepest(top: &mut Vec<Entry>, depth: usize) -> Option<&mut Vec<Entry>> {
    let mut list = top;
    for _ in 1..depth {
        list = &mut list.last_mut()?.below;
    }
    Some(list)
}

/// Makes a list of entries of one kind each: bullets and numbers do not mix.
fn lists(entries: Vec<Entry>) -> Vec<Node> {
    let mut lists: Vec<Element> = Vec::new();
    for entry in entries {
        let name = if entry.number.is_some() { "ol" } else { "ul" };
        let mut children = with_lead(&entry.text);
        children.extend(self::lists(entry.below));
        let item = Node::from(Element::new("li", children));
        match lists.last_mut() {
            Some(list) if list.name == name => list.children.push(item),
            _ => {
                let list = Element::new(name, vec![item]);
                let start = entry.number.filter(|number| *number != 1);
                lists.push(match start {
                    Some(number) => list.with("start", number.to_string()),
                    None => list,
                });
            }
        }
    }
    lists.into_iter().map(Node::from).collect()
}

/// Makes the words before a colon bold, as they were on the page.
fn with_lead(text: &str) -> Vec<Node> {
    let lead = text.split_once(": ").filter(|(lead, rest)| is_lead(lead, rest));
    let lead = lead.map(|(lead, _)| lead);
    match lead.and_then(|lead| text.get(lead.len() + 1..).map(|rest| (lead, rest))) {
        Some((lead, rest)) => {
            let bold = Element::new("strong", vec![Node::text(format!("{lead}:"))]);
            std::iter::once(bold.into()).chain(text::linked(rest)).collect()
        }
        None => text::linked(text),
    }
}

fn is_lead(lead: &str, rest: &str) -> bool {
    let words = lead.split_whitespace().count();
    // A long one before a small letter is the first half of a sentence.
    let goes_on = words > 4 && rest.trim_start().starts_with(char::is_lowercase);
    words <= 10
        && !goes_on
        && lead.chars().count() <= 80
        && !lead.contains(". ")
        && !lead.contains("://")
        && lead.starts_with(|c: char| !c.is_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tree;

    #[test]
    fn items_nest_by_indentation_and_keep_their_leads() {
        let lines =
            ["  • Gate: opens", "    ◦ of oak", "      goes on", "  • Wheel", "3. Mill", "4. Sea"];
        let html = tree::write(&read(lines.iter()));
        let lines = [
            "<ul>",
            "<li><strong>Gate:</strong> opens<ul>",
            "<li>of oak goes on</li>",
            "</ul>",
            "</li>",
            "<li>Wheel</li>",
            "</ul>",
            "<ol start=\"3\">",
            "<li>Mill</li>",
            "<li>Sea</li>",
            "</ol>",
        ];
        assert_eq!(html, lines.join("\n"));
    }

    #[test]
    fn a_sentence_with_a_colon_has_no_lead() {
        let line = "• If the gate is shut, do not wait: it opens by itself";
        assert!(!tree::write(&read([line].iter())).contains("strong"));
    }

    #[test]
    fn a_year_a_dash_and_a_sum_are_no_items() {
        assert_eq!(item("1986. That was the year"), None);
        assert_eq!(item("— Who goes there?"), None);
        assert_eq!(item("3.5 metres"), None);
    }
}
