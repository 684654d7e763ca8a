//! A generator's own configuration beside the articles, and what it says about addresses.

use std::fs;
use std::path::{Path, PathBuf};

use crate::config::{Config, Dialect};
use crate::document::{Document, Settings};

/// The largest configuration that is read, in bytes.
const MOST: u64 = 1_000_000;

/// The files by which a generator is known.
const FILES: [(&str, Dialect); 22] = [
    ("_config.yml", Dialect::Jekyll),
    ("_config.yaml", Dialect::Jekyll),
    ("_config.toml", Dialect::Jekyll),
    ("hugo.toml", Dialect::Hugo),
    ("hugo.yaml", Dialect::Hugo),
    ("hugo.yml", Dialect::Hugo),
    ("hugo.json", Dialect::Hugo),
    ("config/_default/hugo.toml", Dialect::Hugo),
    ("config/_default/config.toml", Dialect::Hugo),
    ("config/_default/hugo.yaml", Dialect::Hugo),
    ("zola.toml", Dialect::Zola),
    (".eleventy.js", Dialect::Eleventy),
    ("eleventy.config.js", Dialect::Eleventy),
    ("eleventy.config.mjs", Dialect::Eleventy),
    ("eleventy.config.cjs", Dialect::Eleventy),
    ("eleventy.config.ts", Dialect::Eleventy),
    ("astro.config.mjs", Dialect::Astro),
    ("astro.config.js", Dialect::Astro),
    ("astro.config.ts", Dialect::Astro),
    ("astro.config.mts", Dialect::Astro),
    ("astro.config.cjs", Dialect::Astro),
    ("pelicanconf.py", Dialect::Pelican),
];

/// What was found beside the articles.
#[derive(Debug, Default)]
pub struct Neighbours {
    /// The generator.
    pub dialect: Option<Dialect>,
    /// The file that names it.
    pub file: String,
    settings: Settings,
}

impl Neighbours {
    /// Looks in the content folder and in the one above; above all of `src/content/…`, too.
    pub fn of(content: &Path) -> Self {
        places(content).iter().find_map(|place| found(place)).unwrap_or_default()
    }

    /// Gives the pattern a document's address is made by, in this generator's words.
    pub fn pattern(&self, document: &Document, config: &Config) -> Option<String> {
        match self.dialect? {
            Dialect::Jekyll => self.settings.jekyll_permalink(document, config),
            Dialect::Hugo => self.settings.hugo_permalink(document, config),
            Dialect::Pelican => self.settings.pelican_permalink(document, config),
            _ => None,
        }
    }
}

fn places(content: &Path) -> Vec<PathBuf> {
    let mut places = vec![content.to_owned()];
    // A path such as `content` has a parent without a name, which is the current folder.
    places.extend(content.parent().map(Path::to_owned));
    let source = content.ancestors().find(|up| up.file_name().is_some_and(|name| name == "src"));
    places.extend(source.and_then(Path::parent).map(Path::to_owned));
    places
}

fn found(place: &Path) -> Option<Neighbours> {
    for (name, dialect) in FILES {
        let file = place.join(name);
        if file.is_file() {
            let settings = text(&file).map(|text| Settings::read(name, &text));
            let settings = settings.unwrap_or_default();
            return Some(Neighbours { dialect: Some(dialect), file: name.to_owned(), settings });
        }
    }
    // Hugo's, Zola's and our own configuration may all have this name.
    let name = "config.toml";
    let text = text(&place.join(name))?;
    let says = |key: &str| {
        text.lines().any(|line| {
            let line = line.trim_start().to_ascii_lowercase();
            line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='))
        })
    };
    let dialect = match (says("base_url"), says("baseurl")) {
        (true, _) => Dialect::Zola,
        (_, true) => Dialect::Hugo,
        _ => return None,
    };
    let settings = Settings::read(name, &text);
    Some(Neighbours { dialect: Some(dialect), file: name.to_owned(), settings })
}

fn text(file: &Path) -> Option<String> {
    let fits = file.metadata().ok()?.len() <= MOST;
    fits.then(|| fs::read_to_string(file).ok())?
}
