//! A value of front matter, whatever language it was written in.

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Entry {
    /// The key as written.
    pub(in crate::document) key: String,
    /// The line the key stands on, counted from 1.
    pub(in crate::document) line: u32,
    /// Its value.
    pub(in crate::document) node: Node,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Node {
    /// The value.
    pub(in crate::document) value: Value,
    /// The line it starts on, counted from 1.
    pub(in crate::document) line: u32,
}

/// A value; numbers, truths and dates stay as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) enum Value {
    /// Nothing.
    Null,
    /// A text, a number, a truth or a date.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
}

impl Entry {
    /// Moves all lines down by the lines that stand before the front matter.
    pub(super) fn move_down(&mut self, lines: u32) {
        self.line += lines;
        self.node.move_down(lines);
    }
}

impl Entry {
    /// Makes entries comparable that stand on other lines.
    pub(in crate::document) fn forget_lines(&mut self) {
        self.line = 0;
        self.node.forget_lines();
    }
}

impl Node {
    fn forget_lines(&mut self) {
        self.line = 0;
        match &mut self.value {
            Value::Null | Value::Text(_) => {}
            Value::List(nodes) => nodes.iter_mut().for_each(Self::forget_lines),
            Value::Table(entries) => entries.iter_mut().for_each(Entry::forget_lines),
        }
    }

    fn move_down(&mut self, lines: u32) {
        self.line += lines;
        match &mut self.value {
            Value::Null | Value::Text(_) => {}
            Value::List(nodes) => nodes.iter_mut().for_each(|node| node.move_down(lines)),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| entry.move_down(lines)),
        }
    }

    /// Drops characters that XML 1.0 cannot hold, which escapes such as `"\x07"` may bring in, and
    /// calls `told` with each of them and its line.
    pub(super) fn clean(&mut self, told: &mut impl FnMut(char, u32)) {
        match &mut self.value {
            Value::Null => {}
            Value::Text(text) => {
                let line = self.line;
                text.retain(|c| {
                    crate::text::is_xml_char(c) || {
                        told(c, line);
                        false
                    }
                });
            }
            Value::List(nodes) => {
                for node in nodes {
                    node.clean(told);
                }
            }
            Value::Table(entries) => {
                for entry in entries {
                    entry.node.clean(told);
                }
            }
        }
    }

    /// Gives a text that is not empty.
    pub(in crate::document) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Finds a key of a table.
    pub(in crate::document) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Table(entries) => {
                entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)).map(|e| &e.node)
            }
            _ => None,
        }
    }

    /// Finds the first of some keys of a table that holds a text.
    pub(in crate::document) fn text_of(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.get(key)?.text())
    }

    /// Names the kind of value, for messages.
    pub(in crate::document) fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}
