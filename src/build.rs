//! From a folder of articles to a folder of feeds and pages.

mod archive;
mod claims;
mod former;
mod hubs;
mod judge;
mod lock_file;
mod media;
mod memory;
mod near;
mod others;
mod page;
mod pages;
mod remembered;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use foldhash::HashSet;

use crate::article::Article;
use crate::config::Config;
use crate::feed::{self, Feed, Format};
use crate::fetch::Ping;
use crate::finding::Finding;
use crate::output::{self, File, Made, OutputError, Written};
use crate::publication::{self, Publication, Reading};
use crate::summarize::{self, Asking};
use crate::template::Templates;
pub use archive::{Archive, IssuePage, page_of};
use claims::{Claims, Owner};
use former::Former;
pub use hubs::tell as tell_hubs;
use judge::Judge;

/// The file in which some hosts look for the media types of others.
const HEADERS: &str = "_headers";

/// What a build made.
#[derive(Debug)]
pub struct Built {
    /// The publication as its readers see it now; of its articles at least those that an output or
    /// an issue may hold.
    pub publication: Publication,
    /// How many articles readers may see.
    pub articles: usize,
    /// How many feeds were written; each is one document in each format.
    pub feeds: usize,
    /// What changed in the output folder.
    pub written: Written,
    /// Files that no reader sees yet or any more, and why.
    pub hidden: Vec<(PathBuf, String)>,
    /// How many articles were made anew; the others are as an earlier build made them.
    pub made: usize,
    /// What is new in the lock file, one sentence each.
    pub lock_changes: Vec<String>,
    /// Which pages of archives are new in the archive file, one sentence each.
    pub archive_changes: Vec<String>,
    /// What hubs are still to be told of; see [`tell_hubs`].
    pub pings: Vec<Ping>,
    /// All mistakes found on the way; what they name was left out.
    pub findings: Vec<Finding>,
}

impl Built {
    /// Adds what a later build of the same run made, so that both are told as one; the publication
    /// stays that of the first.
    pub fn add(&mut self, later: Self) {
        let Self { articles, feeds, written, hidden, pings, .. } = later;
        self.written.add(written);
        (self.articles, self.feeds, self.hidden, self.pings) = (articles, feeds, hidden, pings);
        self.made += later.made;
        self.lock_changes.extend(later.lock_changes);
        self.archive_changes.extend(later.archive_changes);
        for finding in later.findings {
            if !self.findings.contains(&finding) {
                self.findings.push(finding);
            }
        }
    }
}

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The lock file or the archive file would change, and was not to.
    #[error("content/postrider.lock or content/postrider.archive would change")]
    Locked(Vec<String>),
    /// Templates or the lock file are broken, or no article is left.
    #[error("the publication cannot be built")]
    Findings(Vec<Finding>),
    /// The output could not be written; what was there before is whole.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Reads the articles and writes feeds, pages and the pages of issues.
///
/// An article with a mistake is left out and named; the rest is built. `asking` says whether the
/// model of the configuration, if there is one, may be asked for summaries. With `locked`, nothing is
/// written where the lock file would change.
///
/// # Errors
/// When the lock would change and may not, templates are broken, no article is left of those that
/// readers could see, or output cannot be written. The old output stays whole.
pub fn run(
    config: &Config,
    now: DateTime<Utc>,
    locked: bool,
    issues: &Archive,
    asking: Asking<'_>,
) -> Result<Built, BuildError> {
    let built = attempt(config, now, locked, issues, asking);
    if matches!(built, Err(BuildError::Output(OutputError::Lost))) {
        publication::forget(&config.root.join(".postrider"));
        return attempt(config, now, locked, issues, asking);
    }
    built
}

/// Builds, if all that was kept of an earlier build is as it was kept.
fn attempt(
    config: &Config,
    now: DateTime<Utc>,
    locked: bool,
    issues: &Archive,
    asking: Asking<'_>,
) -> Result<Built, BuildError> {
    let templates = Templates::load(&config.templates).map_err(BuildError::Findings)?;
    let state = config.root.join(".postrider");
    let reading =
        publication::read_again(config, now, &state, &program()).map_err(BuildError::Findings)?;
    let Reading {
        mut publication,
        lock,
        lock_file,
        mut lock_changes,
        hidden,
        rest,
        made,
        mut findings,
        ..
    } = reading;
    // What will not be built is not paid for.
    let asking = if locked && !lock_changes.is_empty() { Asking::Never } else { asking };
    let summarized = summarize::complete(&mut publication.articles, config, &templates, asking);
    findings.extend(summarized.findings);
    let mut archive = remembered::load(config).map_err(BuildError::Findings)?;
    let feeds = feed::feeds(&publication, config, &templates, &mut archive);
    if locked && !(lock_changes.is_empty() && archive.changes().is_empty()) {
        return Err(BuildError::Locked([&lock_changes, archive.changes()].concat()));
    }
    let content = &config.content.dir;
    let shown = memory::shown(&publication, &rest);
    if let Some(finding) = memory::emptied(&state, content, &shown, &hidden) {
        findings.push(finding);
        return Err(BuildError::Findings(findings));
    }
    findings.extend(feed::unmatched(config, &feeds));
    let issue_pages = &issues.issues;
    let (files, former) =
        files(&feeds, &publication, config, &templates, issue_pages, &mut findings);
    let sound = || !publication.articles.iter().any(Article::is_lost);
    if !sound() {
        return Err(OutputError::Lost.into());
    }
    findings.extend(archive::lost(config, issues));
    if !locked && !lock.is_written() {
        lock_changes = lock_file::keep(&lock, &lock_file, lock_changes, &mut findings)?;
    }
    remembered::keep(config, &archive)?;
    findings.extend(memory::dropped(&state, content, &shown, &findings));
    let judge = Judge::new(&feeds, config, now).and_former(&former);
    let may_be = |path: &Path, bytes: &[u8]| judge.may_be(path, bytes);
    let stay = |others| issues.staying(config, others);
    let written = output::write_judged(&config.output.dir, &state, &files, &may_be, &sound, &stay)?;
    let hosts = others::Hosts::of(&files);
    drop(files);
    let length = |path: &str| Some(config.output.dir.join(path).metadata().ok()?.len());
    findings.extend(judge::large(&feeds, config, length));
    findings.extend(judge.refused());
    findings.extend(others::told(&written, &config.output.dir, &hosts));
    memory::keep(&state, content, &shown)?;
    clear(&state, content, &shown);
    let pings = hubs::due(config, &feeds);
    let (feeds, archive_changes) = (feeds.len(), archive.changes().to_vec());
    let articles = shown.len();
    Ok(Built {
        publication,
        articles,
        feeds,
        written,
        hidden,
        made,
        lock_changes,
        archive_changes,
        pings,
        findings,
    })
}

