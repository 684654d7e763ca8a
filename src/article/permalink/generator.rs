//! Addresses as the well-known generators make them where they are told nothing else.

mod jekyll;

use std::borrow::Cow;
use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset};

use crate::config::{Config, Dialect};
use crate::document::{Document, Parts};
use crate::text::slug;

/// Makes the path of an article's address, as `dialect` makes it by default.
#[must_use]
pub fn path(
    dialect: Dialect,
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> String {
    let parts = parts(document, config);
    match dialect {
        Dialect::Hugo => hugo(document, &parts, config),
        Dialect::Jekyll => jekyll::path(document, &parts, published),
        Dialect::Zola => zola(document, &parts, config),
        Dialect::Eleventy => eleventy(parts),
        Dialect::Astro => astro(document, parts),
        Dialect::Pelican => pelican(document, &parts, config),
    }
}

/// Takes the document's path apart.
#[must_use]
pub fn parts(document: &Document, config: &Config) -> Parts {
    let root = config.content.dir.strip_prefix(&config.root).unwrap_or(&config.content.dir);
    Parts::of(if root.as_os_str().is_empty() { Path::new("") } else { root }, &document.path)
}

/// The slug that the author wrote, if one was.
#[must_use]
pub fn own_slug(document: &Document) -> Option<&str> {
    let slug = document.meta.slug.as_ref().filter(|slug| slug.line > 0)?;
    Some(slug.value.as_str())
}

/// Takes the `[1:]` or `[last]` that Hugo lets follow `:sections` to the name before it.
#[must_use]
pub fn with_slice<'a>(
    dialect: Option<Dialect>,
    name: &'a str,
    after: &'a str,
) -> (Cow<'a, str>, &'a str) {
    let whole = after.strip_prefix('[').and_then(|inner| inner.split_once(']'));
    match whole.filter(|_| dialect == Some(Dialect::Hugo) && name == "sections") {
        Some((slice, rest)) => (format!("sections[{slice}").into(), rest),
        None => (name.into(), after),
    }
}

/// Gives the part of some folders that `1:`, `:2`, `0` or `last` stands for.
fn sliced<'a>(folders: &'a [&'a String], slice: &str) -> &'a [&'a String] {
    let count = folders.len();
    let at = |text: &str, open| match text {
        "" => open,
        "last" => count.saturating_sub(1),
        number => number.parse().unwrap_or(open).min(count),
    };
    let (from, to) = match slice.split_once(':') {
        Some((from, to)) => (at(from, 0), at(to, count)),
        None => (at(slice, 0), at(slice, 0).saturating_add(1).min(count)),
    };
    folders.get(from..to).unwrap_or_default()
}

/// What Hugo and Zola make of an address that the author wrote: they end every folder with a slash.
#[must_use]
pub fn ended(dialect: Option<Dialect>, path: String) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let open = match dialect {
        Some(Dialect::Hugo) => !last.is_empty() && !last.contains('.'),
        Some(Dialect::Zola) => !last.is_empty(),
        _ => false,
    };
    if open { path + "/" } else { path }
}

/// What Hugo makes of a pattern for a translation: it starts with its language.
#[must_use]
pub fn translated(
    dialect: Option<Dialect>,
    document: &Document,
    config: &Config,
    path: String,
) -> String {
    let tag = translation(&parts(document, config), config);
    match tag.filter(|_| dialect == Some(Dialect::Hugo)) {
        Some(tag) => format!("/{tag}/{path}"),
        None => path,
    }
}

/// The folder of a translation: the language its file name ends in, unless it is the publication's.
fn translation(parts: &Parts, config: &Config) -> Option<String> {
    let language = parts.language.as_ref();
    language.filter(|tag| !tag.eq_ignore_ascii_case(&config.language)).cloned()
}

fn folder(folders: impl IntoIterator<Item = String>, last: String) -> String {
    let mut path = String::from("/");
    for part in folders.into_iter().chain([last]).filter(|part| !part.is_empty()) {
        path.push_str(&part);
        path.push('/');
    }
    path
}

/// Folders and file name, lower case; a written slug stands for the name.
fn hugo(document: &Document, parts: &Parts, config: &Config) -> String {
    let last = slug::path_part(own_slug(document).unwrap_or(&parts.stem));
    let folders = parts.folders.iter().map(|part| slug::path_part(part));
    folder(translation(parts, config).into_iter().chain(folders), last)
}

