//! `content/postrider.archive`, beside the lock file.

use std::path::PathBuf;

use crate::config::Config;
use crate::feed::Archive;
use crate::finding::Finding;
use crate::output::{self, OutputError};

fn path(config: &Config) -> PathBuf {
    config.content.dir.join("postrider.archive")
}

/// Reads which articles the full pages of archives hold; without a file there are none.
pub(super) fn load(config: &Config) -> Result<Archive, Vec<Finding>> {
    let path = path(config);
    match std::fs::read_to_string(&path) {
        // Some editors put a mark of the byte order in front.
        Ok(text) => Archive::parse(text.trim_start_matches('\u{FEFF}'), &path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Archive::default()),
        Err(error) => {
            let what = format!("the archive file cannot be read: {error}");
            Err(vec![Finding::error(what).file(path)])
        }
    }
}

/// Keeps it, where a page is new.
pub(super) fn keep(config: &Config, archive: &Archive) -> Result<(), OutputError> {
    if archive.changes().is_empty() {
        return Ok(());
    }
    output::replace(&path(config), archive.to_text().as_bytes())
}
