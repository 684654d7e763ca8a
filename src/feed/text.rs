//! Texts and addresses as XML, HTML and validators want them.

use std::borrow::Cow;

use url::Url;

use super::check::is_element;
use crate::text::{is_fit, percent_encoded, position};

/// Drops what XML cannot carry and what no text means: controls, and the C1 block, which is the
/// trace of a wrong decoding and which validators warn of. Line ends become `\n`, as an XML parser
/// would make them (XML 1.0 section 2.11).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let wrong = |c: char| !is_fit(c) || c == '\r';
    // In UTF-8 all of them are, or begin with, one of these bytes; most texts have none.
    let suspect = |byte: u8| {
        (byte < 0x20 && !matches!(byte, b'\n' | b'\t')) || matches!(byte, 0x7F | 0xC2 | 0xEF)
    };
    if position(text.as_bytes(), suspect).is_none() || !text.contains(wrong) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => clean.push('\n'),
            c if wrong(c) => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// Cleans a plain text that is one line; nothing if nothing is left of it.
pub(super) fn line(text: &str) -> Option<Cow<'_, str>> {
    let clean = clean(text.trim());
    let line = if clean.contains(['\n', '\t']) {
        Cow::Owned(clean.replace(['\n', '\t'], " "))
    } else {
        clean
    };
    (!line.trim().is_empty()).then_some(line)
}

/// Escapes a plain text for HTML.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
    html
}

/// Escapes a plain text that becomes text of HTML, and no value of an attribute.
pub(super) fn escape_text(text: &str) -> String {
    clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// May a plain text be taken for HTML? Validators warn of end tags and entities in it.
pub(super) fn looks_like_html(text: &str) -> bool {
    let tag = text.match_indices("</").any(|(at, _)| {
        let name: String = text[at + 2..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let closed = text[at + 2 + name.len()..].starts_with('>');
        closed && is_element(&name.to_ascii_lowercase())
    });
    let entity = text.match_indices('&').any(|(at, _)| {
        let rest = text[at + 1..].strip_prefix('#').unwrap_or(&text[at + 1..]);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        !name.is_empty() && rest[name.len()..].starts_with(';')
    });
    tag || entity
}

/// Writes an address with a URI's characters only (RFC 3986).
pub(super) fn address(url: &Url) -> String {
    percent_encoded(url.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_nothing_xml_forbids_and_is_never_empty() {
        assert_eq!(line("a\u{0}b\u{85}c\r\nd\te").as_deref(), Some("abc d e"));
        assert_eq!(line(" \u{1}\u{FFFF} "), None);
        assert!(matches!(line("plain"), Some(Cow::Borrowed("plain"))));
    }

    #[test]
    fn what_may_be_taken_for_html_is_known() {
        for text in ["a </b> c", "a &amp; b", "&#38;", "&nbsp;"] {
            assert!(looks_like_html(text), "{text}");
        }
        for text in ["a < b", "AT&T", "</>", "a && b;", "R&D; or", "</nothing>"] {
            assert_eq!(looks_like_html(text), text == "R&D; or", "{text}");
        }
    }
}
