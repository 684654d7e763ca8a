//! What was written, so that it can be taken away when it is made no longer.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{MARK, OutputError};
use crate::stamp::Stamp;
use crate::text::Sum;

const NAME: &str = "output.manifest";

/// The files of an output folder, and what we know of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    dir: String,
    /// By hash: to compare paths part by part takes long.
    files: HashMap<PathBuf, Known>,
}

/// What is known of a file that we wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The sum of its bytes, in hexadecimal.
    pub(super) hash: String,
    /// Of what it was made, and how the file system knew it then.
    pub(super) made: Option<(String, Stamp)>,
}

impl Manifest {
    pub(super) fn of(
        dir: &Path,
        state: &Path,
        files: impl Iterator<Item = (PathBuf, Known)>,
    ) -> Self {
        Self { dir: name(dir, state), files: files.collect() }
    }

    /// Reads what was written to `dir` before; of another folder it knows nothing.
    pub(super) fn load(state: &Path, dir: &Path) -> Result<Self, OutputError> {
        let path = state.join(NAME);
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(OutputError::io("read", &path)(error)),
        };
        // A line that a disk has spoiled names no file that is there as it was written.
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        let dir = name(dir, state);
        if lines.next() != Some(dir.as_str()) {
            return Ok(Self { dir, ..Self::default() });
        }
        Ok(Self { dir, files: lines.filter_map(file).collect() })
    }

    /// Gives what is known of a file that was made of the same and has not been written to since.
    pub(super) fn still(&self, path: &Path, key: &str, target: &Path) -> Option<&Known> {
        let known = self.files.get(path)?;
        let (_, then) = known.made.as_ref().filter(|(made_of, _)| made_of == key)?;
        let now = Stamp::of(&target.metadata().ok()?)?;
        (now == *then).then_some(known)
    }

    /// Remembers of what files of ours were made that are in their places now.
    pub(super) fn keep_keys<'a>(
        &mut self,
        made: impl Iterator<Item = (&'a Path, &'a str)>,
        dir: &Path,
    ) {
        for (path, key) in made {
            let Some(known) = self.files.get_mut(path) else { continue };
            let about = dir.join(path).metadata().ok();
            let stamp = about.and_then(|about| Stamp::of(&about));
            known.made = stamp.map(|stamp| (key.to_owned(), stamp));
        }
    }

    /// Are these bytes, found at a path, ours?
    pub(super) fn knows(&self, path: &Path, bytes: &[u8]) -> bool {
        let known = self.files.get(path).is_some_and(|known| known.hash == hash(bytes));
        known || bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes())
    }

    /// May they be, by what stands in them? Where the state folder was lost, nothing else tells.
    pub(super) fn may_know(&self, path: &Path, bytes: &[u8]) -> bool {
        let is_mark = |window: &[u8]| window.eq_ignore_ascii_case(MARK.as_bytes());
        self.knows(path, bytes) || bytes.windows(MARK.len()).any(is_mark)
    }

    /// Gives what either names; after a broken run this is what may be ours.
    pub(super) fn and(&self, new: &Self) -> Self {
        let mut both = self.clone();
        for (path, new) in &new.files {
            let known = both.files.get(path);
            if known.is_none_or(|known| known.hash != new.hash) {
                both.files.insert(path.clone(), Known { made: None, ..new.clone() });
            }
        }
        both
    }

    /// Lists the paths of its files below the output folder, in no order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.keys().map(PathBuf::as_path)
    }

    pub(super) fn save(&self, state: &Path) -> Result<(), OutputError> {
        let mut text = format!("{}\n", self.dir);
        let mut files: Vec<_> = self.files.iter().collect();
        files.sort_by_key(|(path, _)| path.as_os_str());
        for (path, Known { hash, made }) in files {
            // A path with a line break could not be read back; it then is never removed.
            let _ = match made {
                Some((key, stamp)) => writeln!(text, "{hash}={key}={stamp} {}", path.display()),
                None => writeln!(text, "{hash} {}", path.display()),
            };
        }
        super::replace(&state.join(NAME), text.as_bytes())
    }

    /// Lists the files that are ours, are still as we wrote them, and are not in `new`.
    pub(super) fn gone_in(&self, new: &Self, dir: &Path) -> Vec<PathBuf> {
        let gone = self.files.keys().filter(|path| !new.files.contains_key(*path));
        let mut gone: Vec<_> = gone.filter(|path| self.stands(path, dir)).cloned().collect();
        gone.sort();
        gone
    }

    /// Lists the files below a folder that are still as we wrote them.
    pub(super) fn standing(&self, dir: &Path, below: &Path) -> BTreeSet<PathBuf> {
        let paths = self.files.keys().filter(|path| path.starts_with(below));
        paths.filter(|path| self.stands(path, dir)).cloned().collect()
    }

    /// Is this file ours and still as we wrote it?
    pub(super) fn stands(&self, path: &Path, dir: &Path) -> bool {
        let now = std::fs::read(dir.join(path)).ok().map(|bytes| hash(&bytes));
        now.is_some() && now.as_ref() == self.files.get(path).map(|known| &known.hash)
    }
}

/// Reads the line of a file.
fn file(line: &str) -> Option<(PathBuf, Known)> {
    let (about, path) = line.split_once(' ')?;
    let mut about = about.splitn(3, '=');
    let hash = about.next()?.to_owned();
    let made = about.next().zip(about.next().and_then(|stamp| stamp.parse().ok()));
    let made = made.map(|(key, stamp)| (key.to_owned(), stamp));
    Some((PathBuf::from(path), Known { hash, made }))
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
    crate::text::hex(&Sum::of(bytes))
}
