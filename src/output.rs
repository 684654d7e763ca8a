//! Files in the output folder: replaced whole, left alone when unchanged, removed when ours and
//! no longer made.

mod manifest;
mod place;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use manifest::Manifest;

/// One file to be in the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the output folder.
    pub path: PathBuf,
    /// All of its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// Makes a file of a path and its content.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// What a writing changed; paths below the output folder, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have other bytes now.
    pub changed: Vec<PathBuf>,
    /// How many files were right already and were not touched.
    pub unchanged: usize,
    /// Files of an earlier writing that are made no longer.
    pub removed: Vec<PathBuf>,
}

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

/// Makes the files of an earlier writing into `files`, and touches nothing else.
///
/// Bytes are laid beside their targets first and renamed when all are there, so a failure on the
/// way leaves the old output whole. A file whose bytes are right is not touched: its time of
/// change is what web servers tell readers as `Last-Modified`. What was written is remembered in
/// `state`, a folder of ours; only files named there, and still as we wrote them, are removed.
///
/// # Errors
/// When a path leads out of `dir`, two files claim one path, or the file system says no.
pub fn write(dir: &Path, state: &Path, files: &[File]) -> Result<Written, OutputError> {
    let mut files: Vec<&File> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    place::refuse_strays(&files)?;
    create_folder(dir)?;
    create_folder(state)?;
    let _alone = alone(state)?;
    let old = Manifest::load(state, dir)?;
    let new = Manifest::of(dir, &files);
    let busy = Busy::start(state, dir, old.and(&new).folders())?;
    let (written, staged) = stage(dir, &files, &old, &new)?;
    old.and(&new).save(state)?;
    for (temporary, target) in staged {
        temporary.persist(&target).map_err(|e| OutputError::io("write", &target)(e.error))?;
    }
    for path in &written.removed {
        place::remove(dir, path)?;
    }
    new.save(state)?;
    busy.end()?;
    Ok(written)
}

/// Replaces one file so that it is never seen half-written and survives a power cut.
///
/// # Errors
/// When the file system says no.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_folder(folder)?;
    let mut file = place::temporary(folder).map_err(OutputError::io("write into", folder))?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(OutputError::io("write", path))?;
    file.persist(path).map_err(|e| OutputError::io("write", path)(e.error))?;
    // The new name is durable when its folder is; not every system can sync a folder.
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

type Staged = Vec<(tempfile::TempPath, PathBuf)>;

/// Lays the bytes that are new beside their targets, and says what will change.
fn stage(
    dir: &Path,
    files: &[&File],
    old: &Manifest,
    new: &Manifest,
) -> Result<(Written, Staged), OutputError> {
    let mut written = Written::default();
    let mut staged = Vec::new();
    for file in files {
        let target = dir.join(&file.path);
        if std::fs::read(&target).is_ok_and(|bytes| bytes == file.bytes) {
            written.unchanged += 1;
            continue;
        }
        staged.push((place::lay(dir, &target, &file.bytes)?, target));
        written.changed.push(file.path.clone());
    }
    written.removed = old.gone_in(new, dir);
    Ok((written, staged))
}

fn create_folder(dir: &Path) -> Result<(), OutputError> {
    std::fs::create_dir_all(dir).map_err(OutputError::io("create the folder", dir))
}

/// Says in the state folder that a writing is under way.
struct Busy(PathBuf);

impl Busy {
    /// Starts; where an earlier writing never ended, clears what it left half-made.
    fn start(
        state: &Path,
        dir: &Path,
        folders: impl Iterator<Item = PathBuf>,
    ) -> Result<Self, OutputError> {
        let path = state.join("output.busy");
        if path.exists() {
            for folder in folders {
                place::clear(&dir.join(folder));
            }
        }
        std::fs::write(&path, "").map_err(OutputError::io("write", &path))?;
        Ok(Self(path))
    }

    fn end(self) -> Result<(), OutputError> {
        std::fs::remove_file(&self.0).map_err(OutputError::io("remove", &self.0))
    }
}

/// Waits until no other run writes output, and keeps others out while the handle lives.
fn alone(state: &Path) -> Result<std::fs::File, OutputError> {
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
