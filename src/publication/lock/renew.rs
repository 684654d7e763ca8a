//! What the lock remembers of each article from one build to the next.

use foldhash::{HashMap, HashSet};

use super::{Claim, Holder, Line, Lock};

/// What is new where marks are.
const BY_WHAT: &str = "by what articles are known again";

impl Lock {
    /// Remembers the date of each article, so that the next build knows who came to it when, and by
    /// what it is known again now: of an article edited time and again, the first text tells nothing.
    ///
    /// Who is away has no date here: another may come to it in the meantime. While it is `unclear`
    /// where the article of a line is, that line is known by what it was.
    pub(super) fn renew(&mut self, claims: &[Claim<'_>], unclear: &HashSet<String>) {
        let claims: HashMap<_, _> = claims.iter().map(|claim| (claim.holder.path, claim)).collect();
        let (mut dates, mut marks) = (false, false);
        for (path, line) in &mut self.lines {
            let claim = claims.get(path.as_str());
            dates |= replaced(&mut line.updated, claim.map(|claim| claim.updated.timestamp()));
            if let Some(claim) = claim.filter(|claim| !is_marked(claim, line, unclear)) {
                marks |= replaced(&mut line.marks, claim.holder.marks.clone());
            }
        }
        self.is_written &= !(dates || marks);
        self.renewed =
            dates.then_some("the dates of articles").or_else(|| marks.then_some(BY_WHAT));
    }

    /// Remembers by what those are known again that were published before and are drafts now.
    ///
    /// Of a draft that has little in common with what stood in its file, nobody knows yet whether it
    /// is the same article: should the other one come back, it is known by what it was.
    pub(super) fn renew_drafts(&mut self, hidden: &[&Holder<'_>], unclear: &HashSet<String>) {
        for holder in hidden.iter().filter(|holder| !unclear.contains(holder.path)) {
            let line = self.lines.get_mut(holder.path);
            let line = line.filter(|line| line.marks.fit(holder.marks, |_| true));
            if line.is_some_and(|line| replaced(&mut line.marks, holder.marks.clone())) {
                self.is_written = false;
                self.renewed = Some(BY_WHAT);
            }
        }
    }

    /// Is all that is remembered of articles, in the line of each, as they are now?
    pub(super) fn is_new(
        &self,
        claims: &[Claim<'_>],
        lines: &[Option<&Line>],
        unclear: &HashSet<String>,
    ) -> bool {
        let mut here = claims.iter().zip(lines).filter_map(|(claim, line)| Some((claim, (*line)?)));
        let is_new = |(claim, line): (&Claim<'_>, &Line)| {
            line.updated == Some(claim.updated.timestamp()) && is_marked(claim, line, unclear)
        };
        let dated = self.lines.values().filter(|line| line.updated.is_some()).count();
        dated == lines.iter().flatten().count() && here.all(is_new)
    }
}

/// Knows a line by what its article is known again, or may it not learn that now?
///
/// A file that is empty, as it is while some editors save it, has its article forgotten by nobody.
fn is_marked(claim: &Claim<'_>, line: &Line, unclear: &HashSet<String>) -> bool {
    line.marks == *claim.holder.marks
        || claim.holder.marks.are_none()
        || unclear.contains(claim.holder.path)
}

/// Puts what is new in place of what was; says whether it is something else.
fn replaced<T: PartialEq>(old: &mut T, new: T) -> bool {
    let is_other = *old != new;
    *old = new;
    is_other
}
