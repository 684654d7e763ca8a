//! The files of the content folder, in the same order everywhere.

use std::fs::{self, DirEntry, Metadata};
use std::path::{Path, PathBuf};

use crate::document::format_of;
use crate::finding::Finding;
use crate::stamp::Stamp;

/// A file that may hold an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path below the content folder, with `/` between its parts.
    pub(super) below: String,
    /// Its path as the user would type it.
    pub(super) file: PathBuf,
    /// Its length in bytes.
    pub(super) length: u64,
    /// By what it is known without reading it.
    pub(super) stamp: Option<Stamp>,
}

/// A file that no reader sees, and why.
pub(super) type Hidden = (PathBuf, String);

/// Lists the files that may hold articles, sorted by path; `hidden` takes in those that look like it
/// and are templates.
///
/// Files and folders that start with a dot and a site generator's own folders are passed over;
/// symbolic links are never followed out of the content folder.
///
/// # Errors
/// When the content folder cannot be read.
pub(super) fn walk(
    dir: &Path,
    findings: &mut Vec<Finding>,
    hidden: &mut Vec<Hidden>,
) -> Result<Vec<Found>, Finding> {
    let top = dir.canonicalize().map_err(|error| {
        Finding::error(format!("the content folder {} cannot be read: {error}", dir.display()))
            .file(dir)
            .hint("make it, or name another as `dir` in [content]")
    })?;
    let mut walker = Walker { dir, top, found: Vec::new(), findings, hidden };
    walker.folder(Path::new(""));
    let mut found = walker.found;
    found.sort_by(|a, b| a.below.cmp(&b.below));
    Ok(found)
}

/// Folders in which generators keep what pages are made with, and the pages they made.
const OWN: [&str; 7] =
    ["node_modules", "_layouts", "_includes", "_sass", "_data", "_plugins", "_site"];

/// Ways to write articles that are not read.
const UNREAD: [(&str, &str); 5] = [
    ("rst", "reStructuredText"),
    ("adoc", "AsciiDoc"),
    ("asciidoc", "AsciiDoc"),
    ("org", "Org"),
    ("textile", "Textile"),
];

/// Languages of templates: more often a list or a feed is made with them than an article is written.
const TEMPLATES: [(&str, &str); 2] = [("njk", "Nunjucks"), ("liquid", "Liquid")];

struct Walker<'a> {
    dir: &'a Path,
    top: PathBuf,
    found: Vec<Found>,
    findings: &'a mut Vec<Finding>,
    hidden: &'a mut Vec<Hidden>,
}

impl Walker<'_> {
    fn wrong(&mut self, file: &Path, what: impl Into<String>) {
        self.findings.push(Finding::error(what).file(file));
    }

    fn folder(&mut self, below: &Path) {
        let mut todo = vec![below.to_owned()];
        while let Some(below) = todo.pop() {
            let folder = if below.as_os_str().is_empty() {
                self.dir.to_owned()
            } else {
                self.dir.join(&below)
            };
            let entries = match fs::read_dir(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    self.wrong(&folder, format!("the folder cannot be read: {error}"));
                    continue;
                }
            };
            for entry in entries {
                match entry {
                    Ok(entry) => todo.extend(self.entry(&entry, &below)),
                    Err(error) => {
                        self.wrong(&folder, format!("the folder cannot be read: {error}"));
                    }
                }
            }
        }
    }

    /// Takes in a file, or gives a folder to look into.
    fn entry(&mut self, entry: &DirEntry, below: &Path) -> Option<PathBuf> {
        let name = entry.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            return None;
        }
        let below = below.join(&name);
        let kind = entry.file_type().ok()?;
        if kind.is_dir() {
            return OWN.iter().all(|own| name != *own).then_some(below);
        }
        self.tell_of_unread(&below);
        // A name that is no text is shown with marks in it, and says as much about the format.
        format_of(Path::new(below.to_string_lossy().as_ref()))?;
        let file = self.dir.join(&below);
        if kind.is_symlink() && !self.leads_inside(&file) {
            self.wrong(&file, "a symbolic link that leads out of the content folder, or nowhere");
            return None;
        }
        // The folder's own handle finds a file faster than a whole path does.
        let about = if kind.is_symlink() { file.metadata() } else { entry.metadata() };
        let about = match about {
            Ok(about) => about,
            Err(error) => {
                self.wrong(&file, format!("the file cannot be read: {error}"));
                return None;
            }
        };
        if about.is_file() {
            self.take(&below, file, &about);
        } else if !about.is_dir() {
            self.wrong(&file, "is no file to read, but a pipe, a socket or a device");
        }
        None
    }

    /// Tells of a file that would be an article, were it written in another way.
    fn tell_of_unread(&mut self, below: &Path) {
        let Some(end) = below.extension() else { return };
        let is_article = || format_of(&below.with_extension("md")).is_some();
        let template = TEMPLATES.iter().find(|(known, _)| end == *known);
        if let Some((_, what)) = template.filter(|_| is_article()) {
            let why = format!("it is a template in {what}, which is not read");
            self.hidden.push((self.dir.join(below), why));
        }
        let Some((_, what)) = UNREAD.iter().find(|(known, _)| end == *known) else { return };
        if is_article() {
            self.findings.push(
                Finding::warning(format!("it is {what}, which is not read, so it is left out"))
                    .file(self.dir.join(below))
                    .hint("write it as Markdown or HTML if it is an article"),
            );
        }
    }

    fn leads_inside(&self, file: &Path) -> bool {
        file.canonicalize().is_ok_and(|target| target.starts_with(&self.top))
    }

    fn take(&mut self, below: &Path, file: PathBuf, about: &Metadata) {
        let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
        match parts {
            Some(parts) => {
                let (below, length, stamp) = (parts.join("/"), about.len(), Stamp::of(about));
                self.found.push(Found { below, file, length, stamp });
            }
            None => self.findings.push(
                Finding::warning(
                    "its name, or that of its folder, is not valid UTF-8, so it is left out",
                )
                .file(&file)
                .hint("give it another name, such as one in plain letters"),
            ),
        }
    }
}
