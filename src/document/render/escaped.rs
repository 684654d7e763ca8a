//! What is written with character references, found again by what it means.

/// Finds where a value stands in a source.
pub(super) fn find(value: &str, source: &str) -> Option<usize> {
    // In quotes it may hold anything else; elsewhere it ends at white space or a bracket.
    among(source.split_inclusive(is_quote), value)
        .or_else(|| among(source.split_inclusive(|c| is_quote(c) || is_end(c)), value))
}

/// Finds the part that means a value; each part ends with the sign that divides it from the next.
fn among<'a>(parts: impl Iterator<Item = &'a str>, value: &str) -> Option<usize> {
    let mut at = 0;
    for part in parts {
        let inner = part.strip_suffix(|c| is_quote(c) || is_end(c)).unwrap_or(part);
        if inner.contains('&') && means(inner, value) {
            return Some(at);
        }
        at += part.len();
    }
    None
}

fn means(written: &str, value: &str) -> bool {
    let read = quick_xml::escape::unescape_with(written, reference);
    read.is_ok_and(|read| read.trim() == value.trim())
}

/// Gives the sign that a reference of HTML by name stands for, of those that addresses are made of.
fn reference(name: &str) -> Option<&'static str> {
    Some(match name {
        "colon" => ":",
        "sol" => "/",
        "period" => ".",
        "comma" => ",",
        "num" => "#",
        "quest" => "?",
        "equals" => "=",
        "lpar" => "(",
        "rpar" => ")",
        "lowbar" => "_",
        "percnt" => "%",
        "semi" => ";",
        "excl" => "!",
        "Tab" => "\t",
        "NewLine" => "\n",
        _ => return quick_xml::escape::resolve_predefined_entity(name),
    })
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'')
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '=')
}
