//! The permanent address of an article: what its author wrote, or the publication's pattern.

use chrono::{DateTime, Datelike, FixedOffset};
use url::Url;

use crate::config::Config;
use crate::document::{self, Document};
use crate::finding::Finding;

/// The longest part of a path that file systems take, in bytes.
const LONGEST_PART: usize = 255;

/// Makes an article's address.
///
/// # Errors
/// When it would not lie below the publication's home, or is no address of a web page.
pub(super) fn of(
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> Result<Url, Finding> {
    let meta = &document.meta;
    let (written, line) = match &meta.permalink {
        Some(written) => (written.value.as_str(), written.line),
        None => (config.content.permalink.as_str(), meta.slug.as_ref().map_or(1, |s| s.line)),
    };
    let wrong = |why: String| {
        Finding::error(why)
            .file(&document.file)
            .line(line)
            .hint("an address is a path below the home page, such as `/notes/low-water/`")
    };
    if meta.permalink.is_some() && (written.contains("://") || written.starts_with("//")) {
        return absolute(written, &config.home).map_err(wrong);
    }
    let (path, query) = match written.split_once(['?', '#']) {
        Some((path, rest)) if meta.permalink.is_some() => (path, rest.split('#').next()),
        _ => (written, None),
    };
    let mut url = below(&config.home, &fill(path, document, published, config)).map_err(wrong)?;
    url.set_query(query.filter(|query| written.contains('?') && !query.is_empty()));
    Ok(url)
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
    document: &Document,
    published: DateTime<FixedOffset>,
    config: &Config,
) -> String {
    let meta = &document.meta;
    let slug = meta.slug.as_ref().map_or("", |slug| slug.value.as_str());
    let section = section(document, config);
    let year = format!("{:04}", published.year());
    let month = format!("{:02}", published.month());
    let day = format!("{:02}", published.day());
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once(':') {
        filled.push_str(before);
        let length = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (name, after) = after.split_at(length);
        match name {
            "slug" | "title" | "name" | "filename" => filled.push_str(&dashed(slug)),
            "section" | "categories" => filled.push_str(&dashed(&section)),
            "year" => filled += &year,
            "month" => filled += &month,
            "day" => filled += &day,
            _ => {
                filled.push(':');
                filled.push_str(name);
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
            let part = decoded(part);
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

/// Undoes percent-encoding, so that an address written encoded is not encoded twice.
pub(super) fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes
            .get(at + 1..at + 3)
            .filter(|two| two.iter().all(u8::is_ascii_hexdigit))
            .and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(value) if *byte == b'%' => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
