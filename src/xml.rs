//! XML as a tree of elements, whoever reads it and however strictly.

use quick_xml::events::BytesStart;
use quick_xml::name::ResolveResult;

/// An element: its name as `atom:link` whatever its prefix was, or `item` where it has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name; before the colon is what its reader calls the namespace.
    pub name: String,
    /// Its attributes, in order, with names as written.
    pub attributes: Vec<(String, String)>,
    /// Its own text, without that of elements in it.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
    /// What stands between its tags, as HTML; empty where its reader has no use for it.
    pub inner: String,
}

impl Element {
    /// Gives the value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Lists the elements of a name in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Gives the first element of a name in it.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Says how many elements stand before the first of a name in it.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.children.iter().position(|child| child.name == name)
    }

    /// Gives the text of the first element of a name in it, as it is.
    #[must_use]
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.first(name).map(|child| child.text.as_str())
    }

    /// Gives the text, trimmed, of the first of some elements in it that has one.
    #[must_use]
    pub fn text_of_any(&self, names: &[&str]) -> Option<&str> {
        let texts = names.iter().filter_map(|name| self.text_of(name));
        texts.map(str::trim).find(|text| !text.is_empty())
    }
}

/// A tree that grows as its document is read.
#[derive(Debug, Default)]
pub struct Tree {
    document: Element,
    /// The elements that are open, outermost first.
    open: Vec<Element>,
}

impl Tree {
    /// Says how many elements are open.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Names the outermost element that is open.
    #[must_use]
    pub fn outermost_name(&self) -> Option<&str> {
        self.open.first().map(|element| element.name.as_str())
    }

    /// Names the innermost element that is open.
    #[must_use]
    pub fn innermost_name(&self) -> Option<&str> {
        self.open.last().map(|element| element.name.as_str())
    }

    /// Opens an element.
    pub fn open(&mut self, element: Element) {
        self.open.push(element);
    }

    /// Closes the innermost element; gives it, in its place.
    pub fn close(&mut self) -> Option<&mut Element> {
        let closed = self.open.pop()?;
        self.add(closed);
        self.innermost().children.last_mut()
    }

    /// Adds a whole element.
    pub fn add(&mut self, element: Element) {
        self.innermost().children.push(element);
    }

    /// Adds text.
    pub fn text(&mut self, text: &str) {
        self.innermost().text.push_str(text);
    }

    /// Gives the document, which holds the root element; what is still open is not in it.
    #[must_use]
    pub fn document(self) -> Element {
        self.document
    }

    fn innermost(&mut self) -> &mut Element {
        self.open.last_mut().unwrap_or(&mut self.document)
    }
}

/// Gives the short name of a namespace among those that are `known`, or else the whole; nothing for
/// none (Namespaces in XML 1.0).
///
/// # Errors
/// The prefix, where it is not declared.
pub fn short(
    namespace: &ResolveResult<'_>,
    known: &[(&str, &str)],
) -> Result<Option<String>, String> {
    match namespace {
        ResolveResult::Unbound => Ok(None),
        ResolveResult::Bound(uri) => {
            let uri = String::from_utf8_lossy(uri.as_ref()).into_owned();
            let known = known.iter().find(|(known, _)| *known == uri);
            Ok(Some(known.map_or(uri, |(_, short)| (*short).to_owned())))
        }
        ResolveResult::Unknown(prefix) => Err(String::from_utf8_lossy(prefix).into_owned()),
    }
}

/// Names the element that a tag starts; `namespace` is the short name of its namespace.
#[must_use]
pub fn name(namespace: Option<&str>, start: &BytesStart<'_>) -> String {
    let local = String::from_utf8_lossy(start.local_name().as_ref()).into_owned();
    match namespace {
        Some(namespace) if !namespace.is_empty() => format!("{namespace}:{local}"),
        _ => local,
    }
}
