//! Former addresses, which keep working: of feeds by the same bytes, of articles by a page that
//! sends readers on.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use url::Url;

use super::claims::{Claims, Owner};
use super::page::Dresser;
use super::pages::{path_below, rendered};
use crate::config::Config;
use crate::feed::{Document, Format, Sheet};
use crate::finding::Finding;
use crate::output::{self, File};

/// The file in which some hosts look for redirects.
const REDIRECTS: &str = "_redirects";

/// Makes each feed that has a former path once more for there; each with the line that says so.
pub(super) fn feeds<'a>(
    documents: &[Document],
    sheets: &[Sheet<'_>],
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Vec<(File<'a>, u32)> {
    let mut files = Vec::new();
    for alias in &config.feeds.aliases {
        let document = documents.iter().find(|document| document.path == alias.new);
        let sheet = || sheets.iter().find(|sheet| sheet.path() == alias.new).map(Sheet::bytes);
        match document.map(|document| document.bytes.clone()).or_else(sheet) {
            Some(_) if alias.new == alias.old => {}
            Some(bytes) => {
                files.push((File::new(file_of(&alias.old), bytes), alias.line));
            }
            None => findings.push(
                Finding::error(format!("there is no feed at `{}`", alias.new))
                    .file(&config.file)
                    .line(alias.line)
                    .hint("name a file of the output folder, such as `feed.xml`"),
            ),
        }
    }
    files
}

/// A former path of a feed below the output folder, and the path it is at now.
pub(super) type Former<'a> = (PathBuf, &'a Path);

/// Lists the feeds that stand at a former path; where another has it, the feed does not.
pub(super) fn standing<'a>(config: &'a Config, claims: &Claims<'_>) -> Vec<Former<'a>> {
    let aliases = config.feeds.aliases.iter();
    let paths = aliases.map(|alias| (file_of(&alias.old), Path::new(&alias.new)));
    let standing = paths.filter(|(old, _)| claims.sends_on(old));
    standing.map(|(old, new)| (old.into(), new)).collect()
}

/// Gives the file a web server gives for a path.
fn file_of(path: &str) -> String {
    if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Writes a small page at each former address of each article.
pub(super) fn articles<'a>(
    dresser: &Dresser<'a>,
    claims: &mut Claims<'a>,
    findings: &mut Vec<Finding>,
) {
    let home = &dresser.publication.home;
    for article in &dresser.publication.articles {
        let mut sent = BTreeSet::new();
        for alias in &article.offer.aliases {
            // `/old` and `/old/` are two spellings of one address.
            let path = path_below(&alias.url, home).filter(|path| sent.insert(path.clone()));
            let Some(path) = path else { continue };
            if let Some(file) = rendered(dresser, dresser.moved(article), path, findings) {
                claims.take(file, Owner::Former(article, alias.line));
            }
        }
    }
}

/// Gives the media types of feeds at former paths, for hosts that read `_headers`.
pub(super) fn headers(config: &Config) -> String {
    let mut text = String::new();
    for alias in config.feeds.aliases.iter().filter(|alias| !is_pattern(&alias.old)) {
        let name = alias.new.rsplit('/').next().unwrap_or_default();
        let format = Format::ALL.into_iter().find(|format| format.file_name() == name);
        if let (Some(format), Ok(old)) = (format, config.home.join(&alias.old)) {
            let (path, media_type) = (old.path(), format.served_type());
            let _ = write!(text, "{path}\n  Content-Type: {media_type}; charset=utf-8\n");
        }
    }
    text
}

/// Tells hosts that read such a file where former addresses lead; none where there are none.
///
/// An address that was refused is not among them: some hosts look here first, and what stands at it
/// could not be reached.
pub(super) fn redirects<'a>(dresser: &Dresser<'_>, claims: &Claims<'_>) -> Option<File<'a>> {
    let home = &dresser.publication.home;
    let mut lines = String::new();
    let kept = |path: &str| claims.sends_on(path);
    for alias in dresser.config.feeds.aliases.iter().filter(|alias| kept(&file_of(&alias.old))) {
        if let (Ok(old), Ok(new)) = (home.join(&alias.old), home.join(&alias.new))
            && !is_pattern(old.path())
        {
            let _ = writeln!(lines, "{} {} 301", old.path(), new.path());
        }
    }
    if dresser.config.output.pages {
        for article in &dresser.publication.articles {
            let stands = |url: &Url| {
                !is_pattern(url.path()) && path_below(url, home).is_some_and(|path| kept(&path))
            };
            for alias in article.offer.aliases.iter().filter(|alias| stands(&alias.url)) {
                let _ = writeln!(lines, "{} {} 301", alias.url.path(), target(&article.url, home));
            }
        }
    }
    let text = format!("# Where former addresses lead, by {}.\n{lines}", output::MARK);
    (!lines.is_empty()).then(|| File::new(Path::new(REDIRECTS), text).yielding())
}

/// Would hosts take a path for many? They know no way to write these two as they are. The page or
/// feed at such a path works without their help.
fn is_pattern(path: &str) -> bool {
    path.contains(['*', ':'])
}

/// Gives the path of an address on our own host, else the whole address.
fn target(url: &Url, home: &Url) -> String {
    let whole = url.as_str();
    let path = whole.get(url[..url::Position::BeforePath].len()..).unwrap_or(whole);
    if url.origin() == home.origin() { path.to_owned() } else { whole.to_owned() }
}

/// Is it a file that hosts read, and not a page?
pub(super) fn is_for_hosts(path: &Path) -> bool {
    path == Path::new(REDIRECTS) || path == Path::new(super::HEADERS)
}
