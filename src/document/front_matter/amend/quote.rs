//! Texts in quotation marks, as YAML 1.2, TOML 1.0 and RFC 8259 all read them.

use std::fmt::Write as _;

/// Writes a text in double quotes.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            // What one of the three cannot hold as it is, all of them read in this form.
            c if hidden(c) => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Writes a text as its author would: in single quotes where that spares it every backslash.
pub(super) fn quoted(text: &str) -> String {
    let escapes = text.contains(['"', '\\']);
    if escapes && !text.contains('\'') && !text.chars().any(hidden) {
        return format!("'{text}'");
    }
    plain(text)
}

fn hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}
