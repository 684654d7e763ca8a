//! What a file shows of the generator it was written for.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::fields::Fields;
use super::front_matter::{Entry, Form, Value};
use super::keys::alike;
use crate::config::Dialect;
use crate::text::Sign;

/// Signs of a dialect, and how much of the front matter was understood.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signs {
    /// The dialects this file looks like, sorted, none twice.
    pub dialects: Vec<Dialect>,
    /// The keys of the front matter, and which of them say nothing to Postrider.
    pub fields: Fields,
}

/// Keys that one generator's users write and hardly another's.
const KEYS: [(Dialect, &[&str]); 4] = [
    (
        Dialect::Hugo,
        &[
            "expirydate",
            "publishdate",
            "linktitle",
            "iscjklanguage",
            "markup",
            "outputs",
            "cascade",
            "resources",
            "lastmod",
            "headless",
            "unpublishdate",
            "showtoc",
            "hidemeta",
        ],
    ),
    (
        Dialect::Astro,
        &["heroimage", "i18nready", "pubdatetime", "moddatetime", "herotype", "ogimage"],
    ),
    (
        Dialect::Eleventy,
        &[
            "eleventynavigation",
            "eleventyexcludefromcollections",
            "eleventycomputed",
            "templateengineoverride",
            "pagination",
        ],
    ),
    (Dialect::Zola, &["inpagefeed", "inseachindex", "insearchindex", "taxonomies", "sortby"]),
];

/// What stands in bodies that one generator reads and hardly another.
const BODIES: [(Dialect, &[&str]); 5] = [
    (Dialect::Hugo, &["{{< ", "{{% ", "{{<figure"]),
    (
        Dialect::Jekyll,
        &["{% post_url ", "{% highlight ", "{% include ", "{{ site.baseurl", "{% link "],
    ),
    (Dialect::Zola, &["](@/"]),
    (
        Dialect::Pelican,
        &["{filename}", "{static}", "{attach}", "|filename|", "]({tag}", "]({category}"],
    ),
    (Dialect::Astro, &[".astro'", ".astro\"", "from 'astro:", "from \"astro:", "@astrojs/"]),
];

/// Without a brace or one of these, a body shows none of the above.
static ASTRO: Sign = Sign::new("astro");
const ZOLA: &[u8] = b"@/";

/// May a body show any of the above?
fn may_show(body: &str) -> bool {
    let bytes = body.as_bytes();
    memchr::memchr(b'{', bytes).is_some()
        || memchr::memchr_iter(b'@', bytes).any(|at| bytes[at..].starts_with(ZOLA))
        || ASTRO.is_in(body)
}

/// Collects the signs of a file.
pub(super) fn of(path_below: &Path, form: Form, entries: &[Entry], body: &str) -> Vec<Dialect> {
    let mut found = Vec::new();
    found.extend(of_path(path_below));
    found.extend(of_front_matter(path_below, form, entries));
    if may_show(body) {
        let shown = |(_, signs): &(_, &[&str])| signs.iter().any(|sign| body.contains(sign));
        found.extend(BODIES.into_iter().filter(shown).map(|(dialect, _)| dialect));
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn of_path(path_below: &Path) -> Option<Dialect> {
    let parts: Vec<_> = path_below.iter().filter_map(|part| part.to_str()).collect();
    let folders = parts.get(..parts.len().saturating_sub(1)).unwrap_or_default();
    // Jekyll's posts, drafts and collections.
    if folders.iter().any(|folder| folder.starts_with('_')) {
        return Some(Dialect::Jekyll);
    }
    let source = folders.windows(2).any(|two| matches!(two, ["src", "content" | "pages"]));
    let mdx = path_below.extension().is_some_and(|end| end == "mdx");
    (source || mdx).then_some(Dialect::Astro)
}

fn of_front_matter(path_below: &Path, form: Form, entries: &[Entry]) -> Vec<Dialect> {
    let mut found = Vec::new();
    let names: Vec<String> = entries.iter().map(|entry| alike(&entry.key)).collect();
    let has = |key: &str| names.iter().any(|name| name == key);
    match form {
        Form::KeyValue => found.push(Dialect::Pelican),
        Form::Toml if has("extra") || has("taxonomies") || has("template") => {
            found.push(Dialect::Zola);
        }
        Form::Toml => found.push(Dialect::Hugo),
        _ => {}
    }
    for (dialect, keys) in KEYS {
        if keys.iter().any(|key| has(key)) && (form != Form::Toml || dialect != Dialect::Hugo) {
            found.push(dialect);
        }
    }
    let layout = names.iter().zip(entries).find(|(name, _)| *name == "layout");
    if let Some(Value::Text(layout)) = layout.map(|(_, entry)| &entry.node.value) {
        let name = path_below.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let ends = |ends: &[&str]| ends.iter().any(|end| layout.ends_with(end));
        if ends(&[".astro"]) {
            found.push(Dialect::Astro);
        } else if ends(&[".njk", ".liquid", ".webc", ".11ty.js"]) {
            found.push(Dialect::Eleventy);
        } else if layout == "post" && super::place::date_of_name(name) {
            found.push(Dialect::Jekyll);
        }
    }
    found
}
