//! Finds code in Markdown: fences, indented lines, code spans, formulas, elements of HTML.

use std::borrow::Cow;

use super::missing::Missing;
use crate::config::Dialect;

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
///
/// An end that is `missing` in the rest of the text is searched for once.
#[must_use]
pub fn element<'a>(rest: &'a str, missing: &mut Missing) -> Option<&'a str> {
    const CODE: [&str; 5] = ["code", "pre", "script", "style", "!--"];
    let inner = rest.strip_prefix('<')?;
    let name = CODE.iter().find(|name| {
        let start = inner.get(..name.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
            && (**name == "!--"
                || inner.get(name.len()..).is_some_and(|r| r.starts_with(['>', ' '])))
    })?;
    let end = if *name == "!--" { "-->".to_owned() } else { format!("</{name}>") };
    let at = missing.find(rest, &end).or_else(|| missing.find(rest, &end.to_ascii_uppercase()))?;
    rest.get(..at + end.len())
}

/// A formula between `$$`, closed before its paragraph ends.
pub fn formula(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix("$$")?;
    let end = within_paragraph(inner, "$$").filter(|end| *end > 0)?;
    rest.get(..end + 4)
}

/// Finds a mark before its paragraph ends, and looks no further than to what comes first: a text
/// full of marks is not searched to its end for each of them.
fn within_paragraph(text: &str, mark: &str) -> Option<usize> {
    let first = mark.chars().next()?;
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find([first, '\n'])?;
        let here = text.get(at..)?;
        if here.starts_with(mark) {
            return Some(at);
        }
        if here.starts_with("\n\n") {
            return None;
        }
        from = at + 1;
    }
}

/// Gives code as its readers see it: without the marks that kept its own generator out of it.
///
/// To other generators these are no marks: an article about Jekyll shows what Jekyll's users write.
#[must_use]
pub fn shown(code: &str, dialect: Option<Dialect>) -> Cow<'_, str> {
    const LIQUID: [(&str, &str); 4] =
        [("{% raw %}", ""), ("{% endraw %}", ""), ("{%- raw -%}", ""), ("{%- endraw -%}", "")];
    const SHORTCODES: [(&str, &str); 8] = [
        ("{{</*", "{{<"),
        ("*/>}}", ">}}"),
        ("{{%/*", "{{%"),
        ("*/%}}", "%}}"),
        ("{{/*", "{{"),
        ("*/}}", "}}"),
        ("{%/*", "{%"),
        ("*/%}", "%}"),
    ];
    let plain: &[_] = match dialect {
        Some(Dialect::Jekyll | Dialect::Eleventy) => &LIQUID,
        Some(Dialect::Astro | Dialect::Pelican) => &[],
        Some(Dialect::Hugo | Dialect::Zola) | None => &SHORTCODES,
    };
    if !code.contains("raw") && !code.contains("/*") {
        return Cow::Borrowed(code);
    }
    let mut shown = Cow::Borrowed(code);
    for (marked, plain) in plain {
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
    // Without a look at the end of the line: it may be long, and hold many marks.
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
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
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let length = run(rest);
    if length == 0 {
        return None;
    }
    let mut at = length;
    while let Some(found) = within_paragraph(rest.get(at..)?, "`") {
        at += found;
        let closing = run(rest.get(at..)?);
        at += closing;
        if closing == length {
            return rest.get(..at);
        }
    }
    rest.get(..length)
}
