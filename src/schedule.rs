//! Which newsletters are due, and in which order they are sent.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::build::{self, BuildError, Built};
use crate::config::{Config, Newsletter};
use crate::delivery::{self, Class, DeliveryError, Desk, Options, Prepared, Progress, Report};
use crate::finding::Finding;
use crate::issue::{Issue, IssueKey};
use crate::ledger::{DeliveryState, IssueState};
use crate::newsletter::{Due, due};
use crate::relay::Relay;
use crate::store::{IssueLine, Store, StoreError};
use crate::template::Templates;
use crate::token::Keyring;

/// What became of one newsletter's turn.
#[derive(Debug)]
pub enum Turn {
    /// An issue was handed over, as far as it went.
    Sent(Box<Report>),
    /// An issue is frozen as a draft and waits for a person.
    Draft(IssueKey),
    /// There was nothing to send.
    Nothing {
        /// Which newsletter.
        newsletter: String,
        /// Why.
        why: String,
    },
    /// The newsletter is not due yet.
    NotDue {
        /// Which newsletter.
        newsletter: String,
        /// When it is, if ever.
        next: Option<DateTime<Utc>>,
    },
    /// Another sender is at work on this issue; it was left alone.
    Busy(IssueKey),
    /// Its issue could not be prepared or composed.
    Failed {
        /// Which newsletter.
        newsletter: String,
        /// Why.
        error: DeliveryError,
    },
}

impl Turn {
    /// How did it end?
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::Sent(report) => report.class(),
            Self::Failed { .. } => Class::Mend,
            _ => Class::Done,
        }
    }
}

/// What came of a whole run.
#[derive(Debug)]
pub struct Published {
    /// What was built.
    pub built: Built,
    /// Each newsletter's turn, in order.
    pub turns: Vec<Turn>,
    /// What was found on the way to the issues.
    pub findings: Vec<Finding>,
}

/// Why nothing could be sent at all.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// The publication could not be built.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// An issue could not be prepared or handed over.
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    /// There is no newsletter and no issue of this name.
    #[error("there is no newsletter and no issue `{0}`")]
    Unknown(String),
}

impl From<StoreError> for ScheduleError {
    fn from(error: StoreError) -> Self {
        Self::Delivery(error.into())
    }
}

/// Everything a run needs: what is published, where it is kept, and where it goes.
#[derive(Debug)]
pub struct Office<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The ledger; a dry run works on a copy of it.
    pub store: &'a Arc<Store>,
    /// The publication's keys.
    pub keyring: &'a Keyring,
    /// Where messages go.
    pub relay: &'a Relay,
    /// How the run is to go.
    pub options: &'a Options,
}

/// Builds the publication, goes on with issues that have begun, then sends every newsletter that is
/// due.
///
/// # Errors
/// When the publication cannot be built, or the store fails.
pub async fn publish(
    office: &Office<'_>,
    progress: &dyn Progress,
) -> Result<Published, ScheduleError> {
    let mut run = Run::start(office, progress).await?;
    for issue in run.begun(None).await? {
        run.go_on(issue).await?;
    }
    for newsletter in &office.config.newsletters {
        if !run.is_stopped() {
            run.newsletter(newsletter, false).await?;
        }
    }
    run.second_turns().await?;
    run.name_paused(None).await?;
    run.finish()
}

/// Sends the next issue of a newsletter now, or goes on with the one that has begun; or goes on with
/// the issue of a key.
///
/// # Errors
/// When there is no such newsletter or issue, the publication cannot be built, or the store fails.
pub async fn send(
    office: &Office<'_>,
    target: &str,
    progress: &dyn Progress,
) -> Result<Published, ScheduleError> {
    let newsletter = office.config.newsletter(target);
    let key = IssueKey(target.to_owned());
    if newsletter.is_none() && !target.contains('/') {
        return Err(ScheduleError::Unknown(target.to_owned()));
    }
    let mut run = Run::start(office, progress).await?;
    let Some(newsletter) = newsletter else {
        run.go_on(key).await?;
        return run.finish();
    };
    let mut waiting = false;
    for issue in run.begun(Some(target)).await? {
        waiting |= run.go_on(issue).await?;
    }
    // Those who still had their first attempt before them were this command's work.
    if !waiting && !run.is_stopped() {
        run.newsletter(newsletter, true).await?;
    }
    run.name_paused(Some(target)).await?;
    run.finish()
}

