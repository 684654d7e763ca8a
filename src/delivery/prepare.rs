//! From a publication to a frozen issue: take in readers, choose, compose, freeze.

use chrono::{DateTime, Utc};

use super::DeliveryError;
use crate::article::Article;
use crate::config::{Config, Mode, Newsletter};
use crate::finding::Finding;
use crate::issue::{ArticleRef, Issue, IssueKey};
use crate::ledger::IssueState;
use crate::message::{Selection, edition};
use crate::newsletter::{Choice, Due, choose, due, key, run_ahead};
use crate::publication::{self, Publication};
use crate::store::{Store, Totals};
use crate::subscriber::{Source, csv};
use crate::template::Templates;

/// What issues are made from.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The articles.
    pub publication: &'a Publication,
    /// How a digest looks.
    pub templates: &'a Templates,
}

/// What the next issue of a newsletter would be.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whether it is due.
    pub due: Due,
    /// Its key.
    pub key: IssueKey,
    /// Its articles, and why others wait or are left out.
    pub choice: Choice,
    /// How many readers it would have.
    pub readers: u64,
    /// The issue, composed; none if there is nothing to send.
    pub issue: Option<Issue>,
    /// Why there is no issue.
    pub none_because: Option<String>,
    /// What was found on the way, mistakes in the file of readers among it.
    pub findings: Vec<Finding>,
}

/// What came of preparing.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// An issue is frozen and its readers are chosen.
    Frozen {
        /// Its key.
        key: IssueKey,
        /// How many readers it has.
        totals: Totals,
        /// What was found on the way.
        findings: Vec<Finding>,
    },
    /// An issue is frozen as a draft.
    Draft {
        /// Its key.
        key: IssueKey,
        /// What was found on the way.
        findings: Vec<Finding>,
    },
    /// There is nothing to send.
    Nothing {
        /// Why.
        why: String,
        /// What was found on the way.
        findings: Vec<Finding>,
    },
}

