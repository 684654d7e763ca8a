//! A file that was renamed keeps the id of its article.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::{Claim, Line, Lock, Marks};
use crate::finding::Finding;

impl Lock {
    /// Moves the lines of files that are gone, or hold another article now, to the files where their
    /// articles are.
    ///
    /// An article without a line of its own and a line without its article belong together when the
    /// author wrote the line's id into it, or when their marks fit and neither fits another. Where
    /// more than one fits, nobody guesses: it is told. An article that fits no line at all is the
    /// rewritten one of its file.
    ///
    /// Gives the paths of the lines of which it is not clear where their articles are.
    pub(super) fn follow_renames(
        &mut self,
        claims: &[Claim<'_>],
        present: &HashSet<&str>,
        changes: &mut Vec<String>,
        findings: &mut Vec<Finding>,
    ) -> HashSet<String> {
        let homeless = self.homeless(claims);
        let displaced: HashSet<&str> = homeless.iter().map(|claim| claim.path).collect();
        let is_left = |path: &str| !present.contains(path) || displaced.contains(path);
        let left = self.lines.iter().filter(|(path, _)| is_left(path));
        let left: HashMap<String, Line> =
            left.map(|(path, line)| (path.clone(), line.clone())).collect();
        if left.is_empty() {
            return HashSet::new();
        }
        let pairs = pairs(&Index::of(&left), homeless.into_iter());
        let (mut of_old, mut of_new) = (HashMap::new(), HashMap::new());
        for (old, new) in &pairs {
            *of_old.entry(*old).or_insert(0) += 1;
            *of_new.entry(*new).or_insert(0) += 1;
        }
        let is_alone = |(old, new): &(&str, &str)| of_old[old] == 1 && of_new[new] == 1;
        let (moves, unclear): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_alone);
        for (old, new) in &unclear {
            findings.push(ambiguous(old, new, left.get(*old).map(|line| &line.id)));
        }
        self.move_lines(&moves, &left, changes);
        unclear.into_iter().map(|(old, _)| old.to_owned()).collect()
    }

    /// Gives the articles that have no line, or stand in a file whose line is another's.
    fn homeless<'c>(&self, claims: &'c [Claim<'c>]) -> Vec<&'c Claim<'c>> {
        let is_at_home = |claim: &Claim<'_>, line: &Line| match &claim.id {
            Some(id) => *id == line.id,
            None => line.marks.fit(claim.marks),
        };
        let lines = self.lines_of(claims);
        let both = claims.iter().zip(lines);
        both.filter(|(claim, line)| line.is_none_or(|line| !is_at_home(claim, line)))
            .map(|(claim, _)| claim)
            .collect()
    }

    /// Moves lines to other files, all at once: two may change places.
    fn move_lines(
        &mut self,
        moves: &[(&str, &str)],
        left: &HashMap<String, Line>,
        changes: &mut Vec<String>,
    ) {
        for (old, _) in moves {
            self.lines.remove(*old);
        }
        for (old, new) in moves {
            let Some(line) = left.get(*old) else { continue };
            changes.push(format!("{old} is now {new} and keeps its id"));
            if let Some(lost) = self.lines.insert((*new).to_owned(), line.clone()) {
                changes.push(format!("{new}: what had the id {} stood there before", lost.id));
            }
            self.is_written = false;
        }
    }
}

/// Lines without their article, found by their id and by each of their marks: a whole folder may move.
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
        let alike = claim.marks.all().filter_map(|mark| self.by_mark.get(&mark)).flatten();
        alike.filter(|(_, other)| other.fit(claim.marks)).map(|(path, _)| *path).collect()
    }
}

/// Lists which line without its article fits which article without a line.
fn pairs<'g, 'c>(
    index: &Index<'g>,
    homeless: impl Iterator<Item = &'c Claim<'c>>,
) -> Vec<(&'g str, &'c str)> {
    homeless
        .flat_map(|claim| index.fitting(claim).into_iter().map(|old| (old, claim.path)))
        .collect()
}

fn ambiguous(old: &str, new: &str, id: Option<&String>) -> Finding {
    let what = format!("`{new}` may be what `{old}` became, but it is not the only one that fits");
    let finding = Finding::warning(what);
    match id {
        Some(id) => finding.hint(format!("if it is, write `id: {id}` into its front matter")),
        None => finding,
    }
}
