//! Lines of the files that mistakes are in.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Take};
use std::path::{Path, PathBuf};
use std::str::Utf8Error;
use std::string::FromUtf8Error;

/// How far into a file a line is looked for, in bytes.
const DEPTH: u64 = 4_000_000;
/// How much of a line is looked at, in bytes: a hundred thousand mistakes may share a long one.
const LOOKED_AT: u64 = 2_000;

/// The file that was looked into last, for mistakes are told file by file and line by line: to read
/// each from its beginning would take longer with every one.
#[derive(Default)]
pub(super) struct Source(RefCell<Option<Open>>);

struct Open {
    path: PathBuf,
    reader: BufReader<Take<File>>,
    /// The line that was read last, and its beginning; the reader stands within it.
    line: u32,
    text: Vec<u8>,
}

impl Source {
    /// Gives the beginning of a line of a file, where it can be had cheaply.
    pub(super) fn line(&self, path: &Path, number: u32) -> Option<String> {
        let mut last = self.0.try_borrow_mut().ok()?;
        let is_ahead = last.as_ref().is_some_and(|open| open.path == path && open.line <= number);
        if !is_ahead {
            *last = Open::at_start(path);
        }
        let text = last.as_mut()?.go_to(number)?.to_vec();
        String::from_utf8(text).or_else(|cut| start_of(&cut)).ok()
    }
}

impl Open {
    fn at_start(path: &Path) -> Option<Self> {
        let file = File::open(path).ok()?;
        file.metadata().ok().filter(std::fs::Metadata::is_file)?;
        let mut reader = BufReader::new(file.take(DEPTH));
        let text = start(&mut reader)?;
        Some(Self { path: path.to_owned(), reader, line: 1, text })
    }

    fn go_to(&mut self, number: u32) -> Option<&[u8]> {
        while self.line < number {
            if !self.text.ends_with(b"\n") {
                self.reader.skip_until(b'\n').ok().filter(|read| *read > 0)?;
            }
            self.text = start(&mut self.reader)?;
            self.line += 1;
        }
        Some(&self.text)
    }
}

/// Reads the beginning of a line; nothing at the end of the file.
fn start(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = reader.take(LOOKED_AT).read_until(b'\n', &mut line).ok()?;
    (read > 0).then_some(line)
}

/// Gives a line that was cut within its last character.
fn start_of(cut: &FromUtf8Error) -> Result<String, Utf8Error> {
    let whole = cut.utf8_error().valid_up_to();
    let is_cut = cut.utf8_error().error_len().is_none();
    let start = cut.as_bytes().get(..whole).filter(|_| is_cut).unwrap_or(cut.as_bytes());
    std::str::from_utf8(start).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_given_in_any_order_and_of_long_ones_the_beginning() {
        let dir = tempfile::tempdir().unwrap();
        let long = "ü".repeat(5_000);
        let (one, two) = (dir.path().join("a.md"), dir.path().join("b.md"));
        std::fs::write(&one, format!("first\n{long}\n\nfourth")).unwrap();
        std::fs::write(&two, "other\n").unwrap();
        let source = Source::default();
        let line = |path: &Path, number| source.line(path, number);
        assert_eq!(line(&one, 1).unwrap(), "first\n");
        assert_eq!(line(&one, 1).unwrap(), "first\n");
        assert_eq!(line(&one, 2).unwrap(), "ü".repeat(1_000));
        assert_eq!(line(&one, 3).unwrap(), "\n");
        assert_eq!(line(&one, 4).unwrap(), "fourth");
        assert_eq!(line(&one, 5), None);
        assert_eq!(line(&two, 1).unwrap(), "other\n");
        assert_eq!(line(&one, 2).unwrap(), "ü".repeat(1_000));
        assert_eq!(line(&one, 1).unwrap(), "first\n");
        assert_eq!(line(dir.path(), 1), None);
        assert_eq!(line(&dir.path().join("none"), 1), None);
    }
}
