//! From the events of a YAML parser to values with their lines.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput, Tag};

use super::super::{Entry, Node, Value};
use super::{broken, merge};
use crate::finding::Finding;

/// How deep values may stand in each other, far above what front matter needs.
const DEEPEST: usize = 48;
/// How many values a text may hold.
const MOST: usize = 50_000;
/// How many octets aliases may repeat: a bomb of aliases fails at once.
const MOST_REPEATED: usize = 4_000_000;

/// Reads the one document of a text.
pub(super) struct Reader<'a> {
    text: &'a str,
    events: Parser<'a, StrInput<'a>>,
    /// What aliases may name, by the number of its anchor.
    anchors: HashMap<usize, Anchored>,
    depth: usize,
    values: usize,
    repeated: usize,
}

/// A value that aliases may repeat.
struct Anchored {
    value: Value,
    /// About how many octets a copy takes.
    size: usize,
}

/// A key, or the sign that what follows is to be merged.
enum Key {
    Text(String),
    Merge,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let options = granit_parser::options! {
            flow_nesting_limit: DEEPEST,
            block_nesting_limit: DEEPEST,
        };
        Self {
            text,
            events: Parser::new_from_str_with_options(text, options),
            anchors: HashMap::new(),
            depth: 0,
            values: 0,
            repeated: 0,
        }
    }

    /// Reads the whole text, which is to hold one document.
    pub(super) fn document(mut self) -> Result<Node, Finding> {
        let (event, span) = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), _) => {}
                first => break first,
            }
        };
        let node = self.node(event, span)?;
        loop {
            match self.next()? {
                (Event::DocumentEnd, _) => {}
                (Event::StreamEnd, _) => return Ok(node),
                (_, span) => {
                    let what = "front matter: a second document begins here";
                    return Err(Finding::error(what).line(line(span)));
                }
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Finding> {
        match self.events.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(broken(&error, self.text)),
            None => Ok((Event::StreamEnd, Span::default())),
        }
    }

    /// Reads the value that begins with an event.
    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, Finding> {
        self.values += 1;
        if self.values > MOST {
            return Err(limit(span));
        }
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (scalar(text, style, tag.as_deref()), anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                (Value::List(self.within(span, Self::list)?), anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                (Value::Table(self.within(span, Self::table)?), anchor)
            }
            Event::Alias(anchor) => (self.again(anchor, span)?, 0),
            // Where a document is empty.
            _ => (Value::Null, 0),
        };
        if anchor != 0 {
            let size = size(&value);
            self.anchors.insert(anchor, Anchored { value: value.clone(), size });
        }
        Ok(Node { value, line: line(span) })
    }

    fn within<T>(
        &mut self,
        span: Span,
        read: impl FnOnce(&mut Self) -> Result<T, Finding>,
    ) -> Result<T, Finding> {
        if self.depth >= DEEPEST {
            return Err(limit(span));
        }
        self.depth += 1;
        let read = read(self)?;
        self.depth -= 1;
        Ok(read)
    }

    fn list(&mut self) -> Result<Vec<Node>, Finding> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd | Event::StreamEnd, _) => return Ok(nodes),
                (event, span) => nodes.push(self.node(event, span)?),
            }
        }
    }

    fn table(&mut self) -> Result<Vec<Entry>, Finding> {
        let (mut entries, mut merged) = (Vec::new(), Vec::new());
        loop {
            let (event, span) = match self.next()? {
                (Event::MappingEnd | Event::StreamEnd, _) => break,
                key => key,
            };
            let key = self.key(event, span)?;
            let (event, at) = self.next()?;
            let node = self.node(event, at)?;
            match key {
                Key::Text(key) => entries.push(Entry { key, line: line(span), node }),
                Key::Merge => merged.push(node),
            }
        }
        merge::into(&mut entries, merged)?;
        Ok(entries)
    }

    fn key(&mut self, event: Event<'a>, span: Span) -> Result<Key, Finding> {
        if let Event::Scalar(text, ScalarStyle::Plain, _, None) = &event
            && text == "<<"
        {
            return Ok(Key::Merge);
        }
        if let Event::Scalar(text, _, anchor, _) = event {
            if anchor != 0 {
                let (value, size) = (Value::Text(text.clone().into_owned()), text.len());
                self.anchors.insert(anchor, Anchored { value, size });
            }
            return Ok(Key::Text(text.into_owned()));
        }
        match self.node(event, span)?.value {
            Value::Text(text) => Ok(Key::Text(text)),
            _ => Err(Finding::error("front matter: a key is a text, not a list or a table")
                .line(line(span))),
        }
    }

    /// Repeats what an alias names.
    fn again(&mut self, anchor: usize, span: Span) -> Result<Value, Finding> {
        let Some(anchored) = self.anchors.get(&anchor) else {
            let what = "front matter: an alias stands within what it names";
            return Err(Finding::error(what).line(line(span)));
        };
        self.repeated += anchored.size;
        if self.repeated > MOST_REPEATED {
            return Err(limit(span));
        }
        Ok(anchored.value.clone())
    }
}

/// Takes a scalar as it stands in the file, so that `1.10` stays `1.10`.
pub(super) fn scalar(text: Cow<'_, str>, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let is_null = match tag {
        None => style == ScalarStyle::Plain,
        Some(tag) => tag.core_suffix() == Some("null"),
    };
    match &*text {
        "" | "~" | "null" | "Null" | "NULL" if is_null => Value::Null,
        _ => Value::Text(text.into_owned()),
    }
}

fn size(value: &Value) -> usize {
    let own = size_of::<Entry>();
    own + match value {
        Value::Null => 0,
        Value::Text(text) => text.len(),
        Value::List(nodes) => nodes.iter().map(|node| size(&node.value)).sum(),
        Value::Table(entries) => {
            entries.iter().map(|entry| entry.key.len() + size(&entry.node.value)).sum()
        }
    }
}

fn line(span: Span) -> u32 {
    u32::try_from(span.start.line()).unwrap_or(u32::MAX).max(1)
}

fn limit(span: Span) -> Finding {
    Finding::error("front matter: limit exceeded").line(line(span))
}
