//! TOML front matter (TOML 1.0), read with the place of every value.

use toml::de::{DeTable, DeValue};

use super::{Entry, Node, Value, line_at};
use crate::finding::Finding;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Vec<Finding>> {
    let (table, broken) = DeTable::parse_recoverable(text);
    if broken.is_empty() {
        return Ok(entries(table.get_ref(), text));
    }
    let finding = |error: &toml::de::Error| {
        let line = line_at(text, error.span().unwrap_or(0..0).start);
        let what = format!("front matter: {}", crate::text::one_line(error.message()));
        Finding::error(what).line(line)
    };
    Err(broken.iter().map(finding).collect())
}

/// Reads a table in the order of the file.
fn entries(table: &DeTable<'_>, text: &str) -> Vec<Entry> {
    let mut all: Vec<_> = table.iter().collect();
    all.sort_by_key(|(key, _)| key.span().start);
    all.into_iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            line: line_at(text, key.span().start),
            node: node(value, text),
        })
        .collect()
}

fn node(value: &toml::Spanned<DeValue<'_>>, text: &str) -> Node {
    let span = value.span();
    let line = line_at(text, span.start);
    let as_written = || Value::Text(text.get(span).unwrap_or_default().to_owned());
    let value = match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Array(array) => Value::List(array.iter().map(|value| node(value, text)).collect()),
        DeValue::Table(table) => Value::Table(entries(table, text)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            as_written()
        }
    };
    Node { value, line }
}
