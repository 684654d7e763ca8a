//! What earlier readings made of each file, so that only what changed is made again.
//!
//! Everything here is a copy of what the content folder and the configuration say: to delete it is
//! always safe, and what is broken, or was made by another program or configuration, is not used.

mod index;
mod record;
mod shelf;

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::stamp::Stamp;
use crate::text::Sum;
use index::Index;
pub(super) use record::{Entry, Made, Record, Seen, There};
pub(super) use shelf::{Place, Shelf};

/// Raised whenever a record, or what is made of a file, gets another form.
const FORMAT: u32 = 13;
const INDEX: &str = "articles.index";
const BODIES: &str = "articles.bodies";
const BUSY: &str = "articles.lock";

/// What stands for the bytes of a file, or for the circumstances of a reading.
pub(super) type Hash = [u8; 16];

/// The records of an earlier reading, and a shelf for bodies.
#[derive(Debug)]
pub(super) struct Kept<'k> {
    index: Index<'k>,
    pub(super) shelf: Arc<Shelf>,
    alone: Alone,
}

/// A state folder that no other run uses while this lives.
#[derive(Debug)]
pub(super) struct Alone {
    state: PathBuf,
    /// The file system's own time.
    started: Option<i64>,
    _file: File,
}

impl Alone {
    /// Keeps other runs out; nothing where another is in, or where nothing can be written.
    pub(super) fn now(state: &Path) -> Option<Self> {
        fs::create_dir_all(state).ok()?;
        let path = state.join(BUSY);
        let file = File::options().create(true).truncate(true).write(true).open(path).ok()?;
        file.try_lock().ok()?;
        (&file).write_all(b"\n").ok()?;
        let started = Stamp::of(&file.metadata().ok()?).map(|stamp| stamp.changed());
        Some(Self { state: state.to_owned(), started, _file: file })
    }
}

/// A record for the next reading.
#[derive(Debug)]
pub(super) enum Next {
    /// The one that was found at this place, as it was.
    Same(usize),
    /// A new one.
    New(Vec<u8>),
}

impl Next {
    /// Gives its bytes, if it is a new one.
    fn fresh(&self) -> Option<&[u8]> {
        match self {
            Self::Same(_) => None,
            Self::New(record) => Some(record),
        }
    }
}

impl<'k> Kept<'k> {
    /// Opens what is kept in the state folder; nothing where nothing can be written. `bytes` is room
    /// for it.
    ///
    /// `program` says which program this is: another may make something else of the same file.
    pub(super) fn open(
        alone: Alone,
        bytes: &'k mut Vec<u8>,
        config: &Config,
        program: &str,
    ) -> Option<Self> {
        let state = &alone.state;
        *bytes = fs::read(state.join(INDEX)).unwrap_or_default();
        let head = hash(format!("postrider articles {FORMAT}\n{program}\n{config:?}").as_bytes());
        let index = Index::read(bytes, head);
        let used = index.used();
        let shelf = if index.is_empty() { None } else { Shelf::open(&state.join(BODIES), used) };
        let (index, shelf) = match shelf {
            Some(shelf) => (index, shelf),
            None => (Index::read(&[], head), Shelf::new(&state.join(BODIES)).ok()?),
        };
        Some(Self { index, shelf: Arc::new(shelf), alone })
    }

    /// Forgets what is kept in the state folder: something of it could not be had any more.
    pub(super) fn forget(state: &Path) {
        // Without its index nothing of it is believed; what cannot be removed, cannot be written.
        let _ = fs::remove_file(state.join(INDEX));
    }

    /// Says when the reading started: what was changed later is too young to be known by its times.
    pub(super) fn started(&self) -> Option<i64> {
        self.alone.started
    }

    /// Finds the place of what was made of a file.
    pub(super) fn find(&self, below: &str) -> Option<usize> {
        self.index.find(below)
    }

    /// Gives the record at a place.
    pub(super) fn record(&self, place: usize) -> Option<&Record<'k>> {
        self.index.record(place)
    }

    /// Keeps these records, and no others, for the next reading.
    ///
    /// What cannot be kept is made again next time; nobody has to hear of that.
    pub(super) fn save(self, next: &[Next]) {
        self.index.save(next, &self.alone.state.join(INDEX));
    }
}

/// Gives what stands for bytes.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sum::of(bytes)
}