/// Takes away what killed runs left in the state folder and beside articles.
fn clear(state: &Path, content: &Path, shown: &[(&str, &Path)]) {
    let beside = shown.iter().filter_map(|(_, file)| file.parent());
    let folders: HashSet<&Path> = [state, content].into_iter().chain(beside).collect();
    folders.into_iter().for_each(output::clear);
}

/// Says which program this is: what another one made of the articles is not used.
fn program() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let about = std::env::current_exe().and_then(|path| path.metadata());
    let about = about.map(|about| (about.len(), about.modified().ok()));
    format!("{version} {about:?}")
}

/// Tells hosts that read such a file the media types of feeds, which they would guess wrong.
///
/// Browsers show a feed as a page by its style sheet only as plain XML, which readers take as well.
/// Paths are as readers ask for them, from the root of the host, as in the file of redirects.
fn headers(config: &Config) -> String {
    let home = config.home.path();
    let mut text = format!("# The media types of feeds, by {}.\n", output::MARK);
    for format in Format::ALL {
        for folder in ["", "*/"] {
            let (name, media_type) = (format.file_name(), format.served_type());
            let _ =
                write!(text, "{home}{folder}{name}\n  Content-Type: {media_type}; charset=utf-8\n");
        }
    }
    text + &former::headers(config)
}

/// Tells what is wrong with the feeds and pages a build would write; writes nothing.
#[must_use]
pub fn check(publication: &Publication, config: &Config, templates: &Templates) -> Vec<Finding> {
    let mut archive = match remembered::load(config) {
        Ok(archive) => archive,
        Err(findings) => return findings,
    };
    let feeds = feed::feeds(publication, config, templates, &mut archive);
    let mut findings = feed::unmatched(config, &feeds);
    let (files, _) = files(&feeds, publication, config, templates, &[], &mut findings);
    let judge = Judge::new(&feeds, config, publication.now);
    let judged = judge.all(&files);
    findings.extend(judge::large(&feeds, config, |path| judge.length(path)));
    findings.extend(judged);
    findings
}

/// Makes all files of the output folder; says which feeds are among them at former paths as well.
fn files<'a>(
    feeds: &'a [Feed<'a>],
    publication: &'a Publication,
    config: &'a Config,
    templates: &'a Templates,
    issues: &[IssuePage],
    findings: &mut Vec<Finding>,
) -> (Vec<File<'a>>, Vec<Former<'a>>) {
    let mut claims = Claims::default();
    let documents = feed::about_all(feeds, publication);
    let sheets = feed::sheets(feeds, &program());
    let at_former = former::feeds(&documents, &sheets, config, findings);
    let documents = documents.into_iter().map(|document| File::new(document.path, document.bytes));
    let sheets = sheets.into_iter().map(|sheet| {
        let key = sheet.key.clone();
        File::made(sheet.path(), Made::new(key, move || sheet.bytes()))
    });
    for file in documents.chain(sheets) {
        claims.take(file, Owner::Ours);
    }
    claims.take(File::new(HEADERS, headers(config)).yielding(), Owner::Ours);
    let dresser = page::Dresser::new(publication, feeds, config, templates);
    pages::style(&dresser, &mut claims, findings);
    pages::issues(&dresser, issues, &mut claims, findings);
    if config.output.pages {
        // Our own pages first: an article that claims the home page does not take it away.
        pages::lists(&dresser, &mut claims, findings);
        pages::articles(&dresser, &mut claims, findings);
        take_aliases(at_former, config, &mut claims);
        former::articles(&dresser, &mut claims, findings);
        media::copy(&dresser, &mut claims, findings);
    } else {
        take_aliases(at_former, config, &mut claims);
        pages::meet(publication, &mut claims);
    }
    if let Some(file) = former::redirects(&dresser, &claims) {
        claims.take(file, Owner::Ours);
    }
    let former = former::standing(config, &claims);
    (claims.files(&publication.home, findings), former)
}

fn take_aliases<'a>(former: Vec<(File<'a>, u32)>, config: &'a Config, claims: &mut Claims<'a>) {
    for (file, line) in former {
        claims.take(file, Owner::Alias(&config.file, line));
    }
}
