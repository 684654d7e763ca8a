//! WordPress's export (WXR): RSS 2.0 with a namespace of its own, read article by article.

mod body;
mod item;
mod lines;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use url::Url;

use super::Imported;
use crate::document::Author;
use crate::finding::Finding;
use item::{Item, Names};
use lines::Lines;

/// How deep elements may nest; an export needs four levels.
const DEEPEST: usize = 64;

/// What was left out of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many pages, images, menus and the like.
    pub furniture: usize,
    /// How many have a text and are of a type that a theme or a plugin made up, by its name.
    pub foreign: BTreeMap<String, usize>,
}

/// Reads an export and hands each article to `take` as soon as it is read; pages, images and the
/// like are left out and counted. No text may be longer than `most` bytes.
///
/// An export is read twice, for an image may stand behind the article it belongs to, and the
/// articles need not be kept in memory so.
///
/// # Errors
/// When it is no export, or breaks off; articles before that were handed over.
pub fn wordpress<R: BufRead>(
    file: &Path,
    open: impl Fn() -> io::Result<R>,
    home: &Url,
    most: u64,
    take: impl FnMut(Imported),
) -> Result<LeftOut, Finding> {
    let from = || {
        let cannot = |error| Finding::error(format!("the export cannot be read: {error}"));
        open().map_err(|error| cannot(error).file(file))
    };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut first = Export::new(file, home, most, |_| {});
    // What is wrong with it, the second reading tells.
    let _ = read(from()?, &mut first);
    let mut second = Export::new(file, home, most, take);
    second.names = first.names;
    second.last = true;
    read(from()?, &mut second)?;
    Ok(second.skipped)
}

fn read<T: FnMut(Imported)>(from: impl BufRead, export: &mut Export<'_, T>) -> Result<(), Finding> {
    let mut reader = Reader::from_reader(Lines::new(from));
    let file = export.file;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        let line = |reader: &Reader<Lines<_>>| reader.get_ref().line();
        let event = match event {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) => return Err(broken(file, line(&reader), &error.to_string())),
        };
        export.event(&event).map_err(|why| broken(file, line(&reader), &why))?;
    }
    let line = reader.get_ref().line();
    if !export.open.is_empty() {
        return Err(broken(file, line, "it ends before all of it is there"));
    }
    if !export.seen {
        return Err(Finding::error("this is no export of WordPress's: it holds no channel")
            .file(file)
            .hint("export it in WordPress under Tools, Export, All content"));
    }
    Ok(())
}

fn broken(file: &Path, line: u32, why: &str) -> Finding {
    Finding::error(format!("the export is broken here: {why}"))
        .file(file)
        .line(line)
        .hint("articles before this line were read; export it anew for the rest")
}

struct Export<'a, T> {
    /// The names of the open elements.
    open: Vec<String>,
    text: String,
    attributes: Vec<(String, String)>,
    item: Option<Item>,
    /// The fields of the author being read.
    author: HashMap<String, String>,
    names: Names,
    skipped: LeftOut,
    home: &'a Url,
    file: &'a Path,
    most: usize,
    take: T,
    seen: bool,
    /// Is this the reading in which articles are taken?
    last: bool,
}

impl<'a, T: FnMut(Imported)> Export<'a, T> {
    fn new(file: &'a Path, home: &'a Url, most: usize, take: T) -> Self {
        Self {
            open: Vec::new(),
            text: String::new(),
            attributes: Vec::new(),
            item: None,
            author: HashMap::new(),
            names: Names::default(),
            skipped: LeftOut::default(),
            home,
            file,
            most,
            take,
            seen: false,
            last: false,
        }
    }

    fn event(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => {
                let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
                if self.open.len() >= DEEPEST {
                    return Err("its elements nest too deep".to_owned());
                }
                self.attributes.clear();
                for attribute in start.attributes().flatten() {
                    let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                    let value = String::from_utf8_lossy(&attribute.value).into_owned();
                    self.attributes.push((key, value));
                }
                self.seen |= name == "channel";
                if name == "item" {
                    self.item = Some(Item::default());
                }
                self.open.push(name);
                self.text.clear();
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.push(&text.decode().map_err(|e| e.to_string())?)?,
            Event::CData(data) => self.push(&data.decode().map_err(|e| e.to_string())?)?,
            Event::GeneralRef(reference) => {
                let text = resolved(reference);
                self.push(&text)?;
            }
            // What a document type declares is never read, so nothing can grow out of it.
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<(), String> {
        if self.open.is_empty() {
            return Ok(());
        }
        if self.text.len() + text.len() > self.most {
            return Err(format!("a text is longer than the {} bytes that are read", self.most));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let parent = self.open.last().map_or("", String::as_str);
        match (name.as_str(), parent) {
            ("item", _) => self.finish(),
            ("wp:author", _) => {
                let mut field = |key: &str| self.author.remove(key).unwrap_or_default();
                let (login, name) = (field("wp:author_login"), field("wp:author_display_name"));
                self.names.insert(&login, &name);
                self.author.clear();
            }
            (_, "wp:author") => {
                self.author.insert(name, text);
            }
            ("wp:meta_key" | "wp:meta_value", "wp:postmeta") => {
                if let Some(item) = &mut self.item {
                    item.meta(&name, text);
                }
            }
            (_, "item") => {
                if let Some(item) = &mut self.item {
                    item.field(&name, &self.attributes, text);
                }
            }
            _ => {}
        }
    }

    fn finish(&mut self) {
        let Some(item) = self.item.take() else { return };
        if !self.last {
            self.names.images.extend(item.image());
            return;
        }
        match item.exported(&self.names, self.home, self.file) {
            item::Kind::Article(imported) => (self.take)(*imported),
            item::Kind::Other => self.skipped.furniture += 1,
            item::Kind::Foreign(name) => *self.skipped.foreign.entry(name).or_default() += 1,
        }
    }
}

/// Gives the character a reference stands for; one that nobody declared stays as written.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.decode().unwrap_or_default();
    match &*name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

impl Names {
    fn insert(&mut self, login: &str, name: &str) {
        let shown = if name.trim().is_empty() { login } else { name };
        let name = crate::text::one_line(shown);
        if !name.is_empty() {
            let author = Author { name, ..Author::default() };
            self.authors.insert(login.trim().to_owned(), author);
        }
    }
}
