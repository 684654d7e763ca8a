//! What earlier readings made of each file, so that only what changed is made again.
//!
//! Everything here is a copy of what the content folder and the configuration say: to delete it is
//! always safe, and what is broken, or was made by another program or configuration, is not used.

mod record;
mod shelf;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use foldhash::HashMap;

use crate::config::Config;
use crate::stamp::Stamp;
use crate::text::Sum;
pub(super) use record::{Entry, Made, Record, Seen};
pub(super) use shelf::{Place, Shelf};

/// Raised whenever a record, or what is made of a file, gets another form.
const FORMAT: u32 = 6;
const INDEX: &str = "articles.index";
const BODIES: &str = "articles.bodies";
const BUSY: &str = "articles.lock";

/// What stands for the bytes of a file, or for the circumstances of a reading.
pub(super) type Hash = [u8; 16];

/// The records of an earlier reading, and a shelf for bodies.
#[derive(Debug)]
pub(super) struct Kept<'k> {
    state: PathBuf,
    head: Hash,
    records: Vec<Whole<'k>>,
    /// The place of each record, by the path of its file.
    places: HashMap<&'k str, usize>,
    pub(super) shelf: Arc<Shelf>,
    /// What was changed later than this is too young to be known by its times.
    pub(super) started: Option<i64>,
    _alone: File,
}

/// A record, and its bytes.
type Whole<'k> = (Record<'k>, &'k [u8]);

/// A record for the next reading.
#[derive(Debug)]
pub(super) enum Next {
    /// The one that was found at this place, as it was.
    Same(usize),
    /// A new one.
    New(Vec<u8>),
}

impl<'k> Kept<'k> {
    /// Reads the index in the state folder, for [`open`](Self::open).
    pub(super) fn index(state: &Path) -> Vec<u8> {
        fs::read(state.join(INDEX)).unwrap_or_default()
    }

    /// Opens what is kept in the state folder; nothing where another program uses it now, or where
    /// nothing can be written.
    ///
    /// `program` says which program this is: another may make something else of the same file.
    pub(super) fn open(
        state: &Path,
        index: &'k [u8],
        config: &Config,
        program: &str,
    ) -> Option<Self> {
        fs::create_dir_all(state).ok()?;
        let (alone, started) = alone(&state.join(BUSY)).ok()?;
        let head = hash(format!("postrider articles {FORMAT}\n{program}\n{config:?}").as_bytes());
        let (records, used) = records(index, &head).unwrap_or_default();
        let shelf = if records.is_empty() { None } else { Shelf::open(&state.join(BODIES), used) };
        let (records, shelf) = match shelf {
            Some(shelf) => (records, shelf),
            None => (Vec::new(), Shelf::new(&state.join(BODIES)).ok()?),
        };
        let places = records.iter().zip(0..).map(|((record, _), place)| (record.below, place));
        let (state, shelf) = (state.to_owned(), Arc::new(shelf));
        let places = places.collect();
        Some(Self { state, head, records, places, shelf, started, _alone: alone })
    }

    /// Forgets what is kept in the state folder: something of it could not be had any more.
    pub(super) fn forget(state: &Path) {
        // Without its index nothing of it is believed; what cannot be removed, cannot be written.
        let _ = fs::remove_file(state.join(INDEX));
    }

    /// Finds the place of what was made of a file.
    pub(super) fn find(&self, below: &str) -> Option<usize> {
        self.places.get(below).copied()
    }

    /// Gives the record at a place.
    pub(super) fn record(&self, place: usize) -> Option<&Record<'k>> {
        self.records.get(place).map(|(record, _)| record)
    }

    /// Keeps these records, and no others, for the next reading.
    ///
    /// What cannot be kept is made again next time; nobody has to hear of that.
    pub(super) fn save(self, next: &[Next]) {
        let unchanged = next.len() == self.records.len()
            && next.iter().all(|next| matches!(next, Next::Same(_)));
        if unchanged {
            return;
        }
        // A half-written file is known by its sum.
        let new = self.state.join("articles.index.new");
        let _ = self.write(&new, next).and_then(|()| fs::rename(&new, self.state.join(INDEX)));
    }

    fn write(&self, path: &Path, next: &[Next]) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut sum = Sum::default();
        let mut put = |record: &[u8]| {
            sum.add(record);
            file.write_all(record)
        };
        put(&self.head)?;
        for next in next {
            match next {
                Next::Same(place) => {
                    put(self.records.get(*place).map(|(_, bytes)| *bytes).unwrap_or_default())?;
                }
                Next::New(record) => put(record)?,
            }
        }
        file.write_all(&sum.finish())?;
        file.flush()
    }
}

/// Finds the records of an index that was made under the same circumstances and is whole, and how
/// many bytes of the shelf they use.
fn records<'k>(bytes: &'k [u8], head: &Hash) -> Option<(Vec<Whole<'k>>, u64)> {
    let (body, kept) = bytes.split_last_chunk()?;
    let mut rest = body.strip_prefix(head)?;
    let (mut found, mut used, mut sum) = (Vec::new(), 0_u64, Sum::default());
    sum.add(head);
    while !rest.is_empty() {
        let (record, after) = Record::first(rest)?;
        let whole = rest.get(..rest.len() - after.len())?;
        used = used.saturating_add(record.used);
        sum.add(whole);
        found.push((record, whole));
        rest = after;
    }
    (sum.finish() == *kept).then_some((found, used))
}

/// Keeps other runs out while the file lives; gives the file system's own time.
fn alone(path: &Path) -> io::Result<(File, Option<i64>)> {
    let file = File::options().create(true).truncate(true).write(true).open(path)?;
    file.try_lock()?;
    (&file).write_all(b"\n")?;
    let started = Stamp::of(&file.metadata()?).map(|stamp| stamp.changed());
    Ok((file, started))
}

/// Gives what stands for bytes.
pub(super) fn hash(bytes: &[u8]) -> Hash {
    Sum::of(bytes)
}
