//! What was searched for in a text to its end, and is not there.

use std::collections::HashSet;

/// What is missing from here to the end of a text: searched for once, and not again for every mark
/// that would want it.
#[derive(Debug, Default)]
pub struct Missing(HashSet<String>);

impl Missing {
    /// Finds a text in the rest of the source.
    pub fn find(&mut self, rest: &str, wanted: &str) -> Option<usize> {
        if self.has(wanted) {
            return None;
        }
        let found = rest.find(wanted);
        if found.is_none() {
            self.add(wanted);
        }
        found
    }

    /// Is it known to be missing?
    #[must_use]
    pub fn has(&self, wanted: &str) -> bool {
        self.0.contains(wanted)
    }

    /// Keeps in mind that it is missing.
    pub fn add(&mut self, wanted: &str) {
        self.0.insert(wanted.to_owned());
    }
}
