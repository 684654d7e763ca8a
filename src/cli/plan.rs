//! `postrider plan`: what the next issue would hold, and for how many; sends nothing, ever.

mod told;

use tempfile::TempDir;

use super::answer::Answer;
use super::args::PlanArgs;
use super::context::Context;
use super::failure::Failure;
use super::outside::{self, stored};
use super::sending::undelivered;
use super::subscribers::no_newsletter;
use super::summarize::open;
use crate::config::{self, Config, Newsletter};
use crate::delivery::{self, Desk};
use crate::ledger::IssueState;
use crate::publication;
use crate::store::{IssueLine, Store};
use crate::summarize::{self, Asking};
use crate::template::Templates;

/// Runs it.
pub fn run(context: &Context, args: &PlanArgs) -> Result<Answer, Failure> {
    let config = context.config()?;
    let now = context.now(config.zone)?;
    let newsletters = chosen(&config, args)?;
    let mut reading = publication::read(&config, now).map_err(Failure::found)?;
    let templates = Templates::load(&config.templates).map_err(Failure::found)?;
    let articles = &mut reading.publication.articles;
    let summarized = summarize::complete(articles, &config, &templates, Asking::Never);
    let desk = Desk { config: &config, publication: &reading.publication, templates: &templates };
    let mut answer = Answer::with(reading.findings);
    answer.findings.extend(summarized.findings);
    open(&mut answer, summarized.bill);
    outside::block_on(async {
        let scratch = scratch(&config).await?;
        let store = &scratch.store;
        let mut plans = Vec::new();
        for newsletter in newsletters {
            let begun = begun(store, newsletter).await?;
            let plan = delivery::plan(&desk, store, newsletter, now).await.map_err(undelivered)?;
            told::tell(&mut answer, newsletter, &plan, &begun, desk.publication);
            plans.push(told::value(newsletter, &plan, &begun, desk.publication));
            answer.findings.extend(plan.findings);
        }
        answer.fact("newsletters", plans);
        Ok(answer.mend_errors())
    })
}

/// Gives the newsletters that are meant: the one named, or all.
fn chosen<'a>(config: &'a Config, args: &PlanArgs) -> Result<Vec<&'a Newsletter>, Failure> {
    match &args.newsletter {
        None => Ok(config.newsletters.iter().collect()),
        Some(name) => match config.newsletter(name) {
            Some(newsletter) => Ok(vec![newsletter]),
            None => Err(no_newsletter(config, name)),
        },
    }
}

/// A copy of the ledger to plan on, so that nothing in the real one changes.
struct Scratch {
    store: Store,
    /// Holds the copy's folder until the plan is made.
    _dir: Option<TempDir>,
}

async fn scratch(config: &Config) -> Result<Scratch, Failure> {
    if config.store.may_exist() {
        let store = outside::store(config).await?;
        let copy = store.scratch_copy().await;
        store.close().await;
        return Ok(Scratch { store: copy.map_err(stored)?, _dir: None });
    }
    let dir = tempfile::tempdir().map_err(|error| Failure::because("cannot plan", &error))?;
    let place = config::Store { path: dir.path().join("scratch.db"), ..config.store.clone() };
    let store = Store::open(&place).await.map_err(stored)?;
    Ok(Scratch { store, _dir: Some(dir) })
}

/// Gives the issues of a newsletter that have begun and go on before a new one.
async fn begun(store: &Store, newsletter: &Newsletter) -> Result<Vec<IssueLine>, Failure> {
    let mut lines = store.issues().await.map_err(stored)?;
    let is_open =
        |line: &IssueLine| !matches!(line.state, IssueState::Finished | IssueState::Cancelled);
    lines.retain(|line| line.newsletter == newsletter.name && is_open(line));
    Ok(lines)
}
