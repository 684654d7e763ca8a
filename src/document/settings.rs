//! What a generator's own configuration says about addresses.

use super::front_matter::{Entry, Node, Value, settings};
use super::{Document, Parts};
use crate::config::Config;

/// A generator's configuration, as far as it was understood.
#[derive(Debug, Default)]
pub struct Settings {
    entries: Vec<Entry>,
    text: String,
}

impl Settings {
    /// Reads the text of a file of this name; what cannot be read says nothing.
    #[must_use]
    pub fn read(name: &str, text: &str) -> Self {
        let entries = settings(name, text).unwrap_or_default();
        Self { entries, text: text.to_owned() }
    }

    fn node(&self, key: &str) -> Option<&Node> {
        let entry = self.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?;
        Some(&entry.node)
    }

    /// Jekyll's `permalink` for posts, its names for patterns written out.
    #[must_use]
    pub fn jekyll_permalink(&self, document: &Document) -> Option<String> {
        let written = self.node("permalink")?.text()?;
        let in_posts = document.path.iter().any(|part| part == "_posts" || part == "_drafts");
        let pattern = match written {
            "date" => "/:categories/:year/:month/:day/:title.html",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title.html",
            "none" => "/:categories/:title.html",
            pattern if pattern.contains(':') => pattern,
            _ => return None,
        };
        in_posts.then(|| pattern.to_owned())
    }

    /// Hugo's pattern for the section of a document.
    #[must_use]
    pub fn hugo_permalink(&self, document: &Document, config: &Config) -> Option<String> {
        let Value::Table(all) = &self.node("permalinks")?.value else { return None };
        let of = |entries: &[Entry], key: &str| {
            entries.iter().find(|entry| entry.key == key).map(|entry| entry.node.clone())
        };
        let parts = Parts::of(&config.content.dir, &document.path);
        let section = parts.folders.first().map_or("", String::as_str);
        let pages = match of(all, "page").map(|node| node.value) {
            Some(Value::Table(pages)) => pages,
            _ => Vec::new(),
        };
        let node = of(&pages, section).or_else(|| of(all, section))?;
        Some(node.text()?.replace(['[', ']'], ""))
    }

    /// Pelican's `ARTICLE_URL`, its fields as names with a colon.
    #[must_use]
    pub fn pelican_permalink(&self, document: &Document, config: &Config) -> Option<String> {
        let language = document.meta.language.as_ref().map(|language| language.value.as_str());
        let translated = language.is_some_and(|tag| !tag.eq_ignore_ascii_case(&config.language));
        let key = if translated { "ARTICLE_LANG_URL" } else { "ARTICLE_URL" };
        let line = self.text.lines().find_map(|line| {
            let rest = line.trim().strip_prefix(key)?.trim_start().strip_prefix('=')?.trim();
            rest.strip_prefix(['\'', '"', 'u'])
        })?;
        let pattern = line.trim_start_matches(['\'', '"']).split(['\'', '"']).next()?;
        let mut filled = pattern.to_owned();
        for (field, name) in [
            ("{slug}", ":slug"),
            ("{lang}", ":lang"),
            ("{category}", ":category"),
            ("{author}", ":author"),
            ("{date:%Y}", ":year"),
            ("{date:%m}", ":month"),
            ("{date:%d}", ":day"),
            ("{date:%b}", ":shortmonth"),
            ("{date:%-m}", ":i_month"),
            ("{date:%-d}", ":i_day"),
            ("{date:%y}", ":short_year"),
        ] {
            filled = filled.replace(field, name);
        }
        // Day and month in one field, as Pelican allows.
        let filled = filled.replace("{date:%Y/%m/%d}", ":year/:month/:day");
        let filled = filled.replace("{date:%Y/%m}", ":year/:month");
        (!filled.contains(['{', '}'])).then_some(filled)
    }
}
