//! What was made of one file: a line of the index.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Place;
use crate::article::{Article, Dates};
use crate::document::Document;
use crate::finding::Finding;
use crate::stamp::Stamp;

/// What stands for a stamp that is not to be trusted.
const NO_STAMP: &str = "-";

/// A line of the index. Its parts are read one by one: of a file that changed only the first are.
#[derive(Debug, Clone, Copy)]
pub(in crate::publication) struct Line<'k> {
    /// The path of the file below the content folder.
    pub(in crate::publication) below: &'k str,
    /// How many bytes of the shelf it uses.
    pub(super) used: u64,
    stamp: &'k str,
    /// The SHA-256 of the file.
    pub(in crate::publication) hash: &'k str,
    seen: &'k str,
    /// The SHA-256 of what the folder said about it.
    pub(in crate::publication) kin: &'k str,
    made: &'k str,
}

impl<'k> Line<'k> {
    pub(super) fn of(line: &'k str) -> Option<Self> {
        let mut parts = line.split('\t');
        let mut part = || parts.next();
        let (below, used, stamp, hash, seen) = (part()?, part()?, part()?, part()?, part()?);
        let (kin, made) = (part()?, part()?);
        Some(Self { below, used: used.parse().ok()?, stamp, hash, seen, kin, made })
    }

    /// Is it of a file with this stamp?
    pub(in crate::publication) fn is_of(&self, stamp: Option<&Stamp>) -> bool {
        self.stamp != NO_STAMP && stamp.is_some_and(|stamp| stamp.to_string() == self.stamp)
    }

    /// Gives what reading the file gave.
    pub(in crate::publication) fn seen(&self) -> Option<Seen> {
        serde_json::from_str(self.seen).ok()
    }

    /// Gives what was made of it, if anything was.
    pub(in crate::publication) fn made(&self) -> Option<Made> {
        serde_json::from_str(self.made).ok()
    }

    /// Gives the front of it, for a line that keeps what reading the file gave.
    pub(in crate::publication) fn entry(&self) -> Entry {
        let Self { below, stamp, hash, seen, .. } = self;
        let [below, stamp, hash, seen] = [below, stamp, hash, seen].map(|part| (*part).to_owned());
        Entry { below, stamp, hash, seen }
    }

    /// Writes it with another stamp.
    pub(in crate::publication) fn stamped(&self, stamp: &Stamp) -> String {
        let Self { used, kin, made, .. } = self;
        Entry { stamp: stamp.to_string(), ..self.entry() }.line(*used, kin, made)
    }
}

/// The front of a line: the file, and what reading it gave.
#[derive(Debug)]
pub(in crate::publication) struct Entry {
    below: String,
    stamp: String,
    pub(in crate::publication) hash: String,
    seen: String,
}

impl Entry {
    /// Makes the front of a line of what reading a file gave; nothing where no line could hold it.
    pub(in crate::publication) fn new(
        below: &str,
        stamp: Option<&Stamp>,
        hash: &str,
        seen: &Seen,
    ) -> Option<Self> {
        let seen = serde_json::to_string(seen).ok()?;
        let stamp = stamp.map_or(NO_STAMP.to_owned(), Stamp::to_string);
        let fits = !below.contains(['\t', '\n']);
        fits.then(|| Self { below: below.to_owned(), stamp, hash: hash.to_owned(), seen })
    }

    /// Writes the line of a file of which nothing was made.
    pub(in crate::publication) fn alone(&self) -> String {
        self.line(0, "", "")
    }

    /// Writes the line of what was made of the file.
    pub(in crate::publication) fn with(&self, kin: &str, made: &Made<&Article>) -> Option<String> {
        let used = made.article.as_ref().map_or(0, |(_, place)| place.length());
        Some(self.line(used, kin, &serde_json::to_string(made).ok()?))
    }

    fn line(&self, used: u64, kin: &str, made: &str) -> String {
        let Self { below, stamp, hash, seen } = self;
        // JSON holds no tab and no line break of its own.
        [below, &used.to_string(), stamp, hash, seen, kin, made].join("\t")
    }
}

/// What reading a file gave, whatever the rest of the folder says.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::publication) struct Seen {
    /// The document without its source, and its dates; none if a mistake kept it from being, or if
    /// it is not to be seen.
    pub(in crate::publication) document: Option<(Document, Dates)>,
    /// May its source refer to other articles by their files?
    pub(in crate::publication) refers: bool,
    /// Why it is not to be seen.
    pub(in crate::publication) hidden: Option<String>,
    pub(in crate::publication) findings: Vec<Finding>,
}

/// What became of a candidate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::publication) struct Made<A = Article> {
    /// The article without its bodies, and where they are; none if a mistake kept it from being.
    pub(in crate::publication) article: Option<(A, Place)>,
    pub(in crate::publication) findings: Vec<Finding>,
    /// Where other files were looked for, and what was there.
    pub(in crate::publication) looked: Vec<(PathBuf, Option<Stamp>)>,
}

impl Made {
    /// Is everything still there, or still not there, that the article depends on?
    pub(in crate::publication) fn holds(&self) -> bool {
        self.looked.iter().all(|(path, then)| {
            let now = path.metadata().ok();
            match (then, now) {
                (None, None) => true,
                (Some(then), Some(now)) => Stamp::of(&now).as_ref() == Some(then),
                _ => false,
            }
        })
    }
}
