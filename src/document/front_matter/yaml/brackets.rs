//! Brackets of YAML's flow style that are never closed.

/// Finds the first bracket that is open still where the line `end` begins, and its line.
pub(super) fn left_open(text: &str, end: usize) -> Option<(usize, char)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    for (number, line) in (1..end).zip(text.lines()) {
        let value = if open.is_empty() { value(line) } else { line };
        if !open.is_empty() || value.starts_with(['[', '{']) {
            read(value, number, &mut open);
        }
    }
    open.first().copied()
}

/// Gives what stands behind a line's key, or behind the mark of a list.
fn value(line: &str) -> &str {
    let entry = line.trim_start().trim_start_matches("- ").trim_start();
    if entry.starts_with(['[', '{']) {
        return entry;
    }
    entry.split_once(": ").map_or(entry, |(_, value)| value.trim_start())
}

/// Takes in the brackets of a line, those in quotes and comments left out.
fn read(line: &str, number: usize, open: &mut Vec<(usize, char)>) {
    let mut quote = None;
    let mut before = ' ';
    for c in line.chars() {
        // Within a word, an apostrophe is one.
        let starts = before.is_whitespace() || matches!(before, '[' | '{' | ',' | ':');
        match c {
            _ if quote.is_some() => quote = quote.filter(|end| *end != c),
            '"' | '\'' if starts => quote = Some(c),
            '#' if starts => return,
            '[' | '{' => open.push((number, c)),
            ']' | '}' => {
                open.pop();
            }
            _ => {}
        }
        before = c;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_that_is_never_closed_is_found_on_its_line() {
        for (text, wanted) in [
            ("a: [b\nc: d\n", Some((1, '['))),
            ("a: [b, {c\n]\nc: d\n", Some((1, '['))),
            ("x: y\n- {b: c,\nc: d\n", Some((2, '{'))),
            ("a: [b]\nc: [\n  don't, \"]\"\n]\nd: e\n", None),
            ("a: b [c\nd: e\n", None),
            ("a: [b] # [\nd: e\n", None),
        ] {
            assert_eq!(left_open(text, text.lines().count()), wanted, "{text}");
        }
    }
}
