//! The files of a dry run: which kind a path asks for.

use std::path::Path;

use super::{Pictures, eml, maildir, mbox};
use crate::address::Address;
use crate::issue::Issue;

/// The kinds of files a dry run writes.
#[derive(Debug)]
pub enum Files {
    /// A folder of `.eml` files with an index to look at them.
    Eml(eml::EmlDir),
    /// One mbox file.
    Mbox(mbox::Mbox),
    /// A Maildir.
    Maildir(maildir::Maildir),
}

/// Why files of a dry run could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The disk said no.
    #[error("cannot write `{path}`")]
    Io {
        /// Which file.
        path: String,
        /// What the disk said.
        source: std::io::Error,
    },
    /// Something of the user's own is in the way.
    #[error("`{path}` is there and was not written by a dry run; name another place")]
    InTheWay {
        /// Which file.
        path: String,
    },
    /// Content came without an envelope.
    #[error("content came before its envelope")]
    NoEnvelope,
}

impl Files {
    pub(super) fn open(path: &Path, pictures: Pictures) -> Result<Self, FilesError> {
        let text = path.to_string_lossy();
        let ends_in = |what: &str| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(what))
        };
        let is_maildir = ["cur", "new", "tmp"].iter().all(|below| path.join(below).is_dir());
        if let Some(dir) = text.strip_prefix("maildir:") {
            return Ok(Self::Maildir(maildir::Maildir::open(Path::new(dir))?));
        }
        if ends_in("mbox") && !path.is_dir() {
            return Ok(Self::Mbox(mbox::Mbox::open(path)?));
        }
        if is_maildir || ends_in("maildir") {
            return Ok(Self::Maildir(maildir::Maildir::open(path)?));
        }
        Ok(Self::Eml(eml::EmlDir::open(path, pictures)?))
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Eml(dir) => dir.path(),
            Self::Mbox(file) => file.path(),
            Self::Maildir(dir) => dir.path(),
        }
    }

    pub(super) fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        match self {
            Self::Eml(dir) => dir.announce(issue),
            Self::Mbox(_) => Ok(()),
            Self::Maildir(dir) => {
                dir.announce(issue);
                Ok(())
            }
        }
    }

    pub(super) fn write(&self, to: &Address, content: &[u8]) -> Result<String, FilesError> {
        match self {
            Self::Eml(dir) => dir.write(to, content),
            Self::Mbox(file) => file.write(content),
            Self::Maildir(dir) => dir.write(content),
        }
    }

    pub(super) fn close(&self) -> Result<(), FilesError> {
        match self {
            Self::Eml(dir) => dir.close(),
            Self::Mbox(file) => file.close(),
            Self::Maildir(dir) => dir.close(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_which_files_are_wanted() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |name: &str| Files::open(&dir.path().join(name), Pictures::default()).unwrap();
        assert!(matches!(kind("letters.mbox"), Files::Mbox(_)));
        assert!(matches!(kind("letters.maildir"), Files::Maildir(_)));
        assert!(matches!(kind("outbox"), Files::Eml(_)));
        for below in ["box/cur", "box/new", "box/tmp"] {
            std::fs::create_dir_all(dir.path().join(below)).unwrap();
        }
        assert!(matches!(kind("box"), Files::Maildir(_)));
        let said = format!("maildir:{}", dir.path().join("said").display());
        assert!(matches!(
            Files::open(Path::new(&said), Pictures::default()).unwrap(),
            Files::Maildir(_)
        ));
    }
}
