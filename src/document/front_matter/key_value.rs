//! Pelican's `Key: value` lines; a line that starts with white space goes on with the one before.

use super::{Entry, Node, Value};

pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let goes_on = line.starts_with([' ', '\t']);
        match (entries.last_mut(), line.split_once(':')) {
            (Some(Entry { node: Node { value: Value::Text(text), .. }, .. }), _) if goes_on => {
                text.push('\n');
                text.push_str(line.trim());
            }
            (_, Some((key, value))) => {
                let value = Value::Text(value.trim().to_owned());
                let node = Node { value, line: number };
                entries.push(Entry { key: key.trim().to_owned(), line: number, node });
            }
            _ => {}
        }
    }
    entries
}
