//! The permanent address of an article: what its author wrote, or the publication's pattern.

mod generator;

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, FixedOffset};
use url::Url;

use crate::config::{Config, Dialect, PLAIN, Permalink};
use crate::document::{self, Document};
use crate::finding::Finding;
use crate::text::slug;

/// The longest part of a path that file systems take, in bytes.
const LONGEST_PART: usize = 255;

/// Makes an article's address.
///
/// # Errors
/// When it would not lie below the publication's home, or is no address of a web page.
pub fn of(
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> Result<Url, Finding> {
    let rule = Rule::of(document, config);
    let (written, line) = match &rule {
        Rule::Written(path, line) => (path.as_str(), *line),
        Rule::Pattern(_, pattern) => (*pattern, slug_line(document)),
        Rule::Generator(_) => ("", slug_line(document)),
    };
    let own = matches!(rule, Rule::Written(..));
    let wrong = |why: String| {
        Finding::error(why)
            .file(&document.file)
            .line(line)
            .hint("an address is a path below the home page, such as `/notes/low-water/`")
    };
    if own && (written.contains("://") || written.starts_with("//")) {
        return absolute(written, &config.home).map_err(wrong);
    }
    if own && leads_elsewhere(written) {
        return Err(wrong(format!("`{written}` is no address of a web page")));
    }
    let (path, query) = match written.split_once(['?', '#']) {
        Some((path, rest)) if own => (path, rest.split('#').next()),
        _ => (written, None),
    };
    let path = match rule {
        Rule::Generator(dialect) => generator::path(dialect, document, published, config),
        Rule::Pattern(dialect, _) => {
            let path = fill(path, dialect, document, published, config);
            generator::translated(dialect, document, config, path)
        }
        Rule::Written(..) => {
            let dialect = document.placed.dialect;
            generator::ended(dialect, fill(path, dialect, document, published, config))
        }
    };
    let mut url = below(&config.home, &path).map_err(wrong)?;
    url.set_query(query.filter(|query| written.contains('?') && !query.is_empty()));
    Ok(url)
}

/// By what an address is made.
enum Rule<'a> {
    /// What the author wrote, and on which line.
    Written(String, u32),
    /// A pattern, in the words of a generator or our own.
    Pattern(Option<Dialect>, &'a str),
    /// What a generator does when it is told nothing.
    Generator(Dialect),
}

impl<'a> Rule<'a> {
    fn of(document: &'a Document, config: &'a Config) -> Self {
        if let Some(written) = &document.meta.permalink
            && let Some(path) = without_template(&written.value, document)
        {
            return Self::Written(path, written.line);
        }
        match &config.content.permalink {
            Permalink::Pattern(pattern) => Self::Pattern(None, pattern),
            Permalink::Dialect(dialect) => Self::Generator(*dialect),
            Permalink::Auto => match (&document.placed.pattern, document.placed.dialect) {
                (Some(pattern), dialect) => Self::Pattern(dialect, pattern),
                (None, Some(dialect)) => Self::Generator(dialect),
                (None, None) => Self::Pattern(None, PLAIN),
            },
        }
    }
}

fn slug_line(document: &Document) -> u32 {
    document.meta.slug.as_ref().map_or(1, |slug| slug.line.max(1))
}

/// Gives a written address whose template says no more than title or file name, which Eleventy
/// allows; nothing where only Eleventy could tell.
fn without_template(written: &str, document: &Document) -> Option<String> {
    if !written.contains("{{") && !written.contains("{%") {
        return Some(written.to_owned());
    }
    let mut path = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once("{{") {
        let (inner, after) = after.split_once("}}")?;
        path.push_str(before);
        let name = inner.split('|').next().unwrap_or_default().trim();
        match name {
            "title" => path.push_str(&slug::ascii(&document.meta.title.as_ref()?.value)),
            "slug" | "page.fileSlug" => path.push_str(&document.meta.slug.as_ref()?.value),
            _ => return None,
        }
        rest = after;
    }
    path.push_str(rest);
    (!path.contains("{%")).then(|| path.replace("index.html", ""))
}

/// Does it begin like an address that is no path? Other words with a colon are parts of one.
fn leads_elsewhere(written: &str) -> bool {
    let schemes =
        ["javascript", "vbscript", "data", "file", "blob", "mailto", "tel", "http", "https"];
    let scheme = written.split_once(':').map_or("", |(scheme, _)| scheme);
    schemes.iter().any(|other| scheme.eq_ignore_ascii_case(other))
}

fn absolute(written: &str, home: &Url) -> Result<Url, String> {
    let mut url = home.join(written).map_err(|error| format!("`{written}`: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("`{written}` is no address of a web page"));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Makes the address an article had before, as its author wrote it.
///
/// # Errors
/// When it does not lie below the publication's home.
pub(super) fn former(written: &str, home: &Url) -> Result<Url, String> {
    let path = if written.contains("://") {
        let url = absolute(written, home)?;
        if url.origin() != home.origin() {
            return Err(format!("the former address `{written}` lies on another host"));
        }
        let below = url.path().strip_prefix(home.path());
        below
            .ok_or(format!("the former address `{written}` is not below the home page"))?
            .to_owned()
    } else {
        written.split(['?', '#']).next().unwrap_or_default().to_owned()
    };
    below(home, &path)
}

/// Fills the names of a pattern; what has no value leaves nothing.
fn fill(
    pattern: &str,
    dialect: Option<Dialect>,
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> String {
    let meta = &document.meta;
    let slug = meta.slug.as_ref().map_or("", |slug| slug.value.as_str());
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        filled.push_str(before);
        let is_end = |c: char| !c.is_ascii_alphabetic() && c != '_';
        let length = after.find(is_end).unwrap_or(after.len());
        let (name, after) = after.split_at(length);
        let (name, after) = generator::with_slice(dialect, name, after);
        let own = dialect.and_then(|d| generator::token(d, &name, document, published, config));
        match &*name {
            _ if own.is_some() => filled.push_str(&own.unwrap_or_default()),
            "slug" | "title" | "name" | "filename" => filled.push_str(&dashed(slug)),
            "section" | "categories" => filled += &dashed(&section(document, config)),
            "year" => drop(write!(filled, "{:04}", published.year())),
            "month" => drop(write!(filled, "{:02}", published.month())),
            "day" => drop(write!(filled, "{:02}", published.day())),
            _ => {
                filled.push(':');
                filled.push_str(&name);
            }
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Gives the section front matter names, else the folders of the file, so that two files of one
/// name in two folders have two addresses; a translation (`low-water.pt.md`) starts with its
/// language.
fn section(document: &Document, config: &Config) -> String {
    let (mut folders, language) = document::folders_of(&document.path);
    let written = document.meta.section.as_deref().unwrap_or_default();
    if folders.first().map_or("", String::as_str) != written {
        folders = vec![written.to_owned()];
    }
    let translated = language.filter(|tag| !tag.eq_ignore_ascii_case(&config.language));
    translated.into_iter().chain(folders).collect::<Vec<_>>().join("/")
}

fn dashed(text: &str) -> String {
    if !text.contains(char::is_whitespace) {
        return text.to_owned();
    }
    text.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Joins a path to the home page, without doubled slashes and never above it.
fn below(home: &Url, path: &str) -> Result<Url, String> {
    let mut url = home.clone();
    {
        let mut parts =
            url.path_segments_mut().map_err(|()| "the home page cannot have pages".to_owned())?;
        parts.pop_if_empty();
        for part in path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
            let part = crate::text::percent_decoded_if_any(part);
            if part == ".." || part == "." || part.contains(['/', '\\']) {
                return Err(format!("the address `{path}` climbs out of the publication"));
            }
            if part.contains(char::is_control) {
                return Err("the address holds a control character".to_owned());
            }
            if part.len() > LONGEST_PART {
                return Err(format!("a part of the address is {} bytes long", part.len()));
            }
            parts.push(&part);
        }
        if path.ends_with('/') || path.is_empty() {
            parts.push("");
        }
    }
    Ok(url)
}
