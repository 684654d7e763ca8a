//! Which relays do not take one reader now.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::stations::Station;

/// Relays that do not take one reader now, and until when.
#[derive(Debug, Default)]
pub(super) struct Bars {
    barred: Vec<(usize, Option<DateTime<Utc>>)>,
    put_off: Option<DateTime<Utc>>,
}

impl Bars {
    /// The relay does not take this reader before then, or not at all.
    pub(super) fn add(&mut self, station: &Station, until: Option<DateTime<Utc>>) {
        self.barred.push((station.index, until));
    }

    /// When does the first of them take the reader?
    pub(super) fn earliest(&self) -> Option<DateTime<Utc>> {
        self.barred.iter().filter_map(|(_, until)| *until).chain(self.put_off).min()
    }

    /// Puts a reader off whom some relay does not take and no other can take for a while, so that
    /// those behind go first. Says whether it did; whom every relay may take is worth waiting for.
    pub(super) fn put_off(&mut self, now: DateTime<Utc>, wait: Duration) -> bool {
        let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::hours(1));
        self.put_off = (!self.barred.is_empty()).then(|| now + wait);
        self.put_off.is_some()
    }

    /// Is this one among them?
    pub(super) fn has(&self, index: usize) -> bool {
        self.barred.iter().any(|(barred, _)| *barred == index)
    }
}
