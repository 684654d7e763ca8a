//! A Maildir: each message written in `tmp`, and renamed into `new` when all are there.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::FilesError;
use super::staged::{Staged, told};
use crate::issue::Issue;

/// A Maildir whose messages of the dry run before are replaced when this one is complete.
#[derive(Debug)]
pub struct Maildir {
    inner: Mutex<Inner>,
    path: std::path::PathBuf,
}

#[derive(Debug)]
struct Inner {
    staged: Staged,
    issue: String,
    time: i64,
    written: usize,
}

impl Maildir {
    pub(super) fn open(path: &Path) -> Result<Self, FilesError> {
        let staged = Staged::open(path, "tmp")?;
        for below in ["cur", "new"] {
            let dir = path.join(below);
            told(&dir, fs::create_dir_all(&dir))?;
        }
        let inner = Inner { staged, issue: "proof".to_owned(), time: 0, written: 0 };
        Ok(Self { inner: Mutex::new(inner), path: path.to_owned() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn announce(&self, issue: &Issue) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.issue = super::eml::folder(&issue.key);
        inner.time = issue.frozen_at.timestamp();
    }

    pub(super) fn write(&self, content: &[u8]) -> Result<String, FilesError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.written += 1;
        // Unique by issue and number, and the same again in the next run, so that it replaces.
        let name = format!("new/{}.{}_{:06}.postrider", inner.time, inner.issue, inner.written);
        inner.staged.put(&name, content)?;
        Ok(format!("written to {name}"))
    }

    pub(super) fn close(&self) -> Result<(), FilesError> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.staged.commit()
    }
}
