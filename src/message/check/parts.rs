//! How the two parts are put together (RFC 2046 section 5.1.4).

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::{Fault, Part, error};

/// The two bodies, decoded.
pub(super) struct Bodies<'a> {
    pub text: &'a str,
    pub html: &'a str,
}

/// Reads the two parts of a message, text first, HTML last.
pub(super) fn read<'a>(message: &'a Message<'_>, faults: &mut Vec<Fault>) -> Option<Bodies<'a>> {
    let mut wrong = |what: &str| faults.push(error(Part::Head, "", what, "see RFC 2046"));
    let root = message.parts.first()?;
    if kind(root) != "multipart/alternative" {
        wrong("the message is not multipart/alternative");
        return None;
    }
    let PartType::Multipart(ids) = &root.body else { return None };
    let parts: Vec<&MessagePart<'_>> = ids.iter().filter_map(|id| message.part(*id)).collect();
    let [text, html] = parts.as_slice() else {
        wrong("the message does not have two parts, text and HTML");
        return None;
    };
    if kind(text) != "text/plain" || kind(html) != "text/html" {
        wrong("the parts are not text/plain and then text/html");
    }
    for part in [text, html] {
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        if !charset.is_some_and(|charset| charset.eq_ignore_ascii_case("utf-8")) {
            wrong("a part does not say charset=utf-8");
        }
        if part.is_encoding_problem {
            wrong("a part cannot be decoded");
        }
    }
    Some(Bodies { text: text.text_contents()?, html: html.text_contents()? })
}

fn kind(part: &MessagePart<'_>) -> String {
    let kind = part.content_type();
    let words = kind.map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
    words.map(|(kind, subtype)| format!("{kind}/{subtype}").to_lowercase()).unwrap_or_default()
}
