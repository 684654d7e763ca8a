//! Markdown (CommonMark with GitHub's tables, footnotes, alerts and task lists) to a tree.

mod code;

use comrak::nodes::{AstNode, ListType, NodeAlert, NodeList, NodeTable, NodeValue};
use comrak::nodes::{NodeFootnoteReference, TableAlignment};
use comrak::{Arena, Options, parse_document};

use super::tree::{Element, MAX_DEPTH, Node};
use crate::text::Sign;

/// The most quotations and lists that one line may open; more than [`MAX_DEPTH`], for a line of code
/// may begin with such signs.
const MOST_OPENED: usize = 5_000;

/// The most places that a note leads back to: each of its arrows has an address of its own, and a
/// short text can refer to one note a hundred thousand times.
const MOST_BACK_LINKS: u32 = 100;

/// What came of a Markdown text.
#[derive(Debug, Default)]
pub struct Read {
    /// The tree; holds [`Node::Raw`] where the author wrote HTML.
    pub nodes: Vec<Node>,
    /// Is there any HTML in it?
    pub raw: bool,
    /// The line of the text on which it becomes too deep, if it does.
    pub too_deep: Option<u32>,
}

/// Reads Markdown; `prefix` starts the ids of its footnotes.
#[must_use]
pub fn read(source: &str, prefix: &str) -> Read {
    if let Some(line) = nests_hopelessly(source) {
        return Read { too_deep: Some(line), ..Read::default() };
    }
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options(source));
    let mut reader = Reader { prefix, read: Read::default(), notes: Vec::new() };
    let mut nodes = reader.blocks(root, 0);
    if !reader.notes.is_empty() {
        let list = Element::new("ol", std::mem::take(&mut reader.notes));
        nodes.push(Element::new("section", vec![list.into()]).with("class", "footnotes").into());
    }
    Read { nodes, ..reader.read }
}

/// Gives the line that opens more quotations and lists than a parser should be given: it takes time
/// for each within each.
fn nests_hopelessly(source: &str) -> Option<u32> {
    let opens = |line: &str| {
        let signs = line.bytes().take_while(|byte| b"> \t-+*.)0123456789".contains(byte));
        signs.filter(|byte| b">-+*.)".contains(byte)).count()
    };
    let at = source.lines().position(|line| opens(line) > MOST_OPENED)?;
    Some(u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1))
}

/// What stands around a formula of its own line.
static FORMULA: Sign = Sign::new("$$");

/// Without one of these, a text holds no bare address: an entity may stand for the `@` of one.
static ADDRESSES: [Sign; 4] = [Sign::new("://"), Sign::new("www."), Sign::new("@"), Sign::new("&")];

fn options(source: &str) -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    // Looking for addresses cuts a text at each `w`.
    extension.autolink = ADDRESSES.iter().any(|sign| sign.is_in(source));
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.cjk_friendly_emphasis = true;
    // Who writes no formula of its own line writes prices.
    extension.math_dollars = FORMULA.is_in(source);
    options
}

struct Reader<'a> {
    prefix: &'a str,
    read: Read,
    notes: Vec<Node>,
}

