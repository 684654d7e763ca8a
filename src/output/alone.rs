//! One writing at a time, and a sign of one that never ended.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::{File, OutputError, place};

/// Says in the state folder that a writing is under way.
pub(super) struct Busy(PathBuf);

impl Busy {
    /// Starts; where an earlier writing never ended, clears what it left half-made.
    pub(super) fn start(
        state: &Path,
        dir: &Path,
        old: &Manifest,
        files: &[&File<'_>],
    ) -> Result<Self, OutputError> {
        let path = state.join("output.busy");
        if path.exists() {
            let paths = old.paths().chain(files.iter().map(|file| file.path.as_path()));
            let folders: BTreeSet<_> = paths.filter_map(Path::parent).collect();
            for folder in folders {
                place::clear(&dir.join(folder));
            }
        }
        std::fs::write(&path, "").map_err(OutputError::io("write", &path))?;
        Ok(Self(path))
    }

    pub(super) fn end(self) -> Result<(), OutputError> {
        std::fs::remove_file(&self.0).map_err(OutputError::io("remove", &self.0))
    }
}

/// Waits until no other run writes output, and keeps others out while the handle lives.
pub(super) fn alone(state: &Path) -> Result<std::fs::File, OutputError> {
    let path = state.join("output.lock");
    let file = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(OutputError::io("write", &path))?;
    file.lock().map_err(OutputError::io("lock", &path))?;
    Ok(file)
}
