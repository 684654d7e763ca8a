//! How much of what is said about articles was used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Counts the fields that have a value, and names those that were not used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// How many have a value.
    pub count: usize,
    unused: BTreeMap<String, usize>,
}

impl Fields {
    /// Counts a field that has a value.
    pub fn add(&mut self, name: &str, is_used: bool) {
        self.count += 1;
        if !is_used {
            *self.unused.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Counts those of another article as well.
    pub fn join(&mut self, other: &Self) {
        self.count += other.count;
        for (name, times) in &other.unused {
            *self.unused.entry(name.clone()).or_default() += times;
        }
    }

    /// Counts those that were used.
    #[must_use]
    pub fn used(&self) -> usize {
        self.count - self.unused.values().sum::<usize>()
    }

    /// Names those that were not used, the most frequent first.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let mut unused: Vec<_> = self.unused.iter().collect();
        unused.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        unused.into_iter().map(|(name, _)| name.as_str()).collect()
    }
}
