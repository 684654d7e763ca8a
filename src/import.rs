//! Articles from elsewhere, as Markdown files with front matter that their author can edit.

use std::path::Path;

use crate::document::{self, Converted, Document, Meta, Rules, WrittenDate};
use crate::finding::Finding;

/// An article made of a file from elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// What to name the file: words of the title, and `.md`.
    pub file_name: String,
    /// The article: YAML front matter and Markdown; empty if nothing could be read.
    pub text: String,
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
    Imported { file_name, text: written(document, &converted), findings }
}

/// Writes front matter and body.
fn written(document: &Document, converted: &Converted) -> String {
    let mut lines = FrontMatter::default();
    lines.meta(&document.meta);
    let summary = document.meta.summary.as_ref().map(|summary| summary.value.as_str());
    lines.text("description", summary.or(converted.summary.as_deref()));
    let takeaways = [document.meta.takeaways.as_slice(), &converted.takeaways].concat();
    lines.list("takeaways", takeaways.iter().map(String::as_str));
    lines.text("image_alt", converted.caption.as_deref());
    format!("---\n{}---\n\n{}", lines.text, converted.markdown)
}

/// Lines of YAML front matter.
#[derive(Debug, Default)]
struct FrontMatter {
    text: String,
}

impl FrontMatter {
    fn meta(&mut self, meta: &Meta) {
        let value = |written: &Option<document::Written<String>>| {
            written.as_ref().map(|written| written.value.clone())
        };
        self.text("id", value(&meta.id).as_deref());
        self.text("title", value(&meta.title).as_deref());
        self.text("deck", value(&meta.deck).as_deref());
        self.date("date", meta.date.as_ref().map(|date| &date.value));
        self.date("updated", meta.updated.as_ref().map(|date| &date.value));
        self.authors(meta);
        self.list("tags", meta.tags.iter().map(String::as_str));
        self.text("section", meta.section.as_deref());
        self.text("lang", value(&meta.language).as_deref());
        self.text("permalink", value(&meta.permalink).as_deref());
        if let Some(minutes) = meta.reading_minutes {
            self.line("reading_time", &minutes.to_string());
        }
        if let Some(cover) = &meta.cover {
            self.text("image", Some(&cover.value.src));
            self.text("image_alt", cover.value.alt.as_deref());
            self.text("image_caption", cover.value.caption.as_deref());
        }
        if meta.draft {
            self.line("draft", "true");
        }
    }

    fn line(&mut self, key: &str, value: &str) {
        self.text.extend([key, ": ", value, "\n"]);
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(key, &quoted(value));
        }
    }

    fn date(&mut self, key: &str, date: Option<&WrittenDate>) {
        let value = match date {
            None => return,
            Some(WrittenDate::Instant(instant)) => instant.to_rfc3339(),
            Some(WrittenDate::Local(local)) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
            Some(WrittenDate::Day(day)) => day.format("%Y-%m-%d").to_string(),
        };
        self.line(key, &value);
    }

    fn list<'a>(&mut self, key: &str, values: impl Iterator<Item = &'a str>) {
        let mut values = values.peekable();
        if values.peek().is_some() {
            self.text.extend([key, ":\n"]);
        }
        for value in values {
            self.text.extend(["  - ", &quoted(value), "\n"]);
        }
    }

    fn authors(&mut self, meta: &Meta) {
        if meta.authors.is_empty() {
            return;
        }
        self.text.push_str("authors:\n");
        for author in &meta.authors {
            self.text.extend(["  - name: ", &quoted(&author.name), "\n"]);
            let rest = [("email", &author.email), ("url", &author.url)];
            for (key, value) in rest {
                if let Some(value) = value {
                    self.text.extend(["    ", key, ": ", &quoted(value), "\n"]);
                }
            }
        }
    }
}

/// Writes a text between quotation marks; what JSON quotes, YAML 1.2 reads.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
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
