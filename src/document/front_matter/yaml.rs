//! YAML front matter (YAML 1.2), read with the place of every value.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use serde_saphyr::{Location, Options, Spanned};

use super::{Entry, Node, Value};
use crate::finding::Finding;

/// Budgets far above what front matter needs: a bomb of aliases fails at once.
fn options() -> Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 50_000,
            max_aliases: 200,
            max_anchors: 200,
            max_recorded_anchor_events: 20_000,
            max_recorded_anchor_bytes: 4_000_000,
            max_depth: 48,
            flow_nesting_limit: 48,
            max_documents: 2,
            max_nodes: 50_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 5_000,
            max_replay_stack_depth: 8,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Merge,
        with_snippet: false,
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Vec<Finding>> {
    if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Vec::new());
    }
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options()) {
        Ok(Spanned { value: Raw::Table(entries), .. }) => {
            Ok(entries.into_iter().map(|(key, value)| entry(key, value, text)).collect())
        }
        Ok(other) => Err(vec![
            Finding::error("the front matter holds no keys")
                .line(line(other.referenced))
                .hint("write lines such as `title: Low water`"),
        ]),
        Err(error) => Err(vec![finding(&error, text)]),
    }
}

fn finding(error: &serde_saphyr::Error, text: &str) -> Finding {
    let at = error.location().map_or(1, line);
    let told = error.without_snippet().to_string();
    let what = told.split(" at line ").next().unwrap_or(&told);
    let finding = Finding::error(format!("front matter: {}", crate::text::one_line(what))).line(at);
    let written = usize::try_from(at).ok().and_then(|at| text.lines().nth(at - 1)).unwrap_or("");
    match hint(written).filter(|_| !what.starts_with("unclosed")) {
        Some(hint) => finding.hint(hint),
        None => finding,
    }
}

/// Says what is usually wrong with a line that is no YAML.
fn hint(line: &str) -> Option<String> {
    if line.starts_with('\t') {
        return Some("YAML is indented with spaces, never with tabs".to_owned());
    }
    let (key, value) = line.split_once(": ")?;
    let quoted = value.starts_with(['"', '\'']);
    let special =
        value.contains(": ") || value.starts_with(['@', '`', '%', '*', '&', '!', '[', '{']);
    (special && !quoted)
        .then(|| format!("a text with such signs needs quotes: {}: \"…\"", key.trim()))
}

fn line(location: Location) -> u32 {
    u32::try_from(location.line()).unwrap_or(u32::MAX).max(1)
}

fn entry(key: Spanned<String>, value: Spanned<Raw>, text: &str) -> Entry {
    Entry { line: line(key.referenced), key: key.value, node: node(value, text) }
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let value = match raw.value {
        Raw::Null => Value::Null,
        Raw::Text(text) => Value::Text(text),
        Raw::Plain(read) => Value::Text(as_written(raw.defined, text).unwrap_or(read)),
        Raw::List(nodes) => Value::List(nodes.into_iter().map(|raw| node(raw, text)).collect()),
        Raw::Table(entries) => {
            Value::Table(entries.into_iter().map(|(key, raw)| entry(key, raw, text)).collect())
        }
    };
    Node { value, line: line(raw.referenced) }
}

/// Takes a number or a truth as it stands in the file, so that `1.10` stays `1.10`.
fn as_written(at: Location, text: &str) -> Option<String> {
    let start = usize::try_from(at.span().byte_offset()?).ok()?;
    let length = usize::try_from(at.span().byte_len()?).ok()?;
    let written = text.get(start..start.checked_add(length)?)?.trim();
    (!written.is_empty()).then(|| written.to_owned())
}

/// A value as the parser gives it.
enum Raw {
    Null,
    Text(String),
    Plain(String),
    List(Vec<Spanned<Raw>>),
    Table(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element()? {
            nodes.push(node);
        }
        Ok(Raw::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Table(entries))
    }
}
