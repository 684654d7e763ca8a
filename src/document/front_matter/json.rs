//! JSON front matter (RFC 8259), read with the line of every text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Entry, Lines, Node, Value};
use crate::finding::Finding;

pub(super) fn read(text: &str) -> Result<Vec<Entry>, Vec<Finding>> {
    let mut parser = serde_json::Deserializer::from_str(text);
    let at = At { text, lines: &Lines::of(text), line: 1 };
    let read = serde::de::DeserializeSeed::deserialize(at, &mut parser);
    match read {
        Ok(Node { value: Value::Table(entries), .. }) => Ok(entries),
        Ok(_) => Ok(Vec::new()),
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(1).max(1);
            let told = error.to_string();
            let what = told.split(" at line ").next().unwrap_or_default();
            Err(vec![Finding::error(format!("front matter: {what}")).line(line)])
        }
    }
}

/// Reads one value; a text that was borrowed tells its place, other values take their key's.
#[derive(Clone, Copy)]
struct At<'t> {
    text: &'t str,
    lines: &'t Lines,
    line: u32,
}

impl At<'_> {
    fn node(self, value: Value) -> Node {
        Node { value, line: self.line }
    }

    /// Finds the line of a text that is a part of the whole.
    fn line_of(self, part: &str) -> u32 {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        match offset {
            Some(offset) if offset <= self.text.len() => self.lines.at(offset),
            _ => self.line,
        }
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for At<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A key, borrowed from the text unless it holds an escape.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Visitor<'de> for At<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_string())))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_string())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_string())))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(self.node(Value::Null))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node, E> {
        Ok(Node { value: Value::Text(value.to_owned()), line: self.line_of(value) })
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(self.node(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = seq.next_element_seed(self)? {
            nodes.push(node);
        }
        Ok(self.node(Value::List(nodes)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            let line = if let Cow::Borrowed(key) = key { self.line_of(key) } else { self.line };
            let node = map.next_value_seed(At { line, ..self })?;
            entries.push(Entry { key: key.into_owned(), line, node });
        }
        Ok(self.node(Value::Table(entries)))
    }
}
