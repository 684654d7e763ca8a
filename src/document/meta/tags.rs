//! An article's tags: each once, and not too many.

use foldhash::{HashSet, HashSetExt as _};

use super::TAGS;
use crate::document::front_matter::{Entry, Node, Value};
use crate::document::keys::{Keys, NAMES};
use crate::finding::Finding;
use crate::text::one_set_line;

/// The longest tag, in bytes: what is longer is a text that got there by mistake.
const LONGEST: usize = 200;
/// The most tags an article may have: every one names feeds, and stands in each of them.
const MOST: usize = 100;

/// Tags sorted out.
struct Sorted {
    kept: Vec<String>,
    /// How many were too long.
    long: usize,
    /// How many there were, those that are too long aside.
    count: usize,
}

/// Keeps each tag once, however it is spelled, the first spelling of each; at most a hundred.
pub(crate) fn kept(written: Vec<String>) -> Vec<String> {
    sorted(written).kept
}

fn sorted(written: Vec<String>) -> Sorted {
    let mut seen = HashSet::new();
    let each = written.into_iter().filter(|tag| seen.insert(tag.to_lowercase()));
    let (mut kept, long): (Vec<_>, Vec<_>) = each.partition(|tag| tag.len() <= LONGEST);
    let count = kept.len();
    kept.truncate(MOST);
    Sorted { kept, long: long.len(), count }
}

/// Reads tags, and tells of those that are not kept.
pub(super) fn tags(keys: &mut Keys<'_>) -> Vec<String> {
    for (entry, node) in nameless(keys) {
        let what = format!("each of `{}`", entry.key);
        keys.left_out(node.line.max(entry.line), &what, "a text", node);
    }
    let Sorted { kept, long, count } = sorted(written(keys));
    let line = keys.find(&TAGS).or_else(|| keys.find(&["taxonomies"])).map_or(1, |tags| tags.line);
    if long > 0 {
        let what = format!("tags longer than {LONGEST} bytes are left out: {long}");
        let hint = "a tag is a word or a few; is the list one text?";
        keys.findings.push(Finding::warning(what).line(line).hint(hint));
    }
    if count > MOST {
        let what = format!("the article has {count} tags; the first {MOST} are kept");
        let hint = "each tag has feeds of its own: keep those that readers look for";
        keys.findings.push(Finding::warning(what).line(line).hint(hint));
    }
    kept
}

/// Finds under each key the first that is no text and has no name.
fn nameless<'a>(keys: &Keys<'a>) -> Vec<(&'a Entry, &'a Node)> {
    let is_nameless = |node: &&Node| match node.value {
        Value::Null | Value::Text(_) => false,
        Value::List(_) => true,
        Value::Table(_) => node.text_of(&NAMES).is_none(),
    };
    let first = |entry: &'a Entry| {
        let found = match &entry.node.value {
            Value::List(nodes) => nodes.iter().find(is_nameless),
            _ => Some(&entry.node).filter(is_nameless),
        };
        found.map(|node| (entry, node))
    };
    keys.all(&TAGS).into_iter().filter_map(first).collect()
}

fn written(keys: &Keys<'_>) -> Vec<String> {
    let mut tags = keys.texts(&TAGS);
    if let Some(Entry { node: Node { value: Value::Table(inner), .. }, .. }) =
        keys.find(&["taxonomies"])
    {
        tags.extend(Keys::new(inner).texts(&TAGS));
    }
    tags
}

/// Lists what one text with spaces says under the names that Jekyll divides at them: `tags: a b`.
pub(super) fn spaced(keys: &Keys<'_>) -> Vec<String> {
    let entries = keys.all(&["tags", "categories"]);
    let texts = entries.iter().filter_map(|entry| match &entry.node.value {
        Value::Text(text) if !text.contains([',', '\n']) => Some(one_set_line(text)),
        _ => None,
    });
    texts.filter(|text| text.contains(' ')).collect()
}

/// Divides the tags that are such texts into their words, as Jekyll does.
pub(crate) fn split(tags: Vec<String>, spaced: &[String]) -> Vec<String> {
    let words = |tag: String| -> Vec<String> {
        if spaced.contains(&tag) { tag.split(' ').map(str::to_owned).collect() } else { vec![tag] }
    };
    kept(tags.into_iter().flat_map(words).collect())
}
