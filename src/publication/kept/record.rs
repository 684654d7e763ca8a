//! What was made of one file: a record of the index.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize, Serializer};

use super::{Hash, Place};
use crate::article::{Article, Dates, Mark};
use crate::document::Document;
use crate::finding::Finding;
use crate::publication::lock::Marks;
use crate::stamp::Stamp;

/// How many bytes the front of a record seldom goes beyond.
const USUAL: usize = 256;

/// How many bytes a record's stamp, hash and lengths take at most.
const FRAME: usize = 64;

/// A record of the index. Its parts are read one by one: of a file that changed only the first are.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(in crate::publication) struct Record<'k> {
    /// The path of the file below the content folder.
    pub(in crate::publication) below: &'k str,
    /// How many bytes of the shelf it uses.
    pub(super) used: u64,
    /// None where it is not to be trusted.
    stamp: Option<Stamp>,
    /// The hash of the file, where it is known again by its bytes as well.
    pub(in crate::publication) hash: Option<Hash>,
    #[serde(serialize_with = "as_bytes")]
    seen: &'k [u8],
    /// What the folder said about it.
    pub(in crate::publication) kin: &'k str,
    #[serde(serialize_with = "as_bytes")]
    made: &'k [u8],
}

/// Writes bytes at once; a slice would be written one by one, to the same effect.
fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

impl<'k> Record<'k> {
    /// Reads the record at the beginning of some bytes; gives the bytes after it as well.
    pub(in crate::publication) fn first(bytes: &'k [u8]) -> Option<(Self, &'k [u8])> {
        postcard::take_from_bytes(bytes).ok()
    }

    /// Is it of a file with this stamp?
    pub(in crate::publication) fn is_of(&self, stamp: Option<&Stamp>) -> bool {
        self.stamp.is_some() && self.stamp.as_ref() == stamp
    }

    /// Gives what reading the file gave.
    pub(in crate::publication) fn seen(&self) -> Option<Seen> {
        postcard::from_bytes(self.seen).ok()
    }

    /// Gives what was made of it, if anything was.
    pub(in crate::publication) fn made(&self) -> Option<Made> {
        postcard::from_bytes(self.made).ok()
    }

    /// Gives the front of it, for a record that keeps what reading the file gave.
    pub(in crate::publication) fn entry(&self) -> Entry {
        let Self { below, stamp, hash, seen, .. } = *self;
        Entry { below: below.to_owned(), stamp, hash, seen: seen.to_owned() }
    }

    /// Writes it with another stamp.
    pub(in crate::publication) fn stamped(self, stamp: Stamp) -> Option<Vec<u8>> {
        postcard::to_allocvec(&Self { stamp: Some(stamp), ..self }).ok()
    }
}

/// The front of a record: the file, and what reading it gave.
#[derive(Debug)]
pub(in crate::publication) struct Entry {
    below: String,
    stamp: Option<Stamp>,
    hash: Option<Hash>,
    seen: Vec<u8>,
}

impl Entry {
    /// Makes the front of a record of what reading a file gave.
    pub(in crate::publication) fn new(
        below: &str,
        stamp: Option<Stamp>,
        hash: Option<Hash>,
        seen: &Seen,
    ) -> Option<Self> {
        let seen = postcard::to_extend(seen, Vec::with_capacity(USUAL)).ok()?;
        Some(Self { below: below.to_owned(), stamp, hash, seen })
    }

    /// May it be of a file with this hash? What is known by its stamp alone is told apart by that.
    pub(in crate::publication) fn may_be_of(&self, hash: &Hash) -> bool {
        self.hash.as_ref().is_none_or(|own| own == hash)
    }

    /// Writes the record of a file of which nothing was made.
    pub(in crate::publication) fn alone(&self) -> Option<Vec<u8>> {
        self.record(0, "", &[])
    }

    /// Writes the record of what was made of the file.
    pub(in crate::publication) fn with(&self, kin: &str, made: &Made<&Article>) -> Option<Vec<u8>> {
        let used = made.article.as_ref().map_or(0, |(_, place)| place.length());
        self.record(used, kin, &postcard::to_extend(made, Vec::with_capacity(4 * USUAL)).ok()?)
    }

    fn record(&self, used: u64, kin: &str, made: &[u8]) -> Option<Vec<u8>> {
        let Self { below, stamp, hash, seen } = self;
        let (stamp, hash) = (*stamp, *hash);
        // Of thousands that wait to be written, hardly a byte more than it takes.
        let length = below.len() + seen.len() + kin.len() + made.len() + FRAME;
        let record = Vec::with_capacity(length);
        postcard::to_extend(&Record { below, used, stamp, hash, seen, kin, made }, record).ok()
    }
}

/// What reading a file gave, whatever the rest of the folder says.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::publication) struct Seen {
    /// The document without its source, and its dates; none if a mistake kept it from being.
    pub(in crate::publication) document: Option<(Box<Document>, Dates)>,
    /// By what it is known again under another name.
    pub(in crate::publication) marks: Marks,
    /// May its source refer to other articles by their files?
    pub(in crate::publication) refers: bool,
    /// Why it is not to be seen.
    pub(in crate::publication) hidden: Option<String>,
    pub(in crate::publication) findings: Vec<Finding>,
}

impl Seen {
    /// Says that a file gave no document, and why.
    pub(in crate::publication) fn without_document(
        hidden: Option<String>,
        findings: Vec<Finding>,
    ) -> Self {
        Self { document: None, marks: Marks::default(), refers: false, hidden, findings }
    }
}

/// What became of a candidate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::publication) struct Made<A = Box<Article>> {
    /// The article without its bodies, and where they are; none if a mistake kept it from being.
    pub(in crate::publication) article: Option<(A, Place)>,
    /// Stands for the article.
    pub(in crate::publication) print: Mark,
    pub(in crate::publication) findings: Vec<Finding>,
    /// Where other files were looked for, and what was there.
    pub(in crate::publication) looked: Vec<(PathBuf, There)>,
}

impl Made {
    /// Is everything still there, or still not there, that the article depends on?
    pub(in crate::publication) fn holds(&self) -> bool {
        self.looked.iter().all(|(path, then)| *then != There::Unsure && There::at(path) == *then)
    }
}

/// What was at a place where a file was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::publication) enum There {
    /// Nothing.
    Nothing,
    /// A file that is not to be known by its times: who used it looks again.
    Unsure,
    /// A file with this stamp.
    File(Stamp),
}

impl There {
    /// Looks what is at a place.
    fn at(path: &Path) -> Self {
        let Ok(about) = path.metadata() else { return Self::Nothing };
        Stamp::of(&about).map_or(Self::Unsure, Self::File)
    }

    /// Looks what is at a place, for a reading that started then.
    pub(in crate::publication) fn at_reading(path: &Path, started: Option<i64>) -> Self {
        match Self::at(path) {
            Self::File(stamp) => stamp.settled(started).map_or(Self::Unsure, Self::File),
            other => other,
        }
    }
}
