//! XML as it comes: well-formed, but with HTML's entities, and not always in UTF-8.

use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::Unread;
use super::unread::Place;
use super::xhtml::Xhtml;
use crate::xml::{Element, Tree, name, short};

/// What is said of a web page.
pub(super) const PAGE: &str = "it is a web page, not a feed";

/// How deep elements may nest.
const DEEPEST: usize = 200;

/// The namespaces that matter, and the short names we know them by.
const NAMESPACES: [(&str, &str); 11] = [
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
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

/// Reads a document into a tree.
///
/// # Errors
/// Why it is no XML, or where it is not whole.
pub(super) fn read(text: &str) -> Result<Element, Unread> {
    let mut reader = NsReader::from_str(text);
    let mut growing = Growing::default();
    loop {
        let (namespace, event) = match reader.read_resolved_event() {
            Ok(read) => read,
            Err(error) => return Err(growing.unread(&error, reader.error_position(), text)),
        };
        match event {
            Event::Start(start) => growing.open(element(&namespace, &start), &start)?,
            Event::Empty(start) => {
                growing.open(element(&namespace, &start), &start)?;
                growing.close(start.local_name().as_ref());
            }
            Event::End(end) => growing.close(end.local_name().as_ref()),
            Event::Text(part) => growing.text(&part.xml10_content().unwrap_or_default()),
            Event::CData(part) => growing.text(&part.xml10_content().unwrap_or_default()),
            Event::GeneralRef(part) => {
                let name = part.decode().unwrap_or_default();
                match part.resolve_char_ref().ok().flatten() {
                    Some(c) => growing.text(c.encode_utf8(&mut [0; 4])),
                    None => growing.text(&entity(&name)),
                }
            }
            Event::Eof => break,
            Event::DocType(_) | Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
    if growing.tree.depth() > 0 {
        return Err(growing.breaks_off(text.len(), text));
    }
    growing.tree.document().children.pop().ok_or_else(|| "it holds no element".into())
}

/// A document that is being read.
#[derive(Default)]
struct Growing {
    tree: Tree,
    /// What the outermost open element that holds XHTML holds so far, and how deep that element is.
    xhtml: Option<(Xhtml, usize)>,
}

impl Growing {
    fn open(&mut self, element: Element, start: &BytesStart<'_>) -> Result<(), Unread> {
        if self.tree.depth() >= DEEPEST {
            return Err("it nests deeper than any feed".into());
        }
        match &mut self.xhtml {
            Some((xhtml, _)) => xhtml.open(start, &element.attributes),
            None if holds_xhtml(&element) => {
                self.xhtml = Some((Xhtml::default(), self.tree.depth()));
            }
            None => {}
        }
        self.tree.open(element);
        Ok(())
    }

    /// Says why a document cannot be read from a place on.
    fn unread(&self, error: &quick_xml::Error, at: u64, text: &str) -> Unread {
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        match error {
            // Whatever else is wrong with a tag's syntax is an end that is not there.
            quick_xml::Error::Syntax(kind) if *kind != SyntaxError::InvalidBangMarkup => {
                self.breaks_off(at, text)
            }
            _ if self.is_page() => PAGE.into(),
            _ => {
                let place = Place::of(at, text);
                Unread::Broken(format!("it is not well-formed at {place}: {error}"))
            }
        }
    }

    /// Says where a document ends before its elements do.
    fn breaks_off(&self, at: usize, text: &str) -> Unread {
        if self.is_page() {
            return PAGE.into();
        }
        let name = self.tree.innermost_name().map(|name| name.trim_start_matches("atom:"));
        let within = name.map(|name| format!(", within <{name}>")).unwrap_or_default();
        Unread::breaks_off(Place::of(at, text), &within)
    }

    /// Is it a web page so far?
    fn is_page(&self) -> bool {
        matches!(self.tree.outermost_name(), Some("html" | "xhtml:html"))
    }

    fn close(&mut self, local_name: &[u8]) {
        let inside = self.tree.depth();
        let Some(closed) = self.tree.close() else { return };
        if let Some((xhtml, _)) = self.xhtml.take_if(|(_, depth)| *depth + 1 == inside) {
            closed.inner = xhtml.html();
        } else if let Some((xhtml, _)) = &mut self.xhtml {
            xhtml.close(local_name);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((xhtml, _)) = &mut self.xhtml {
            xhtml.text(text);
        }
        self.tree.text(text);
    }
}

/// Does an element hold XHTML: Atom's text of that type, or the body that some RSS has?
fn holds_xhtml(element: &Element) -> bool {
    element.attribute("type").is_some_and(|kind| kind.contains("xhtml"))
        || element.name == "xhtml:body"
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