impl Reader<'_> {
    fn blocks<'a>(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        for child in parent.children() {
            self.node(child, depth + 1, &mut nodes);
        }
        nodes
    }

    /// Adds one node of comrak's tree to ours.
    fn node<'a>(&mut self, node: &'a AstNode<'a>, depth: usize, out: &mut Vec<Node>) {
        let data = node.data();
        if depth > MAX_DEPTH {
            let line = u32::try_from(data.sourcepos.start.line).unwrap_or(u32::MAX);
            self.read.too_deep.get_or_insert(line);
            return;
        }
        match &data.value {
            NodeValue::Text(text) => out.push(Node::text(text.as_ref())),
            NodeValue::SoftBreak => out.push(Node::text("\n")),
            NodeValue::LineBreak => out.push(Element::new("br", Vec::new()).into()),
            NodeValue::Code(code) => {
                out.push(Element::new("code", vec![Node::text(&code.literal)]).into());
            }
            NodeValue::Math(math) => {
                let typed = crate::text::one_line(&math.literal);
                out.push(Element::new("code", vec![Node::text(typed)]).into());
            }
            NodeValue::HtmlInline(html) => self.raw(html, out),
            NodeValue::HtmlBlock(html) => self.raw(&html.literal, out),
            NodeValue::ThematicBreak => out.push(Element::new("hr", Vec::new()).into()),
            NodeValue::CodeBlock(code) => out.push(code::block(code).into()),
            NodeValue::FootnoteReference(mark) => out.push(self.note_mark(mark).into()),
            NodeValue::FootnoteDefinition(footnote) => {
                let id = format!("{}fn-{}", self.prefix, id_part(&footnote.name));
                let mut children = self.blocks(node, depth);
                self.add_back_links(&mut children, &footnote.name, footnote.total_references);
                self.notes.push(Element::new("li", children).with("id", id).into());
            }
            value => {
                let children = self.blocks(node, depth);
                container(node, value, children, out);
            }
        }
    }

    /// Takes over an author's HTML; comments are dropped without a word.
    fn raw(&mut self, html: &str, out: &mut Vec<Node>) {
        let trimmed = html.trim();
        let inner = trimmed.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if inner.is_none_or(|inner| inner.contains("-->")) {
            self.read.raw = true;
            out.push(Node::Raw(html.to_owned()));
        }
    }

    fn note_mark(&self, note: &NodeFootnoteReference) -> Element {
        let name = id_part(&note.name);
        let mut link = Element::new("a", vec![Node::text(note.ix.to_string())])
            .with("href", format!("#{}fn-{name}", self.prefix));
        if note.ref_num <= MOST_BACK_LINKS {
            link.set("id", mark_id(self.prefix, &name, note.ref_num));
        }
        Element::new("sup", vec![link.into()]).with("class", "footnote-ref")
    }

    /// Ends a note with an arrow back to each place that refers to it.
    fn add_back_links(&self, children: &mut Vec<Node>, name: &str, references: u32) {
        let name = id_part(name);
        let mut links = Vec::new();
        for number in 1..=references.min(MOST_BACK_LINKS) {
            let arrow = if number == 1 { "↩".to_owned() } else { format!("↩{number}") };
            let href = format!("#{}", mark_id(self.prefix, &name, number));
            let link = Element::new("a", vec![Node::text(arrow)]).with("href", href);
            links.push(Node::text(" "));
            links.push(link.with("class", "footnote-backref").into());
        }
        match children.last_mut() {
            Some(Node::Element(last)) if last.name == "p" => last.children.extend(links),
            _ => children.push(Element::new("p", links).into()),
        }
    }
}

fn mark_id(prefix: &str, name: &str, number: u32) -> String {
    if number == 1 {
        format!("{prefix}fnref-{name}")
    } else {
        format!("{prefix}fnref-{name}-{number}")
    }
}

/// Makes a footnote's name fit for an id and a fragment.
fn id_part(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

/// Adds an element that holds others.
fn container<'a>(
    node: &'a AstNode<'a>,
    value: &NodeValue,
    children: Vec<Node>,
    out: &mut Vec<Node>,
) {
    match value {
        NodeValue::Paragraph if in_tight_list(node) => out.extend(children),
        NodeValue::List(list) => out.push(self::list(*list, children).into()),
        NodeValue::TaskItem(task) => out.push(task_item(task.symbol.is_some(), children).into()),
        NodeValue::Alert(alert) => out.push(self::alert(alert, children).into()),
        NodeValue::Table(table) => out.push(self::table(table, children).into()),
        NodeValue::Heading(heading) => {
            out.push(Element::new(heading_name(heading.level), children).into());
        }
        NodeValue::Link(link) => {
            let element = Element::new("a", children).with("href", &link.url);
            out.push(titled(element, &link.title).into());
        }
        NodeValue::Image(link) => {
            let alt = super::tree::line(&children);
            let element = Element::new("img", Vec::new()).with("src", &link.url).with("alt", alt);
            out.push(titled(element, &link.title).into());
        }
        other => match name_of(other) {
            Some(name) => out.push(Element::new(name, children).into()),
            None => out.extend(children),
        },
    }
}

