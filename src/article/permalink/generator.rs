//! Addresses as the well-known generators make them where they are told nothing else.

use std::path::Path;

use chrono::{DateTime, Datelike, FixedOffset};

use super::slug;
use crate::config::{Config, Dialect};
use crate::document::{Document, Parts};

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
        Dialect::Jekyll => jekyll(document, &parts, published),
        Dialect::Zola => zola(document, &parts, config),
        Dialect::Eleventy => folder(parts.folders.iter().cloned(), parts.name),
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

/// `/:categories/:year/:month/:day/:title.html` for posts, the path for collections and pages.
fn jekyll(document: &Document, parts: &Parts, published: DateTime<FixedOffset>) -> String {
    let is_posts = |part: &String| matches!(part.as_str(), "_posts" | "_drafts");
    if parts.stem == parts.name && !parts.folders.iter().any(is_posts) {
        let folders = parts.folders.iter().map(|part| part.trim_start_matches('_').to_owned());
        let path = folder(folders, parts.stem.clone());
        return if parts.is_index { path } else { format!("{}.html", path.trim_end_matches('/')) };
    }
    let day = published.format("%Y/%m/%d").to_string();
    let path = folder(categories(document, parts).into_iter().chain([day]), name(document, parts));
    format!("{}.html", path.trim_end_matches('/'))
}

/// Jekyll's categories: the folders around `_posts`, then those of the front matter.
#[must_use]
pub fn categories(document: &Document, parts: &Parts) -> Vec<String> {
    let around = parts.folders.iter().take_while(|part| !part.starts_with('_'));
    let mut found: Vec<String> = Vec::new();
    for category in around.chain(&document.meta.categories) {
        let category = category.to_lowercase().replace('/', "-");
        if !category.is_empty() && !found.contains(&category) {
            found.push(category);
        }
    }
    found
}

/// The last part: what the author wrote, else the file's name without a date.
#[must_use]
pub fn name(document: &Document, parts: &Parts) -> String {
    own_slug(document).unwrap_or(&parts.name).split_whitespace().collect::<Vec<_>>().join("-")
}

fn zola(document: &Document, parts: &Parts, config: &Config) -> String {
    let last = own_slug(document).unwrap_or(&parts.name);
    let folders = parts.folders.iter().map(|part| slug::ascii(part));
    folder(translation(parts, config).into_iter().chain(folders), slug::ascii(last))
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
        (_, "i_month") => published.month().to_string(),
        (_, "i_day") => published.day().to_string(),
        (_, "short_year") => format!("{:02}", published.year() % 100),
        (_, "shortmonth") => published.format("%b").to_string(),
        (_, "monthname") => published.format("%B").to_string().to_lowercase(),
        (_, "y_day" | "yearday") => format!("{:03}", published.ordinal()),
        (Dialect::Jekyll, "categories" | "slugified_categories") => {
            categories(document, &parts).join("/")
        }
        (Dialect::Jekyll, "title" | "slug" | "name" | "basename") => self::name(document, &parts),
        (Dialect::Jekyll, "path") => {
            let folders = folders().cloned().chain([parts.stem.clone()]);
            folders.collect::<Vec<_>>().join("/")
        }
        (Dialect::Jekyll, "output_ext") => ".html".to_owned(),
        (Dialect::Hugo, "title") => title()?,
        (Dialect::Hugo, "slug") => own().or_else(title)?,
        (Dialect::Hugo, "filename" | "contentbasename") => slug::path_part(&parts.stem),
        (Dialect::Hugo, "slugorfilename" | "slugorcontentbasename") => {
            own().unwrap_or_else(|| slug::path_part(&parts.stem))
        }
        (Dialect::Hugo, "section") => slug::path_part(folders().next()?),
        (Dialect::Hugo, "sections") => {
            folders().map(|part| slug::path_part(part)).collect::<Vec<_>>().join("/")
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
