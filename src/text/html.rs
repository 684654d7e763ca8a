//! Plain text as HTML writes it.

use super::position;

/// Escapes a text for an element, or for an attribute in double quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape_into(text, &mut html);
    html
}

/// Escapes a text, as [`escape`] does, at the end of what is written already.
pub fn escape_into(text: &str, html: &mut String) {
    replace(text, html, |byte| matches!(byte, b'&' | b'<' | b'>' | b'"'));
}

/// Escapes no more of a text than an element needs: for HTML that its author goes on writing.
#[must_use]
pub fn escape_text(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    replace(text, &mut html, |byte| matches!(byte, b'&' | b'<'));
    html
}

/// Writes a text with references for the characters that would be taken for marks.
fn replace(text: &str, html: &mut String, is_mark: impl Fn(u8) -> bool) {
    let mut rest = text;
    // All of them are ASCII: looking at bytes is several times faster than at characters.
    while let Some(at) = position(rest.as_bytes(), &is_mark) {
        let (before, found) = rest.split_at(at);
        html.push_str(before);
        html.push_str(match found.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            _ => "&quot;",
        });
        rest = found.get(1..).unwrap_or_default();
    }
    html.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_element_or_its_attribute() {
        assert_eq!(escape("\"é\" <b> & 'c'"), "&quot;é&quot; &lt;b&gt; &amp; 'c'");
        assert_eq!(escape_text("\"é\" <b> & 'c'"), "\"é\" &lt;b> &amp; 'c'");
        assert_eq!(escape(""), "");
    }
}
