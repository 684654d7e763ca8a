//! XML as it comes: well-formed, but with HTML's entities, and not always in UTF-8.

use std::ops::Range;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

/// How deep elements may nest.
const DEEPEST: usize = 200;

/// The namespaces that matter, and the short names we know them by.
const NAMESPACES: [(&str, &str); 10] = [
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
];

/// Entities of HTML that feeds use although XML knows them not.
const ENTITIES: [(&str, &str); 18] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("hellip", "…"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("laquo", "«"),
    ("raquo", "»"),
];

/// An element: its name as `atom:link` whatever its prefix was, or `item` where it has none.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Its own text, without that of elements in it.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
    /// What stands between its tags, as written.
    pub(super) inner: String,
    from: usize,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(super) fn first<'a>(&'a self, name: &'a str) -> Option<&'a Self> {
        self.all(name).next()
    }

    /// Gives the text of the first of some elements that has one.
    pub(super) fn text_of(&self, names: &[&str]) -> Option<&str> {
        let of = |name: &&str| self.children.iter().find(|child| child.name == *name);
        names.iter().filter_map(of).map(|child| child.text.trim()).find(|text| !text.is_empty())
    }
}

/// Decodes a feed: UTF-8, or the old Western encodings where its first line says so.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.split("?>").next().unwrap_or_default();
    let western = ["iso-8859-1", "iso-8859-15", "windows-1252", "latin1"];
    let text = if western.iter().any(|name| head.contains(name)) {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    };
    // What no XML may hold is dropped, as everywhere.
    if text.chars().all(crate::text::is_xml_char) {
        text
    } else {
        text.chars().filter(|c| crate::text::is_xml_char(*c)).collect()
    }
}

/// Reads a document into a tree.
///
/// # Errors
/// A sentence on why it is no XML.
pub(super) fn read(text: &str) -> Result<Element, String> {
    let mut reader = NsReader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let before = position(reader.buffer_position());
        let (namespace, event) =
            reader.read_resolved_event().map_err(|error| format!("it is no XML: {error}"))?;
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err("it nests deeper than any feed".to_owned());
                }
                let mut element = element(&namespace, &start);
                element.from = position(reader.buffer_position());
                open.push(element);
            }
            Event::Empty(start) => add(&mut open, element(&namespace, &start)),
            Event::End(_) => close(&mut open, text, before),
            Event::Text(part) => push(&mut open, &part.xml10_content().unwrap_or_default()),
            Event::CData(part) => push(&mut open, &part.xml10_content().unwrap_or_default()),
            Event::GeneralRef(part) => {
                let name = part.decode().unwrap_or_default();
                match part.resolve_char_ref().ok().flatten() {
                    Some(c) => push(&mut open, c.encode_utf8(&mut [0; 4])),
                    None => push(&mut open, &entity(&name)),
                }
            }
            Event::Eof => break,
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    let mut document = open.into_iter().next().unwrap_or_default();
    document.children.pop().ok_or_else(|| "it is empty".to_owned())
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn close(open: &mut Vec<Element>, text: &str, before: usize) {
    if open.len() > 1
        && let Some(mut closed) = open.pop()
    {
        let inner: Range<usize> = closed.from..before.max(closed.from);
        // Only Atom's XHTML is read as it stands.
        if closed.attribute("type").is_some_and(|kind| kind.contains("xhtml")) {
            text.get(inner).unwrap_or_default().clone_into(&mut closed.inner);
        }
        add(open, closed);
    }
}

fn add(open: &mut [Element], child: Element) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn entity(name: &str) -> String {
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

fn element(namespace: &ResolveResult<'_>, start: &BytesStart<'_>) -> Element {
    let local = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    let prefix = match namespace {
        ResolveResult::Unbound => String::new(),
        ResolveResult::Bound(uri) => {
            let uri = String::from_utf8_lossy(uri.as_ref()).into_owned();
            let known = NAMESPACES.iter().find(|(known, _)| *known == uri);
            known.map_or(uri, |(_, short)| (*short).to_owned())
        }
        ResolveResult::Unknown(prefix) => String::from_utf8_lossy(prefix).into_owned(),
    };
    let name = if prefix.is_empty() { local } else { format!("{prefix}:{local}") };
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten().map(|attribute| {
        let raw = String::from_utf8_lossy(&attribute.value).into_owned();
        let value = quick_xml::escape::unescape_with(&raw, |name| {
            ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
        });
        let value = value.map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned);
        (String::from_utf8_lossy(attribute.key.as_ref()).into_owned(), value)
    });
    Element { attributes: attributes.collect(), name, ..Element::default() }
}
