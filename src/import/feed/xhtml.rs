//! XHTML written as HTML, which closes no element by a stroke and knows no prefixes.

use std::fmt::Write as _;

use quick_xml::events::BytesStart;

use crate::text::html::{escape, escape_text};

/// Elements that HTML never closes.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// What an element holds, as HTML.
#[derive(Debug, Default)]
pub(super) struct Xhtml {
    html: String,
}

impl Xhtml {
    /// Opens an element with these attributes.
    pub(super) fn open(&mut self, start: &BytesStart<'_>, attributes: &[(String, String)]) {
        let name = name(start.local_name().as_ref());
        if is_raw(&name) {
            return;
        }
        self.html.push('<');
        self.html.push_str(&name);
        for (key, value) in attributes {
            let key = match key.as_str() {
                "xml:lang" => "lang",
                other if other.starts_with("xml") => continue,
                other => other,
            };
            let _ = write!(self.html, " {key}=\"{}\"", escape(value));
        }
        self.html.push('>');
    }

    /// Closes an element.
    pub(super) fn close(&mut self, local_name: &[u8]) {
        let name = name(local_name);
        if !VOID.contains(&name.as_str()) && !is_raw(&name) {
            let _ = write!(self.html, "</{name}>");
        }
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) {
        self.html.push_str(&escape_text(text));
    }

    /// Gives the HTML.
    pub(super) fn html(self) -> String {
        self.html
    }
}

fn name(local: &[u8]) -> String {
    String::from_utf8_lossy(local).into_owned()
}

/// Would HTML take all that follows for text?
fn is_raw(name: &str) -> bool {
    name.eq_ignore_ascii_case("plaintext")
}
