//! Why output could not be written.

use std::io;
use std::path::{Path, PathBuf};

/// Why output could not be written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file system said no.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried: `write`, `create the folder` and the like.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A path leads out of the output folder.
    #[error("{} lies outside of the output folder", .0.display())]
    Outside(PathBuf),
    /// Something that files were to be made of could not be had.
    #[error("what was kept of an earlier build cannot be read")]
    Lost,
    /// Two files claim one path.
    #[error("two files would both be written to {}", .0.display())]
    Twice(PathBuf),
}

impl OutputError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}
