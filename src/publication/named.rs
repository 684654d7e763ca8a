//! Some articles by their files, whether readers may see them yet or not.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rayon::prelude::*;

use super::read::{load, page};
use super::walk::{self, Found};
use crate::article::{self, Article, Dates};
use crate::config::Config;
use crate::document::Rules;
use crate::finding::Finding;

/// Reads the articles of some files and folders, newest first, with every mistake in them.
///
/// Without `paths` these are all articles, those still to come included, but no drafts; a draft
/// must be named, and one that has no date yet is dated `now`. Their ids are empty.
///
/// # Errors
/// When the content folder cannot be read, or a path holds no article.
pub fn named(
    config: &Config,
    now: DateTime<Utc>,
    paths: &[PathBuf],
) -> Result<(Vec<Article>, Vec<Finding>), Vec<Finding>> {
    let mut findings = Vec::new();
    let found = walk::walk(&config.content.dir, &mut findings).map_err(|finding| vec![finding])?;
    let found = if paths.is_empty() { found } else { chosen(found, paths)? };
    let rules = Rules::of(config);
    let read: Vec<_> = found
        .par_iter()
        .map(|found| {
            let mut findings = Vec::new();
            (one(found, config, &rules, now, !paths.is_empty(), &mut findings), findings)
        })
        .collect();
    let mut articles = Vec::new();
    for (article, more) in read {
        articles.extend(article);
        findings.extend(more);
    }
    articles.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.file.cmp(&b.file)));
    Ok((articles, findings))
}

/// Leaves the files that are named, or lie in a folder that is.
fn chosen(found: Vec<Found>, paths: &[PathBuf]) -> Result<Vec<Found>, Vec<Finding>> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let wanted: Vec<PathBuf> = paths.iter().map(|path| real(path)).collect();
    let mut used = vec![false; wanted.len()];
    let mut kept = Vec::new();
    for found in found {
        let file = real(&found.file);
        let mut named = false;
        for (wanted, used) in wanted.iter().zip(&mut used) {
            if file.starts_with(wanted) {
                (*used, named) = (true, true);
            }
        }
        kept.extend(named.then_some(found));
    }
    let strays = paths.iter().zip(&used).filter(|(_, used)| !**used).map(|(path, _)| {
        Finding::error("there is no article here")
            .file(path)
            .hint("name files of the content folder, or folders in it")
    });
    let strays: Vec<_> = strays.collect();
    if strays.is_empty() { Ok(kept) } else { Err(strays) }
}

fn one(
    found: &Found,
    config: &Config,
    rules: &Rules,
    now: DateTime<Utc>,
    is_named: bool,
    findings: &mut Vec<Finding>,
) -> Option<Article> {
    let document = load(found, rules, findings)?;
    if let Some(why) = document.meta.not_article.clone().or_else(|| page(&document)) {
        if is_named {
            findings.push(Finding::warning(format!("no article: {why}")).file(&found.file));
        }
        return None;
    }
    let draft = document.meta.draft;
    if draft && !is_named {
        return None;
    }
    let dates = if draft && document.meta.date.is_none() {
        let now = now.fixed_offset();
        Dates { published: now, updated: now, expires: None }
    } else {
        Dates::of(&document, config.zone, findings)
    };
    article::complete(document, String::new(), dates, config, rules, findings)
}
