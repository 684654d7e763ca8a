//! A folder of `.eml` files, with an index to look at them in a browser.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::staged::Staged;
use super::view;
use super::{FilesError, Pictures};
use crate::address::Address;
use crate::issue::{Issue, IssueKey};

/// Of how many readers of an issue the parts are shown in the index.
const SHOWN: usize = 50;

/// A folder of one message a file; it takes the place of the one before when it is complete.
#[derive(Debug)]
pub struct EmlDir {
    inner: Mutex<Inner>,
    path: PathBuf,
    pictures: Pictures,
}

#[derive(Debug)]
struct Inner {
    staged: Staged,
    issues: Vec<view::IssueView>,
}

impl EmlDir {
    pub(super) fn open(path: &Path, pictures: Pictures) -> Result<Self, FilesError> {
        let staged = Staged::open(path, ".postrider-partial")?;
        let inner = Mutex::new(Inner { staged, issues: Vec::new() });
        Ok(Self { inner, path: path.to_owned(), pictures })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = folder(&issue.key);
        let web = format!("{folder}/web.html");
        inner.staged.put(&web, self.seen(&issue.edition.web, &web).as_bytes())?;
        inner.issues.push(view::IssueView {
            title: issue.key.0.clone(),
            subject: issue.edition.subject.clone(),
            folder,
            has_web: true,
            readers: Vec::new(),
            written: 0,
        });
        Ok(())
    }

    pub(super) fn write(&self, to: &Address, content: &[u8]) -> Result<String, FilesError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { staged, issues } = &mut *inner;
        if issues.is_empty() {
            issues.push(view::IssueView::proof());
        }
        let Some(issue) = issues.last_mut() else { return Err(FilesError::NoEnvelope) };
        issue.written += 1;
        let stem = format!("{}/{:05}-{}", issue.folder, issue.written, file_part(to));
        let name = format!("{stem}.eml");
        staged.put(&name, content)?;
        if issue.written <= SHOWN {
            let parts = view::parts(content);
            let html = format!("{stem}.html");
            staged.put(&html, self.seen(&parts.html, &html).as_bytes())?;
            staged.put(&format!("{stem}.txt"), parts.text.as_bytes())?;
            issue.readers.push(view::ReaderView { address: to.masked(), stem });
        }
        Ok(format!("written to {name}"))
    }

    /// A page as a browser is to see it: with the pictures that are not on the web yet.
    fn seen(&self, html: &str, name: &str) -> String {
        self.pictures.shown(html, &self.path.join(name))
    }

    pub(super) fn close(&self) -> Result<(), FilesError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { staged, issues } = &mut *inner;
        staged.put("index.html", view::index(issues).as_bytes())?;
        staged.commit()
    }
}

/// An issue's key as the name of a folder.
pub(super) fn folder(key: &IssueKey) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' };
    key.0.chars().map(fit).collect()
}

/// An address as a part of a file name: masked, and fit for every file system.
fn file_part(address: &Address) -> String {
    let first = address.local().chars().next().filter(char::is_ascii_alphanumeric);
    let fit = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let domain: String = address.domain().chars().map(fit).take(60).collect();
    format!("{}-at-{domain}", first.unwrap_or('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_shows_no_more_of_an_address_than_a_log_may() {
        let address = Address::parse("ana.maria@tidewater.example").unwrap();
        assert_eq!(file_part(&address), "a-at-tidewater.example");
    }

    #[test]
    fn an_index_leads_to_every_reader() {
        let dir = tempfile::tempdir().unwrap();
        let relay = EmlDir::open(dir.path(), Pictures::default()).unwrap();
        let address = Address::parse("ana@tidewater.example").unwrap();
        let mail = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nHello\r\n";
        relay.write(&address, mail).unwrap();
        relay.write(&address, mail).unwrap();
        relay.close().unwrap();
        let index = std::fs::read_to_string(dir.path().join("index.html")).unwrap();
        for name in ["proof/00001-a-at-tidewater.example", "proof/00002-a-at-tidewater.example"] {
            assert!(index.contains(name), "{index}");
            assert_eq!(std::fs::read(dir.path().join(format!("{name}.eml"))).unwrap(), mail);
        }
    }
}
