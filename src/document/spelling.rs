//! Keys that are nearly known ones: a mistake nobody else would ever tell.

use super::front_matter::Entry;
use super::keys::Keys;
use super::{Meta, date};
use crate::finding::Finding;

/// Tells whether an article has something.
type Has = fn(&Meta) -> bool;

/// The keys that authors mean, with what tells that they wrote one of its kind.
const MEANT: [(&str, Has); 11] = [
    ("title", |meta| meta.title.is_some()),
    ("date", |meta| meta.date.is_some()),
    ("description", |meta| meta.summary.is_some()),
    ("summary", |meta| meta.summary.is_some()),
    ("takeaways", |meta| !meta.takeaways.is_empty()),
    ("author", |meta| !meta.authors.is_empty()),
    ("categories", |meta| !meta.tags.is_empty()),
    ("keywords", |meta| !meta.tags.is_empty()),
    ("draft", |meta| meta.draft),
    ("updated", |meta| meta.updated.is_some()),
    ("permalink", |meta| meta.permalink.is_some()),
];

/// Tells of keys nobody asked for that look like a key that is missing.
pub(super) fn check(keys: &Keys<'_>, known: &[&[&str]], meta: &Meta) -> Vec<Finding> {
    // `draft: false` and a key without a value say what they say, rightly spelled.
    let is_meant = |name: &str| MEANT.iter().any(|(meant, _)| *meant == name);
    let is_known = |name: &str| is_meant(name) || known.iter().any(|names| names.contains(&name));
    let unknown = keys.names().filter(|(name, _)| !is_known(name));
    unknown.filter_map(|(name, entry)| nearly(name, entry, meta)).collect()
}

fn nearly(name: &str, entry: &Entry, meta: &Meta) -> Option<Finding> {
    let looks_alike = |(meant, has): &&(&str, Has)| {
        let most = if meant.len() > 5 { 2 } else { 1 };
        let swapped = meant.len() == name.len() && sorted(meant) == sorted(name);
        !has(meta) && (swapped || crate::text::distance(name, meant) <= most)
    };
    let is_date = || meta.date.is_none() && entry.node.text().and_then(date::read).is_some();
    let meant = match MEANT.iter().find(looks_alike) {
        Some((meant, _)) => meant,
        None if is_date() => "date",
        None => return None,
    };
    let what = format!("unknown key `{}`", entry.key);
    Some(Finding::warning(what).line(entry.line).hint(format!("did you mean `{meant}`?")))
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}
