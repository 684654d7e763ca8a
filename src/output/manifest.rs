//! What was written, so that it can be taken away when it is made no longer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};

use super::{File, OutputError};

const NAME: &str = "output.manifest";

/// The files of an output folder and the hash of what we wrote into each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    dir: String,
    hashes: BTreeMap<PathBuf, String>,
}

impl Manifest {
    pub(super) fn of(dir: &Path, files: &[&File]) -> Self {
        let hashes = files.iter().map(|file| (file.path.clone(), hash(&file.bytes))).collect();
        Self { dir: dir.display().to_string(), hashes }
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
        let dir = dir.display().to_string();
        if lines.next() != Some(dir.as_str()) {
            return Ok(Self { dir, hashes: BTreeMap::new() });
        }
        let pair = |line: &str| line.split_once(' ').map(|(h, p)| (PathBuf::from(p), h.to_owned()));
        Ok(Self { dir, hashes: lines.filter_map(pair).collect() })
    }

    /// Gives what either names; after a broken run this is what may be ours.
    pub(super) fn and(&self, new: &Self) -> Self {
        let mut both = self.clone();
        both.hashes.extend(new.hashes.clone());
        both
    }

    /// Lists the folders its files lie in, as paths below the output folder.
    pub(super) fn folders(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let parents = self.hashes.keys().filter_map(|path| path.parent().map(Path::to_owned));
        parents.collect::<std::collections::BTreeSet<_>>().into_iter()
    }

    pub(super) fn save(&self, state: &Path) -> Result<(), OutputError> {
        let mut text = format!("{}\n", self.dir);
        for (path, hash) in &self.hashes {
            // A path with a line break could not be read back; it then is never removed.
            let _ = writeln!(text, "{hash} {}", path.display());
        }
        super::replace(&state.join(NAME), text.as_bytes())
    }

    /// Lists the files that are ours, are still as we wrote them, and are not in `new`.
    pub(super) fn gone_in(&self, new: &Self, dir: &Path) -> Vec<PathBuf> {
        let gone = self.hashes.iter().filter(|(path, _)| !new.hashes.contains_key(*path));
        let ours = |(path, known): &(&PathBuf, &String)| {
            std::fs::read(dir.join(path)).is_ok_and(|bytes| hash(&bytes) == **known)
        };
        gone.filter(ours).map(|(path, _)| path.clone()).collect()
    }
}

fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in digest(&SHA256, bytes).as_ref() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
