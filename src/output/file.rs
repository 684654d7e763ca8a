//! A file to be in the output folder, and what is to be in it.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::OutputError;

/// One file to be in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File<'a> {
    /// Its path below the output folder.
    pub path: PathBuf,
    /// What is in it.
    pub content: Content<'a>,
    /// Leave a file alone that stands there already and is not ours.
    pub yields: bool,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same as in this file.
    CopyOf(PathBuf),
    /// What is there already.
    Kept,
    /// What is made when it is needed.
    Made(Made<'a>),
}

/// Bytes that are made only where they are not in their place already.
#[derive(Clone)]
pub struct Made<'a> {
    /// Stands for all that the bytes are made of: equal keys, equal bytes.
    key: String,
    make: Arc<dyn Fn() -> Vec<u8> + Send + Sync + 'a>,
}

impl<'a> Made<'a> {
    /// Says how to make the bytes for which `key` stands; it holds no white space.
    pub fn new(key: String, make: impl Fn() -> Vec<u8> + Send + Sync + 'a) -> Self {
        Self { key, make: Arc::new(make) }
    }

    /// Gives what stands for the bytes.
    pub(super) fn key(&self) -> &str {
        &self.key
    }

    /// Makes the bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        (self.make)()
    }
}

impl fmt::Debug for Made<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Made").field(&self.key).finish()
    }
}

impl PartialEq for Made<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Made<'_> {}

impl<'a> File<'a> {
    /// Makes a file of a path and its bytes.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Content::Bytes(bytes.into()), yields: false }
    }

    /// Leaves what is at a path as it is; something must be there.
    pub fn kept(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), content: Content::Kept, yields: false }
    }

    /// Has it leave a file alone that stands there already and is not ours.
    #[must_use]
    pub fn yielding(mut self) -> Self {
        self.yields = true;
        self
    }

    /// Makes a file whose bytes are made when they are needed.
    pub fn made(path: impl Into<PathBuf>, made: Made<'a>) -> Self {
        Self { path: path.into(), content: Content::Made(made), yields: false }
    }

    /// Gives its bytes; `target` is where it belongs.
    ///
    /// # Errors
    /// When it is a copy of a file that cannot be read.
    pub fn bytes(&self, target: &Path) -> Result<Cow<'_, [u8]>, OutputError> {
        let read = |from: &Path| {
            std::fs::read(from).map(Cow::Owned).map_err(OutputError::io("read", from))
        };
        match &self.content {
            Content::Made(made) => Ok(Cow::Owned(made.bytes())),
            Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::CopyOf(from) => read(from),
            Content::Kept => read(target),
        }
    }
}
