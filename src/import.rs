//! Articles from elsewhere, as files with front matter that their author can edit.

mod entries;
mod exported;
mod front_matter;
mod ghost;
mod wordpress;

pub mod feed;
pub mod kept;

use std::path::Path;

use crate::document::{self, Converted, Document, Fields, Format, Rules};
use crate::finding::Finding;
pub use entries::entries;
use front_matter::FrontMatter;
pub use ghost::ghost;
pub use wordpress::{LeftOut, wordpress};

/// An article made of a file from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// What to name the file: words of the title or the slug, and `.md` or `.html`.
    pub file_name: String,
    /// The article: YAML front matter and a body; empty if nothing could be read.
    pub text: String,
    /// How what was imported is written; nothing for an article of an export.
    pub format: Option<Format>,
    /// What was said about the article, and which of it was not used.
    pub fields: Fields,
    /// What could not be told, with the lines of the file it came from.
    pub findings: Vec<Finding>,
}

/// Imports plain text as it is copied out of a page; `file` is where it came from.
#[must_use]
pub fn text(file: &Path, bytes: &[u8], rules: &Rules) -> Imported {
    import(file, "txt", bytes, rules)
}

/// Imports a saved web page, or HTML written by hand; `file` is where it came from.
#[must_use]
pub fn html(file: &Path, bytes: &[u8], rules: &Rules) -> Imported {
    import(file, "html", bytes, rules)
}

fn import(file: &Path, extension: &str, bytes: &[u8], rules: &Rules) -> Imported {
    let mut findings = Vec::new();
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("article");
    let below = format!("{}.{extension}", slug(stem));
    let document = document::read(Path::new(&below), file, bytes, rules, &mut findings);
    let converted = document.as_ref().and_then(|document| {
        document::to_markdown(document, rules, &mut findings).map(|converted| (document, converted))
    });
    let Some((document, converted)) = converted else {
        return Imported { findings, ..Imported::default() };
    };
    if converted.caption.is_some() {
        let what = "the text describes a picture that did not come with it";
        let hint = "name the picture as `image` in the front matter; its description is there";
        findings.push(Finding::warning(what).file(file).hint(hint));
    }
    let title = document.meta.title.as_ref().map_or(stem, |title| &title.value);
    let file_name = format!("{}.md", slug(title));
    let lines = front_matter(document, &converted);
    let mut fields = Fields::default();
    for key in lines.keys() {
        fields.add(key, true);
    }
    for key in document.signs.fields.unused() {
        fields.add(key, false);
    }
    let text = format!("---\n{}---\n\n{}", lines.text, converted.markdown);
    Imported { file_name, text, format: Some(document.format), fields, findings }
}

/// Writes what is said about the article.
fn front_matter(document: &Document, converted: &Converted) -> FrontMatter {
    let mut lines = FrontMatter::default();
    lines.meta(&document.meta);
    let summary = document.meta.summary.as_ref().map(|summary| summary.value.as_str());
    lines.text("description", summary.or(converted.summary.as_deref()));
    let takeaways = [document.meta.takeaways.as_slice(), &converted.takeaways].concat();
    lines.list("takeaways", takeaways.iter().map(String::as_str));
    lines.text("image_alt", converted.caption.as_deref());
    lines
}

/// Makes a file name of a title: letters and digits, lower case, with hyphens between words.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
        // A file name may have 255 bytes; a title has more to say than its file needs.
        if slug.len() > 80 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "article".to_owned() } else { slug.to_owned() }
}
