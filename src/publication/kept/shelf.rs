//! Where bodies are kept until somebody reads them: one file, written only at its end.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::article::{Mark, mark};

/// Where the two bodies of an article are, HTML before plain text.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::publication) struct Place {
    at: u64,
    html: usize,
    text: usize,
    pub(in crate::publication) html_mark: Mark,
    pub(in crate::publication) text_mark: Mark,
}

impl Place {
    /// Gives how many bytes lie at it.
    pub(super) fn length(&self) -> u64 {
        (self.html as u64).saturating_add(self.text as u64)
    }
}

/// The file that holds bodies.
#[derive(Debug)]
pub(in crate::publication) struct Shelf {
    file: Mutex<File>,
}

impl Shelf {
    /// Starts an empty shelf.
    pub(super) fn new(path: &Path) -> io::Result<Self> {
        // A new file, not the old one emptied: what refers to the old one finds nothing.
        let _ = std::fs::remove_file(path);
        let file = File::options().create_new(true).read(true).write(true).open(path)?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Opens a shelf of which `used` bytes are still wanted; nothing where most of it is not.
    pub(super) fn open(path: &Path, used: u64) -> Option<Self> {
        let file = File::options().read(true).write(true).open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let fits = length >= used && length / 2 <= used.saturating_add(1 << 20);
        fits.then(|| Self { file: Mutex::new(file) })
    }

    fn file(&self) -> MutexGuard<'_, File> {
        // A file has no state that a panic elsewhere could have broken: we always seek first.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts two bodies at the end.
    pub(in crate::publication) fn put(&self, html: &str, text: &str) -> Option<Place> {
        let both = [html.as_bytes(), text.as_bytes()].concat();
        let (html_mark, text_mark) = (mark(html), mark(text));
        let mut file = self.file();
        let at = file.seek(SeekFrom::End(0)).ok()?;
        file.write_all(&both).ok()?;
        Some(Place { at, html: html.len(), text: text.len(), html_mark, text_mark })
    }

    /// Gives the HTML at a place, if it is what was put there.
    pub(in crate::publication) fn html(&self, place: &Place) -> Option<String> {
        self.load(place.at, place.html, place.html_mark)
    }

    /// Gives the plain text at a place, if it is what was put there.
    pub(in crate::publication) fn text(&self, place: &Place) -> Option<String> {
        self.load(place.at.checked_add(place.html as u64)?, place.text, place.text_mark)
    }

    fn load(&self, at: u64, length: usize, expected: Mark) -> Option<String> {
        let text = String::from_utf8(self.bytes(at, length)?).ok()?;
        (mark(&text) == expected).then_some(text)
    }

    fn bytes(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let mut bytes = vec![0; length];
        let mut file = self.file();
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}