/// Freezes the next issue of a newsletter.
///
/// Killed at any moment and called again, it ends with the same one issue: the key decides.
///
/// # Errors
/// When the issue is not fit to be sent, the readers' file cannot be read or holds mistakes, or the
/// store fails.
pub async fn prepare(
    desk: &Desk<'_>,
    store: &Store,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Result<Prepared, DeliveryError> {
    // Where none is due yet, this is an issue between two slots, made for now.
    let slot = |due: Due| if let Due::Now { slot } = due { slot } else { now };
    let Plan { due, choice, issue, none_because, findings, .. } =
        planned(desk, store, newsletter, now, slot).await?;
    if findings.iter().any(Finding::is_error) {
        // A line that cannot be read may be of someone who left.
        return Err(DeliveryError::Readers(findings));
    }
    let Some(issue) = issue else {
        let why = none_because.unwrap_or_else(|| "there is nothing to send".to_owned());
        // A run counts though nothing came of it, except where readers are all that is missing.
        if !choice.taken.is_empty() {
            return Ok(Prepared::Nothing { why, findings });
        }
        store.skip_articles(&newsletter.name, &choice.skipped_for_good()).await?;
        if matches!(due, Due::Now { .. }) {
            store.mark_run(&newsletter.name, now).await?;
        }
        return Ok(Prepared::Nothing { why, findings });
    };
    let approve_later = newsletter.mode == Mode::Draft;
    let totals = store.freeze(&issue, &choice.skipped_for_good(), approve_later, now).await?;
    let key = issue.key;
    // Another process may have frozen it first, and may be further.
    if store.state(&key).await? == IssueState::Draft {
        return Ok(Prepared::Draft { key, findings });
    }
    Ok(Prepared::Frozen { key, totals, findings })
}

/// Composes the next issue of a newsletter, for when it is due, and freezes nothing.
///
/// It takes in the newsletter's file of readers: give it a scratch copy of the store where that is
/// not to be.
///
/// # Errors
/// When the issue is not fit to be sent, the readers' file cannot be read, or the store fails.
pub async fn plan(
    desk: &Desk<'_>,
    store: &Store,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Result<Plan, DeliveryError> {
    planned(desk, store, newsletter, now, |due| due.slot().unwrap_or(now)).await
}

/// Composes the issue of a slot, which depends on when one is due.
async fn planned(
    desk: &Desk<'_>,
    store: &Store,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
    slot: impl Fn(Due) -> DateTime<Utc>,
) -> Result<Plan, DeliveryError> {
    let mut findings = take_in(desk.config, store, newsletter, now).await?;
    let history = store.history(&newsletter.name).await?;
    findings.extend(run_ahead(&newsletter.name, &history, now));
    let due = due(newsletter, &history, now);
    let key = IssueKey(key(newsletter, &history, slot(due)));
    let choice = choose(newsletter, &desk.publication.articles, &history, now);
    let readers = store.audience(&newsletter.name).await?;
    let none_because = choice.none_because.clone().or_else(|| {
        (readers == 0).then(|| format!("{} has no confirmed subscriber yet", newsletter.name))
    });
    let issue = match none_because {
        Some(_) => None,
        None => Some(compose(desk, newsletter, &key, &choice, now, &mut findings)?),
    };
    Ok(Plan { due, key, choice, readers, issue, none_because, findings })
}

/// Takes in the newsletter's file of readers before an issue of it goes on, so that nobody who left by
/// it is written to; who is new in it joins the next issue. Gives what was found on the way.
///
/// # Errors
/// When the file cannot be read or holds mistakes, or the store fails.
pub async fn hear_readers(
    config: &Config,
    store: &Store,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, DeliveryError> {
    let findings = take_in(config, store, newsletter, now).await?;
    if findings.iter().any(Finding::is_error) {
        return Err(DeliveryError::Readers(findings));
    }
    Ok(findings)
}

/// Takes in the newsletter's file of readers, if it names one.
async fn take_in(
    config: &Config,
    store: &Store,
    newsletter: &Newsletter,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, DeliveryError> {
    let Some(file) = &newsletter.subscribers else { return Ok(Vec::new()) };
    let Some(rows) = csv::of(newsletter, config) else { return Ok(Vec::new()) };
    let mut rows = rows.map_err(|finding| DeliveryError::Findings(vec![finding]))?;
    let source = Source::of(file.display().to_string());
    store.take_in(&newsletter.name, rows.by_ref(), &source, now).await?;
    Ok(rows.into_findings())
}

fn compose(
    desk: &Desk<'_>,
    newsletter: &Newsletter,
    key: &IssueKey,
    choice: &Choice,
    now: DateTime<Utc>,
    findings: &mut Vec<Finding>,
) -> Result<Issue, DeliveryError> {
    let find = |id: &String| desk.publication.articles.iter().find(|article| article.id == *id);
    let articles: Vec<&Article> = choice.taken.iter().filter_map(find).collect();
    let selection = Selection { key, newsletter, articles: &articles, date: now };
    let (edition, warnings) = edition(&selection, desk.publication, desk.config, desk.templates)
        .map_err(DeliveryError::Findings)?;
    findings.extend(warnings);
    if let Some(lost) = articles.iter().find(|article| article.is_lost()) {
        publication::forget(&desk.config.root.join(".postrider"));
        let what = "what was kept of it from an earlier build cannot be read any more";
        let finding = Finding::error(what).file(&lost.file).hint("run it again: all is made anew");
        return Err(DeliveryError::Findings(vec![finding]));
    }
    let newsletter = newsletter.name.clone();
    let articles = articles.into_iter().map(reference).collect();
    Ok(Issue { key: key.clone(), newsletter, frozen_at: now, articles, edition })
}

fn reference(article: &Article) -> ArticleRef {
    ArticleRef {
        id: article.id.clone(),
        headline: article.headline(),
        url: article.url.to_string(),
    }
}
