//! A file that was renamed keeps the id of its article.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _, HashSet};

use super::{Claim, Line, Lock, Marks};
use crate::finding::Finding;

impl Lock {
    /// Moves the lines of files that are gone to the files they became.
    ///
    /// A new file and a line without a file belong together when the author wrote the line's id
    /// into it, or when their marks fit and neither fits another. Where more than one fits, nobody
    /// guesses: it is told.
    pub(super) fn follow_renames(
        &mut self,
        claims: &[Claim<'_>],
        present: &HashSet<&str>,
        changes: &mut Vec<String>,
        findings: &mut Vec<Finding>,
    ) {
        let gone: HashMap<String, Line> = self
            .lines
            .iter()
            .filter(|(path, _)| !present.contains(path.as_str()))
            .map(|(path, line)| (path.clone(), line.clone()))
            .collect();
        if gone.is_empty() {
            return;
        }
        let fresh = claims.iter().filter(|claim| !self.lines.contains_key(claim.path));
        let pairs = pairs(&Index::of(&gone), fresh);
        let (mut of_old, mut of_new) = (HashMap::new(), HashMap::new());
        for (old, new) in &pairs {
            *of_old.entry(*old).or_insert(0) += 1;
            *of_new.entry(*new).or_insert(0) += 1;
        }
        for (old, new) in &pairs {
            let alone = of_old.get(old) == Some(&1) && of_new.get(new) == Some(&1);
            if !alone {
                findings.push(ambiguous(old, new, gone.get(*old).map(|line| &line.id)));
            } else if let Some(line) = self.lines.remove(*old) {
                changes.push(format!("{old} is now {new} and keeps its id"));
                self.lines.insert((*new).to_owned(), line);
                self.is_written = false;
            }
        }
    }
}

/// Lines without a file, found by their id and by each of their marks: a whole folder may move.
struct Index<'g> {
    by_id: HashMap<&'g str, &'g str>,
    by_mark: HashMap<u32, Vec<(&'g str, &'g Marks)>>,
}

impl<'g> Index<'g> {
    fn of(gone: &'g HashMap<String, Line>) -> Self {
        let mut index = Self { by_id: HashMap::new(), by_mark: HashMap::new() };
        for (path, line) in gone {
            index.by_id.insert(&line.id, path);
            for mark in line.marks.all() {
                index.by_mark.entry(mark).or_default().push((path, &line.marks));
            }
        }
        index
    }

    /// Gives the paths of the lines that fit an article, sorted.
    fn fitting(&self, claim: &Claim<'_>) -> BTreeSet<&'g str> {
        if let Some(id) = &claim.id {
            return self.by_id.get(id.as_str()).copied().into_iter().collect();
        }
        let marks = (claim.marks)();
        let alike = marks.all().filter_map(|mark| self.by_mark.get(&mark)).flatten();
        alike.filter(|(_, other)| other.fit(&marks)).map(|(path, _)| *path).collect()
    }
}

/// Lists which line without a file fits which new file.
fn pairs<'g, 'c>(
    index: &Index<'g>,
    fresh: impl Iterator<Item = &'c Claim<'c>>,
) -> Vec<(&'g str, &'c str)> {
    fresh.flat_map(|claim| index.fitting(claim).into_iter().map(|old| (old, claim.path))).collect()
}

fn ambiguous(old: &str, new: &str, id: Option<&String>) -> Finding {
    let what = format!("`{new}` may be what `{old}` became, but it is not the only one that fits");
    let finding = Finding::warning(what);
    match id {
        Some(id) => finding.hint(format!("if it is, write `id: {id}` into its front matter")),
        None => finding,
    }
}
