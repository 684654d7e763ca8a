//! A small script in the place of a machine's mail program.

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A script that logs what it takes, and syncs that, before it says so.
pub struct Program {
    dir: tempfile::TempDir,
}

impl Program {
    /// Writes a script that does `rule` (shell) when it has read a message, whose recipient is `$to`,
    /// and takes the message unless that ends it.
    pub fn new(rule: &str) -> Self {
        Self::early("", rule)
    }

    /// Writes a script that also does something before it reads.
    pub fn early(first: &str, rule: &str) -> Self {
        let program = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        let here = program.dir.path().display();
        let script = format!(
            "#!/bin/sh\nhere='{here}'\nto=$5\necho \"begin $to\" >> \"$here/log\"\n{first}\n\
             printf '%s\\n' \"$@\" > \"$here/args.$$\"\nenv > \"$here/env.$$\"\n\
             cat > \"$here/read.$$\"\n{rule}\nmv \"$here/read.$$\" \"$here/taken.$to.$$\"\n\
             echo \"taken $to\" >> \"$here/log\"\nsync \"$here/log\"\necho queued as $$\n"
        );
        // Written by another process: a file that is open for writing cannot be run, and a test
        // beside this one may start a process with whatever we have open.
        let mut shell = Command::new("/bin/sh")
            .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
            .arg(program.file())
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        let mut pipe = shell.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut pipe, script.as_bytes()).expect("written");
        drop(pipe);
        assert!(shell.wait().expect("ended").success());
        program
    }

    /// One that takes everything.
    pub fn kind() -> Self {
        Self::new("")
    }

    /// The script.
    pub fn file(&self) -> PathBuf {
        self.dir.path().join("sendmail")
    }

    /// A `[relay]` with this program.
    pub fn relay(&self) -> String {
        format!("url = 'sendmail:{}'\n", self.file().display())
    }

    fn log(&self, word: &str) -> Vec<String> {
        let log = std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        // A line that is being written has no end yet.
        let whole = log.rsplit_once('\n').map_or("", |(whole, _)| whole);
        whole.lines().filter_map(|line| line.strip_prefix(word)).map(str::to_owned).collect()
    }

    /// For whom it was started, in that order.
    pub fn begun(&self) -> Vec<String> {
        self.log("begin ")
    }

    /// For whom it took a message, in that order.
    pub fn taken(&self) -> Vec<String> {
        self.log("taken ")
    }

    /// How many ran at once, at most, judged by its log.
    pub fn most_at_once(&self) -> usize {
        let log = std::fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
        let (mut now, mut most) = (0, 0);
        for line in log.lines() {
            now = if line.starts_with("begin ") { now + 1 } else { now - 1 };
            most = most.max(now);
        }
        most
    }

    /// All files that begin so, and what is in them, sorted.
    pub fn files(&self, begin: &str) -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(self.dir.path()).expect("a folder").flatten();
        let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
        paths.sort();
        let named = |path: &PathBuf| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin))
        };
        paths.into_iter().filter(named).map(|path| std::fs::read(path).expect("a file")).collect()
    }
}
