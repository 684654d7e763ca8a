//! `postrider build`: articles in, feeds out.

use std::path::PathBuf;

use super::answer::Answer;
use super::args::BuildArgs;
use super::context::Context;
use super::failure::Failure;
use super::{outside, sending};
use crate::build::{self, Archive, BuildError, Built};
use crate::config::{Config, Place};
use crate::finding::Finding;
use crate::summarize::Asking;
use crate::{fetch, schedule};

/// How many hidden files are named one by one.
const NAMED: usize = 5;

/// Runs it.
pub fn run(context: &Context, args: &BuildArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let now = context.now(config.zone)?;
    let asked = sources(&config)?;
    let issues = issues(&config)?;
    let note = |line: &str| context.note(line);
    let asking = Asking::Now(&note);
    let mut built = build::run(&config, now, args.locked, &issues, asking).map_err(failed)?;
    built.findings.extend(asked);
    let pings = std::mem::take(&mut built.pings);
    if !pings.is_empty() {
        let told = outside::block_on(async { Ok(build::tell_hubs(&config, pings).await?) })?;
        built.findings.extend(told);
    }
    let mut answer = Answer::default();
    // The process ends soon: to give back thousands of articles piece by piece only takes time.
    std::mem::forget(std::mem::take(&mut built.publication.articles));
    tell(&mut answer, built, &config);
    answer.next(open(&config));
    Ok(answer.mend_errors())
}

/// Fetches and keeps the feeds from elsewhere; without one on the web, nothing is started.
fn sources(config: &Config) -> Result<Vec<Finding>, Failure> {
    if config.sources.iter().all(|source| matches!(source.place, Place::File(_))) {
        fetch::keep_files(config);
        return Ok(Vec::new());
    }
    outside::block_on(async { Ok(fetch::refresh(config).await) })
}

/// Reads the issues that have pages; without a store there are none, and nothing is started.
fn issues(config: &Config) -> Result<Archive, Failure> {
    if !config.store.may_exist() {
        return Archive::before_store(config).map_err(Failure::from);
    }
    outside::with_store(config, async |store| {
        schedule::archive(store, config).await.map_err(|error| sending::failed(config, error))
    })
}

/// Says why nothing was built.
pub fn failed(error: BuildError) -> Failure {
    match error {
        BuildError::Findings(findings) => Failure::found(findings),
        BuildError::Locked(changes) => {
            let mut failure = Failure::new("content/postrider.lock or its archive would change");
            failure.causes = changes;
            failure.hint("run `postrider build` and commit the files")
        }
        BuildError::Output(error) => Failure::from(error),
    }
}

/// Says what a build made.
pub fn tell(answer: &mut Answer, built: Built, config: &Config) {
    let (articles, feeds) = (built.articles, built.feeds);
    let (changed, removed) = (built.written.changed.len(), built.written.removed.len());
    let dir = Context::shown(&config.output.dir);
    answer.say(format!(
        "{} and {} in {dir}/: {}",
        number(articles, "article"),
        number(feeds, "feed"),
        changes(changed, removed, built.written.unchanged),
    ));
    for (file, why) in built.hidden.iter().take(NAMED) {
        answer.say(format!("  not shown: {} ({why})", file.display()));
    }
    if let Some(more) = built.hidden.len().checked_sub(NAMED).filter(|more| *more > 0) {
        answer.say(format!("  not shown: {more} more"));
    }
    let kept =
        [("postrider.lock", &built.lock_changes), ("postrider.archive", &built.archive_changes)];
    for (name, _) in kept.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        let file = Context::shown(&config.content.dir.join(name));
        answer.say(format!("  {file} has changed: commit it with the articles"));
    }
    answer.fact("articles", articles);
    answer.fact("made", built.made);
    answer.fact("feeds", feeds);
    answer.fact("output", &config.output.dir);
    answer.fact("changed", &built.written.changed);
    answer.fact("removed", &built.written.removed);
    answer.fact("unchanged", built.written.unchanged);
    let hidden =
        built.hidden.iter().map(|(file, why)| serde_json::json!({"file": file, "why": why}));
    answer.fact("hidden", hidden.collect::<Vec<_>>());
    answer.fact("lock_changes", &built.lock_changes);
    answer.fact("archive_changes", &built.archive_changes);
    answer.findings.extend(built.findings);
}

/// Says what to open after a build.
fn open(config: &Config) -> String {
    let file: PathBuf =
        config.output.dir.join(if config.output.pages { "index.html" } else { "feed.xml" });
    format!("open {}", Context::shown(&file))
}

/// Gives a number and its noun.
pub fn number(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn changes(changed: usize, removed: usize, unchanged: usize) -> String {
    if changed + removed == 0 {
        return format!("nothing changed in {}", number(unchanged, "file"));
    }
    let mut parts = vec![format!("{} written", number(changed, "file"))];
    if removed > 0 {
        parts.push(format!("{removed} removed"));
    }
    if unchanged > 0 {
        parts.push(format!("{unchanged} left as they were"));
    }
    parts.join(", ")
}
