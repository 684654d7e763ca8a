//! Files in the output folder: replaced whole, left alone when unchanged, removed when ours and
//! no longer made.

mod alone;
mod error;
mod file;
mod manifest;
mod place;
mod replace;
mod stage;
mod written;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use alone::{Busy, alone};
pub use error::OutputError;
pub use file::{Content, File, Made};
use manifest::Manifest;
pub use replace::{replace, rewrite};
use stage::{Staged, stage};
pub use written::Written;

/// Stands in every file that [yields](File::yields), so that it is known again as ours where the
/// state folder was lost.
pub const MARK: &str = "Postrider";

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
    write_judged(dir, state, files, &|_, _| true, &|| true, &|_| BTreeSet::new())
}

/// Writes like [`write()`], but asks for every file that is new or would change whether its bytes may
/// be there; where they may not, the old file stays, or there is none. When all bytes are made, it
/// asks whether they are `sound`, before any is in its place. Of the files that an earlier writing
/// made, another run's perhaps and only just, and that are not among these, those that `stay` gives
/// are left in their places.
///
/// # Errors
/// As [`write()`], and when the bytes are not sound.
pub fn write_judged(
    dir: &Path,
    state: &Path,
    files: &[File<'_>],
    may_be: &(dyn Fn(&Path, &[u8]) -> bool + Sync),
    sound: &dyn Fn() -> bool,
    stay: &dyn Fn(BTreeSet<PathBuf>) -> BTreeSet<PathBuf>,
) -> Result<Written, OutputError> {
    let mut made: Vec<&File<'_>> = files.iter().collect();
    made.sort_by(|a, b| a.path.cmp(&b.path));
    place::refuse_strays(&made)?;
    create_folder(dir)?;
    create_folder(state)?;
    let _alone = alone(state)?;
    let old = Manifest::load(state, dir)?;
    let kept = kept(&old, dir, files, stay);
    let mut files = made;
    files.extend(&kept);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let busy = Busy::start(state, dir, &old, &files)?;
    let staged = stage(dir, &files, &old, may_be)?;
    if !sound() {
        drop(staged);
        busy.end()?;
        return Err(OutputError::Lost);
    }
    let mut new = Manifest::of(dir, state, staged.iter().filter_map(Staged::ours));
    if new != old {
        old.and(&new).save(state)?;
    }
    // They are in one order.
    let fresh = files.iter().zip(&staged).filter(|(_, staged)| staged.is_new());
    let fresh: Vec<&File<'_>> = fresh.map(|(file, _)| *file).collect();
    let mut written = Written { removed: old.gone_in(&new, dir), ..Written::default() };
    for staged in staged {
        staged.settle(dir, &mut written)?;
    }
    for path in &written.removed {
        place::remove(dir, path)?;
    }
    let made = fresh.iter().filter_map(|file| match &file.content {
        Content::Made(made) => Some((file.path.as_path(), made.key())),
        _ => None,
    });
    new.keep_keys(made, dir);
    if new != old {
        new.save(state)?;
    }
    busy.end()?;
    Ok(written)
}

/// Gives the files that are not made again and are left where they stand.
fn kept(
    old: &Manifest,
    dir: &Path,
    files: &[File<'_>],
    stay: &dyn Fn(BTreeSet<PathBuf>) -> BTreeSet<PathBuf>,
) -> Vec<File<'static>> {
    let made: BTreeSet<&Path> = files.iter().map(|file| file.path.as_path()).collect();
    let others = old.paths().filter(|path| !made.contains(path)).map(Path::to_owned).collect();
    let stays = stay(others).into_iter().filter(|path| old.stands(path, dir));
    stays.map(File::kept).collect()
}

/// Lists the files below a folder of `dir` that an earlier writing made and that are as it left them.
///
/// # Errors
/// When the list of what was written cannot be read.
pub fn standing(dir: &Path, state: &Path, below: &Path) -> Result<BTreeSet<PathBuf>, OutputError> {
    if !dir.join(below).is_dir() {
        return Ok(BTreeSet::new());
    }
    Ok(Manifest::load(state, dir)?.standing(dir, below))
}

/// What an earlier writing made, to ask of single files.
#[derive(Debug)]
pub struct Earlier {
    manifest: Manifest,
    dir: PathBuf,
}

impl Earlier {
    /// Reads what was written to `dir` before.
    ///
    /// # Errors
    /// When the list of it cannot be read.
    pub fn load(dir: &Path, state: &Path) -> Result<Self, OutputError> {
        Ok(Self { manifest: Manifest::load(state, dir)?, dir: dir.to_owned() })
    }

    /// Is the file at this path below the folder ours, and as we left it?
    #[must_use]
    pub fn is_ours(&self, path: &Path) -> bool {
        self.manifest.stands(path, &self.dir)
    }
}

/// Takes away what a run that was killed left half-made in a folder, minutes ago or more: there a
/// single file was to be [replaced](replace).
pub fn clear(folder: &Path) {
    place::clear_old(folder);
}

fn create_folder(dir: &Path) -> Result<(), OutputError> {
    std::fs::create_dir_all(dir).map_err(OutputError::io("create the folder", dir))
}
