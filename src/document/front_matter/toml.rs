//! TOML front matter (TOML 1.0), read with the place of every value.

use toml::de::{DeTable, DeValue};

use super::{Entry, Lines, Node, Value};
use crate::finding::Finding;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Vec<Finding>> {
    let lines = Lines::of(text);
    let (table, broken) = DeTable::parse_recoverable(text);
    if broken.is_empty() {
        return Ok(Reader { text, lines }.entries(table.get_ref()));
    }
    let finding = |error: &toml::de::Error| {
        let line = lines.at(error.span().unwrap_or(0..0).start);
        let what = format!("front matter: {}", crate::text::one_line(error.message()));
        Finding::error(what).line(line)
    };
    let mut findings: Vec<Finding> = broken.iter().map(finding).collect();
    // Of sixty brackets that nothing closes, each is found.
    findings.dedup();
    Err(findings)
}

struct Reader<'t> {
    text: &'t str,
    lines: Lines,
}

impl Reader<'_> {
    /// Reads a table in the order of the file.
    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut all: Vec<_> = table.iter().collect();
        all.sort_by_key(|(key, _)| key.span().start);
        all.into_iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().to_string(),
                line: self.lines.at(key.span().start),
                node: self.node(value),
            })
            .collect()
    }

    fn node(&self, value: &toml::Spanned<DeValue<'_>>) -> Node {
        let span = value.span();
        let line = self.lines.at(span.start);
        let as_written = || Value::Text(self.text.get(span).unwrap_or_default().to_owned());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Array(array) => Value::List(array.iter().map(|v| self.node(v)).collect()),
            DeValue::Table(table) => Value::Table(self.entries(table)),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => as_written(),
        };
        Node { value, line }
    }
}
