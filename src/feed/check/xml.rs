//! A small strict reader of XML 1.0 with namespaces, for documents we wrote ourselves.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::value::{is_stray, shown, unfit};
use super::{Expected, Wrong};
use crate::feed::text::address;
use crate::text::is_xml_char;
use crate::xml::{Element, Tree, name, short};

/// The namespaces feeds use, and the short names the checks know them by.
const NAMESPACES: [(&str, &str); 8] = [
    ("http://purl.org/syndication/history/1.0", "fh"),
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/rss/1.0/modules/syndication/", "sy"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("https://podcastindex.org/namespace/1.0", "podcast"),
];

/// Reads a document.
///
/// # Errors
/// A sentence on why it is no well-formed XML 1.0 in UTF-8.
pub(super) fn read(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    if text.starts_with('\u{FEFF}') {
        return Err("it starts with a byte order mark".to_owned());
    }
    if let Some(unfit) = unfit(text) {
        let why =
            if is_stray(unfit) { "the trace of a wrong decoding" } else { "which XML 1.0 forbids" };
        return Err(format!("it holds U+{:04X}, {why}", unfit as u32));
    }
    let mut reader = NsReader::from_str(text);
    let mut tree = Tree::default();
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|e| e.to_string())?;
        let namespace = declared(&namespace)?;
        let namespace = namespace.as_deref();
        match event {
            Event::Start(start) => tree.open(element(namespace, &start, &reader)?),
            Event::Empty(start) => tree.add(element(namespace, &start, &reader)?),
            Event::End(_) => drop(tree.close()),
            Event::Text(text) => {
                let text = whole_text(text)?;
                if text.contains("]]>") {
                    return Err("`]]>` stands in text".to_owned());
                }
                tree.text(&text);
            }
            Event::CData(data) => tree.text(&data.xml10_content().map_err(|e| e.to_string())?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|e| e.to_string())?;
                let character = reference.resolve_char_ref().map_err(|e| e.to_string())?;
                tree.text(&resolve(&name, character)?);
            }
            Event::DocType(_) => return Err("it has a document type".to_owned()),
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    root(tree)
}

/// Gives a text as it was meant. What was UTF-8 as a whole is so in each part, and nearly none has other
/// line ends.
fn whole_text(text: BytesText<'_>) -> Result<Cow<'_, str>, String> {
    if text.contains(&b'\r') {
        return text
            .xml10_content()
            .map(|text| text.into_owned().into())
            .map_err(|e| e.to_string());
    }
    match text.into_inner() {
        Cow::Borrowed(text) => {
            std::str::from_utf8(text).map(Cow::Borrowed).map_err(|e| e.to_string())
        }
        Cow::Owned(text) => String::from_utf8(text).map(Cow::Owned).map_err(|e| e.to_string()),
    }
}

/// Checks that a feed and the pages of its archive lead to one another (RFC 5005, section 4).
pub(super) fn check_history(feed: &Element, expected: &Expected<'_>, wrong: &mut Wrong) {
    let link = |rel: &str| {
        let mut links = feed.all("atom:link").filter(|link| link.attribute("rel") == Some(rel));
        links.next().and_then(|link| link.attribute("href")).map(str::to_owned)
    };
    let (history, format) = (expected.feed, expected.format);
    let is_page = feed.first("fh:archive").is_some();
    wrong.hold(is_page == history.page.is_some(), || {
        "fh:archive does not stand on the pages of the archive alone".to_owned()
    });
    let current = history.page.map(|_| history.current(format));
    for (rel, url) in [
        ("current", current),
        ("prev-archive", history.previous(format)),
        ("next-archive", history.next(format)),
    ] {
        let url = url.as_ref().map(address);
        let found = link(rel);
        wrong.hold(found == url, || {
            let (found, url) = (shown(found.as_deref()), shown(url.as_deref()));
            format!("link rel={rel} says {found} and not {url}")
        });
    }
}

fn root(tree: Tree) -> Result<Element, String> {
    if tree.depth() > 0 {
        return Err("an element is never closed".to_owned());
    }
    let mut document = tree.document();
    if !document.text.trim().is_empty() {
        return Err("text stands outside of the root element".to_owned());
    }
    match (document.children.pop(), document.children.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err("it has not exactly one root element".to_owned()),
    }
}

fn resolve(name: &str, character: Option<char>) -> Result<String, String> {
    let text = match (character, name) {
        (Some(c), _) if is_xml_char(c) => c.to_string(),
        (None, "amp") => "&".to_owned(),
        (None, "lt") => "<".to_owned(),
        (None, "gt") => ">".to_owned(),
        (None, "quot") => "\"".to_owned(),
        (None, "apos") => "'".to_owned(),
        _ => return Err(format!("`&{name};` is no reference XML knows")),
    };
    Ok(text)
}

fn declared(namespace: &ResolveResult<'_>) -> Result<Option<String>, String> {
    short(namespace, &NAMESPACES).map_err(|prefix| format!("the prefix `{prefix}` is not declared"))
}

fn element(
    namespace: Option<&str>,
    start: &BytesStart<'_>,
    reader: &NsReader<&[u8]>,
) -> Result<Element, String> {
    let name = name(namespace, start);
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(true) {
        let attribute = attribute.map_err(|e| e.to_string())?;
        if attribute.key.prefix().is_some() && attribute.key.as_namespace_binding().is_none() {
            declared(&reader.resolver().resolve_attribute(attribute.key).0)?;
        }
        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
        if raw.contains('<') {
            return Err(format!("`<` stands raw in an attribute of `{name}`"));
        }
        let value = quick_xml::escape::unescape(&raw).map_err(|e| e.to_string())?.into_owned();
        attributes.push((String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value));
    }
    Ok(Element { name, attributes, ..Element::default() })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for (wrong, why) in [
            ("<a><b></a>", "a tag that closes another"),
            ("<a>&nbsp;</a>", "an entity HTML knows and XML does not"),
            ("<a>& b</a>", "a bare ampersand"),
            ("<a b='&c'/>", "a bare ampersand in an attribute"),
            ("<a b='1' b='2'/>", "an attribute twice"),
            ("<p:a/>", "an undeclared prefix"),
            ("<a p:b='1'/>", "an undeclared prefix of an attribute"),
            ("<a/><b/>", "two roots"),
            ("<a>", "no end"),
            ("x<a/>", "text before the root"),
            ("<a>\u{1}</a>", "a control character"),
            ("<a>&#1;</a>", "a control character by number"),
            ("\u{FEFF}<a/>", "a byte order mark"),
            ("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "a document type"),
            ("", "nothing"),
        ] {
            assert!(read(wrong.as_bytes()).is_err(), "{why} passed: {wrong:?}");
        }
    }

    #[test]
    fn text_is_read_as_it_was_meant() {
        let root = read(b"<a x='1 &lt; 2'>1 &lt; 2<![CDATA[ & 3 ]]>&#228;</a>").unwrap();
        assert_eq!(root.text, "1 < 2 & 3 ä");
        assert_eq!(root.attribute("x"), Some("1 < 2"));
    }
}
