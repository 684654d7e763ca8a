//! One file replaced whole, so that it is never seen half-written.

use std::io::Write as _;
use std::path::Path;

use super::{OutputError, create_folder, place};

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
