//! `[[dkim]]`.

use std::path::Path;

use super::{required_text, secret};
use crate::config::Dkim;
use crate::config::reader::table::Table;

const KEY_HINT: &str = "name the file with `key_file`, or an environment variable that holds the \
                        PEM text with `key_env`; `postrider dkim new` makes a key";

pub(super) fn read(top: &mut Table<'_, '_>, root: &Path) -> Vec<Dkim> {
    let tables = top.list_of_tables("dkim");
    tables.into_iter().filter_map(|mut table| key(&mut table, root)).collect()
}

fn key(table: &mut Table<'_, '_>, root: &Path) -> Option<Dkim> {
    let at = table.here();
    let domain = name(table, "domain", "the domain of the sender's address");
    let selector = name(table, "selector", "the name under which the public key is in the DNS");
    let key = match secret::places(table, root, "key_env", "key_file") {
        (Some(key), None) | (None, Some(key)) => Some(key),
        _ => {
            table.wrong(&at, "a [[dkim]] needs either `key_file` or `key_env`", KEY_HINT);
            None
        }
    };
    let line = table.line(&at);
    table.finish();
    Some(Dkim { domain: domain?, selector: selector?, key: key?, line })
}

/// Reads a name of the DNS: labels of letters, digits and hyphens (RFC 5321's sub-domain).
fn name(table: &mut Table<'_, '_>, key: &'static str, hint: &str) -> Option<String> {
    let text = required_text(table, key, hint)?;
    let fits = |label: &str| {
        (1..64).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    if text.len() < 254 && text.split('.').all(fits) {
        return Some(text.to_ascii_lowercase());
    }
    table.wrong(&table.at(key), format!("`{key}`: `{text}` is no name of the DNS"), hint);
    None
}
