//! A file that was renamed keeps the id of its article.

use std::collections::HashSet;

use super::{Claim, Lock, Marks};
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
        let gone: Vec<String> =
            self.lines.keys().filter(|path| !present.contains(path.as_str())).cloned().collect();
        if gone.is_empty() {
            return;
        }
        let fresh: Vec<(&Claim<'_>, Marks)> = claims
            .iter()
            .filter(|claim| !self.lines.contains_key(claim.path))
            .map(|claim| (claim, (claim.marks)()))
            .collect();
        let pairs = self.pairs(&gone, &fresh);
        for (old, new) in &pairs {
            let others_of_old = pairs.iter().filter(|(path, _)| path == old).count() > 1;
            let others_of_new = pairs.iter().filter(|(_, path)| path == new).count() > 1;
            if others_of_old || others_of_new {
                findings.push(ambiguous(old, new, self.lines.get(*old).map(|line| &line.id)));
            } else if let Some(line) = self.lines.remove(*old) {
                changes.push(format!("{old} is now {new} and keeps its id"));
                self.lines.insert((*new).to_owned(), line);
            }
        }
    }

    /// Lists which line without a file fits which new file; an id the author wrote decides alone.
    fn pairs<'p>(
        &self,
        gone: &'p [String],
        fresh: &'p [(&Claim<'p>, Marks)],
    ) -> Vec<(&'p str, &'p str)> {
        let mut pairs = Vec::new();
        for old in gone {
            let Some(line) = self.lines.get(old) else { continue };
            for (claim, marks) in fresh {
                let fits = match &claim.id {
                    Some(id) => *id == line.id,
                    None => line.marks.fit(marks),
                };
                if fits {
                    pairs.push((old.as_str(), claim.path));
                }
            }
        }
        pairs
    }
}

fn ambiguous(old: &str, new: &str, id: Option<&String>) -> Finding {
    let what = format!("`{new}` may be what `{old}` became, but it is not the only one that fits");
    let finding = Finding::warning(what);
    match id {
        Some(id) => finding.hint(format!("if it is, write `id: {id}` into its front matter")),
        None => finding,
    }
}
