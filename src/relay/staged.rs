//! Files that take their places all at once: a dry run replaces the one before it, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::FilesError;

/// The list of what a dry run wrote, so that the next one removes that and no more.
const LIST: &str = ".postrider-outbox";

/// A folder in which a dry run's files appear together.
#[derive(Debug)]
pub(super) struct Staged {
    root: PathBuf,
    staging: PathBuf,
    /// Was the root there before?
    is_old: bool,
    before: BTreeSet<String>,
    now: BTreeSet<String>,
}

impl Staged {
    /// Opens `root`; until [`Staged::commit`] files wait in `staging` below it.
    pub(super) fn open(root: &Path, staging: &str) -> Result<Self, FilesError> {
        let (staging, is_old) = (root.join(staging), root.exists());
        told(&staging, fs::create_dir_all(&staging))?;
        let list = fs::read_to_string(root.join(LIST)).unwrap_or_default();
        let before = list.lines().filter(|name| is_below(name)).map(str::to_owned).collect();
        Ok(Self { root: root.to_owned(), staging, is_old, before, now: BTreeSet::new() })
    }

    /// Writes a file that will be at `name` below the root.
    pub(super) fn put(&mut self, name: &str, octets: &[u8]) -> Result<(), FilesError> {
        let place = self.root.join(name);
        if place.exists() && !self.before.contains(name) {
            return Err(FilesError::InTheWay { path: place.display().to_string() });
        }
        let waiting = self.waiting(name);
        // Known before it is whole, so that what a full disk cut short is removed as well.
        self.now.insert(name.to_owned());
        told(&waiting, fs::write(&waiting, octets))
    }

    /// Puts every file in its place and removes those of the dry run before.
    ///
    /// The list names a file before it appears and until it is gone, so that one written is never
    /// taken for the user's own after a crash.
    pub(super) fn commit(&mut self) -> Result<(), FilesError> {
        self.write_list(self.before.union(&self.now))?;
        for name in &self.now {
            let place = self.root.join(name);
            if let Some(dir) = place.parent() {
                told(dir, fs::create_dir_all(dir))?;
            }
            told(&place, fs::rename(self.waiting(name), &place))?;
        }
        for name in self.before.difference(&self.now) {
            remove(&self.root, name);
        }
        self.write_list(self.now.iter())?;
        self.now.clear();
        Ok(())
    }

    fn waiting(&self, name: &str) -> PathBuf {
        self.staging.join(name.replace('/', "_"))
    }

    fn write_list<'a>(&self, names: impl Iterator<Item = &'a String>) -> Result<(), FilesError> {
        let text: String = names.flat_map(|name| [name.as_str(), "\n"]).collect();
        let (waiting, place) = (self.staging.join(LIST), self.root.join(LIST));
        told(&waiting, fs::write(&waiting, text))?;
        told(&place, fs::rename(&waiting, &place))
    }
}

impl Drop for Staged {
    /// Leaves nothing half done behind.
    fn drop(&mut self) {
        for name in &self.now {
            let _ = fs::remove_file(self.waiting(name));
        }
        let _ = fs::remove_file(self.staging.join(LIST));
        // Goes only if it is empty, and a Maildir's `tmp` must stay.
        if self.staging.file_name().is_some_and(|name| name != "tmp") {
            let _ = fs::remove_dir(&self.staging);
        }
        // A folder that this run made and put nothing into.
        if !self.is_old && !self.root.join(LIST).exists() {
            for made in ["cur", "new", "tmp", ""] {
                let _ = fs::remove_dir(self.root.join(made));
            }
        }
    }
}

/// Removes a file of an earlier dry run, and its folder if that is empty now.
fn remove(root: &Path, name: &str) {
    let place = root.join(name);
    if fs::remove_file(&place).is_err() {
        remove_seen(root, name);
    }
    if let Some(dir) = place.parent().filter(|dir| *dir != root && !ends_in_maildir_part(dir)) {
        let _ = fs::remove_dir(dir);
    }
}

/// Removes a Maildir's message that a mail program has moved from `new` to `cur`.
fn remove_seen(root: &Path, name: &str) {
    let Some(unique) = name.strip_prefix("new/") else { return };
    let flagged = format!("{unique}:2,");
    for entry in fs::read_dir(root.join("cur")).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&flagged) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn ends_in_maildir_part(dir: &Path) -> bool {
    dir.file_name().is_some_and(|name| name == "new" || name == "cur" || name == "tmp")
}

/// May this line of the list be trusted to stay below the root?
fn is_below(name: &str) -> bool {
    !name.is_empty()
        && Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Says which file a mistake of the disk belongs to.
pub(super) fn told<T>(path: &Path, done: std::io::Result<T>) -> Result<T, FilesError> {
    done.map_err(|source| FilesError::Io { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(root: &Path, names: &[&str]) -> Result<(), FilesError> {
        let mut staged = Staged::open(root, ".partial")?;
        for name in names {
            staged.put(name, b"x")?;
        }
        staged.commit()
    }

    #[test]
    fn a_second_run_replaces_the_first_and_leaves_the_rest_alone() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("mine.txt"), "mine").unwrap();
        run(dir.path(), &["a/1.eml", "a/2.eml", "index.html"]).unwrap();
        run(dir.path(), &["b/1.eml", "index.html"]).unwrap();
        assert!(!dir.path().join("a").exists());
        assert!(dir.path().join("b/1.eml").exists());
        assert_eq!(fs::read_to_string(dir.path().join("mine.txt")).unwrap(), "mine");
        assert!(!dir.path().join(".partial").exists());
    }

    #[test]
    fn a_file_of_the_users_own_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("index.html"), "mine").unwrap();
        let error = run(dir.path(), &["index.html"]).unwrap_err();
        assert!(matches!(error, FilesError::InTheWay { .. }));
        assert_eq!(fs::read_to_string(dir.path().join("index.html")).unwrap(), "mine");
    }

    #[test]
    fn a_run_that_stops_half_way_changes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        run(dir.path(), &["1.eml"]).unwrap();
        let mut staged = Staged::open(dir.path(), ".partial").unwrap();
        staged.put("2.eml", b"x").unwrap();
        drop(staged);
        assert!(dir.path().join("1.eml").exists());
        assert!(!dir.path().join("2.eml").exists());
        assert!(!dir.path().join(".partial").exists());
    }

    #[test]
    fn a_run_that_stops_leaves_no_folder_behind_that_it_made() {
        let dir = tempfile::tempdir().unwrap();
        for (root, staging) in [("outbox", ".partial"), ("letters.maildir", "tmp")] {
            let root = dir.path().join(root);
            let mut staged = Staged::open(&root, staging).unwrap();
            for below in ["cur", "new"].iter().filter(|_| staging == "tmp") {
                fs::create_dir(root.join(below)).unwrap();
            }
            staged.put("new/1.eml", b"x").unwrap();
            drop(staged);
            assert!(!root.exists(), "{}", root.display());
        }
    }

    #[test]
    fn a_list_cannot_point_outside() {
        assert!(!is_below("../x") && !is_below("/etc/passwd") && is_below("a/b.eml"));
    }
}
