//! A clock that is moved while a sender is at work, by libfaketime.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::points::{Still, still};
use super::{Killing, PUBLISH, by_reader, each_at_most_once, in_doubt, until};
use crate::smtp_server::{Act, At};

const READERS: usize = 6;
const THIRD: usize = 2;

/// A clock for one process, some seconds beside the wall's.
struct Clock {
    library: PathBuf,
    file: PathBuf,
    _folder: tempfile::TempDir,
}

impl Clock {
    /// Makes one that goes as the wall's does; where there is no libfaketime, says what is left out.
    fn new() -> Option<Self> {
        let Some(library) = library() else {
            println!("left out, for want of libfaketime: a clock that is moved");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let clock = Self { library, file: folder.path().join("clock"), _folder: folder };
        clock.move_by("+0");
        Some(clock)
    }

    /// Sets it so many seconds before (`-`) or after (`+`) the wall's.
    fn move_by(&self, seconds: &str) {
        // Replaced whole, for it is read at any moment.
        let new = self.file.with_extension("new");
        fs::write(&new, seconds).unwrap();
        fs::rename(new, &self.file).unwrap();
    }

    /// Gives the clock to a program; what measures how long something takes goes on as it did.
    fn give(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.library)
            .env("FAKETIME_TIMESTAMP_FILE", &self.file)
            .env("FAKETIME_NO_CACHE", "1")
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
            .env("NO_FAKE_STAT", "1");
    }
}

/// Debian keeps it in the folder of the machine's kind.
fn library() -> Option<PathBuf> {
    let kinds = fs::read_dir("/usr/lib").ok()?.flatten();
    let mut found = kinds.map(|kind| kind.path().join("faketime/libfaketimeMT.so.1"));
    found.find(|library| library.exists())
}

/// Moves a sender's clock by an hour and more at points of a hand-over, each with a store of its own.
pub fn move_at_each(mut store: impl FnMut() -> String) {
    let Some(clock) = Clock::new() else { return };
    for (point, at) in
        [("after MAIL", At::Mail), ("after DATA", At::Data), ("after the dot", At::Dot)]
    {
        for seconds in ["+3700", "-3700"] {
            clock.move_by("+0");
            let Still { server, reached, goes_on } = still(at, THIRD, Act::Usual);
            let killing = Killing::at(server, "", READERS, &store());
            let mut child = killing.start_as(&PUBLISH, |command| clock.give(command));
            reached.recv().unwrap();
            clock.move_by(seconds);
            goes_on.send(()).unwrap();
            child.wait().unwrap();
            until("the end of its leases", || !killing.is_busy());

            let (_, totals, states) = killing.ledger();
            each_at_most_once(&states, &by_reader(killing.server.taken()));
            assert_eq!(totals.open(), 0, "{point} {seconds}: {totals:?}");
            assert_eq!(in_doubt(&totals), 0, "{point} {seconds}: {totals:?}");
            let (.., lines) = killing.lines().unwrap();
            let times = || lines.iter().filter_map(|line| line.at);
            let hour = chrono::Duration::hours(1);
            assert!(times().max() > times().min().map(|first| first + hour), "no clock was moved");
        }
    }
}

#[test]
fn a_clock_moved_by_an_hour_in_mid_issue_loses_nobody_and_writes_to_nobody_twice() {
    move_at_each(String::new);
}
