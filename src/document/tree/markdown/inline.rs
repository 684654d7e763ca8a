//! Writes what stands within a line as Markdown.

use super::super::{Element, Node, is_footnote_mark, is_void, write};

/// Writes a run of nodes, with line breaks where they stood.
pub fn inline(nodes: &[Node]) -> String {
    let text = run(nodes, Place::Text);
    let lines: Vec<String> = text.split('\n').map(|line| guarded(line.trim())).collect();
    lines.join("\n")
}

/// Writes a heading's text: one line, whose last number signs are its own.
pub fn of_heading(nodes: &[Node]) -> String {
    let text = run(nodes, Place::Line);
    let line = crate::text::one_line(&text);
    match line.strip_suffix('#') {
        Some(start) => format!("{start}\\#"),
        None => line,
    }
}

/// Writes a table cell: one line, in which a bar is no border.
pub fn line_of_cell(nodes: &[Node]) -> String {
    crate::text::one_line(&run(nodes, Place::Line)).replace('|', "\\|")
}

/// Makes a name for a footnote of its id.
pub fn note_name(id: &str) -> String {
    let name: String = id.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    if name.is_empty() { "note".to_owned() } else { name }
}

/// Whether line breaks may be written as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Line,
}

fn run(nodes: &[Node], place: Place) -> String {
    let mut text = String::new();
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Text(part) => escape(part, &mut text),
            Node::Raw(_) => {}
            Node::Element(element) => {
                let next = nodes.get(at + 1).and_then(first_char);
                self::element(element, place, next, &mut text);
            }
        }
    }
    text
}

fn first_char(node: &Node) -> Option<char> {
    match node {
        Node::Text(text) => text.chars().next(),
        Node::Raw(_) => None,
        Node::Element(element) => element.children.first().and_then(first_char),
    }
}

fn element(element: &Element, place: Place, next: Option<char>, text: &mut String) {
    if is_footnote_mark(element) {
        // The arrow back is made anew by whoever reads the note.
        if element.name == "sup" {
            let link = element.children.iter().find_map(|child| child.named("a"));
            let href = link.and_then(|link| link.get("href")).unwrap_or_default();
            let id = href.rsplit_once('#').map_or(href, |(_, id)| id);
            open_bracket(text);
            text.extend(["^", &note_name(id), "]"]);
        }
        return;
    }
    match element.name {
        "br" if place == Place::Text => text.push_str("\\\n"),
        "br" => text.push_str("<br />"),
        "strong" | "b" => emphasis(element, "**", place, next, text),
        "em" | "i" => emphasis(element, "*", place, next, text),
        "del" | "s" => emphasis(element, "~~", place, next, text),
        "code" => code(element, text),
        "a" if element.get("href").is_some() && only(element, &["href", "title"]) => {
            link(element, place, text);
        }
        "img" if only(element, &["src", "alt", "title"]) => image(element, text),
        _ => tagged(element, place, text),
    }
}

fn only(element: &Element, names: &[&str]) -> bool {
    element.attributes.iter().all(|(name, _)| names.contains(name))
}

/// Writes emphasis with marks where they would be read as such, with tags elsewhere.
fn emphasis(element: &Element, marks: &str, place: Place, next: Option<char>, text: &mut String) {
    let inner = run(&element.children, place);
    let opens = flanks(text.chars().last(), inner.chars().next());
    let closes = flanks(next, inner.chars().last());
    let has_own_marks = inner.contains(['*', '~', '<']) || text.ends_with(['*', '~']);
    let name_fits = matches!(element.name, "strong" | "em" | "del");
    if name_fits && element.attributes.is_empty() && opens && closes && !has_own_marks {
        text.push_str(marks);
        text.push_str(&inner);
        text.push_str(marks);
    } else {
        tagged(element, place, text);
    }
}

/// May a mark stand between what is outside and what is inside (CommonMark 6.2)?
fn flanks(outside: Option<char>, inside: Option<char>) -> bool {
    let Some(inside) = inside.filter(|c| !c.is_whitespace()) else { return false };
    let is_word = |c: char| c.is_alphanumeric();
    let free = outside.is_none_or(char::is_whitespace);
    free || is_word(inside) && !outside.is_some_and(is_word)
}

fn code(element: &Element, text: &mut String) {
    let [Node::Text(code)] = element.children.as_slice() else {
        text.push_str(&write(&[Node::Element(element.clone())]));
        return;
    };
    let spaced = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let kept = element.attributes.is_empty() && !code.contains('\n') && !code.is_empty() && !spaced;
    if !kept {
        text.push_str(&write(&[Node::Element(element.clone())]).replace('\n', " "));
        return;
    }
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    text.extend([&fence, pad, code, pad, &fence]);
}

fn link(element: &Element, place: Place, text: &mut String) {
    let href = element.get("href").unwrap_or_default();
    let inner = run(&element.children, place);
    let own = matches!(element.children.as_slice(), [Node::Text(shown)] if shown == href);
    if own && href.starts_with("http") && element.get("title").is_none() && is_tame(href) {
        text.extend(["<", href, ">"]);
    } else {
        open_bracket(text);
        text.extend([&inner, "](", &destination(href), &title(element), ")"]);
    }
}

/// Opens a bracket; an exclamation mark before it would make it an image's.
fn open_bracket(text: &mut String) {
    if text.ends_with('!') {
        text.pop();
        text.push_str("\\!");
    }
    text.push('[');
}

fn image(element: &Element, text: &mut String) {
    let mut alt = String::new();
    escape(element.get("alt").unwrap_or_default(), &mut alt);
    let src = destination(element.get("src").unwrap_or_default());
    text.extend(["![", &alt, "](", &src, &title(element), ")"]);
}

fn is_tame(address: &str) -> bool {
    address.chars().all(|c| c.is_ascii_graphic() && !"<>()[]\\&*_`".contains(c))
}

/// Writes an address so that it ends where it ends.
fn destination(address: &str) -> String {
    if is_tame(address) && !address.is_empty() {
        return address.to_owned();
    }
    let inner = address.replace('\\', "%5C").replace('<', "%3C").replace('>', "%3E");
    let inner: String = inner.split_whitespace().collect::<Vec<_>>().join("%20");
    format!("<{}>", inner.replace('&', "&amp;"))
}

fn title(element: &Element) -> String {
    let Some(title) = element.get("title") else { return String::new() };
    let title = crate::text::one_line(title).replace('\\', "\\\\").replace('"', "\\\"");
    format!(" \"{}\"", title.replace('&', "&amp;"))
}

/// Writes an element as HTML around its content as Markdown.
fn tagged(element: &Element, place: Place, text: &mut String) {
    let bare = Element { children: Vec::new(), ..element.clone() };
    let tags = write(&[Node::Element(bare)]);
    let end = format!("</{}>", element.name);
    match tags.strip_suffix(&end) {
        Some(start) if !is_void(element.name) => {
            text.push_str(start);
            text.push_str(&run(&element.children, place));
            text.push_str(&end);
        }
        _ => text.push_str(&tags),
    }
}

/// Writes text so that none of its characters is taken for a mark.
fn escape(part: &str, text: &mut String) {
    for c in part.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' => {
                text.push('\\');
                text.push(c);
            }
            '&' => text.push_str("&amp;"),
            '\n' | '\t' => text.push(' '),
            c => text.push(c),
        }
    }
}

/// Guards a line whose start would make it a heading, a list, a quotation or a rule.
fn guarded(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '>', '+', '-', '=', '|', ':']) {
        return format!("\\{line}");
    }
    line.to_owned()
}
