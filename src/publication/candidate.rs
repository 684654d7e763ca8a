//! A document that has all it needs to become an article, whether its source was read or not.

use std::cell::Cell;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::kept::{self, Entry, Hash};
use super::lock::Marks;
use super::site::References;
use super::walk::Found;
use crate::article::Dates;
use crate::document::{self, Document, Placed, Rules};
use crate::finding::Finding;
use crate::stamp::Stamp;

/// What a file larger than this was read into is not kept.
const MOST_ROOM: usize = 1 << 20;

/// A document that has all it needs to become an article.
pub(super) struct Candidate {
    pub(super) below: String,
    pub(super) document: Box<Document>,
    pub(super) dates: Dates,
    /// By what it is known again under another name.
    pub(super) marks: Marks,
    /// May its source refer to other articles by their files?
    pub(super) refers: bool,
    pub(super) origin: Origin,
}

/// Where a document comes from.
#[derive(Debug)]
pub(super) enum Origin {
    /// From its file: what is to be kept of that, if anything.
    File(Option<Box<Entry>>),
    /// The same, but its source was not kept, for few are needed again: the record of a file of which
    /// nothing was made.
    Left(Option<Vec<u8>>),
    /// From the record at this place, for its file is the same: its source is still to be read.
    Kept(usize),
    /// The same, but the file had another stamp.
    Stamped(usize, Stamp),
}

impl Candidate {
    /// Gives the place of its record, if its file is as it was.
    pub(super) fn place(&self) -> Option<usize> {
        match self.origin {
            Origin::File(_) | Origin::Left(_) => None,
            Origin::Kept(place) | Origin::Stamped(place, _) => Some(place),
        }
    }

    /// Keeps of its file only the record: its source was not kept.
    pub(super) fn leave(&mut self) {
        if let Origin::File(entry) = &mut self.origin {
            self.origin = Origin::Left(entry.take().and_then(|entry| entry.alone()));
        }
    }

    /// Stands for all that the folder says about it; `references` stand for the links among articles.
    pub(super) fn kin(&self, references: &References) -> String {
        let Placed { dialect, pattern } = &self.document.placed;
        let language = self.document.meta.language.as_ref().map(|language| &language.value);
        let references = self.refers.then(|| references.mark());
        format!("{dialect:?} {pattern:?} {language:?} {references:?}")
    }
}

/// Reads the file of a document once more; gives it as it is now, and the hash of its bytes.
///
/// Nothing where it has gone, or has got a mistake since: that is told.
pub(super) fn load(
    document: &Document,
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<(Document, Hash)> {
    let Document { path, file, .. } = document;
    let bytes = bytes(file).map_err(|finding| findings.push(finding)).ok()?;
    let mut again = document::read(path, file, &bytes, rules, findings)?;
    again.placed = document.placed.clone();
    again.meta.language = again.meta.language.or_else(|| document.meta.language.clone());
    Some((again, kept::hash(&bytes)))
}

thread_local! {
    /// Room for one file after another: new room has to be cleared each time.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads a file, if it is not too large, and gives what `see` makes of its bytes.
pub(super) fn read<T>(
    found: &Found,
    rules: &Rules,
    see: impl FnOnce(&[u8]) -> T,
) -> Result<T, Finding> {
    if found.length > rules.max_bytes {
        return Err(document::too_large(found.length, rules.max_bytes).file(&found.file));
    }
    // Taken, not borrowed: a thread may begin another file before it ends this one.
    let mut room = ROOM.take();
    let seen = match at_once(&found.file, found.length, &mut room) {
        Some(bytes) => Ok(see(bytes)),
        None => bytes(&found.file).map(|bytes| see(&bytes)),
    };
    if room.len() <= MOST_ROOM {
        ROOM.set(room);
    }
    seen
}

/// Reads a file that is as long as it was a moment ago; that takes half the calls.
fn at_once<'r>(file: &Path, length: u64, room: &'r mut Vec<u8>) -> Option<&'r [u8]> {
    let length = usize::try_from(length).ok()?;
    // One more, to see whether it has grown.
    let most = length.checked_add(1)?;
    if room.len() < most {
        room.resize(most, 0);
    }
    let read = File::open(file).ok()?.read(room.get_mut(..most)?).ok()?;
    room.get(..length).filter(|_| read == length)
}

fn bytes(file: &Path) -> Result<Vec<u8>, Finding> {
    std::fs::read(file)
        .map_err(|error| Finding::error(format!("the file cannot be read: {error}")).file(file))
}
