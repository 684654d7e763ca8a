//! Which lines tell an article from all others: those of a footer tell nothing.

use foldhash::{HashMap, HashMapExt as _};

use super::Marks;

/// The marks of lines, each with the path of the only article it stands in, if it is but one.
pub(super) struct Telling<'l> {
    owners: HashMap<u32, Option<&'l str>>,
}

impl<'l> Telling<'l> {
    /// Takes in articles by path; an article may come twice, as it was and as it is.
    pub(super) fn of(articles: impl Iterator<Item = (&'l str, &'l Marks)>) -> Self {
        let mut owners = HashMap::new();
        for (path, marks) in articles {
            for mark in marks.lines() {
                let owner = owners.entry(mark).or_insert(Some(path));
                *owner = owner.filter(|owner| *owner == path);
            }
        }
        Self { owners }
    }

    /// Does this line stand in the article of `path` and in no other?
    pub(super) fn tells(&self, mark: u32, path: &str) -> bool {
        self.owners.get(&mark).is_some_and(|owner| *owner == Some(path))
    }
}