fn zola(document: &Document, parts: &Parts, config: &Config) -> String {
    let last = own_slug(document).unwrap_or(&parts.name);
    let folders = parts.folders.iter().map(|part| slug::ascii(part));
    folder(translation(parts, config).into_iter().chain(folders), slug::ascii(last))
}

/// The path; a file named as its folder is that folder's page.
fn eleventy(parts: Parts) -> String {
    let twice = parts.folders.last() == Some(&parts.stem);
    folder(parts.folders, if twice { String::new() } else { parts.name })
}

/// Collection and path; Starlight's collection `docs` stands at the top.
fn astro(document: &Document, parts: Parts) -> String {
    let mut folders = parts.folders;
    if folders.first().is_some_and(|first| first == "docs") {
        folders.remove(0);
    }
    let last = match own_slug(document) {
        // A written slug is the whole path within the collection.
        Some(slug) if slug.contains('/') => return format!("/{}/", slug.trim_matches('/')),
        Some(slug) => slug.to_owned(),
        None => slug::words(&parts.stem),
    };
    folder(folders.iter().map(|part| slug::words(part)), last)
}

/// `{slug}.html`, the slug made of the title; translations name their language.
fn pelican(document: &Document, parts: &Parts, config: &Config) -> String {
    let title = document.meta.title.as_ref().map(|title| slug::ascii(&title.value));
    let slug = own_slug(document).map(str::to_owned).or(title).filter(|slug| !slug.is_empty());
    let slug = slug.unwrap_or_else(|| slug::ascii(&parts.stem));
    let language = document.meta.language.as_ref().map(|language| language.value.as_str());
    match language.filter(|tag| !tag.eq_ignore_ascii_case(&config.language)) {
        Some(tag) => format!("/{slug}-{tag}.html"),
        None => format!("/{slug}.html"),
    }
}

/// What a name in a generator's own pattern stands for; nothing for names it does not know.
#[must_use]
pub fn token(
    dialect: Dialect,
    name: &str,
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> Option<String> {
    let parts = parts(document, config);
    let folders = || parts.folders.iter().filter(|part| !part.starts_with('_'));
    let title = || document.meta.title.as_ref().map(|title| slug::words(&title.value));
    let own = || own_slug(document).map(slug::words);
    Some(match (dialect, name) {
        (Dialect::Jekyll, _) => return jekyll::token(name, document, &parts, published),
        (_, "i_month") => published.month().to_string(),
        (_, "i_day") => published.day().to_string(),
        (_, "short_year") => format!("{:02}", published.year() % 100),
        (_, "shortmonth") => published.format("%b").to_string(),
        (_, "monthname") => published.format("%B").to_string().to_lowercase(),
        (_, "weekdayname") => published.format("%A").to_string().to_lowercase(),
        (_, "weekday") => published.format("%w").to_string(),
        (_, "yearday") => published.ordinal().to_string(),
        (Dialect::Hugo, "title") => title()?,
        (Dialect::Hugo, "slug") => own().or_else(title)?,
        (Dialect::Hugo, "filename" | "contentbasename") => slug::path_part(&parts.stem),
        (Dialect::Hugo, "slugorfilename" | "slugorcontentbasename") => {
            own().unwrap_or_else(|| slug::path_part(&parts.stem))
        }
        (Dialect::Hugo, "section") => slug::path_part(folders().next()?),
        (Dialect::Hugo, name) if name.starts_with("sections") => {
            let folders: Vec<&String> = folders().collect();
            let kept = match name.split_once('[') {
                Some((_, slice)) => sliced(&folders, slice),
                None => &folders,
            };
            kept.iter().map(|part| slug::path_part(part)).collect::<Vec<_>>().join("/")
        }
        (Dialect::Pelican, "slug") => {
            let title = document.meta.title.as_ref().map(|title| slug::ascii(&title.value));
            own_slug(document).map(str::to_owned).or(title)?
        }
        (Dialect::Pelican, "category") => {
            let written = document.meta.categories.join(" ");
            if written.is_empty() {
                slug::ascii(folders().next_back()?)
            } else {
                slug::ascii(&written)
            }
        }
        (Dialect::Pelican, "lang") => document.meta.language.as_ref()?.value.clone(),
        (Dialect::Pelican, "author") => slug::ascii(&document.meta.authors.first()?.name),
        _ => return None,
    })
}
