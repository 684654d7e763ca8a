//! Who holds a lease, and whether they are still there.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::StoreError;
#[cfg(feature = "postgres")]
use super::postgres::{Session, Sessions};
use super::sql::Tx;

/// One process, or one part of it, that claims deliveries.
///
/// It holds a lock while it lives: on a file beside a SQLite file, or in the PostgreSQL server. A
/// lock ends with its process, however that ends, so what a killed sender held is free at once,
/// not when its lease runs out.
#[derive(Debug)]
pub struct Sender {
    name: String,
    _held: Held,
}

impl Sender {
    /// Gives the name under which it holds leases.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// What a sender holds while it lives.
#[derive(Debug)]
enum Held {
    File(#[expect(dead_code, reason = "it is held, not read")] LockedFile),
    #[cfg(feature = "postgres")]
    Session(#[expect(dead_code, reason = "it is held, not read")] Session),
}

/// How senders show that they live.
#[derive(Debug, Clone)]
pub(super) enum Senders {
    /// By a locked file each in this folder; of some (`living`) it is known otherwise.
    Files { dir: PathBuf, living: Vec<String> },
    #[cfg(feature = "postgres")]
    Sessions(Sessions),
}

impl Senders {
    /// Takes a new name and its lock.
    pub(super) fn register(&self) -> Result<Sender, StoreError> {
        match self {
            Self::Files { dir, .. } => {
                let registered = LockedFile::register(dir);
                let (name, file) =
                    registered.map_err(|source| StoreError::Open { path: dir.clone(), source })?;
                Ok(Sender { name, _held: Held::File(file) })
            }
            #[cfg(feature = "postgres")]
            Self::Sessions(sessions) => {
                let (name, session) = sessions.register()?;
                Ok(Sender { name, _held: Held::Session(session) })
            }
        }
    }

    /// Says which of these senders are gone.
    ///
    /// In doubt (a file system without locks) a sender counts as living: its lease runs out in
    /// time.
    #[cfg_attr(not(feature = "postgres"), expect(unused_variables, clippy::unused_async))]
    pub(super) async fn gone(
        &self,
        tx: &mut Tx,
        mut names: Vec<String>,
    ) -> Result<Vec<String>, StoreError> {
        match self {
            Self::Files { dir, living } => {
                names.retain(|name| !living.contains(name));
                Ok(gone(dir, names))
            }
            #[cfg(feature = "postgres")]
            Self::Sessions(_) => Sessions::gone(tx, names).await,
        }
    }
}

/// A file whose lock ends with the process.
#[derive(Debug)]
struct LockedFile {
    path: PathBuf,
    _lock: File,
}

impl LockedFile {
    /// Takes a new name and locks its file; `dir` is made if it is missing.
    fn register(dir: &Path) -> std::io::Result<(String, Self)> {
        let _guard = guard(dir)?;
        remove_left_behind(dir);
        let file = tempfile::Builder::new().prefix("sender-").rand_bytes(12).tempfile_in(dir)?;
        let (lock, path) = file.keep().map_err(|error| error.error)?;
        lock.lock()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok((name.unwrap_or_default(), Self { path, _lock: lock }))
    }
}

impl Drop for LockedFile {
    fn drop(&mut self) {
        // A file that stays behind is removed by the next sender: nothing hangs on it.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Holds off other processes between making a file and locking it.
fn guard(dir: &Path) -> std::io::Result<File> {
    std::fs::create_dir_all(dir)?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(dir.join("guard"))?;
    file.lock()?;
    Ok(file)
}

/// Removes the files of senders that were killed.
fn remove_left_behind(dir: &Path) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with("sender-") {
            is_gone(&entry.path());
        }
    }
}

/// Says which of these senders are gone, and removes what they left in `dir`.
fn gone(dir: &Path, names: Vec<String>) -> Vec<String> {
    let Ok(_guard) = guard(dir) else { return Vec::new() };
    names.into_iter().filter(|name| is_gone(&dir.join(name))).collect()
}

fn is_gone(path: &Path) -> bool {
    match File::open(path).map(|file| file.try_lock()) {
        Ok(Ok(())) => {
            let _ = std::fs::remove_file(path);
            true
        }
        Ok(Err(TryLockError::WouldBlock | TryLockError::Error(_))) => false,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sender_is_gone_when_it_ends_and_not_before() {
        let dir = tempfile::tempdir().unwrap();
        let (name, sender) = LockedFile::register(dir.path()).unwrap();
        assert!(gone(dir.path(), vec![name.clone()]).is_empty());
        drop(sender);
        assert_eq!(gone(dir.path(), vec![name.clone()]), [name]);
    }

    #[test]
    fn a_file_left_by_a_killed_process_is_nobody() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("sender-killed"), "").unwrap();
        assert_eq!(gone(dir.path(), vec!["sender-killed".to_owned()]), ["sender-killed"]);
        assert!(!dir.path().join("sender-killed").exists());
    }
}
