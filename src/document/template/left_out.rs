//! What was left out of a source, each thing told once with how often it stood there.

use std::collections::HashMap;

/// A mark that was left out because nobody knows what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The mark as its author knows it, such as `{{< gallery >}}`.
    pub name: String,
    /// The line of the source on which it first stands, counted from 1.
    pub line: u32,
    /// How often it stands there.
    pub times: u32,
    /// Is it only the sign that opens a mark, for nothing closes it?
    pub is_open: bool,
}

/// Counts the marks that are left out; a text may hold a hundred thousand, each with its own name.
#[derive(Debug, Default)]
pub struct LeftOut {
    dropped: Vec<Dropped>,
    places: HashMap<String, usize>,
}

impl LeftOut {
    /// Notes a mark that was left out.
    pub fn note(&mut self, name: String, line: u32) {
        self.add(Dropped { name, line, times: 1, is_open: false });
    }

    /// Notes the sign of a mark that nothing closes.
    pub fn note_open(&mut self, name: String, line: u32) {
        self.add(Dropped { name, line, times: 1, is_open: true });
    }

    fn add(&mut self, dropped: Dropped) {
        let name = dropped.name.clone();
        let known = self.places.get(&name).and_then(|at| self.dropped.get_mut(*at));
        if let Some(known) = known {
            known.times += 1;
            return;
        }
        self.places.insert(name, self.dropped.len());
        self.dropped.push(dropped);
    }

    /// Gives all of them, in the order of the text.
    #[must_use]
    pub fn into_dropped(self) -> Vec<Dropped> {
        self.dropped
    }
}
