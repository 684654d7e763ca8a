//! Who may have which path of the output folder: first come, first served, and nobody twice.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use url::Url;

use super::near;
use crate::finding::Finding;
use crate::output::{Content, File};

/// The files of the output folder, each claimed once.
#[derive(Debug, Default)]
pub(super) struct Claims {
    files: BTreeMap<PathBuf, File>,
    folders: HashSet<PathBuf>,
    refused: Vec<(PathBuf, Option<PathBuf>)>,
}

impl Claims {
    /// Takes a path for a file; `from` is the article it was made of.
    pub(super) fn take(&mut self, file: File, from: Option<&Path>) {
        if self.is_free(&file.path) {
            self.folders.extend(folders(&file.path).map(Path::to_owned));
            self.files.insert(file.path.clone(), file);
        } else {
            self.refused.push((file.path, from.map(Path::to_owned)));
        }
    }

    /// A file cannot stand where another does, nor where a folder must be.
    fn is_free(&self, path: &Path) -> bool {
        !self.files.contains_key(path)
            && !self.folders.contains(path)
            && !folders(path).any(|folder| self.files.contains_key(folder))
    }

    /// Gives all files, and tells of every path that was refused.
    ///
    /// The links among its pages become relative, now that it is known which pages there are.
    pub(super) fn files(self, home: &Url, findings: &mut Vec<Finding>) -> Vec<File> {
        for (path, from) in self.refused {
            let path = path.display();
            let what = format!("it would be written to {path}, where something else already is");
            let hint = "give the article another `slug` or `permalink`";
            let finding = Finding::error(what).hint(hint);
            findings.push(match from {
                Some(from) => finding.file(from),
                None => finding,
            });
        }
        let paths: HashSet<PathBuf> = self.files.keys().cloned().collect();
        let files: Vec<File> = self.files.into_values().collect();
        files.into_par_iter().map(|file| with_near_links(file, home, &paths)).collect()
    }
}

fn with_near_links(mut file: File, home: &Url, paths: &HashSet<PathBuf>) -> File {
    let is_page = file.path.extension().is_some_and(|ending| ending == "html");
    if let Content::Bytes(bytes) = &mut file.content
        && is_page
        && let Ok(page) = std::str::from_utf8(bytes)
    {
        *bytes = near::relative(page, &file.path, home, paths).into_bytes();
    }
    file
}

/// Lists the folders a path lies in.
fn folders(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_given_once_and_never_as_file_and_folder() {
        let mut claims = Claims::default();
        for path in ["feed.xml", "feed.xml", "feed.xml/index.html", "a/b/c", "a/b", "a/d"] {
            claims.take(File::new(path, ""), Some(Path::new("content/a.md")));
        }
        let mut findings = Vec::new();
        let home = Url::parse("https://tidewater.example/").unwrap();
        let files = claims.files(&home, &mut findings);
        let paths: Vec<_> = files.iter().map(|file| file.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a/b/c", "a/d", "feed.xml"]);
        assert_eq!(findings.len(), 3);
        assert_eq!(findings[0].file.as_deref(), Some(Path::new("content/a.md")));
    }
}
