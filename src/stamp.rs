//! By what a file is known without reading it.

use std::fmt;
use std::fs::Metadata;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// By what a file system tells that a file has not been written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    number: u64,
    modified: i64,
    /// When it was last changed in any way, in nanoseconds: no program can set this back.
    changed: i64,
}

impl Stamp {
    /// Takes the stamp of a file, on systems that give a reliable one.
    #[cfg(unix)]
    #[must_use]
    pub fn of(about: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        let nanos =
            |seconds: i64, nanos: i64| seconds.checked_mul(1_000_000_000)?.checked_add(nanos);
        Some(Self {
            length: about.len(),
            number: about.ino(),
            modified: nanos(about.mtime(), about.mtime_nsec())?,
            changed: nanos(about.ctime(), about.ctime_nsec())?,
        })
    }

    /// Takes the stamp of a file, on systems that give a reliable one.
    #[cfg(not(unix))]
    #[must_use]
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    /// Gives when the file was last changed in any way, in nanoseconds since 1970.
    #[must_use]
    pub fn changed(&self) -> i64 {
        self.changed
    }

    /// Leaves the stamp of a file that was last changed well before a reading started: one that
    /// changed just now may change once more within the same tick of the clock.
    #[must_use]
    pub fn settled(self, started: Option<i64>) -> Option<Self> {
        const TICK: i64 = 2_000_000_000;
        let settled = self.changed.checked_add(TICK)? < started?;
        settled.then_some(self)
    }
}

impl fmt::Display for Stamp {
    /// Writes its four numbers with commas between them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{},{}", self.length, self.number, self.modified, self.changed)
    }
}

impl FromStr for Stamp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(',');
        let mut part = || parts.next().ok_or(());
        Ok(Self {
            length: part()?.parse().map_err(|_| ())?,
            number: part()?.parse().map_err(|_| ())?,
            modified: part()?.parse().map_err(|_| ())?,
            changed: part()?.parse().map_err(|_| ())?,
        })
    }
}
