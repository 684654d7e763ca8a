//! Finds code in Markdown: fences, indented lines, code spans.

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
    fenced.or_else(|| starts.block.then(|| indented(rest)).flatten()).or_else(|| inline(rest))
}

/// A fenced block to its end, or to the end of the text.
fn fenced(rest: &str) -> Option<&str> {
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
fn inline(rest: &str) -> Option<&str> {
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