struct Run<'a> {
    office: &'a Office<'a>,
    progress: &'a dyn Progress,
    /// The ledger this run works on.
    store: Arc<Store>,
    templates: Templates,
    published: Published,
}

impl<'a> Run<'a> {
    async fn start(
        office: &'a Office<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Self, ScheduleError> {
        let config = office.config;
        let templates = Templates::load(&config.templates).map_err(BuildError::Findings)?;
        let issues = public_issues(office.store).await?;
        let built = build::run(config, office.options.clock.now(), false, &issues)?;
        let store = if office.relay.is_dry() {
            Arc::new(office.store.scratch_copy().await?)
        } else {
            Arc::clone(office.store)
        };
        let published = Published { built, turns: Vec::new(), findings: Vec::new() };
        Ok(Self { office, progress, store, templates, published })
    }

    /// Lists the issues that have begun and are not finished, oldest first.
    async fn begun(&self, newsletter: Option<&str>) -> Result<Vec<IssueKey>, StoreError> {
        self.issues_in(&[IssueState::Frozen, IssueState::Sending], newsletter).await
    }

    /// Lists the issues that wait until a person resumes or cancels them, oldest first.
    async fn paused(&self, newsletter: Option<&str>) -> Result<Vec<IssueKey>, StoreError> {
        self.issues_in(&[IssueState::Paused], newsletter).await
    }

    async fn issues_in(
        &self,
        states: &[IssueState],
        newsletter: Option<&str>,
    ) -> Result<Vec<IssueKey>, StoreError> {
        let mut lines = self.store.issues().await?;
        lines.retain(|line| {
            states.contains(&line.state) && newsletter.is_none_or(|name| line.newsletter == name)
        });
        lines.sort_by_key(|line| line.frozen_at);
        Ok(lines.into_iter().map(|line| line.key).collect())
    }

    /// Reports every paused issue that this run has not reported yet, so that none is forgotten.
    async fn name_paused(&mut self, newsletter: Option<&str>) -> Result<(), ScheduleError> {
        for key in self.paused(newsletter).await? {
            let told = |turn: &Turn| match turn {
                Turn::Sent(report) => report.key == key && report.state == IssueState::Paused,
                _ => false,
            };
            if !self.published.turns.iter().any(told) {
                // Nothing of a paused issue is handed over: this only says where it stands.
                self.hand_over(&key).await?;
            }
        }
        Ok(())
    }

    /// Goes on with an issue; says whether there were readers before their first attempt.
    async fn go_on(&mut self, key: IssueKey) -> Result<bool, ScheduleError> {
        if self.is_stopped() {
            return Ok(false);
        }
        if self.store.is_busy(&key, None, self.office.options.clock.now()).await? {
            self.published.turns.push(Turn::Busy(key));
            return Ok(true);
        }
        let totals = self.store.totals(&key).await?;
        let first = totals.count(DeliveryState::Queued) + totals.count(DeliveryState::Claimed);
        self.hand_over(&key).await?;
        Ok(first > 0)
    }

    /// Gives a newsletter its turn, unless a paused issue of it comes first.
    async fn newsletter(
        &mut self,
        newsletter: &Newsletter,
        even_early: bool,
    ) -> Result<(), ScheduleError> {
        if !self.paused(Some(&newsletter.name)).await?.is_empty() {
            return Ok(());
        }
        let now = self.office.options.clock.now();
        let name = newsletter.name.clone();
        let next = match due(newsletter, &self.store.history(&name).await?, now) {
            Due::Now { .. } => None,
            Due::Later(next) => Some(Some(next)),
            Due::Never => Some(None),
        };
        if let Some(next) = next.filter(|_| !even_early) {
            self.published.turns.push(Turn::NotDue { newsletter: name, next });
            return Ok(());
        }
        let desk = Desk {
            config: self.office.config,
            publication: &self.published.built.publication,
            templates: &self.templates,
        };
        match delivery::prepare(&desk, &self.store, newsletter, now).await {
            Ok(prepared) => self.prepared(name, prepared).await,
            Err(DeliveryError::Store(error)) => Err(error.into()),
            Err(error) => {
                self.published.turns.push(Turn::Failed { newsletter: name, error });
                Ok(())
            }
        }
    }

