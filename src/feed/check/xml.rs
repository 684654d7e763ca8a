//! A small strict reader of XML 1.0 with namespaces, for documents we wrote ourselves.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::value::is_stray;
use super::{Expected, Wrong};
use crate::feed::text::address;
use crate::text::is_xml_char;

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

/// An element: its name as `atom:link` whatever its prefix was, or `item` where it has none.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub fn first<'a>(&'a self, name: &'a str) -> Option<&'a Self> {
        self.all(name).next()
    }

    pub fn text_of<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.first(name).map(|element| element.text.as_str())
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.children.iter().position(|child| child.name == name)
    }
}

/// Reads a document.
///
/// # Errors
/// A sentence on why it is no well-formed XML 1.0 in UTF-8.
pub(super) fn read(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    if text.starts_with('\u{FEFF}') {
        return Err("it starts with a byte order mark".to_owned());
    }
    if let Some(wrong) = text.chars().find(|c| !is_xml_char(*c)) {
        return Err(format!("it holds U+{:04X}, which XML 1.0 forbids", wrong as u32));
    }
    if let Some(stray) = text.chars().find(|c| is_stray(*c)) {
        return Err(format!("it holds U+{:04X}, the trace of a wrong decoding", stray as u32));
    }
    let mut reader = NsReader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|e| e.to_string())?;
        let namespace = short(&namespace)?;
        match event {
            Event::Start(start) => open.push(element(namespace, &start, &reader)?),
            Event::Empty(start) => add(&mut open, element(namespace, &start, &reader)?)?,
            Event::End(_) => {
                let closed = open.pop().ok_or("an element closes that is not open")?;
                add(&mut open, closed)?;
            }
            Event::Text(text) => {
                let text = text.xml10_content().map_err(|e| e.to_string())?;
                if text.contains("]]>") {
                    return Err("`]]>` stands in text".to_owned());
                }
                push(&mut open, &text)?;
            }
            Event::CData(data) => {
                push(&mut open, &data.xml10_content().map_err(|e| e.to_string())?)?;
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|e| e.to_string())?;
                let character = reference.resolve_char_ref().map_err(|e| e.to_string())?;
                push(&mut open, &resolve(&name, character)?)?;
            }
            Event::DocType(_) => return Err("it has a document type".to_owned()),
            Event::Eof => break,
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    root(open)
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
        wrong.hold(found == url, || format!("link rel={rel} says {found:?} and not {url:?}"));
    }
}

fn root(mut open: Vec<Element>) -> Result<Element, String> {
    let mut document = open.pop().ok_or("it is empty")?;
    if !open.is_empty() {
        return Err("an element is never closed".to_owned());
    }
    if !document.text.trim().is_empty() {
        return Err("text stands outside of the root element".to_owned());
    }
    match (document.children.pop(), document.children.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err("it has not exactly one root element".to_owned()),
    }
}

fn add(open: &mut [Element], child: Element) -> Result<(), String> {
    let parent = open.last_mut().ok_or("an element stands outside of the document")?;
    parent.children.push(child);
    Ok(())
}

fn push(open: &mut [Element], text: &str) -> Result<(), String> {
    open.last_mut().ok_or("text stands outside of the document")?.text.push_str(text);
    Ok(())
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

fn short(namespace: &ResolveResult<'_>) -> Result<Option<String>, String> {
    match namespace {
        ResolveResult::Unbound => Ok(None),
        ResolveResult::Bound(uri) => {
            let uri = String::from_utf8_lossy(uri.as_ref()).into_owned();
            let known = NAMESPACES.iter().find(|(known, _)| *known == uri);
            Ok(Some(known.map_or(uri, |(_, short)| (*short).to_owned())))
        }
        ResolveResult::Unknown(prefix) => {
            Err(format!("the prefix `{}` is not declared", String::from_utf8_lossy(prefix)))
        }
    }
}

fn element(
    namespace: Option<String>,
    start: &BytesStart<'_>,
    reader: &NsReader<&[u8]>,
) -> Result<Element, String> {
    let local = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let name = namespace.map_or(local.clone(), |namespace| format!("{namespace}:{local}"));
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(true) {
        let attribute = attribute.map_err(|e| e.to_string())?;
        if attribute.key.prefix().is_some() && attribute.key.as_namespace_binding().is_none() {
            short(&reader.resolver().resolve_attribute(attribute.key).0)?;
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
