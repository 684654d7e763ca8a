//! Who may have which path of the output folder: first come, first served, and nobody twice.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use url::Url;

use super::near;
use crate::article::Article;
use crate::finding::Finding;
use crate::output::{Content, File};

/// Whose a file of the output folder is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner<'a> {
    /// Postrider's own.
    Ours,
    /// A feed at a former path: the configuration's file and line that say so.
    Alias(&'a Path, u32),
    /// The page of an article.
    Page(&'a Article),
    /// A page that sends readers on from a former address of an article.
    Former(&'a Article, u32),
}

/// The files of the output folder, each claimed once.
#[derive(Debug, Default)]
pub(super) struct Claims<'a> {
    files: HashMap<PathBuf, (File<'a>, Owner<'a>)>,
    /// Each folder with a file in it.
    folders: HashMap<PathBuf, PathBuf>,
    /// How the paths of all files begin: most articles lie where nothing of ours does.
    beginnings: HashSet<OsString>,
    refused: Vec<Finding>,
}

impl<'a> Claims<'a> {
    /// Takes a path for a file; a path that is taken already is told.
    ///
    /// A file cannot stand where another does, nor where a folder must be.
    pub(super) fn take(&mut self, file: File<'a>, owner: Owner<'a>) {
        if let Some((taken, first)) = self.holder(&file.path) {
            let finding = refused(&file.path, owner, taken, first);
            self.refused.push(finding);
            return;
        }
        for folder in folders(&file.path) {
            self.folders.entry(folder.to_owned()).or_insert_with(|| file.path.clone());
        }
        self.beginnings.extend(beginning(&file.path).map(OsStr::to_owned));
        self.files.insert(file.path.clone(), (file, owner));
    }

    /// Stands at this path what sends readers on from a former address?
    pub(super) fn sends_on(&self, path: &str) -> bool {
        let file = self.files.get(Path::new(path));
        file.is_some_and(|(_, owner)| matches!(owner, Owner::Alias(..) | Owner::Former(..)))
    }

    /// Tells of an article whose page another program makes at the path of a file of ours.
    pub(super) fn meet(&mut self, path: &Path, article: &'a Article) {
        if let Some((taken, first)) = self.holder(path) {
            let finding = refused(path, Owner::Page(article), taken, first);
            self.refused.push(finding);
        }
    }

    /// Finds the file that keeps a path from being used, and whose it is.
    fn holder(&self, path: &Path) -> Option<(&Path, Owner<'a>)> {
        if !self.beginnings.contains(beginning(path)?) {
            return None;
        }
        let below = self.folders.get(path).map(PathBuf::as_path);
        let above = || folders(path).find(|folder| self.files.contains_key(*folder));
        let same = self.files.contains_key(path).then_some(path);
        let taken = same.or(below).or_else(above)?;
        self.files.get_key_value(taken).map(|(path, (_, owner))| (path.as_path(), *owner))
    }

    /// Gives all files, and tells of every path that was refused.
    ///
    /// The links among its pages become relative, now that it is known which pages there are.
    pub(super) fn files(self, home: &Url, findings: &mut Vec<Finding>) -> Vec<File<'a>> {
        findings.extend(self.refused);
        let paths: HashSet<PathBuf> = self.files.keys().cloned().collect();
        let mut files: Vec<File<'a>> = self.files.into_values().map(|(file, _)| file).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.into_par_iter().map(|file| with_near_links(file, home, &paths)).collect()
    }
}

fn refused(path: &Path, owner: Owner<'_>, taken: &Path, first: Owner<'_>) -> Finding {
    let (path, taken) = (path.display(), taken.display());
    let there = match first {
        Owner::Ours => format!("Postrider's own {taken} is"),
        Owner::Alias(..) => format!("the feed at the former path {taken} is"),
        Owner::Page(first) => format!("the page of {} is", first.file.display()),
        Owner::Former(first, _) => format!("{} had its page once", first.file.display()),
    };
    match (owner, first) {
        (Owner::Page(article), Owner::Alias(file, line)) => {
            taken_by(&format!("the page of {}", article.file.display()), &taken, file, line)
        }
        (Owner::Alias(file, line), Owner::Page(article)) => {
            taken_by(&format!("the page of {}", article.file.display()), &path, file, line)
        }
        (Owner::Alias(file, line), _) => {
            Finding::error(format!("the former path {path} cannot be where {there}"))
                .file(file)
                .line(line)
                .hint("remove this line from [feeds.aliases]")
        }
        (Owner::Ours, _) => Finding::error(format!("{path} cannot be written where {there}")),
        (Owner::Page(article), _) => Finding::error(format!(
            "its page would be {path}, where {there}; feeds and mail hold the article, but it has \
             no page"
        ))
        .file(&article.file)
        .line(article.offer.address_line.max(1))
        .hint("give the article another `slug` or `permalink`"),
        (Owner::Former(article, line), _) => {
            Finding::warning(format!("its former address {path} is where {there}"))
                .file(&article.file)
                .line(line)
                .hint("remove it from the `aliases`; nobody is sent on from there")
        }
    }
}

/// Tells of a former path of a feed where another file has to be.
fn taken_by(what: &str, path: &impl std::fmt::Display, file: &Path, line: u32) -> Finding {
    Finding::error(format!("the former path {path} of a feed is where {what} has to be"))
        .file(file)
        .line(line)
        .hint("remove this line from [feeds.aliases]; readers find the article there")
}

fn with_near_links<'a>(mut file: File<'a>, home: &Url, paths: &HashSet<PathBuf>) -> File<'a> {
    let is_page = file.path.extension().is_some_and(|ending| ending == "html");
    if let Content::Bytes(bytes) = &mut file.content
        && is_page
        // A feed may stand at a former path that looks like a page's.
        && !bytes.starts_with(b"<?xml")
        && let Ok(page) = std::str::from_utf8(bytes)
    {
        *bytes = near::relative(page, &file.path, home, paths).into_bytes();
    }
    file
}

/// Gives the folder or file a path begins with.
fn beginning(path: &Path) -> Option<&OsStr> {
    path.iter().next()
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
            claims.take(File::new(path, ""), Owner::Ours);
        }
        let mut findings = Vec::new();
        let home = Url::parse("https://tidewater.example/").unwrap();
        let files = claims.files(&home, &mut findings);
        let paths: Vec<_> = files.iter().map(|file| file.path.to_str().unwrap()).collect();
        assert_eq!(paths, ["a/b/c", "a/d", "feed.xml"]);
        let told: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(
            told[2].contains("a/b cannot be written where Postrider's own a/b/c is"),
            "{told:#?}"
        );
    }
}
