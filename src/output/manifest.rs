//! What was written, so that it can be taken away when it is made no longer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};

use super::{MARK, OutputError};
use crate::stamp::Stamp;

const NAME: &str = "output.manifest";

/// The files of an output folder and the hash of what we wrote into each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    dir: String,
    hashes: BTreeMap<PathBuf, String>,
    /// Of what some files were made, and how the file system knew them then.
    keys: BTreeMap<PathBuf, (String, Stamp)>,
}

impl Manifest {
    pub(super) fn of(
        dir: &Path,
        state: &Path,
        hashes: impl Iterator<Item = (PathBuf, String)>,
    ) -> Self {
        Self { dir: name(dir, state), hashes: hashes.collect(), keys: BTreeMap::new() }
    }

    /// Reads what was written to `dir` before; of another folder it knows nothing.
    pub(super) fn load(state: &Path, dir: &Path) -> Result<Self, OutputError> {
        let path = state.join(NAME);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(OutputError::io("read", &path)(error)),
        };
        let mut lines = text.lines();
        let dir = name(dir, state);
        if lines.next() != Some(dir.as_str()) {
            return Ok(Self { dir, ..Self::default() });
        }
        let mut manifest = Self { dir, ..Self::default() };
        for line in lines {
            let Some((about, path)) = line.split_once(' ') else { continue };
            let mut about = about.splitn(3, '=');
            manifest.hashes.extend(about.next().map(|hash| (PathBuf::from(path), hash.to_owned())));
            if let (Some(key), Some(stamp)) = (about.next(), about.next())
                && let Ok(stamp) = stamp.parse()
            {
                manifest.keys.insert(PathBuf::from(path), (key.to_owned(), stamp));
            }
        }
        Ok(manifest)
    }

    /// Gives the hash of a file that was made of the same and has not been written to since.
    pub(super) fn still(&self, path: &Path, key: &str, target: &Path) -> Option<String> {
        let (_, then) = self.keys.get(path).filter(|(made_of, _)| made_of == key)?;
        let now = Stamp::of(&target.metadata().ok()?)?;
        (now == *then).then(|| self.hashes.get(path).cloned())?
    }

    /// Remembers of what files of ours were made that are in their places now.
    pub(super) fn keep_keys<'a>(
        &mut self,
        made: impl Iterator<Item = (&'a Path, &'a str)>,
        dir: &Path,
    ) {
        for (path, key) in made.filter(|(path, _)| self.hashes.contains_key(*path)) {
            let about = dir.join(path).metadata().ok();
            if let Some(stamp) = about.and_then(|about| Stamp::of(&about)) {
                self.keys.insert(path.to_owned(), (key.to_owned(), stamp));
            }
        }
    }

    /// Are these bytes, found at a path, ours?
    pub(super) fn knows(&self, path: &Path, bytes: &[u8]) -> bool {
        let known = self.hashes.get(path).is_some_and(|known| *known == hash(bytes));
        known || bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes())
    }

    /// Gives what either names; after a broken run this is what may be ours.
    pub(super) fn and(&self, new: &Self) -> Self {
        let mut both = self.clone();
        both.hashes.extend(new.hashes.clone());
        both.keys.retain(|path, _| self.hashes.get(path) == new.hashes.get(path));
        both
    }

    /// Lists the paths of its files below the output folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.hashes.keys().map(PathBuf::as_path)
    }

    pub(super) fn save(&self, state: &Path) -> Result<(), OutputError> {
        let mut text = format!("{}\n", self.dir);
        for (path, hash) in &self.hashes {
            // A path with a line break could not be read back; it then is never removed.
            let _ = match self.keys.get(path) {
                Some((key, stamp)) => writeln!(text, "{hash}={key}={stamp} {}", path.display()),
                None => writeln!(text, "{hash} {}", path.display()),
            };
        }
        super::replace(&state.join(NAME), text.as_bytes())
    }

    /// Lists the files that are ours, are still as we wrote them, and are not in `new`.
    pub(super) fn gone_in(&self, new: &Self, dir: &Path) -> Vec<PathBuf> {
        let gone = self.hashes.keys().filter(|path| !new.hashes.contains_key(*path));
        gone.filter(|path| self.stands(path, dir)).cloned().collect()
    }

    /// Lists the files below a folder that are still as we wrote them.
    pub(super) fn standing(&self, dir: &Path, below: &Path) -> BTreeSet<PathBuf> {
        let paths = self.hashes.keys().filter(|path| path.starts_with(below));
        paths.filter(|path| self.stands(path, dir)).cloned().collect()
    }

    /// Is this file ours and still as we wrote it?
    pub(super) fn stands(&self, path: &Path, dir: &Path) -> bool {
        let now = std::fs::read(dir.join(path)).ok().map(|bytes| hash(&bytes));
        now.as_ref() == self.hashes.get(path) && now.is_some()
    }
}

/// Names an output folder by its way from the folder that holds the state, so that the name is the
/// same from wherever the program is started, and after all of it was moved.
fn name(dir: &Path, state: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (dir, state) = (real(dir), real(state));
    let below = state.parent().and_then(|root| dir.strip_prefix(root).ok());
    below.unwrap_or(&dir).display().to_string()
}

pub(super) fn hash(bytes: &[u8]) -> String {
    crate::text::hex(digest(&SHA256, bytes).as_ref())
}
