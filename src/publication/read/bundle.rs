//! Hugo's leaf bundles: what lies beside an `index.md`, or below it, has no page of its own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::reader::Reader;
use super::veiled::Veiled;
use crate::config::Dialect;
use crate::document::{Format, format_of, is_language};
use crate::publication::candidate::Candidate;
use crate::publication::walk::Found;

impl Reader<'_> {
    /// Hides what belongs to another article's bundle, with all that was said of it, if the folder is
    /// one of Hugo's.
    pub(super) fn leave_bundles(
        &mut self,
        found: &[Found],
        candidates: &mut Vec<Candidate>,
        dialect: Option<Dialect>,
    ) {
        if dialect != Some(Dialect::Hugo) {
            return;
        }
        let owners = owners(found);
        if owners.is_empty() {
            return;
        }
        let (theirs, own) = std::mem::take(candidates)
            .into_iter()
            .partition(|candidate| owners.contains_key(&candidate.document.file));
        *candidates = own;
        let theirs: Vec<Candidate> = theirs;
        for Candidate { below, document, marks, origin, .. } in theirs {
            self.next.extend(self.maker.unmade(origin));
            self.veiled.push(Veiled::of(below, &document, marks));
        }
        let is_theirs = |file: Option<&PathBuf>| file.is_some_and(|file| owners.contains_key(file));
        self.findings.retain(|finding| !is_theirs(finding.file.as_ref()));
        self.hidden.retain(|(file, _)| !is_theirs(Some(file)));
        let why = |index: &str| format!("it belongs to the bundle of {index}");
        self.hidden.extend(owners.into_iter().map(|(file, index)| (file, why(index))));
    }
}

/// Gives of each file that belongs to a bundle the index of that.
///
/// An `index.md` at the top is the home page, and so is one at the top of a language: they own
/// nothing, or a publication would have no other article. Nor does an `_index.md`.
fn owners(found: &[Found]) -> HashMap<PathBuf, &str> {
    let mut bundles: HashMap<&str, &str> = HashMap::new();
    for below in found.iter().map(|found| found.below.as_str()) {
        let Some((folder, name)) = below.rsplit_once('/') else { continue };
        if is_index(name) && !is_language(folder) {
            // The plain one names the bundle, where there is one.
            let index = bundles.entry(folder).or_insert(below);
            *index = if below.len() < index.len() { below } else { *index };
        }
    }
    let owned = found.iter().filter_map(|found| {
        let index = owner(&found.below, &bundles)?;
        Some((found.file.clone(), index))
    });
    owned.collect()
}

/// Gives the index of the outermost bundle a file lies in; a bundle holds no others.
fn owner<'b>(below: &str, bundles: &HashMap<&str, &'b str>) -> Option<&'b str> {
    let mut folders = below.match_indices('/').filter_map(|(at, _)| below.get(..at));
    let (folder, index) = folders.find_map(|it| bundles.get_key_value(it))?;
    let name = below.strip_prefix(folder)?.strip_prefix('/')?;
    (!is_index(name)).then_some(*index)
}

/// Is it `index.md`, or that in a language, such as `index.de.md`?
fn is_index(name: &str) -> bool {
    let is_markdown = format_of(Path::new(name)) == Some(Format::Markdown);
    is_markdown && name.split('.').next() == Some("index") && name.matches('.').count() <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_owns_what_lies_in_it_and_no_home_page_owns_the_rest() {
        let names = [
            "_index.md",
            "a.md",
            "de/b.md",
            "de/index.md",
            "index.md",
            "posts/_index.md",
            "posts/one.md",
            "posts/two/index.de.md",
            "posts/two/index.md",
            "posts/two/more/index.md",
            "posts/two/more/x.md",
            "posts/two/snip.md",
        ];
        let found = names.map(|below| Found {
            below: below.to_owned(),
            file: below.into(),
            length: 0,
            stamp: None,
        });
        let owners = owners(&found);
        let mut owned: Vec<_> =
            owners.iter().map(|(file, index)| (file.to_str(), *index)).collect();
        owned.sort_unstable();
        let index = "posts/two/index.md";
        let wanted = ["posts/two/more/index.md", "posts/two/more/x.md", "posts/two/snip.md"];
        assert_eq!(owned, wanted.map(|file| (Some(file), index)));
    }
}
