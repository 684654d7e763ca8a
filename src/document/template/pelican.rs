//! Pelican's links: what they lead to in braces, before a name or a path.

use super::mark::Mark;
use super::shown::Shown;
use crate::text::{percent_decoded, slug};

/// How an address starts, and how it ends; a name may hold spaces, which Python-Markdown allows.
const ADDRESSES: [(&str, &[char]); 9] = [
    ("](<", &['>', '\n']),
    ("](", &[')', '"', '\n']),
    ("]: <", &['>', '\n']),
    ("]: ", &['"', '\n']),
    ("href=\"", &['"', '\n']),
    ("href='", &['\'', '\n']),
    ("src=\"", &['"', '\n']),
    ("src='", &['\'', '\n']),
    ("poster=\"", &['"', '\n']),
];

/// May a source hold such a link?
#[must_use]
pub fn may_be_in(source: &str) -> bool {
    ADDRESSES.iter().any(|(start, _)| source.contains(&format!("{start}{{")))
}

/// Reads the link that starts here, behind the text already written.
#[must_use]
pub fn read<'a>(rest: &'a str, before: &str) -> Option<Mark<'a>> {
    let bases = ["{filename}", "{static}", "{attach}"];
    if let Some(base) = bases.iter().find(|base| rest.starts_with(**base)) {
        let shown = if *base == "{filename}" && is_page(rest, before) {
            Shown::Text("|filename|".to_owned())
        } else {
            Shown::Nothing
        };
        return Some(Mark::new(rest.get(..base.len())?, shown));
    }
    let (_, ends) = ADDRESSES.iter().find(|(start, _)| before.ends_with(start))?;
    let near = super::window(rest);
    let written = near.get(..near.find(*ends).unwrap_or(near.len()))?.trim_end();
    let (kind, name) = written.strip_prefix('{')?.split_once('}')?;
    let is_kind = !kind.is_empty() && kind.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_kind.then(|| Mark::new(written, meaning(kind, name)))
}

/// Is it the address of a file that Pelican makes a page of, though its name does not say so?
fn is_page(rest: &str, before: &str) -> bool {
    let Some((_, ends)) = ADDRESSES.iter().find(|(start, _)| before.ends_with(start)) else {
        return false;
    };
    let path = super::window(rest)
        .split(*ends)
        .next()
        .unwrap_or_default()
        .split('#')
        .next()
        .unwrap_or_default();
    [".html", ".htm", ".rst"].iter().any(|end| path.trim_end().ends_with(end))
}

/// What Pelican makes of a link unless it is told otherwise (`TAG_URL`, `CATEGORY_URL`, `AUTHOR_URL`).
fn meaning(kind: &str, name: &str) -> Shown {
    let (name, fragment) = name.find('#').map_or((name, ""), |at| name.split_at(at));
    let slug = slug::ascii(percent_decoded(name).as_deref().unwrap_or(name));
    match kind {
        "index" => Shown::Text(format!("/{fragment}")),
        "tag" | "category" | "author" if !slug.is_empty() => {
            Shown::Text(format!("/{kind}/{slug}.html{fragment}"))
        }
        _ => Shown::Unknown,
    }
}
