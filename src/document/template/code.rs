//! Finds code in Markdown: fences, indented lines, code spans, formulas, elements of HTML.

use std::borrow::Cow;

/// What starts at a place in a text.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// A line.
    pub line: bool,
    /// A line after an empty one, or after a line of code.
    pub block: bool,
}

/// Gives the code that starts here, if some does.
#[must_use]
pub fn span(rest: &str, starts: Start) -> Option<&str> {
    let fenced = starts.line.then(|| fenced(rest)).flatten();
    fenced
        .or_else(|| starts.block.then(|| indented(rest)).flatten())
        .or_else(|| inline(rest))
        .or_else(|| formula(rest))
}

/// An element of HTML that holds code, or what no reader sees, to its end tag.
#[must_use]
pub fn element(rest: &str) -> Option<&str> {
    const CODE: [&str; 5] = ["code", "pre", "script", "style", "!--"];
    let inner = rest.strip_prefix('<')?;
    let name = CODE.iter().find(|name| {
        let start = inner.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
            && (**name == "!--"
                || inner.get(name.len()..).is_some_and(|r| r.starts_with(['>', ' '])))
    })?;
    let end = if *name == "!--" { "-->".to_owned() } else { format!("</{name}>") };
    let near = super::window(rest);
    let at = near.find(&end).or_else(|| near.find(&end.to_ascii_uppercase()))?;
    rest.get(..at + end.len())
}

/// A formula between `$$`, closed before its paragraph ends.
pub fn formula(rest: &str) -> Option<&str> {
    let inner = super::window(rest).strip_prefix("$$")?;
    let paragraph = inner.find("\n\n").and_then(|end| inner.get(..end)).unwrap_or(inner);
    let end = paragraph.find("$$").filter(|end| *end > 0)?;
    rest.get(..end + 4)
}

/// Gives code as its readers see it: without the marks that kept a template out of it.
#[must_use]
pub fn shown(code: &str) -> Cow<'_, str> {
    const PLAIN: [(&str, &str); 12] = [
        ("{% raw %}", ""),
        ("{% endraw %}", ""),
        ("{%- raw -%}", ""),
        ("{%- endraw -%}", ""),
        ("{{</*", "{{<"),
        ("*/>}}", ">}}"),
        ("{{%/*", "{{%"),
        ("*/%}}", "%}}"),
        ("{{/*", "{{"),
        ("*/}}", "}}"),
        ("{%/*", "{%"),
        ("*/%}", "%}"),
    ];
    if !code.contains("raw") && !code.contains("/*") {
        return Cow::Borrowed(code);
    }
    let mut shown = Cow::Borrowed(code);
    for (marked, plain) in PLAIN {
        if shown.contains(marked) {
            shown = Cow::Owned(shown.replace(marked, plain));
        }
    }
    shown
}

/// A fenced block to its end, or to the end of the text.
pub fn fenced(rest: &str) -> Option<&str> {
    let indent = rest.len() - rest.trim_start_matches([' ', '>', '\t']).len();
    let open = rest.get(indent..)?;
    let mark = open.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = open.chars().take_while(|c| *c == mark).count();
    let info = open.split('\n').next()?.get(length..)?;
    if length < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let mut end = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        end += line.len();
        let bare = line.trim_start_matches([' ', '>', '\t']).trim_end();
        let closes = bare.chars().all(|c| c == mark) && bare.len() >= length;
        if number > 0 && closes {
            break;
        }
    }
    rest.get(..end)
}

/// Lines set in by four spaces, and the empty ones between them.
fn indented(rest: &str) -> Option<&str> {
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        let empty = line.trim().is_empty();
        let bare = line.trim_start();
        // A shortcode set in for its looks is no code.
        let marks = bare.starts_with("{{<") || bare.starts_with("{{%");
        if !empty && (marks || !(line.starts_with("    ") || line.starts_with('\t'))) {
            break;
        }
        end += line.len();
    }
    let code = rest.get(..end)?;
    (!code.trim().is_empty()).then_some(code)
}

/// A code span, closed before its paragraph ends.
pub fn inline(rest: &str) -> Option<&str> {
    let length = rest.bytes().take_while(|b| *b == b'`').count();
    if length == 0 {
        return None;
    }
    let paragraph = rest.find("\n\n").and_then(|end| rest.get(..end)).unwrap_or(rest);
    let mut at = length;
    while let Some(found) = paragraph.get(at..)?.find('`') {
        at += found;
        let run = paragraph.get(at..)?.bytes().take_while(|b| *b == b'`').count();
        at += run;
        if run == length {
            return rest.get(..at);
        }
    }
    rest.get(..length)
}
