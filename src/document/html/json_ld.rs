//! The description of an article in JSON-LD (schema.org), as many pages carry it.

use dom_query::Document as Page;
use serde_json::Value;

use crate::document::Author;
use crate::text::one_line;

/// What JSON-LD says about an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// `headline`.
    pub title: Option<String>,
    /// `description`.
    pub summary: Option<String>,
    /// `author`.
    pub authors: Vec<Author>,
    /// `datePublished`.
    pub published: Option<String>,
    /// `dateModified`.
    pub modified: Option<String>,
    /// `image`.
    pub image: Option<String>,
    /// `inLanguage`.
    pub language: Option<String>,
}

/// Reads the first article that a page's JSON-LD describes.
#[must_use]
pub fn read(page: &Page) -> Linked {
    let scripts = page.select("script[type='application/ld+json']");
    let article = scripts.nodes().iter().find_map(|script| {
        let value: Value = serde_json::from_str(script.text().trim()).ok()?;
        find_article(&value, 0).cloned()
    });
    article.map(|article| linked(&article)).unwrap_or_default()
}

/// Finds an article in a value, in a list, or in a graph of values.
fn find_article(value: &Value, depth: usize) -> Option<&Value> {
    if depth > 4 {
        return None;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| find_article(value, depth + 1)),
        Value::Object(object) if object.get("@type").is_some_and(is_article) => Some(value),
        Value::Object(object) => {
            let inner = ["@graph", "mainEntity"].iter().filter_map(|key| object.get(*key));
            inner.into_iter().find_map(|value| find_article(value, depth + 1))
        }
        _ => None,
    }
}

fn is_article(kind: &Value) -> bool {
    let names =
        |name: &str| name.ends_with("Article") || name.ends_with("BlogPosting") || name == "Report";
    match kind {
        Value::String(name) => names(name),
        Value::Array(all) => all.iter().filter_map(Value::as_str).any(names),
        _ => false,
    }
}

fn linked(article: &Value) -> Linked {
    let text = |key: &str| article.get(key).and_then(first_text);
    Linked {
        title: text("headline").or_else(|| text("name")),
        summary: text("description"),
        authors: article.get("author").map(authors).unwrap_or_default(),
        published: text("datePublished"),
        modified: text("dateModified"),
        image: article.get("image").and_then(first_text),
        language: text("inLanguage"),
    }
}

/// Gives a text, the first of several, or an object's address or name.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(one_line(text)).filter(|text| !text.is_empty()),
        Value::Array(values) => values.first().and_then(first_text),
        Value::Object(object) => {
            object.get("url").or_else(|| object.get("name")).and_then(first_text)
        }
        _ => None,
    }
}

fn authors(value: &Value) -> Vec<Author> {
    match value {
        Value::Array(values) => values.iter().flat_map(authors).collect(),
        Value::String(name) => vec![Author { name: one_line(name), ..Author::default() }],
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str).map(one_line);
            let name = text("name").filter(|name| !name.is_empty());
            let author = |name| Author { name, url: text("url"), email: None };
            name.map(author).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
