//! Who wrote an article, as front matter says it.

use url::Url;

use super::AUTHORS;
use crate::document::Author;
use crate::document::front_matter::{Node, Value};
use crate::document::keys::{Keys, alike};
use crate::text::one_set_line;

/// Where an author's page is named.
const URL: [&str; 6] = ["url", "link", "website", "homepage", "uri", "profile"];

/// Reads who wrote an article, and tells of what names nobody or no page.
pub(super) fn authors(keys: &mut Keys<'_>) -> Vec<Author> {
    let Some(entry) = keys.find(&AUTHORS) else { return Vec::new() };
    let all = match &entry.node.value {
        Value::List(nodes) => nodes.as_slice(),
        _ => std::slice::from_ref(&entry.node),
    };
    for node in all {
        odd(keys, node, entry.line);
    }
    let mut found = Vec::new();
    match &entry.node.value {
        Value::Null => {}
        Value::Text(text) if alike(&entry.key) == "authors" => {
            let apart = if text.contains(';') { ';' } else { ',' };
            found.extend(text.split(apart).filter_map(author_of_text));
        }
        Value::Text(text) => found.extend(author_of_text(text)),
        Value::List(nodes) => found.extend(nodes.iter().filter_map(author)),
        Value::Table(_) => found.extend(author(&entry.node)),
    }
    found.retain(|author| !author.is_unknown());
    found
}

/// Tells of an author without a name, and of a page that is none; articles have no such page.
fn odd(keys: &mut Keys<'_>, node: &Node, line: u32) {
    if matches!(node.value, Value::List(_) | Value::Table(_)) && author(node).is_none() {
        keys.left_out(node.line.max(line), "an author", "a name, or a table with `name`", node);
    }
    let Some(page) = URL.iter().find_map(|key| node.get(key).filter(|it| it.text().is_some()))
    else {
        return;
    };
    let url = Url::parse(page.text().unwrap_or_default());
    if url.is_ok_and(|url| !matches!(url.scheme(), "http" | "https")) {
        keys.left_out(page.line.max(line), "an author's `url`", "an address of the web", page);
    }
}

fn author(node: &Node) -> Option<Author> {
    if let Value::Text(text) = &node.value {
        return author_of_text(text);
    }
    let name = node.text_of(&["name", "display_name", "title", "id"]).map(one_set_line)?;
    let own = |keys: &[&str]| node.text_of(keys).map(one_set_line);
    Some(Author { name, email: own(&["email", "mail"]), url: own(&URL) })
}

/// Reads `Name`, `Name <mail@host>` or `mail@host (Name)`.
fn author_of_text(text: &str) -> Option<Author> {
    let text = one_set_line(text);
    let parts = [('<', '>'), ('(', ')')].iter().find_map(|(open, close)| {
        let (before, rest) = text.split_once(*open)?;
        let inner = rest.strip_suffix(*close)?.trim();
        let before = before.trim();
        match (before.contains('@'), inner.contains('@')) {
            (false, true) if !before.is_empty() => Some((before.to_owned(), inner.to_owned())),
            (true, false) if !inner.is_empty() => Some((inner.to_owned(), before.to_owned())),
            _ => None,
        }
    });
    match parts {
        Some((name, email)) => Some(Author { name, email: Some(email), url: None }),
        None => (!text.is_empty()).then(|| Author { name: text, ..Author::default() }),
    }
}
