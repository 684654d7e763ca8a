//! Lines without their articles, and how they are found.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _};

use super::super::{Holder, Line, Marks};
use super::Pair;

/// Lines without their article, found by their id and by each mark that tells them from others: a
/// whole folder may move.
pub(super) struct Index<'l, T> {
    by_id: HashMap<&'l str, &'l str>,
    by_mark: HashMap<u32, Vec<(&'l str, &'l Marks)>>,
    tells: T,
}

impl<'l, T: Fn(u32, &str) -> bool> Index<'l, T> {
    pub(super) fn of(left: &'l HashMap<String, Line>, tells: T) -> Self {
        let (mut by_id, mut by_mark) = (HashMap::new(), HashMap::<_, Vec<_>>::new());
        for (path, line) in left {
            by_id.insert(line.id.as_str(), path.as_str());
            let lines = line.marks.lines().filter(|mark| tells(*mark, path));
            for mark in line.marks.title().into_iter().chain(lines) {
                by_mark.entry(mark).or_default().push((path.as_str(), &line.marks));
            }
        }
        Self { by_id, by_mark, tells }
    }

    /// Lists which line fits which of these files.
    pub(super) fn pairs<'h>(&self, holders: &[&'h Holder<'h>]) -> Vec<Pair<'l, 'h>> {
        let fitting = |holder: &&'h Holder<'h>| {
            let path = holder.path;
            self.fitting(holder).into_iter().map(move |old| (old, path))
        };
        holders.iter().flat_map(fitting).collect()
    }

    /// Gives the paths of the lines that fit an article, sorted.
    fn fitting(&self, holder: &Holder<'_>) -> BTreeSet<&'l str> {
        if let Some(id) = &holder.id {
            return self.by_id.get(id.as_str()).copied().into_iter().collect();
        }
        let fits =
            |path: &str, marks: &Marks| marks.fit(holder.marks, |mark| (self.tells)(mark, path));
        let marks = holder.marks.title().into_iter().chain(holder.marks.lines());
        let alike = marks.filter_map(|mark| self.by_mark.get(&mark)).flatten();
        alike.filter(|(path, marks)| fits(path, marks)).map(|(path, _)| *path).collect()
    }
}
