//! Files in the output folder that are another's, and stand where ours would.

use std::path::{Path, PathBuf};

use super::former;
use crate::feed::Format;
use crate::finding::Finding;
use crate::output::{Content, File, Written};

/// What files for hosts say, which may stand in another's as well.
pub(super) struct Hosts(Vec<(PathBuf, String)>);

impl Hosts {
    /// Takes it from all files of a build.
    pub(super) fn of(files: &[File<'_>]) -> Self {
        let text = |file: &File<'_>| match &file.content {
            Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        };
        let for_hosts = files.iter().filter(|file| former::is_for_hosts(&file.path));
        Self(for_hosts.filter_map(|file| Some((file.path.clone(), text(file)?))).collect())
    }

    /// Does another's file say all that ours would?
    fn are_told(&self, path: &Path, dir: &Path) -> bool {
        let theirs = std::fs::read_to_string(dir.join(path)).unwrap_or_default();
        let says = |line: &str| theirs.lines().any(|their| their.trim() == line.trim());
        let mut ours =
            self.0.iter().filter(|(own, _)| own == path).flat_map(|(_, ours)| ours.lines());
        ours.all(|line| line.starts_with('#') || says(line))
    }
}

/// Tells of those that were left alone, and of those that were replaced.
pub(super) fn told(written: &Written, dir: &Path, hosts: &Hosts) -> Vec<Finding> {
    let left = written.left.iter().filter_map(|path| {
        let for_hosts = former::is_for_hosts(path);
        let hint = if for_hosts {
            "hosts read it and do not hear what Postrider's would say: remove it to have that, or \
             add those lines to it"
        } else {
            "remove it to have Postrider's, or set `pages = false` under [output]"
        };
        let what = "a file that is not ours stands here and is left alone";
        let wanted = !(for_hosts && hosts.are_told(path, dir));
        wanted.then(|| Finding::warning(what).file(dir.join(path)).hint(hint))
    });
    let replaced = written.replaced.iter().filter(|path| is_feed(path)).map(|path| {
        Finding::warning("a file stood here that was not ours, and was replaced by a feed")
            .file(dir.join(path))
            .hint("does another program write it too? have only one of them write here, or another folder as `dir` in [output]")
    });
    left.chain(replaced).collect()
}

/// Is it a feed? The other files of ours are no other program's.
fn is_feed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    Format::ALL.iter().any(|format| name == format.file_name())
        || path.extension().is_some_and(|end| end == "xml" || end == "rss" || end == "json")
}
