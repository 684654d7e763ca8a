//! One run over the issues that have begun and the newsletters that are due.

use std::sync::Arc;

use super::{Office, Published, ScheduleError, Turn, archive, due_by};
use crate::build::{self, Archive, BuildError};
use crate::config::Newsletter;
use crate::delivery::{self, DeliveryError, Desk, End, Prepared, Progress};
use crate::issue::IssueKey;
use crate::ledger::{DeliveryState, IssueState};
use crate::newsletter::{Due, due, run_ahead};
use crate::store::{Store, StoreError};
use crate::summarize::Asking;
use crate::template::Templates;

/// A run under way.
pub(super) struct Run<'a> {
    office: &'a Office<'a>,
    progress: &'a dyn Progress,
    /// The ledger this run works on.
    store: Arc<Store>,
    templates: Templates,
    published: Published,
    /// The issues that the store knew when the run began, and the pages that stood before.
    issues: Archive,
}

impl<'a> Run<'a> {
    pub(super) async fn start(
        office: &'a Office<'a>,
        progress: &'a dyn Progress,
    ) -> Result<Self, ScheduleError> {
        let config = office.config;
        let templates = Templates::load(&config.templates).map_err(BuildError::Findings)?;
        let issues = archive(office.store, config).await?;
        let note = |line: &str| progress.note(line);
        let asking = Asking::Now(&note);
        let idle = office.options.stop.idle();
        let built = build::run(config, office.options.clock.now(), false, &issues, asking)?;
        drop(idle);
        let store = if office.relays.is_dry() {
            Arc::new(office.store.scratch_copy().await?)
        } else {
            Arc::clone(office.store)
        };
        let published =
            Published { built, turns: Vec::new(), findings: Vec::new(), left_as_it_was: false };
        Ok(Self { office, progress, store, templates, published, issues })
    }

