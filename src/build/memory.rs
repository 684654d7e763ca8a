//! Which articles the last build showed to readers, to tell loudly when one drops out by mistake.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use foldhash::HashSet;

use crate::finding::Finding;
use crate::output::{self, OutputError};
use crate::publication::{Publication, Rest};

const NAME: &str = "published";

/// Lists the articles that readers may see, by id and file.
pub(super) fn shown<'a>(
    publication: &'a Publication,
    rest: &'a [Rest],
) -> Vec<(&'a str, &'a Path)> {
    let articles = publication.articles.iter();
    let made = articles.map(|article| (article.id.as_str(), article.file.as_path()));
    made.chain(rest.iter().map(|(id, file)| (id.as_str(), file.as_path()))).collect()
}

/// Tells of each article that readers could see after the last build, cannot see now, and whose
/// file has an error: nobody meant to take it back.
pub(super) fn dropped(
    state: &Path,
    content: &Path,
    shown: &[(&str, &Path)],
    findings: &[Finding],
) -> Vec<Finding> {
    if !findings.iter().any(Finding::is_error) {
        return Vec::new();
    }
    let text = std::fs::read_to_string(state.join(NAME)).unwrap_or_default();
    let seen: HashSet<&str> = shown.iter().map(|(id, _)| *id).collect();
    let gone = text.lines().filter_map(|line| line.split_once(' '));
    let gone = gone.filter(|(id, _)| !seen.contains(id)).map(|(_, below)| content.join(below));
    let broken =
        |file: &Path| findings.iter().any(|f| f.is_error() && f.file.as_deref() == Some(file));
    let tell = |file| {
        Finding::error("readers could see this article until now, and cannot any more")
            .file(file)
            .hint("mend its mistakes, and it is back where it was; its id is kept")
    };
    gone.filter(|file| broken(file)).map(tell).collect()
}

/// Tells that nothing is left to show although nobody took the articles back: the folder is empty
/// or the wrong one, or every file in it is broken. Feeds without an article would replace good ones.
pub(super) fn emptied(
    state: &Path,
    content: &Path,
    shown: &[(&str, &Path)],
    hidden: &[(PathBuf, String)],
) -> Option<Finding> {
    if !shown.is_empty() {
        return None;
    }
    let text = std::fs::read_to_string(state.join(NAME)).unwrap_or_default();
    let before = text.lines().filter_map(|line| line.split_once(' '));
    let lost = before.map(|(_, below)| content.join(below));
    let count = lost.filter(|file| hidden.iter().all(|(hidden, _)| hidden != file)).count();
    (count > 0).then(|| {
        let what = format!(
            "no article is left of those that readers could see until now ({count} are gone or \
             broken), so nothing was written and the old output stays"
        );
        Finding::error(what).file(content).hint(
            "mend their mistakes, or see whether this is the right folder; if there is to be \
             nothing, delete .postrider/published and build again",
        )
    })
}

/// Remembers what readers can see now.
pub(super) fn keep(
    state: &Path,
    content: &Path,
    shown: &[(&str, &Path)],
) -> Result<(), OutputError> {
    let mut text = String::new();
    for (id, file) in shown {
        let below = file.strip_prefix(content).unwrap_or(file);
        let _ = writeln!(text, "{id} {}", below.display());
    }
    output::replace(&state.join(NAME), text.as_bytes())
}
