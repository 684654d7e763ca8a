//! A body, encoded once, with gaps where a reader's own words go.
//!
//! Quoted-printable or base64, whichever is shorter (RFC 2045 section 6).

use crate::finding::Finding;
use crate::issue::{SLOT_CLOSE, SLOT_OPEN, SLOTS};
use crate::text::html;

use super::{base64, quoted};

/// An encoded body.
#[derive(Debug, Clone)]
pub(super) struct Body {
    literals: Literals,
    slots: Vec<usize>,
    html: bool,
}

/// What stands before, between and after the slots.
#[derive(Debug, Clone)]
enum Literals {
    Quoted(Vec<Vec<u8>>),
    Base64(Vec<base64::Literal>),
}

impl Body {
    /// Encodes a body; slots of HTML are escaped when they are filled.
    pub(super) fn new(text: &str, html: bool) -> Result<Self, Finding> {
        let (pieces, slots) = cut(text)?;
        let quoted: Vec<Vec<u8>> = pieces.iter().map(|piece| quote(piece)).collect();
        let base64: Vec<_> = pieces.iter().map(|piece| base64::Literal::new(piece)).collect();
        let long = quoted.iter().map(Vec::len).sum::<usize>();
        let literals = if long <= base64.iter().map(base64::Literal::len).sum() {
            Literals::Quoted(quoted)
        } else {
            Literals::Base64(base64)
        };
        Ok(Self { literals, slots, html })
    }

    /// Gives the value of Content-Transfer-Encoding.
    pub(super) fn encoding(&self) -> &'static str {
        match self.literals {
            Literals::Quoted(_) => "quoted-printable",
            Literals::Base64(_) => "base64",
        }
    }

    /// Gives about how many bytes it takes when filled.
    pub(super) fn room(&self) -> usize {
        let literals: usize = match &self.literals {
            Literals::Quoted(literals) => literals.iter().map(Vec::len).sum(),
            Literals::Base64(literals) => literals.iter().map(base64::Literal::len).sum(),
        };
        literals + 256 * self.slots.len()
    }

    /// Writes it, each slot filled with what `value` gives.
    pub(super) fn fill(&self, out: &mut Vec<u8>, value: impl Fn(usize) -> String) {
        let value = |slot: &usize| {
            let value = value(*slot);
            if self.html { escape(&value) } else { value }
        };
        let mut values = self.slots.iter().map(value);
        match &self.literals {
            Literals::Quoted(literals) => {
                for literal in literals {
                    out.extend_from_slice(literal);
                    if let Some(value) = values.next() {
                        let mut writer = quoted::Writer::default();
                        writer.write(out, &value);
                        writer.soft_break(out);
                    }
                }
            }
            Literals::Base64(literals) => {
                let mut writer = base64::Writer::default();
                for literal in literals {
                    writer.literal(out, literal);
                    if let Some(value) = values.next() {
                        writer.write(out, value.as_bytes());
                    }
                }
                writer.finish(out);
            }
        }
    }
}

/// Cuts a body at its slots.
fn cut(text: &str) -> Result<(Vec<&str>, Vec<usize>), Finding> {
    let mut parts = text.split(SLOT_OPEN);
    let mut pieces = vec![parts.next().unwrap_or_default()];
    let mut slots = Vec::new();
    for part in parts {
        let (name, rest) = part.split_once(SLOT_CLOSE).unwrap_or((part, ""));
        let Some(slot) = SLOTS.iter().position(|known| *known == name) else {
            return Err(Finding::error(format!("there is no slot `{name}`"))
                .hint(format!("a template may use {}", SLOTS.join(", "))));
        };
        slots.push(slot);
        pieces.push(rest);
    }
    Ok((pieces, slots))
}

/// Encodes a literal so that a slot may follow at the start of a line.
fn quote(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    let mut writer = quoted::Writer::default();
    writer.write(&mut out, text);
    writer.soft_break(&mut out);
    out
}

/// Escapes a value: the template it goes into may hold it in quotes of either kind.
fn escape(text: &str) -> String {
    html::escape(text).replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn filled(body: &Body, name: &str) -> Vec<u8> {
        let mut out = Vec::new();
        body.fill(&mut out, |_| name.to_owned());
        out
    }

    fn decoded(body: &Body, bytes: &[u8]) -> String {
        let octets = match body.encoding() {
            "base64" => mail_parser::decoders::base64::base64_decode(bytes),
            _ => mail_parser::decoders::quoted_printable::quoted_printable_decode(bytes),
        };
        String::from_utf8(octets.unwrap_or_default()).unwrap().replace("\r\n", "\n")
    }

    #[test]
    fn the_shorter_encoding_is_chosen() {
        assert_eq!(Body::new("The tide is low.", false).unwrap().encoding(), "quoted-printable");
        assert_eq!(Body::new("Прилив начинается в полдень.", false).unwrap().encoding(), "base64");
    }

    #[test]
    fn a_slot_that_does_not_exist_is_named() {
        let finding = Body::new("\u{F8F0}secret\u{F8F1}", false).unwrap_err();
        assert!(finding.to_string().contains("`secret`"));
    }

    #[test]
    fn a_name_cannot_write_html() {
        let body = Body::new("<p>\u{F8F0}name\u{F8F1}</p>", true).unwrap();
        let html = decoded(&body, &filled(&body, "<b>&\"'"));
        assert_eq!(html, "<p>&lt;b&gt;&amp;&quot;&#39;</p>");
    }

    proptest! {
        #[test]
        fn any_text_with_any_name_in_it_is_read_back(
            pieces in prop::collection::vec("[ -~\n\tа-яあ-ん=.é]{0,90}", 1..5),
            name in "[ -~а-я]{0,100}",
        ) {
            let text = pieces.join("\u{F8F0}name\u{F8F1}");
            let body = Body::new(&text, false).unwrap();
            let bytes = filled(&body, &name);
            prop_assert!(bytes.is_ascii());
            for line in bytes.split(|b| *b == b'\n') {
                prop_assert!(line.len() <= 77, "{}", String::from_utf8_lossy(line));
            }
            prop_assert_eq!(decoded(&body, &bytes), pieces.join(&name));
        }
    }
}