    /// Lists the issues that have begun and are not finished, oldest first.
    pub(super) async fn begun(
        &self,
        newsletter: Option<&str>,
    ) -> Result<Vec<IssueKey>, StoreError> {
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
    pub(super) async fn name_paused(
        &mut self,
        newsletter: Option<&str>,
    ) -> Result<(), ScheduleError> {
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

    /// Goes on with an issue for those who missed it.
    pub(super) async fn take_up_missed(&mut self, key: &IssueKey) -> Result<(), ScheduleError> {
        let now = self.office.options.clock.now();
        if self.store.take_up_missed(key, now).await? == 0 {
            let why = "nobody who may be mailed was rejected or given up".to_owned();
            self.published.turns.push(Turn::Nothing { newsletter: key.0.clone(), why });
            return Ok(());
        }
        self.go_on(key.clone()).await.map(drop)
    }

    /// Goes on with an issue; says whether there were readers before their first attempt.
    pub(super) async fn go_on(&mut self, key: IssueKey) -> Result<bool, ScheduleError> {
        if self.is_stopped() {
            return Ok(false);
        }
        if self.store.is_busy(&key, None, self.office.options.clock.now()).await? {
            self.published.turns.push(Turn::Busy(key));
            return Ok(true);
        }
        let totals = self.store.totals(&key).await?;
        let options = self.office.options;
        let until = options.clock.now() + options.wait;
        // A long file is not read at every look at those who are deferred for hours.
        if due_by(&self.store, &key, &totals, until).await? && !self.hear_readers(&key).await? {
            return Ok(true);
        }
        let first = totals.count(DeliveryState::Queued) + totals.count(DeliveryState::Claimed);
        self.hand_over(&key).await?;
        Ok(first > 0)
    }

    /// Hears from the newsletter's file of readers who left since the issue began; says whether to go on.
    async fn hear_readers(&mut self, key: &IssueKey) -> Result<bool, ScheduleError> {
        let stored = self.store.issue(key).await?;
        let goes_on = matches!(stored.state, IssueState::Frozen | IssueState::Sending);
        let config = self.office.config;
        let Some(newsletter) = config.newsletter(&stored.issue.newsletter).filter(|_| goes_on)
        else {
            return Ok(true);
        };
        let now = self.office.options.clock.now();
        let idle = self.office.options.stop.idle();
        let heard = delivery::hear_readers(config, &self.store, newsletter, now).await;
        drop(idle);
        match heard {
            Ok(findings) => {
                self.published.findings.extend(findings);
                Ok(true)
            }
            Err(DeliveryError::Store(error)) => Err(error.into()),
            Err(error) => {
                let newsletter = newsletter.name.clone();
                self.published.turns.push(Turn::Failed { newsletter, error });
                Ok(false)
            }
        }
    }

    /// Gives a newsletter its turn, unless a paused issue of it comes first.
    pub(super) async fn newsletter(
        &mut self,
        newsletter: &Newsletter,
        even_early: bool,
    ) -> Result<(), ScheduleError> {
        if !self.paused(Some(&newsletter.name)).await?.is_empty() {
            return Ok(());
        }
        let now = self.office.options.clock.now();
        let name = newsletter.name.clone();
        let history = self.store.history(&name).await?;
        let next = match due(newsletter, &history, now) {
            Due::Now { .. } => None,
            Due::Later(next) => Some(Some(next)),
            Due::Never => Some(None),
        };
        if let Some(next) = next.filter(|_| !even_early) {
            self.published.findings.extend(run_ahead(&name, &history, now));
            self.published.turns.push(Turn::NotDue { newsletter: name, next });
            return Ok(());
        }
        if let Some(error) = self.lost(&name) {
            self.published.turns.push(Turn::Failed { newsletter: name, error });
            return Ok(());
        }
        let desk = Desk {
            config: self.office.config,
            publication: &self.published.built.publication,
            templates: &self.templates,
        };
        let idle = self.office.options.stop.idle();
        let prepared = delivery::prepare(&desk, &self.store, newsletter, now).await;
        drop(idle);
        match prepared {
            Ok(prepared) => self.prepared(name, prepared).await,
            Err(DeliveryError::Store(error)) => Err(error.into()),
            Err(error) => {
                self.published.turns.push(Turn::Failed { newsletter: name, error });
                Ok(())
            }
        }
    }

    /// Were issues of this newsletter published that the store knows nothing of? Then it knows neither
    /// who got them nor who left since.
    fn lost(&self, newsletter: &str) -> Option<DeliveryError> {
        let page = self.issues.lost_of(newsletter).first().map(|page| (*page).to_owned());
        let dir = &self.office.config.output.dir;
        page.filter(|_| !self.office.relays.is_dry())
            .map(|page| DeliveryError::Forgotten { page: dir.join(page) })
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
        if self.office.relays.is_dry() {
            return Ok(());
        }
        let issues = archive(&self.store, self.office.config).await?;
        let now = self.office.options.clock.now();
        let built = build::run(self.office.config, now, false, &issues, Asking::Never)?;
        self.published.built.add(built);
        Ok(())
    }

    async fn hand_over(&mut self, key: &IssueKey) -> Result<(), ScheduleError> {
        let office = self.office;
        let (relays, options) = (office.relays, office.options);
        let report =
            delivery::run(&self.store, key, relays, office.keyring, options, self.progress).await?;
        self.published.turns.push(Turn::Sent(Box::new(report)));
        Ok(())
    }

    /// Goes on with issues at which the relay broke off, once it is known to serve others: now what
    /// it said is known to be about those readers.
    pub(super) async fn second_turns(&mut self) -> Result<(), ScheduleError> {
        if self.is_stopped() || !self.office.relays.has_accepted() {
            return Ok(());
        }
        let broken_off = |turn: &Turn| match turn {
            Turn::Sent(report) if report.tally.accepted == 0 => {
                report.end.as_ref().is_some_and(End::breaks_off)
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
    pub(super) fn is_stopped(&self) -> bool {
        let ended = |turn: &Turn| match turn {
            Turn::Sent(report) => report.end.as_ref().is_some_and(End::is_for_all),
            _ => false,
        };
        self.office.options.stop.is_asked() || self.published.turns.iter().any(ended)
    }

    pub(super) fn finish(mut self) -> Result<Published, ScheduleError> {
        let is_dry = self.office.relays.is_dry();
        self.published.left_as_it_was = is_dry && self.published.turns.iter().any(is_cut_short);
        if !self.published.left_as_it_was {
            self.office.relays.close().map_err(DeliveryError::from)?;
        }
        Ok(self.published)
    }
}

/// Is there less of this turn than there should be?
fn is_cut_short(turn: &Turn) -> bool {
    match turn {
        Turn::Sent(report) => report.end.is_some(),
        Turn::Failed { .. } => true,
        _ => false,
    }
}