/// Names the element of a node that needs nothing but its children.
fn name_of(value: &NodeValue) -> Option<&'static str> {
    Some(match value {
        NodeValue::Paragraph => "p",
        NodeValue::BlockQuote | NodeValue::MultilineBlockQuote(_) => "blockquote",
        NodeValue::Item(_) => "li",
        NodeValue::Emph => "em",
        NodeValue::Strong => "strong",
        NodeValue::Strikethrough => "del",
        NodeValue::Highlight => "mark",
        NodeValue::Insert => "ins",
        NodeValue::Superscript => "sup",
        NodeValue::Subscript => "sub",
        NodeValue::TableRow(_) => "tr",
        NodeValue::TableCell => "td",
        _ => return None,
    })
}

fn in_tight_list<'a>(node: &'a AstNode<'a>) -> bool {
    let list = node.parent().and_then(AstNode::parent);
    list.is_some_and(|list| matches!(list.data().value, NodeValue::List(list) if list.tight))
}

fn heading_name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn titled(element: Element, title: &str) -> Element {
    if title.is_empty() { element } else { element.with("title", title) }
}

fn list(list: NodeList, children: Vec<Node>) -> Element {
    match list.list_type {
        ListType::Bullet => Element::new("ul", children),
        ListType::Ordered if list.start == 1 => Element::new("ol", children),
        ListType::Ordered => Element::new("ol", children).with("start", list.start.to_string()),
    }
}

/// A task's box is a character, because readers of feeds and mail drop form fields.
fn task_item(done: bool, mut children: Vec<Node>) -> Element {
    let mark = Node::text(if done { "☑ " } else { "☐ " });
    match children.first_mut() {
        Some(Node::Element(first)) if first.name == "p" => first.children.insert(0, mark),
        _ => children.insert(0, mark),
    }
    Element::new("li", children)
}

fn alert(alert: &NodeAlert, mut children: Vec<Node>) -> Element {
    // Hugo's and Obsidian's sign says that it opens and folds (`[!NOTE]- Title`).
    let title = alert.title.as_deref().map(|title| title.trim_start_matches(['+', '-']).trim());
    let title = title.filter(|title| !title.is_empty());
    let title = title.unwrap_or(alert.alert_type.default_title());
    let strong = Element::new("strong", vec![Node::text(title)]);
    children.insert(0, Element::new("p", vec![strong.into()]).into());
    Element::new("blockquote", children)
}

/// Puts rows below `thead` and `tbody` and marks how columns are aligned.
fn table(table: &NodeTable, rows: Vec<Node>) -> Element {
    let mut head = Vec::new();
    let mut body = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let Node::Element(mut row) = row else { continue };
        for (cell, alignment) in row.children.iter_mut().zip(&table.alignments) {
            let Node::Element(cell) = cell else { continue };
            cell.name = if at == 0 { "th" } else { "td" };
            if let Some(side) = side(*alignment) {
                cell.set("align", side);
            }
        }
        if at == 0 { &mut head } else { &mut body }.push(Node::from(row));
    }
    let mut parts = vec![Element::new("thead", head).into()];
    if !body.is_empty() {
        parts.push(Element::new("tbody", body).into());
    }
    Element::new("table", parts)
}

fn side(alignment: TableAlignment) -> Option<&'static str> {
    match alignment {
        TableAlignment::None => None,
        TableAlignment::Left => Some("left"),
        TableAlignment::Center => Some("center"),
        TableAlignment::Right => Some("right"),
    }
}
