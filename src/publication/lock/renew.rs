//! What the lock remembers of each article from one build to the next.

use foldhash::HashSet;

use super::{Claim, Line, Lock};

impl Lock {
    /// Remembers the date of each article, so that the next build knows who came to it when, and by
    /// what it is known again now: of an article edited time and again, the first text tells nothing.
    ///
    /// While it is `unclear` where the article of a line is, that line stays as it is.
    pub(super) fn renew(&mut self, claims: &[Claim<'_>], unclear: &HashSet<String>) {
        let lines = self.lines_of(claims);
        let both = claims.iter().zip(lines).filter_map(|(claim, line)| Some((claim, line?)));
        let is_stale = |(claim, line): (&Claim<'_>, &Line)| {
            !is_dated(claim, line) || !is_marked(claim, line, unclear)
        };
        if !both.clone().any(is_stale) {
            return;
        }
        for claim in claims {
            if let Some(line) = self.lines.get_mut(claim.path) {
                let (dated, marked) = (is_dated(claim, line), is_marked(claim, line, unclear));
                if !marked {
                    line.marks = claim.marks.clone();
                    self.renewed.get_or_insert("by what articles are known again");
                }
                if !dated {
                    line.updated = Some(claim.updated.timestamp());
                    self.renewed = Some("the dates of articles");
                }
                self.is_written &= dated && marked;
            }
        }
    }
}

/// Knows a line the date of its article?
fn is_dated(claim: &Claim<'_>, line: &Line) -> bool {
    line.updated == Some(claim.updated.timestamp())
}

/// Knows a line by what its article is known again, or may it not learn that now?
///
/// A file that is empty, as it is while some editors save it, has its article forgotten by nobody.
fn is_marked(claim: &Claim<'_>, line: &Line, unclear: &HashSet<String>) -> bool {
    line.marks == *claim.marks || claim.marks.are_none() || unclear.contains(claim.path)
}
