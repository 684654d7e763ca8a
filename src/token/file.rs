//! The file that keeps the keys.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::{KEY, Keyring, base32};

/// Why there is no keyring.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The file or its folder cannot be read or made.
    #[error("cannot keep the secret key in {}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file holds something else.
    #[error(
        "{}:{line}: this is no secret key; put the file back from a backup, because the unsubscribe \
         links of mails already sent depend on it",
        path.display()
    )]
    NoKey {
        /// Which file.
        path: PathBuf,
        /// Which line, counted from 1.
        line: usize,
    },
    /// The system gives no random numbers.
    #[error("the system gives no random numbers for a secret key")]
    NoRandomness,
}

/// What the file is called.
pub(super) const NAME: &str = "secret";

/// What somebody writes into it who has lost the key for good.
const ANEW: &str = "new";

pub(super) fn open_or_create(dir: &Path) -> Result<Keyring, KeyringError> {
    let path = dir.join(NAME);
    let failed = |source| KeyringError::Io { path: path.clone(), source };
    match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            make_private_dir(dir).map_err(failed)?;
            create(dir, &path, false)?;
        }
        Err(error) => return Err(failed(error)),
        Ok(text) if text.trim() == ANEW => create(dir, &path, true)?,
        Ok(text) => return read(&path, &text),
    }
    read(&path, &std::fs::read_to_string(&path).map_err(failed)?)
}

/// Makes a folder that only its owner may look into.
fn make_private_dir(dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir)
}

/// Writes the first key, whole or not at all, over a lost one's place or where there is none: then
/// leaves one that another process just wrote.
fn create(dir: &Path, path: &Path, over: bool) -> Result<(), KeyringError> {
    let failed = |source| KeyringError::Io { path: path.to_owned(), source };
    let mut key = [0; KEY];
    aws_lc_rs::rand::fill(&mut key).map_err(|_| KeyringError::NoRandomness)?;
    // A temporary file has mode 0600 from the start.
    let mut file = tempfile::NamedTempFile::new_in(dir).map_err(failed)?;
    writeln!(file, "{}", base32::encode(&key)).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let persisted = if over { file.persist(path) } else { file.persist_noclobber(path) };
    match persisted {
        Err(error) if over || error.error.kind() != std::io::ErrorKind::AlreadyExists => {
            return Err(failed(error.error));
        }
        _ => {}
    }
    // The names must outlive a power cut as the key does: tokens already mailed depend on it.
    let sync = |dir| std::fs::File::open(dir).and_then(|dir| dir.sync_all());
    let above = dir.parent().filter(|above| !above.as_os_str().is_empty());
    let _ = sync(above.unwrap_or(Path::new(".")));
    sync(dir).map_err(failed)
}

fn read(path: &Path, text: &str) -> Result<Keyring, KeyringError> {
    let no_key = |line| KeyringError::NoKey { path: path.to_owned(), line };
    let mut keys = Vec::new();
    for (number, line) in (1..).zip(text.lines().map(str::trim)) {
        if !line.is_empty() && !line.starts_with('#') {
            let key = base32::decode(line).and_then(|key| <[u8; KEY]>::try_from(key).ok());
            keys.push(key.ok_or_else(|| no_key(number))?);
        }
    }
    let (oldest, later) = keys.split_first().ok_or_else(|| no_key(1))?;
    Ok(Keyring::of_keys(*oldest, later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_made_once_and_kept_private() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join(".postrider");
        let token = Keyring::open_or_create(&state).unwrap().unsubscribe_token(7, "weekly");
        let again = Keyring::open_or_create(&state).unwrap();
        assert_eq!(again.read_unsubscribe("weekly", &token), Some(7_i64));
        #[cfg(unix)]
        for (path, mode) in [(state.join("secret"), 0o600), (state, 0o700)] {
            use std::os::unix::fs::PermissionsExt;
            let found = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(found & 0o777, mode, "{}", path.display());
        }
    }

    #[test]
    fn processes_that_start_at_once_end_with_one_key() {
        let dir = tempfile::tempdir().unwrap();
        let state = dir.path().join(".postrider");
        let tokens: Vec<_> = std::thread::scope(|scope| {
            let start = || Keyring::open_or_create(&state).unwrap().unsubscribe_token(7, "weekly");
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(start)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(tokens.windows(2).all(|pair| pair[0] == pair[1]), "{tokens:?}");
    }

    #[test]
    fn a_key_added_below_signs_and_a_broken_line_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let old = Keyring::open_or_create(dir.path()).unwrap().unsubscribe_token(7, "weekly");
        let path = dir.path().join("secret");
        let text = std::fs::read_to_string(&path).unwrap();
        let added = format!("{text}\n# from November\n{}\n", base32::encode(&[9; KEY]));
        std::fs::write(&path, &added).unwrap();
        let keyring = Keyring::open_or_create(dir.path()).unwrap();
        assert_ne!(keyring.unsubscribe_token(7, "weekly"), old);
        assert_eq!(keyring.read_unsubscribe("weekly", &old), Some(7_i64));
        std::fs::write(&path, format!("{text}short\n")).unwrap();
        let error = Keyring::open_or_create(dir.path()).unwrap_err();
        assert!(error.to_string().contains("secret:2"), "{error}");
    }
}
