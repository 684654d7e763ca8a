//! Articles that are hidden, and may have had ids before.

use crate::document::Document;
use crate::publication::lock::{Holder, Marks, as_uri};

/// An article that is a draft, or is hidden for another reason that its file or folder gives.
pub(super) struct Veiled {
    below: String,
    /// The id its author wrote.
    id: Option<String>,
    marks: Marks,
}

impl Veiled {
    pub(super) fn of(below: String, document: &Document, marks: Marks) -> Self {
        let id = document.meta.id.as_ref().map(|id| id.value.clone());
        Self { below, id, marks }
    }

    /// Gives what the lock is to know of it.
    pub(super) fn holder(&self, authority: &str) -> Holder<'_> {
        let id = self.id.as_ref().map(|id| as_uri(id, authority));
        Holder { path: &self.below, id, marks: &self.marks }
    }
}
