//! Putting bytes in their place, and never anywhere else.

use std::fs::DirEntry;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use super::{File, OutputError};

/// How the names of files begin that are not yet in their place.
const TEMPORARY: &str = ".postrider-new-";

/// No run leaves a file in that state for longer.
const YOUNG: Duration = Duration::from_mins(10);

/// Refuses paths that could lead out of the output folder, and paths claimed twice.
pub(super) fn refuse_strays(sorted: &[&File<'_>]) -> Result<(), OutputError> {
    for file in sorted {
        let plain = file.path.components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || file.path.as_os_str().is_empty() {
            return Err(OutputError::Outside(file.path.clone()));
        }
    }
    match sorted.windows(2).find(|pair| pair[0].path == pair[1].path) {
        Some(pair) => Err(OutputError::Twice(pair[0].path.clone())),
        None => Ok(()),
    }
}

/// Gives the real path of a folder, without symbolic links.
pub(super) fn real(folder: &Path) -> Result<PathBuf, OutputError> {
    folder.canonicalize().map_err(OutputError::io("find", folder))
}

/// Lays bytes beside their target; they are dropped again unless renamed.
///
/// `top` is the [real] path of the output folder.
pub(super) fn lay(
    top: &Path,
    target: &Path,
    bytes: &[u8],
) -> Result<tempfile::TempPath, OutputError> {
    let folder = target.parent().unwrap_or(top);
    create_within(top, folder)?;
    if target.is_dir() {
        let error = io::Error::new(io::ErrorKind::IsADirectory, "a folder has its name");
        return Err(OutputError::io("write", target)(error));
    }
    let mut file = temporary(folder).map_err(OutputError::io("write into", folder))?;
    file.write_all(bytes).map_err(OutputError::io("write", target))?;
    Ok(file.into_temp_path())
}

/// Creates a folder, unless a symbolic link within the output folder leads out of it: then nothing is
/// made out there.
fn create_within(top: &Path, folder: &Path) -> Result<(), OutputError> {
    let is_within = |folder: &Path| Ok(real(folder)?.starts_with(top));
    let there = folder.ancestors().find(|folder| folder.exists());
    if !there.map_or(Ok(true), is_within)? {
        return Err(OutputError::Outside(folder.to_owned()));
    }
    super::create_folder(folder)?;
    if is_within(folder)? { Ok(()) } else { Err(OutputError::Outside(folder.to_owned())) }
}

/// Opens a temporary file with the permissions of an ordinary new one: a web server reads it.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Clears what a writing that never ended left half-made in a folder.
pub(super) fn clear(folder: &Path) {
    clear_if(folder, |_| true);
}

/// Clears the same, but for what is so young that another run may be at it just now.
pub(super) fn clear_old(folder: &Path) {
    let is_old = |entry: &DirEntry| {
        let about = entry.metadata().ok().filter(std::fs::Metadata::is_file);
        let age = about.and_then(|about| about.modified().ok()?.elapsed().ok());
        age.is_some_and(|age| age > YOUNG)
    };
    clear_if(folder, is_old);
}

fn clear_if(folder: &Path, is_left: impl Fn(&DirEntry) -> bool) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_ours = entry.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes());
        if is_ours && is_left(&entry) {
            // What cannot be removed now is in nobody's way, and is tried again next time.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Removes a file and the folders it leaves empty.
pub(super) fn remove(dir: &Path, path: &Path) -> Result<(), OutputError> {
    let target = dir.join(path);
    std::fs::remove_file(&target).map_err(OutputError::io("remove", &target))?;
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if std::fs::remove_dir(dir.join(folder)).is_err() {
            break; // not empty: it stays, and so do those above it
        }
    }
    Ok(())
}
