//! Writing `content/postrider.lock`.

use std::path::Path;

use crate::finding::Finding;
use crate::output::{self, OutputError};
use crate::publication::Lock;

/// Writes the lock file, if it says something else; gives what is new in it.
///
/// Where no id is new in it, a file that cannot be written holds up no build: that is told.
pub(super) fn keep(
    lock: &Lock,
    file: &Path,
    mut changes: Vec<String>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<String>, OutputError> {
    let text = lock.to_text();
    if std::fs::read(file).ok().as_deref() == Some(text.as_bytes()) {
        return Ok(changes);
    }
    match output::replace(file, text.as_bytes()) {
        Err(error) if changes.is_empty() => findings.push(not_kept(lock, file, &error)),
        written => {
            written?;
            if changes.is_empty() {
                changes.push(renewed(lock).to_owned());
            }
        }
    }
    Ok(changes)
}

/// Says what is new where nothing is that holds up a build.
fn renewed(lock: &Lock) -> &'static str {
    lock.renewed().unwrap_or("how it is put")
}

fn not_kept(lock: &Lock, file: &Path, error: &OutputError) -> Finding {
    // The kind alone: what the system says names a file of a moment, and each build is told once.
    let why = match error {
        OutputError::Io { source, .. } => format!(": {}", source.kind()),
        _ => String::new(),
    };
    let what = format!("the lock file could not be renewed ({}): {error}{why}", renewed(lock));
    Finding::warning(what).file(file).hint(
        "all ids are as they were; but make its folder writable, or an article that is edited and \
         then renamed may not be known again",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_that_cannot_be_written_holds_up_a_build_only_where_an_id_is_new() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("content");
        std::fs::write(&blocked, "no folder").unwrap();
        let (file, mut findings) = (blocked.join("postrider.lock"), Vec::new());
        let lock = Lock::default();
        let kept = keep(&lock, &file, Vec::new(), &mut findings).unwrap();
        assert_eq!(kept, Vec::<String>::new());
        assert!(findings[0].what.contains("could not be renewed"), "{findings:?}");
        assert!(findings[0].hint.as_ref().unwrap().contains("ids are as they were"));
        keep(&lock, &file, Vec::new(), &mut findings).unwrap();
        assert_eq!(findings[0], findings[1]);
        let new = vec!["a.md: its id is tag:x,2026:a".to_owned()];
        assert!(keep(&lock, &file, new, &mut findings).is_err());
    }
}
