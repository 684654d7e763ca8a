//! A publication in a folder of its own, and the program run in it as a user runs it.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The instant all tests live in, unless they say otherwise.
pub const NOW: &str = "2026-11-20T09:00:00Z";

/// The shortest configuration that builds feeds.
pub const CONFIG: &str = r#"
title = "Tidewater"
home = "https://tidewater.example/"
"#;

/// A second newsletter with a readers' file.
pub const DAILY: &str = r#"
[newsletters.daily]
title = "Tidewater Daily"
every = "24h"
since = "2026-01-01"
from = "Tidewater <hello@tidewater.example>"
postal_address = "1 Quay Street, 1000 Lisbon"
subscribers = "daily.csv"
"#;

/// The configuration of a publication with one newsletter and a plain relay at a port.
pub fn config_with_newsletter(port: u16) -> String {
    format!(
        r#"{CONFIG}
[relay]
host = "127.0.0.1"
port = {port}
security = "none"

[newsletters.weekly]
title = "Tidewater Weekly"
at = "Mon 08:00"
since = "2026-01-01"
from = "Tidewater <hello@tidewater.example>"
unsubscribe_mailto = "leave@tidewater.example"
postal_address = "1 Quay Street, 1000 Lisbon"
"#
    )
}

/// A folder with a publication in it; gone when dropped.
pub struct House {
    dir: tempfile::TempDir,
}

impl House {
    /// Starts with a configuration and nothing else.
    pub fn new(config: &str) -> Self {
        let house = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        house.write("config.toml", config)
    }

    /// Writes a file, its folders included.
    pub fn write(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.put(path, content);
        self
    }

    /// Writes a file, its folders included.
    pub fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }

    /// Writes a Markdown article dated a few days before [`NOW`].
    pub fn article(self, slug: &str, title: &str, body: &str) -> Self {
        let text = format!("---\ntitle: {title:?}\ndate: 2026-11-16\n---\n{body}\n");
        self.write(&format!("content/{slug}.md"), text)
    }

    /// Gives the path of something in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Reads a file of the folder.
    pub fn read(&self, path: &str) -> String {
        let path = self.path(path);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    /// Makes the command, with the clock at [`NOW`].
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.command_without_clock(args);
        command.args(["--now", NOW]);
        command
    }

    /// Makes the command with the clock of the wall, or one among `args`.
    pub fn command_without_clock(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postrider"));
        command.current_dir(self.dir.path()).args(args).stdin(Stdio::null());
        command
    }

    /// Runs the program.
    pub fn run(&self, args: &[&str]) -> Said {
        Said::of(&self.command(args).output().expect("the program starts"))
    }

    /// Runs the program at another time.
    pub fn run_at(&self, now: &str, args: &[&str]) -> Said {
        let mut command = self.command_without_clock(args);
        Said::of(&command.args(["--now", now]).output().expect("the program starts"))
    }

    /// Lists all files below a folder with their bytes, sorted.
    pub fn tree(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.path(below), &self.path(below), &mut files);
        files.sort();
        files
    }
}

fn collect(root: &Path, dir: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, into);
        } else {
            let name = path.strip_prefix(root).expect("below").to_string_lossy().into_owned();
            into.push((name, std::fs::read(&path).expect("a file")));
        }
    }
}

/// What the program said, and how it ended.
#[derive(Debug)]
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Takes what a finished run said.
    pub fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Insists that all went well.
    #[track_caller]
    pub fn fine(self) -> Self {
        assert_eq!(self.code, 0, "{self:#?}");
        self
    }
}
