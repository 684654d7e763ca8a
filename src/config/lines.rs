//! Which line of `config.toml` says what, for mistakes that show only later.

use std::collections::BTreeMap;
use std::fmt;

/// The line of each key and table, by its whole name, such as `newsletters.weekly.from`.
#[derive(Clone, Default)]
pub struct Lines(BTreeMap<String, u32>);

impl Lines {
    pub(super) fn of(lines: BTreeMap<String, u32>) -> Self {
        Self(lines)
    }

    /// Is this key written in the file?
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Gives the line of a key; of its table where the key is not written.
    #[must_use]
    pub fn line(&self, key: &str) -> Option<u32> {
        let table = || key.rsplit_once('.').and_then(|(table, _)| self.0.get(table));
        self.0.get(key).or_else(table).copied()
    }
}

impl fmt::Debug for Lines {
    /// Says nothing: where a key stands changes nothing of what is made by it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lines")
    }
}
