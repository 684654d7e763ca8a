//! What earlier readings made of each file, so that only what changed is made again.
//!
//! Everything here is a copy of what the content folder and the configuration say: to delete it is
//! always safe, and what is broken, or was made by another program or configuration, is not used.

mod record;
mod shelf;

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256, digest};

use crate::config::Config;
use crate::stamp::Stamp;
pub(super) use record::{Entry, Line, Made, Seen};
pub(super) use shelf::{Place, Shelf};

/// Raised whenever a record, or what is made of a file, gets another form.
const FORMAT: u32 = 2;
const INDEX: &str = "articles.index";
const BODIES: &str = "articles.bodies";
const BUSY: &str = "articles.lock";

/// The records of an earlier reading, and a shelf for bodies.
#[derive(Debug)]
pub(super) struct Kept {
    state: PathBuf,
    head: String,
    text: String,
    /// Where in the text the line of each path is.
    lines: HashMap<String, Range<usize>>,
    pub(super) shelf: Arc<Shelf>,
    /// What was changed later than this is too young to be known by its times.
    pub(super) started: Option<i64>,
    _alone: File,
}

/// A record for the next reading.
#[derive(Debug)]
pub(super) enum Next {
    /// The one of this path, as it was.
    Same(String),
    /// A new line.
    New(String),
}

impl Kept {
    /// Opens what is kept in the state folder; nothing where another program uses it now, or where
    /// nothing can be written.
    ///
    /// `program` says which program this is: another may make something else of the same file.
    pub(super) fn open(state: &Path, config: &Config, program: &str) -> Option<Self> {
        fs::create_dir_all(state).ok()?;
        let (alone, started) = alone(&state.join(BUSY)).ok()?;
        let head = format!(
            "postrider articles {}\n",
            hex(format!("{FORMAT}\n{program}\n{config:?}").as_bytes())
        );
        let text = fs::read_to_string(state.join(INDEX)).unwrap_or_default();
        let (lines, used) = lines(&text, &head);
        let shelf = if lines.is_empty() { None } else { Shelf::open(&state.join(BODIES), used) };
        let (lines, shelf) = match shelf {
            Some(shelf) => (lines, shelf),
            None => (HashMap::new(), Shelf::new(&state.join(BODIES)).ok()?),
        };
        let (state, shelf) = (state.to_owned(), Arc::new(shelf));
        Some(Self { state, head, text, lines, shelf, started, _alone: alone })
    }

    /// Forgets what is kept in the state folder: something of it could not be had any more.
    pub(super) fn forget(state: &Path) {
        // Without its index nothing of it is believed; what cannot be removed, cannot be written.
        let _ = fs::remove_file(state.join(INDEX));
    }

    /// Finds what was made of a file.
    pub(super) fn find(&self, below: &str) -> Option<Line<'_>> {
        Line::of(self.text.get(self.lines.get(below)?.clone())?)
    }

    /// Keeps these records, and no others, for the next reading.
    ///
    /// What cannot be kept is made again next time; nobody has to hear of that.
    pub(super) fn save(self, next: &[Next]) {
        let unchanged =
            next.len() == self.lines.len() && next.iter().all(|next| matches!(next, Next::Same(_)));
        if unchanged {
            return;
        }
        // A half-written file is known by its hash.
        let new = self.state.join("articles.index.new");
        let _ = self.write(&new, next).and_then(|()| fs::rename(&new, self.state.join(INDEX)));
    }

    fn write(&self, path: &Path, next: &[Next]) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        let mut hash = Context::new(&SHA256);
        let mut put = |part: &str| {
            hash.update(part.as_bytes());
            file.write_all(part.as_bytes())
        };
        put(&self.head)?;
        for next in next {
            match next {
                Next::Same(below) => {
                    let old = self.lines.get(below).and_then(|line| self.text.get(line.clone()));
                    put(old.unwrap_or_default())?;
                }
                Next::New(line) => put(line)?,
            }
            put("\n")?;
        }
        file.write_all(crate::text::hex(hash.finish().as_ref()).as_bytes())?;
        file.flush()
    }
}

/// Finds the records of an index that was made under the same circumstances and is whole, and how
/// many bytes of the shelf they use.
fn lines(text: &str, head: &str) -> (HashMap<String, Range<usize>>, u64) {
    let (lines, hash) = text.rsplit_once('\n').unwrap_or_default();
    let body = lines.strip_prefix(head.trim_end_matches('\n')).unwrap_or_default();
    let Some(body) = body.strip_prefix('\n') else { return Default::default() };
    let hashed = text.as_bytes().get(..=lines.len()).unwrap_or_default();
    if *hash != hex(hashed) {
        return Default::default();
    }
    let (mut at, mut used) = (head.len(), 0_u64);
    let mut found = HashMap::new();
    for line in body.split_inclusive('\n') {
        let range = at..at + line.trim_end_matches('\n').len();
        at += line.len();
        if let Some(line) = text.get(range.clone()).and_then(Line::of) {
            used = used.saturating_add(line.used);
            found.insert(line.below.to_owned(), range);
        }
    }
    (found, used)
}

/// Keeps other runs out while the file lives; gives the file system's own time.
fn alone(path: &Path) -> io::Result<(File, Option<i64>)> {
    let file = File::options().create(true).truncate(true).write(true).open(path)?;
    file.try_lock()?;
    (&file).write_all(b"\n")?;
    let started = Stamp::of(&file.metadata()?).map(|stamp| stamp.changed());
    Ok((file, started))
}

/// Gives the SHA-256 of bytes.
pub(super) fn hex(bytes: &[u8]) -> String {
    crate::text::hex(digest(&SHA256, bytes).as_ref())
}
