//! Which articles the last build showed to readers, to tell loudly when one drops out by mistake.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::finding::Finding;
use crate::output::{self, OutputError};
use crate::publication::Publication;

const NAME: &str = "published";

/// Tells of each article that readers could see after the last build, cannot see now, and whose
/// file has an error: nobody meant to take it back.
pub(super) fn dropped(
    state: &Path,
    content: &Path,
    publication: &Publication,
    findings: &[Finding],
) -> Vec<Finding> {
    let text = std::fs::read_to_string(state.join(NAME)).unwrap_or_default();
    let seen: HashSet<&str> = publication.articles.iter().map(|a| a.id.as_str()).collect();
    let gone = text.lines().filter_map(|line| line.split_once(' '));
    let gone = gone.filter(|(id, _)| !seen.contains(id)).map(|(_, below)| content.join(below));
    let broken =
        |file: &Path| findings.iter().any(|f| f.is_error() && f.file.as_deref() == Some(file));
    let tell = |file| {
        Finding::warning("readers could see this article until now, and cannot any more")
            .file(file)
            .hint("mend its mistakes, and it is back where it was; its id is kept")
    };
    gone.filter(|file| broken(file)).map(tell).collect()
}

/// Remembers what readers can see now.
pub(super) fn keep(
    state: &Path,
    content: &Path,
    publication: &Publication,
) -> Result<(), OutputError> {
    let mut text = String::new();
    for article in &publication.articles {
        let below = article.file.strip_prefix(content).unwrap_or(&article.file);
        let _ = writeln!(text, "{} {}", article.id, below.display());
    }
    output::replace(&state.join(NAME), text.as_bytes())
}
