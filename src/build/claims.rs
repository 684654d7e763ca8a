//! Who may have which path of the output folder: first come, first served, and nobody twice.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::output::File;

/// The files of the output folder, each claimed once.
#[derive(Debug, Default)]
pub(super) struct Claims {
    files: BTreeMap<String, Vec<u8>>,
    folders: HashSet<String>,
    refused: Vec<(String, Option<PathBuf>)>,
}

impl Claims {
    /// Takes a path (`/` between its parts) for some bytes; `from` is the file they were made of.
    pub(super) fn take(&mut self, path: String, bytes: Vec<u8>, from: Option<&Path>) {
        if self.is_free(&path) {
            self.folders.extend(folders(&path).map(str::to_owned));
            self.files.insert(path, bytes);
        } else {
            self.refused.push((path, from.map(Path::to_owned)));
        }
    }

    /// A file cannot stand where another does, nor where a folder must be.
    fn is_free(&self, path: &str) -> bool {
        !self.files.contains_key(path)
            && !self.folders.contains(path)
            && !folders(path).any(|folder| self.files.contains_key(folder))
    }

    /// Gives all files, and tells of every path that was refused.
    pub(super) fn files(self, findings: &mut Vec<Finding>) -> Vec<File> {
        for (path, from) in self.refused {
            let what = format!("its page would be {path}, where something else already is");
            let hint = "give the article another `slug` or `permalink`";
            let finding = Finding::error(what).hint(hint);
            findings.push(from.map_or(finding.clone(), |from| finding.file(from)));
        }
        self.files.into_iter().map(|(path, bytes)| File::new(path, bytes)).collect()
    }
}

/// Lists the folders a path lies in, as paths.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_given_once_and_never_as_file_and_folder() {
        let mut claims = Claims::default();
        for path in ["feed.xml", "feed.xml", "feed.xml/index.html", "a/b/c", "a/b", "a/d"] {
            claims.take(path.to_owned(), Vec::new(), Some(Path::new("content/a.md")));
        }
        let mut findings = Vec::new();
        let files = claims.files(&mut findings);
        let paths: Vec<_> = files.iter().map(|file| file.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a/b/c", "a/d", "feed.xml"]);
        assert_eq!(findings.len(), 3);
        assert_eq!(findings[0].file.as_deref(), Some(Path::new("content/a.md")));
    }
}
