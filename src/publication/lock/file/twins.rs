//! What a merge of two branches leaves twice: an id in two lines, or two ids of one file.

use std::collections::BTreeMap;

use super::{Reader, own};
use crate::finding::Finding;

/// A line with an id: its path, and where it starts.
type Owner = (String, usize);

/// The lines of each id.
#[derive(Default)]
pub(super) struct Owners(BTreeMap<String, Vec<Owner>>);

impl Owners {
    pub(super) fn add(&mut self, id: &str, path: &str, at: usize) {
        self.0.entry(id.to_owned()).or_default().push((path.to_owned(), at));
    }
}

impl Reader<'_> {
    /// Gives the paths of lines whose id another line has whose file is there: on one branch the file
    /// was renamed. Where it is not clear which line counts, that is told.
    pub(super) fn spare(&mut self, owners: &Owners) -> Vec<String> {
        let mut spare = Vec::new();
        for (id, lines) in owners.0.iter().filter(|(_, lines)| lines.len() > 1) {
            let (there, gone): (Vec<&Owner>, Vec<&Owner>) =
                lines.iter().partition(|(path, _)| self.is_there(path));
            if there.len() == 1 {
                spare.extend(gone.into_iter().map(|(path, _)| path.clone()));
            } else {
                self.tell_of_twins(id, lines, there.is_empty());
            }
        }
        spare
    }

    /// Is the file of a line there? The lock is in the content folder.
    fn is_there(&self, path: &str) -> bool {
        self.path.parent().is_some_and(|content| content.join(path).is_file())
    }

    fn tell_of_twins(&mut self, id: &str, lines: &[Owner], are_gone: bool) {
        let [(one, first), others @ ..] = lines else { return };
        let (why, first) = (if are_gone { "neither file" } else { "more than one file" }, *first);
        for (other, at) in others {
            let (first, line) = (self.line(first), self.line(*at));
            let what = format!("the lock gives the id {id} twice, first in line {first}");
            let hint = format!(
                "{why} is there, so delete line {first} (`{one}`) or line {line} (`{other}`): \
                 keep the one by whose article readers know the id"
            );
            self.findings.push(Finding::error(what).file(self.path).line(line).hint(hint));
        }
    }

    /// Tells of a line at `at` whose path another line above has, with another id; says whether it
    /// is so.
    pub(super) fn has_two_ids(&mut self, at: usize) -> bool {
        let line = self.line(at);
        let nth = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        let path_of = |text| own::row(text).map(|(path, _)| path);
        let Some(path) = self.text.lines().nth(nth).and_then(path_of) else { return false };
        let mut above = self.text.lines().take(nth);
        let Some(first) = above.position(|text| path_of(text) == Some(path)) else { return false };
        let first = first + 1;
        let what = format!("the lock gives `{path}` two ids, the other in line {first}");
        let hint = format!(
            "keep the older line, by whose id readers know the article, and delete the other \
             (line {first} or {line}); version control says which came first"
        );
        self.findings.push(Finding::error(what).file(self.path).line(line).hint(hint));
        true
    }
}
