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

    /// Jekyll's `permalink` for posts, its names for patterns written out; collections and pages end
    /// as it does.
    #[must_use]
    pub fn jekyll_permalink(&self, document: &Document, config: &Config) -> Option<String> {
        let written = self.node("permalink")?.text()?;
        let parts = Parts::of(&config.content.dir, &document.path);
        let pattern = match written {
            "date" => "/:categories/:year/:month/:day/:title:output_ext",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
            "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
            "none" => "/:categories/:title:output_ext",
            pattern => pattern,
        };
        if parts.is_post() {
            return pattern.contains(':').then(|| pattern.to_owned());
        }
        let of_collection = parts.folders.first().is_some_and(|first| first.starts_with('_'));
        let path = if of_collection { "/:collection/:path" } else { "/:path" };
        let end = [":output_ext", "/"].into_iter().find(|end| pattern.ends_with(end));
        Some(format!("{path}{}", end.unwrap_or_default()))
    }

    /// Hugo's pattern for the section of a document; with `uglyURLs` all end in `.html`.
    #[must_use]
    pub fn hugo_permalink(&self, document: &Document, config: &Config) -> Option<String> {
        let ugly = self.node("uglyURLs").and_then(Node::text) == Some("true");
        if !ugly && self.node("permalinks").is_none() {
            return None;
        }
        let parts = Parts::of(&config.content.dir, &document.path);
        let written = self.hugo_pattern(parts.folders.first().map_or("", String::as_str));
        let pattern = match (written, ugly) {
            (None, false) => return None,
            (None, true) => "/:sections/:slugorfilename".to_owned(),
            (Some(pattern), _) => pattern.trim_end_matches('/').to_owned(),
        };
        let last = pattern.rsplit('/').next().unwrap_or_default();
        let end = match (last.contains('.'), ugly) {
            (true, _) => "",
            (false, true) => ".html",
            (false, false) => "/",
        };
        Some(pattern + end)
    }

    fn hugo_pattern(&self, section: &str) -> Option<String> {
        let Value::Table(all) = &self.node("permalinks")?.value else { return None };
        let of = |entries: &[Entry], key: &str| {
            entries.iter().find(|entry| entry.key == key).map(|entry| entry.node.clone())
        };
        let pages = match of(all, "page").map(|node| node.value) {
            Some(Value::Table(pages)) => pages,
            _ => Vec::new(),
        };
        Some(of(&pages, section).or_else(|| of(all, section))?.text()?.to_owned())
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
