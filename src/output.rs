//! Files in the output folder: replaced whole, left alone when unchanged, removed when ours and
//! no longer made.

mod manifest;
mod place;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use manifest::Manifest;

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

/// Stands in every file that [yields](File::yields), so that it is known again as ours where the
/// state folder was lost.
pub const MARK: &str = "Postrider";

impl<'a> File<'a> {
    /// Makes a file of a path and its bytes.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), content: Content::Bytes(bytes.into()), yields: false }
    }

    /// Leaves what is at a path as it is.
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

/// What a writing changed; paths below the output folder, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have other bytes now.
    pub changed: Vec<PathBuf>,
    /// How many files were right already and were not touched.
    pub unchanged: usize,
    /// Files of an earlier writing that are made no longer.
    pub removed: Vec<PathBuf>,
    /// Files that are not ours, stand where one of ours would, and were left alone.
    pub left: Vec<PathBuf>,
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

/// Makes the files of an earlier writing into `files`, and touches nothing else.
///
/// Bytes are laid beside their targets first and renamed when all are there, so a failure on the
/// way leaves the old output whole. A file whose bytes are right is not touched: its time of
/// change is what web servers tell readers as `Last-Modified`. What was written is remembered in
/// `state`, a folder of ours; only files named there, and still as we wrote them, are removed.
///
/// # Errors
/// When a path leads out of `dir`, two files claim one path, or the file system says no.
pub fn write(dir: &Path, state: &Path, files: &[File<'_>]) -> Result<Written, OutputError> {
    write_judged(dir, state, files, &|_, _| true, &|| true)
}

/// Writes like [`write()`], but asks for every file that is there already and would change whether
/// its new bytes may replace it; where they may not, the old file stays. When all bytes are made, it
/// asks whether they are `sound`, before any is in its place.
///
/// # Errors
/// As [`write()`], and when the bytes are not sound.
pub fn write_judged(
    dir: &Path,
    state: &Path,
    files: &[File<'_>],
    may_replace: &(dyn Fn(&Path, &[u8]) -> bool + Sync),
    sound: &dyn Fn() -> bool,
) -> Result<Written, OutputError> {
    let mut files: Vec<&File<'_>> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    place::refuse_strays(&files)?;
    create_folder(dir)?;
    create_folder(state)?;
    let _alone = alone(state)?;
    let old = Manifest::load(state, dir)?;
    let busy = Busy::start(state, dir, &old, &files)?;
    let staged = stage(dir, &files, &old, may_replace)?;
    if !sound() {
        drop(staged);
        busy.end()?;
        return Err(OutputError::Lost);
    }
    let mut new = Manifest::of(dir, state, staged.iter().filter_map(Staged::ours));
    old.and(&new).save(state)?;
    let others: BTreeSet<PathBuf> =
        staged.iter().filter(|staged| !staged.as_made).map(|staged| staged.path.clone()).collect();
    let mut written = Written { removed: old.gone_in(&new, dir), ..Written::default() };
    for staged in staged {
        staged.settle(dir, &mut written)?;
    }
    for path in &written.removed {
        place::remove(dir, path)?;
    }
    let made = files.iter().filter_map(|file| match &file.content {
        Content::Made(made) if !others.contains(&file.path) => {
            Some((file.path.as_path(), made.key.as_str()))
        }
        _ => None,
    });
    new.keep_keys(made, dir);
    new.save(state)?;
    busy.end()?;
    Ok(written)
}

/// Lists the files below a folder of `dir` that an earlier writing made and that are as it left them.
///
/// # Errors
/// When the list of what was written cannot be read.
pub fn standing(dir: &Path, state: &Path, below: &Path) -> Result<BTreeSet<PathBuf>, OutputError> {
    Ok(Manifest::load(state, dir)?.standing(dir, below))
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

/// Replaces a file of an author's, if it still holds `old`; gives whether it did.
///
/// Its permissions stay, a symbolic link to it stays one, and it is never seen half-written.
///
/// # Errors
/// When the file system says no.
pub fn rewrite(path: &Path, old: &[u8], new: &[u8]) -> Result<bool, OutputError> {
    let path = path.canonicalize().map_err(OutputError::io("find", path))?;
    let about = path.metadata().map_err(OutputError::io("read", &path))?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = place::temporary(folder).map_err(OutputError::io("write into", folder))?;
    file.write_all(new)
        .and_then(|()| file.as_file().set_permissions(about.permissions()))
        .and_then(|()| file.as_file().sync_all())
        .map_err(OutputError::io("write", &path))?;
    if std::fs::read(&path).map_err(OutputError::io("read", &path))? != old {
        return Ok(false);
    }
    file.persist(&path).map_err(|e| OutputError::io("write", &path)(e.error))?;
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(true)
}

/// A file that is ready to be put in its place.
struct Staged {
    path: PathBuf,
    hash: String,
    stage: Stage,
    /// Does it hold what was made for it now?
    as_made: bool,
}

enum Stage {
    /// Its bytes lie beside its target.
    Laid(tempfile::TempPath),
    /// It is right already.
    Right,
    /// Another's file stands there.
    Taken,
}

impl Staged {
    fn ours(&self) -> Option<(PathBuf, String)> {
        let ours = !matches!(self.stage, Stage::Taken);
        ours.then(|| (self.path.clone(), self.hash.clone()))
    }

    fn settle(self, dir: &Path, written: &mut Written) -> Result<(), OutputError> {
        match self.stage {
            Stage::Right => written.unchanged += 1,
            Stage::Taken => written.left.push(self.path),
            Stage::Laid(temporary) => {
                let target = dir.join(&self.path);
                temporary
                    .persist(&target)
                    .map_err(|e| OutputError::io("write", &target)(e.error))?;
                written.changed.push(self.path);
            }
        }
        Ok(())
    }
}

/// Lays the bytes that are new beside their targets; nothing that is there is touched yet.
fn stage(
    dir: &Path,
    files: &[&File<'_>],
    old: &Manifest,
    may_replace: &(dyn Fn(&Path, &[u8]) -> bool + Sync),
) -> Result<Vec<Staged>, OutputError> {
    let stage = |file: &&File<'_>| {
        let target = dir.join(&file.path);
        if let Content::Made(made) = &file.content
            && let Some(hash) = old.still(&file.path, &made.key, &target)
        {
            let path = file.path.clone();
            return Ok(Staged { path, hash, stage: Stage::Right, as_made: true });
        }
        let bytes = file.bytes(&target)?;
        let there = std::fs::read(&target).ok();
        let stage = match there {
            Some(there) if *there == *bytes => Stage::Right,
            Some(there) if file.yields && !old.knows(&file.path, &there) => Stage::Taken,
            Some(there) if !may_replace(&file.path, &bytes) => {
                let (path, hash) = (file.path.clone(), manifest::hash(&there));
                return Ok(Staged { path, hash, stage: Stage::Right, as_made: false });
            }
            _ => Stage::Laid(place::lay(dir, &target, &bytes)?),
        };
        let (path, hash) = (file.path.clone(), manifest::hash(&bytes));
        Ok(Staged { path, hash, stage, as_made: true })
    };
    files.par_iter().map(stage).collect()
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
