//! Some articles by their files, whether readers may see them yet or not.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::read::{View, read_as};
use crate::article::Article;
use crate::config::Config;
use crate::finding::Finding;

/// Reads the articles of some files and folders, newest first, with every mistake in them.
///
/// Without `paths` these are all articles of our own, those still to come included, but no drafts:
/// a draft must be named.
///
/// # Errors
/// When the content folder cannot be read, or a path holds no article.
pub fn named(
    config: &Config,
    now: DateTime<Utc>,
    paths: &[PathBuf],
) -> Result<(Vec<Article>, Vec<Finding>), Vec<Finding>> {
    let view = if paths.is_empty() { View::Author } else { View::Desk };
    let reading = read_as(config, now, view)?;
    let (mut articles, mut findings) = (reading.publication.articles, reading.findings);
    articles.retain(|article| article.offer.source.is_none());
    if paths.is_empty() {
        return Ok((articles, findings));
    }
    let wanted: Vec<PathBuf> = paths.iter().map(|path| real(path)).collect();
    let holds = |file: &Path| wanted.iter().any(|wanted| real(file).starts_with(wanted));
    articles.retain(|article| holds(&article.file));
    findings.retain(|finding| finding.file.as_deref().is_some_and(holds));
    let files: Vec<PathBuf> = articles
        .iter()
        .map(|article| &article.file)
        .chain(findings.iter().filter_map(|finding| finding.file.as_ref()))
        .map(|file| real(file))
        .collect();
    let is_stray = |wanted: &Path| !files.iter().any(|file| file.starts_with(wanted));
    let strays = paths.iter().zip(&wanted).filter(|(_, wanted)| is_stray(wanted));
    let strays: Vec<_> = strays.map(|(path, _)| stray(path, &reading.hidden)).collect();
    if strays.is_empty() { Ok((articles, findings)) } else { Err(strays) }
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Says why there is nothing at a path.
fn stray(path: &Path, hidden: &[(PathBuf, String)]) -> Finding {
    let known = hidden.iter().find(|(file, _)| real(file) == real(path));
    let why = known.map_or(String::new(), |(_, why)| format!(": {why}"));
    Finding::error(format!("there is no article here{why}"))
        .file(path)
        .hint("name files of the content folder, or folders in it")
}
