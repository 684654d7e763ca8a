//! XML as it comes: well-formed, but with HTML's entities, and not always in UTF-8.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use crate::xml::{Element, Tree, name, short};

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
    let mut tree = Tree::default();
    // Where the content of each open element starts.
    let mut starts = Vec::new();
    loop {
        let before = position(reader.buffer_position());
        let (namespace, event) =
            reader.read_resolved_event().map_err(|error| format!("it is no XML: {error}"))?;
        match event {
            Event::Start(start) => {
                if tree.depth() >= DEEPEST {
                    return Err("it nests deeper than any feed".to_owned());
                }
                tree.open(element(&namespace, &start));
                starts.push(position(reader.buffer_position()));
            }
            Event::Empty(start) => tree.add(element(&namespace, &start)),
            Event::End(_) => {
                if let (Some(closed), Some(from)) = (tree.close(), starts.pop()) {
                    keep_inner(closed, text.get(from..before).unwrap_or_default());
                }
            }
            Event::Text(part) => tree.text(&part.xml10_content().unwrap_or_default()),
            Event::CData(part) => tree.text(&part.xml10_content().unwrap_or_default()),
            Event::GeneralRef(part) => {
                let name = part.decode().unwrap_or_default();
                match part.resolve_char_ref().ok().flatten() {
                    Some(c) => tree.text(c.encode_utf8(&mut [0; 4])),
                    None => tree.text(&entity(&name)),
                }
            }
            Event::Eof => break,
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    tree.document().children.pop().ok_or_else(|| "it holds no element".to_owned())
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

/// Keeps what stands in an element: only Atom's XHTML is read as it stands.
fn keep_inner(element: &mut Element, inner: &str) {
    if element.attribute("type").is_some_and(|kind| kind.contains("xhtml")) {
        inner.clone_into(&mut element.inner);
    }
}

fn entity(name: &str) -> String {
    let known = ENTITIES.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| format!("&{name};"), |(_, text)| (*text).to_owned())
}

fn element(namespace: &ResolveResult<'_>, start: &BytesStart<'_>) -> Element {
    // A prefix that is not declared is taken at its word.
    let prefix = short(namespace, &NAMESPACES).unwrap_or_else(Some);
    let name = name(prefix.as_deref(), start);
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
