//! What the whole content folder says: its dialect, its languages, its links among articles.

mod neighbours;
mod references;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use crate::config::{Config, Dialect};
use crate::document::{Document, Fields, Placed, Written, is_language};
use neighbours::Neighbours;
pub(super) use references::References;

/// The dialect that was recognised, and how much of its front matter was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recognised {
    /// The dialect; nothing where the signs are not clear.
    pub dialect: Option<Dialect>,
    /// The file beside the articles that names it, if one does.
    pub by: Option<String>,
    /// The keys of all front matter, and which of them were not used.
    pub fields: Fields,
}

/// Tells every document what the folder says about it.
pub(super) fn place(documents: &mut [&mut Document], config: &Config) -> Recognised {
    let neighbours = Neighbours::of(&config.content.dir);
    let by = neighbours.dialect.map(|_| neighbours.file.clone());
    let dialect = neighbours.dialect.or_else(|| by_signs(documents));
    let languages = languages(documents);
    for document in documents.iter_mut() {
        let pattern = neighbours.pattern(document, config);
        document.placed = Placed { dialect, pattern };
        if document.meta.language.is_none() {
            let tag = language(&document.path, &languages);
            document.meta.language = tag.map(|value| Written { value, line: 1 });
        }
    }
    let mut fields = Fields::default();
    for document in documents.iter() {
        fields.join(&document.signs.fields);
    }
    Recognised { dialect, by, fields }
}

/// Gives the dialect most files look like, where a fifth of all do and no other comes near.
fn by_signs(documents: &[&mut Document]) -> Option<Dialect> {
    let mut counts: BTreeMap<Dialect, usize> = BTreeMap::new();
    for document in documents {
        for dialect in &document.signs.dialects {
            *counts.entry(*dialect).or_default() += 1;
        }
    }
    let (dialect, most) = counts.iter().max_by_key(|(dialect, count)| (**count, **dialect))?;
    let second = counts.iter().filter(|(other, _)| *other != dialect).map(|(_, count)| *count);
    let second = second.max().unwrap_or(0);
    (most * 5 >= documents.len() && *most > second * 2).then_some(*dialect)
}

/// Finds the folders that are languages: two or more beside each other are named so.
///
/// One alone may mean anything: `it` is a language, and a subject.
fn languages(documents: &[&mut Document]) -> BTreeSet<String> {
    let mut beside: HashMap<String, BTreeSet<String>> = HashMap::new();
    for document in documents {
        let mut above = String::new();
        let folders = document.path.parent().unwrap_or(Path::new(""));
        for part in folders.iter().filter_map(|part| part.to_str()) {
            let whole = format!("{above}{part}/");
            if is_language(part) {
                beside.entry(above).or_default().insert(whole.clone());
            }
            above = whole;
        }
    }
    beside.into_values().filter(|folders| folders.len() > 1).flatten().collect()
}

/// Gives the language of the folder a file lies in.
fn language(path: &Path, languages: &BTreeSet<String>) -> Option<String> {
    let mut above = String::new();
    let folders = path.parent()?;
    folders.iter().filter_map(|part| part.to_str()).find_map(|part| {
        above = format!("{above}{part}/");
        languages.contains(&above).then(|| part.replace('_', "-"))
    })
}
