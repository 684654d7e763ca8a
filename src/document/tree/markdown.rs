//! Writes a tree as Markdown that reads back as the same tree.
//!
//! What Markdown has no form for is written as HTML, which Markdown allows.

mod inline;

use super::{Element, Node, Part, parts, write};
use inline::{inline, line_of_cell};

/// Writes nodes as Markdown.
#[must_use]
pub fn markdown(nodes: &[Node]) -> String {
    let mut text = blocks(nodes).join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Writes blocks, each without a line end at its end.
fn blocks(nodes: &[Node]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut list_before = "";
    for part in parts(nodes) {
        let name = match part {
            Part::Run(_) => "",
            Part::Block(element) => element.name,
        };
        if matches!(name, "ul" | "ol") && name == list_before {
            // Two lists that follow one another would be read as one.
            found.push("<!-- -->".to_owned());
        }
        list_before = name;
        match part {
            Part::Run(run) => found.push(inline(run)),
            Part::Block(element) => found.push(block(element)),
        }
    }
    found.retain(|block| !block.is_empty());
    found
}

fn block(element: &Element) -> String {
    match element.name {
        "p" => inline(&element.children),
        "hr" => "---".to_owned(),
        "blockquote" if plain(element) => {
            let inner = blocks(&element.children).join("\n\n");
            prefixed(&inner, "> ", "> ")
        }
        "ul" | "ol" if plain(element) => list(element),
        "pre" => code(element).unwrap_or_else(|| html(element)),
        "table" => table(element).unwrap_or_else(|| html(element)),
        "section" if element.get("class") == Some("footnotes") => notes(element),
        _ => match element.heading_level() {
            Some(level) => {
                let marks = "#".repeat(usize::from(level));
                format!("{marks} {}", inline::of_heading(&element.children))
            }
            None => html(element),
        },
    }
}

/// Has it no attribute that Markdown could not keep?
fn plain(element: &Element) -> bool {
    element.attributes.iter().all(|(name, _)| matches!(*name, "start" | "id" | "class" | "cite"))
}

/// An element as HTML; a line that is empty would end it for a reader of Markdown.
fn html(element: &Element) -> String {
    let html = write(&[Node::Element(element.clone())]);
    html.replace("\n\n", "\n&#10;")
}

fn list(list: &Element) -> String {
    let start = list.get("start").and_then(|start| start.parse().ok()).unwrap_or(1_usize);
    let items: Vec<&Element> = list.children.iter().filter_map(Node::element).collect();
    let loose =
        items.iter().any(|item| item.children.iter().any(|child| child.named("p").is_some()));
    let between = if loose { "\n\n" } else { "\n" };
    let items = items.iter().enumerate().map(|(at, item)| {
        let mark = if list.name == "ol" { format!("{}. ", start + at) } else { "- ".to_owned() };
        let inner = blocks(&item.children).join(between);
        prefixed(&inner, &mark, &" ".repeat(mark.len()))
    });
    items.collect::<Vec<_>>().join(between)
}

fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (at, line) in text.split('\n').enumerate() {
        let prefix = if at == 0 { first } else { rest };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

/// Code between fences longer than any row of backticks in it.
fn code(pre: &Element) -> Option<String> {
    let [Node::Element(code)] = pre.children.as_slice() else { return None };
    let [Node::Text(text)] = code.children.as_slice() else { return None };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let language = code.get("class").and_then(|class| class.strip_prefix("language-"));
    let end = if text.ends_with('\n') { "" } else { "\n" };
    Some(format!("{fence}{}\n{text}{end}{fence}", language.unwrap_or_default()))
}

/// A table of one header row and cells of one line each.
fn table(table: &Element) -> Option<String> {
    let mut rows = Vec::new();
    for part in table.children.iter().filter_map(Node::element) {
        let head = part.name == "thead";
        let fits = (head && part.children.len() == 1 && rows.is_empty()) || part.name == "tbody";
        if !fits || (!head && rows.is_empty()) {
            return None;
        }
        rows.extend(part.children.iter().filter_map(Node::element));
    }
    let mut lines: Vec<String> = rows.iter().map(|row| self::row(row)).collect::<Option<_>>()?;
    let head = rows.first()?;
    let rules =
        head.children.iter().filter_map(Node::element).map(|cell| match cell.get("align") {
            Some("left") => ":--",
            Some("right") => "--:",
            Some("center") => ":-:",
            _ => "---",
        });
    let rules: Vec<&str> = rules.collect();
    let sides = |row: &Element| -> Vec<Option<String>> {
        let cells = row.children.iter().filter_map(Node::element);
        cells.map(|cell| cell.get("align").map(str::to_owned)).collect()
    };
    let same = rows.iter().all(|row| sides(row) == sides(head));
    lines.insert(1, format!("| {} |", rules.join(" | ")));
    (same && !rules.is_empty()).then(|| lines.join("\n"))
}

fn row(row: &Element) -> Option<String> {
    let cells = row.children.iter().filter_map(Node::element).map(|cell| {
        let spans = cell.get("colspan").is_some() || cell.get("rowspan").is_some();
        let simple = !spans && !cell.children.iter().any(Node::is_block);
        simple.then(|| line_of_cell(&cell.children))
    });
    Some(format!("| {} |", cells.collect::<Option<Vec<_>>>()?.join(" | ")))
}

/// Footnotes, each under the name its marks refer to.
fn notes(section: &Element) -> String {
    let list = section.children.iter().find_map(|child| child.named("ol"));
    let Some(list) = list else { return html(section) };
    let notes = list.children.iter().filter_map(Node::element).map(|note| {
        let name = inline::note_name(note.get("id").unwrap_or_default());
        let inner = blocks(&note.children).join("\n\n");
        prefixed(&inner, &format!("[^{name}]: "), "    ")
    });
    notes.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{html, markdown};

    /// Reads HTML, writes it as Markdown, reads that: the same HTML must come of it.
    fn survives(source: &str) {
        let first = super::super::shape(html::read(source).unwrap().nodes);
        let written = super::markdown(&first);
        let read = markdown::read(&written, "");
        let nodes = if read.raw {
            html::read(&super::super::write_uncleaned(&read.nodes)).unwrap().nodes
        } else {
            read.nodes
        };
        let second = super::super::shape(nodes);
        assert_eq!(write(&second), write(&first), "{written}");
    }

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        for html in [
            "<p>Tide &amp; mill &lt;b&gt; *not* _so_ `code` [x] \\ &amp;amp; 1. a</p>",
            "<p># no heading</p><p>1. no list</p><p>- none</p><p>&gt; no quote</p><p>--- x</p>",
            "<h2>C #</h2><p>a<br>b</p><hr><p><code>a `b` c</code> <code>`</code></p>",
            "<p>x<strong>(a)</strong>b <em>c</em>d <strong> e </strong> f<del>g</del></p>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul><ul><li>d</li></ul>",
            "<ol start=3><li><p>a</p><p>b</p></li><li><p>c</p></li></ol>",
            "<pre><code class=language-rust>fn a() {}\n\n```\n</code></pre>",
            "<blockquote><p>a</p><ul><li>b</li></ul></blockquote>",
            "<table><thead><tr><th>a<th align=right>b|c</thead><tbody><tr><td>1<td align=right>2</table>",
            "<figure><img src=https://a.example/b.png alt=c><figcaption>d</figcaption></figure>",
            "<p><a href='https://a.example/x%20y(z)' title='a \"b\"'>t <em>u</em></a> <img src=a.png alt='[x]'></p>",
            "<dl><dt>a</dt><dd>b</dd></dl><p>H<sub>2</sub>O <kbd>x</kbd></p>",
            "<p>a ! <a href=b>c</a> !<a href=d>e</a> www</p><p>a~b~c ~~d~~ $x$ 2*3*4 a_b_c</p>",
            "<p>+ plus</p><p>= line<br>=====</p><p>a<br>- b<br># c</p><p>a | b<br>--- | ---</p>",
        ] {
            survives(html);
        }
    }

    #[test]
    fn footnotes_stay_footnotes() {
        let html = "<p>a<sup><a id=fnref:1 class=footnote-ref href=#fn:1>1</a></sup></p>\
            <section class=footnotes><ol><li id=fn:1><p>b <a class=footnote-backref href=#fnref:1>↩</a></p></li></ol></section>";
        let nodes = super::super::shape(html::read(html).unwrap().nodes);
        assert_eq!(super::markdown(&nodes), "a[^fn-1]\n\n[^fn-1]: b\n");
    }
}
