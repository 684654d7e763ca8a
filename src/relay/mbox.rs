//! One mbox file in the mboxrd form: `From ` lines quoted, so that it can be undone exactly.

use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::FilesError;
use super::staged::told;

/// How each message begins. By this a later run knows the file for one of its own; the time is fixed
/// because a message carries its own.
const FROM: &str = "From postrider-dry-run Thu Jan  1 00:00:00 1970\n";

/// An mbox that replaces the one before it when it is complete.
#[derive(Debug)]
pub struct Mbox {
    path: PathBuf,
    partial: PathBuf,
    writer: Mutex<BufWriter<File>>,
}

impl Mbox {
    pub(super) fn open(path: &Path) -> Result<Self, FilesError> {
        if !is_ours_or_empty(path) {
            return Err(FilesError::InTheWay { path: path.display().to_string() });
        }
        if let Some(dir) = path.parent() {
            told(dir, fs::create_dir_all(dir))?;
        }
        let partial = path.with_extension("mbox.partial");
        let file = told(&partial, File::create(&partial))?;
        Ok(Self { path: path.to_owned(), partial, writer: Mutex::new(BufWriter::new(file)) })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn write(&self, content: &[u8]) -> Result<String, FilesError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        told(&self.partial, writer.write_all(&entry(content)))?;
        Ok(format!("written to {}", self.path.display()))
    }

    pub(super) fn close(&self) -> Result<(), FilesError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        told(&self.partial, writer.flush())?;
        told(&self.path, fs::rename(&self.partial, &self.path))
    }
}

impl Drop for Mbox {
    /// Leaves nothing half done behind; where it was put in its place, there is nothing.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.partial);
    }
}

fn is_ours_or_empty(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return true };
    let mut start = Vec::new();
    let read = file.take(FROM.len() as u64).read_to_end(&mut start);
    read.is_ok() && (start.is_empty() || start == FROM.as_bytes())
}

/// A message as an mbox holds it: lines end in LF, and those that begin with `From ` behind any
/// number of `>` get one more.
fn entry(content: &[u8]) -> Vec<u8> {
    let mut entry = FROM.as_bytes().to_vec();
    entry.reserve(content.len() + 16);
    for line in content.split_inclusive(|octet| *octet == b'\n') {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let quotes = text.iter().take_while(|octet| **octet == b'>').count();
        if text.get(quotes..).is_some_and(|rest| rest.starts_with(b"From ")) {
            entry.push(b'>');
        }
        entry.extend_from_slice(text);
        entry.push(b'\n');
    }
    entry.push(b'\n');
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoting_can_be_undone() {
        let text = entry(b"A: b\r\n\r\nFrom here\r\n>From there\r\nfine\r\n");
        let text = String::from_utf8(text).unwrap();
        let body = text.strip_prefix(FROM).unwrap();
        assert_eq!(body, "A: b\n\n>From here\n>>From there\nfine\n\n");
    }

    #[test]
    fn a_persons_own_mbox_is_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mail.mbox");
        fs::write(&path, "From ana@a.example Thu Jan  1 00:00:00 1970\n\nhello\n").unwrap();
        assert!(matches!(Mbox::open(&path), Err(FilesError::InTheWay { .. })));
    }
}
