//! A file that was renamed keeps the id of its article.

mod index;

use std::cell::LazyCell;

use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

use super::telling::Telling;
use super::{Holder, Line, Lock, Marks};
use crate::finding::Finding;
use index::Index;

impl Lock {
    /// Moves the lines of files that are gone, or hold another article now, to the files where their
    /// articles are.
    ///
    /// An article without a line of its own and a line without its article belong together when the
    /// author wrote the line's id into it, or when their marks fit and neither fits another. Where
    /// more than one fits, nobody guesses: it is told. An article that fits no line at all is the
    /// rewritten one of its file. What is hidden is looked for where nothing that is seen fits.
    ///
    /// Gives the paths of the lines of which it is not clear where their articles are.
    pub(super) fn follow_renames(
        &mut self,
        seen: &[&Holder<'_>],
        hidden: &[&Holder<'_>],
        present: &HashSet<&str>,
        changes: &mut Vec<String>,
        findings: &mut Vec<Finding>,
    ) -> HashSet<String> {
        let telling = LazyCell::new(|| self.telling(&[seen, hidden].concat()));
        let tells = |mark, path: &str| telling.tells(mark, path);
        let homeless = self.homeless(seen, tells);
        let waiting = self.homeless(hidden, tells);
        if homeless.is_empty() && waiting.is_empty() {
            return HashSet::new();
        }
        let displaced: HashSet<&str> =
            homeless.iter().chain(&waiting).map(|holder| holder.path).collect();
        let is_left = |path: &str| !present.contains(path) || displaced.contains(path);
        let left = self.lines.iter().filter(|(path, _)| is_left(path));
        let left: HashMap<String, Line> =
            left.map(|(path, line)| (path.clone(), line.clone())).collect();
        if left.is_empty() {
            return HashSet::new();
        }
        let index = Index::of(&left, tells);
        let (mut moves, unclear) = alone(index.pairs(&homeless));
        for (old, new) in &unclear {
            findings.push(ambiguous(old, new, left.get(*old).map(|line| &line.id)));
        }
        let found: HashSet<&str> = moves.iter().chain(&unclear).map(|(old, _)| *old).collect();
        let mut veiled = index.pairs(&waiting);
        veiled.retain(|(old, _)| !found.contains(old));
        let (more, doubtful) = alone(veiled);
        moves.extend(more);
        self.move_lines(&moves, &left, changes);
        unclear.into_iter().chain(doubtful).map(|(old, _)| old.to_owned()).collect()
    }

    /// Finds out which lines of text stand in one article alone, of all that are known and all that
    /// stand where they stood.
    fn telling<'l>(&'l self, holders: &[&'l Holder<'l>]) -> Telling<'l> {
        let known = self.lines.iter().map(|(path, line)| (path.as_str(), &line.marks));
        let both = holders.iter().zip(self.lines_of(holders));
        let settled = both.filter(|(holder, line)| {
            line.is_some_and(|line| line.marks.are_named_alike(holder.marks))
        });
        Telling::of(known.chain(settled.map(|(holder, _)| (holder.path, holder.marks))))
    }

    /// Gives the files that have no line, or one that is of another article.
    fn homeless<'h>(
        &self,
        holders: &[&'h Holder<'h>],
        tells: impl Fn(u32, &str) -> bool,
    ) -> Vec<&'h Holder<'h>> {
        let is_known = |holder: &Holder<'_>, marks: &Marks| {
            marks == holder.marks || marks.fit(holder.marks, |mark| tells(mark, holder.path))
        };
        let is_at_home = |holder: &Holder<'_>, line: &Line| match &holder.id {
            Some(id) => *id == line.id,
            None => is_known(holder, &line.marks),
        };
        let both = holders.iter().zip(self.lines_of(holders));
        both.filter(|(holder, line)| line.is_none_or(|line| !is_at_home(holder, line)))
            .map(|(holder, _)| *holder)
            .collect()
    }

    /// Moves lines to other files, all at once: two may change places.
    ///
    /// The line of an article whose name is taken and that is nowhere stays, under a name that no
    /// file has: it may come back.
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
            changes.push(format!("{} is now {new} and keeps its id", named(old)));
            if let Some(away) = self.lines.insert((*new).to_owned(), line.clone()) {
                changes.push(format!("{new}: what had the id {} stood there before", away.id));
                let mut aside = format!("{new}/");
                while self.lines.contains_key(&aside) {
                    aside.push('/');
                }
                self.lines.insert(aside, away);
            }
            self.is_written = false;
        }
    }
}

/// Gives the name that the file of a line had, though another has it now.
fn named(path: &str) -> &str {
    path.trim_end_matches('/')
}

/// A line, and a file in which its article may be: the paths of both.
type Pair<'l, 'h> = (&'l str, &'h str);

/// Parts the pairs of which neither side fits another from those where it is not clear.
fn alone<'l, 'h>(pairs: Vec<Pair<'l, 'h>>) -> (Vec<Pair<'l, 'h>>, Vec<Pair<'l, 'h>>) {
    let (mut of_old, mut of_new) = (HashMap::new(), HashMap::new());
    for (old, new) in &pairs {
        *of_old.entry(*old).or_insert(0) += 1;
        *of_new.entry(*new).or_insert(0) += 1;
    }
    pairs.into_iter().partition(|(old, new)| of_old[old] == 1 && of_new[new] == 1)
}

fn ambiguous(old: &str, new: &str, id: Option<&String>) -> Finding {
    let old = named(old);
    let what = format!("`{new}` may be what `{old}` became, but it is not the only one that fits");
    let finding = Finding::warning(what);
    match id {
        Some(id) => finding.hint(format!("if it is, write `id: {id}` into its front matter")),
        None => finding,
    }
}
