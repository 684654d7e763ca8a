//! What a writing changed.

use std::collections::BTreeSet;
use std::path::PathBuf;

/// What a writing changed; paths below the output folder, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have other bytes now.
    pub changed: Vec<PathBuf>,
    /// How many files were right already and were not touched.
    pub unchanged: usize,
    /// Files of an earlier writing that are made no longer.
    pub removed: Vec<PathBuf>,
    /// Files that are not ours, stand where one of ours would, and were left alone.
    pub left: Vec<PathBuf>,
    /// Files among the changed that were not ours before.
    pub replaced: Vec<PathBuf>,
}

impl Written {
    /// Adds what a later writing of the same folder changed: as if both had been one.
    pub fn add(&mut self, later: Self) {
        let files = later.changed.len() + later.unchanged;
        let gone: BTreeSet<PathBuf> = later.removed.into_iter().collect();
        let mut changed: BTreeSet<PathBuf> = self.changed.drain(..).collect();
        changed.retain(|path| !gone.contains(path));
        changed.extend(later.changed);
        let mut removed: BTreeSet<PathBuf> = self.removed.drain(..).chain(gone).collect();
        removed.retain(|path| !changed.contains(path));
        self.unchanged = files.saturating_sub(changed.len());
        self.changed = changed.into_iter().collect();
        self.removed = removed.into_iter().collect();
        self.left = later.left;
        self.replaced.extend(later.replaced);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(changed: &[&str], unchanged: usize, removed: &[&str]) -> Written {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect();
        let (changed, removed) = (paths(changed), paths(removed));
        Written { changed, unchanged, removed, ..Written::default() }
    }

    #[test]
    fn two_writings_are_told_as_one() {
        let mut both = written(&["a", "b", "c"], 2, &["x", "y"]);
        both.add(written(&["b", "d", "x"], 3, &["c"]));
        assert_eq!(both, written(&["a", "b", "d", "x"], 2, &["c", "y"]));
    }
}
