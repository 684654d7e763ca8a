//! The last good state of a feed from elsewhere, on this machine.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::text::{Sum, hex};

/// Where the last good state of a source is.
#[derive(Debug, Clone)]
pub struct Kept {
    file: PathBuf,
}

/// What a server said of a state that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Its entity tag.
    pub tag: Option<String>,
    /// When it last changed.
    pub date: Option<String>,
}

impl Kept {
    /// Has the last good state be in a file, and its marks beside it.
    #[must_use]
    pub fn at(file: PathBuf) -> Self {
        Self { file }
    }

    /// Gives the state and its marks; nothing where none is.
    ///
    /// # Errors
    /// When it cannot be read, or is not as it was kept.
    pub fn read(&self) -> io::Result<Option<(Vec<u8>, Marks)>> {
        let bytes = match std::fs::read(&self.file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let text = std::fs::read_to_string(self.marks()).unwrap_or_default();
        let mut lines = text.lines();
        let Some(sum) = lines.next().and_then(|line| line.strip_prefix("sum ")) else {
            // Nothing says what it was; it is asked for whole.
            return Ok(Some((bytes, Marks::default())));
        };
        let mut mark = || lines.next().filter(|line| !line.is_empty()).map(str::to_owned);
        let marks = Marks { tag: mark(), date: mark() };
        if sum != hex(&Sum::of(&bytes)) {
            return Err(io::Error::new(ErrorKind::InvalidData, "what was kept of it is damaged"));
        }
        Ok(Some((bytes, marks)))
    }

    /// Is there a state that is as it was kept?
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.read().is_ok_and(|state| state.is_some())
    }

    /// Keeps a state.
    ///
    /// # Errors
    /// When the file system says no; what was there is whole then, or asked for anew.
    pub fn write(&self, bytes: &[u8], marks: &Marks) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let mark = |mark: &Option<String>| mark.clone().unwrap_or_default();
        let sum = hex(&Sum::of(bytes));
        let marks = format!("sum {sum}\n{}\n{}\n", mark(&marks.tag), mark(&marks.date));
        std::fs::create_dir_all(folder)?;
        // Without its marks a state is asked for whole: never new marks beside an old state.
        remove(&self.marks())?;
        replace(folder, &self.file, bytes)?;
        replace(folder, &self.marks(), marks.as_bytes())
    }

    fn marks(&self) -> PathBuf {
        self.file.with_extension("marks")
    }
}

fn remove(file: &Path) -> io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn replace(folder: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(bytes)?;
    new.persist(file).map(drop).map_err(|error| error.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_believed_only_beside_the_bytes_they_were_kept_with() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::at(folder.path().join("x.feed"));
        assert_eq!(kept.read().unwrap(), None);
        let marks = Marks { tag: Some("\"one\"".to_owned()), date: None };
        kept.write(b"<rss/>", &marks).unwrap();
        assert_eq!(kept.read().unwrap(), Some((b"<rss/>".to_vec(), marks)));
        std::fs::write(folder.path().join("x.feed"), "<rs").unwrap();
        assert_eq!(kept.read().unwrap_err().to_string(), "what was kept of it is damaged");
        std::fs::write(folder.path().join("x.marks"), "\"one\"\n\n").unwrap();
        assert_eq!(kept.read().unwrap(), Some((b"<rs".to_vec(), Marks::default())));
        std::fs::remove_file(folder.path().join("x.marks")).unwrap();
        assert_eq!(kept.read().unwrap(), Some((b"<rs".to_vec(), Marks::default())));
    }
}
