//! The key `<<` of YAML 1.1, which sites that share values between files still write.

use std::collections::HashSet;

use super::super::{Entry, Node, Value};
use crate::finding::Finding;

/// Adds what tables that are merged say of keys that the table does not hold itself.
///
/// Where several say something, the first counts.
pub(super) fn into(entries: &mut Vec<Entry>, merged: Vec<Node>) -> Result<(), Finding> {
    if merged.is_empty() {
        return Ok(());
    }
    let mut known: HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    for node in merged {
        for table in tables(node)? {
            entries.extend(table.into_iter().filter(|entry| known.insert(entry.key.clone())));
        }
    }
    Ok(())
}

/// Gives the tables of a merge: one, several in a list, or none.
fn tables(node: Node) -> Result<Vec<Vec<Entry>>, Finding> {
    match node.value {
        Value::Table(entries) => Ok(vec![entries]),
        Value::List(nodes) => {
            Ok(nodes.into_iter().map(tables).collect::<Result<Vec<_>, _>>()?.concat())
        }
        Value::Null => Ok(Vec::new()),
        Value::Text(_) => Err(Finding::error("front matter: `<<` merges tables, and this is none")
            .line(node.line)
            .hint("write `<<: *name`, where `&name` stands before a table")),
    }
}