    async fn prepared(
        &mut self,
        newsletter: String,
        prepared: Prepared,
    ) -> Result<(), ScheduleError> {
        let (Prepared::Frozen { findings, .. }
        | Prepared::Draft { findings, .. }
        | Prepared::Nothing { findings, .. }) = &prepared;
        self.published.findings.extend(findings.iter().cloned());
        match prepared {
            Prepared::Nothing { why, .. } => {
                self.published.turns.push(Turn::Nothing { newsletter, why });
            }
            Prepared::Draft { key, .. } => self.published.turns.push(Turn::Draft(key)),
            Prepared::Frozen { key, .. } => {
                self.write_pages().await?;
                self.hand_over(&key).await?;
            }
        }
        Ok(())
    }

    /// Writes the page of a new issue, so that its web version is there before its first reader.
    async fn write_pages(&mut self) -> Result<(), ScheduleError> {
        if self.office.relay.is_dry() {
            return Ok(());
        }
        let issues = public_issues(&self.store).await?;
        let now = self.office.options.clock.now();
        let built = build::run(self.office.config, now, false, &issues)?;
        self.published.built.written = built.written;
        Ok(())
    }

    async fn hand_over(&mut self, key: &IssueKey) -> Result<(), ScheduleError> {
        let office = self.office;
        let (relay, options) = (office.relay, office.options);
        let report =
            delivery::run(&self.store, key, relay, office.keyring, options, self.progress).await?;
        self.published.turns.push(Turn::Sent(Box::new(report)));
        Ok(())
    }

    /// Goes on with issues at which the relay broke off, once it is known to serve others: now what
    /// it said is known to be about those readers.
    async fn second_turns(&mut self) -> Result<(), ScheduleError> {
        if self.is_stopped() || !self.office.relay.has_accepted() {
            return Ok(());
        }
        let broken_off = |turn: &Turn| match turn {
            Turn::Sent(report) if report.tally.accepted == 0 => {
                matches!(report.end, Some(delivery::End::Unsteady(_) | delivery::End::Throttled(_)))
            }
            _ => false,
        };
        for at in 0..self.published.turns.len() {
            let Some(Turn::Sent(report)) = self.published.turns.get(at).filter(|t| broken_off(t))
            else {
                continue;
            };
            let key = report.key.clone();
            self.hand_over(&key).await?;
            if !self.is_stopped() {
                // What the second turn says takes the place of what the first said.
                self.published.turns.swap_remove(at);
            }
        }
        Ok(())
    }

    /// Did the relay or the user put an end to this run?
    fn is_stopped(&self) -> bool {
        let ended = |turn: &Turn| match turn {
            Turn::Sent(report) => report.end.as_ref().is_some_and(delivery::End::is_for_all),
            _ => false,
        };
        self.office.options.stop.is_asked() || self.published.turns.iter().any(ended)
    }

    fn finish(self) -> Result<Published, ScheduleError> {
        self.office.relay.close().map_err(DeliveryError::from)?;
        Ok(self.published)
    }
}

/// Loads all issues that have pages on the web: all that readers got, or are about to get.
///
/// # Errors
/// When the store fails.
pub async fn public_issues(store: &Store) -> Result<Vec<Issue>, StoreError> {
    let mut issues = Vec::new();
    for line in store.issues().await?.iter().filter(|line| is_public(line)) {
        issues.push(store.issue(&line.key).await?.issue);
    }
    Ok(issues)
}

fn is_public(line: &IssueLine) -> bool {
    let sent = || line.totals.count(DeliveryState::Accepted);
    let in_doubt = || line.totals.count(DeliveryState::InDoubt);
    match line.state {
        IssueState::Draft => false,
        IssueState::Cancelled => sent() + in_doubt() > 0,
        _ => true,
    }
}
