//! What came of a run, and what to do next.

mod shares;

use chrono::{DateTime, Utc};

use super::committer::Commits;
use super::doubt::Settled;
use super::end::{Around, End, words};
use super::tally::Tally;
use crate::config::InDoubt;
use crate::issue::IssueKey;
use crate::ledger::{DeliveryState, IssueState};
use crate::store::Totals;

/// How a run ended, for scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Everything is done.
    Done,
    /// Sent, but some readers were deferred, given up, rejected or are in doubt, or still wait.
    Partly,
    /// Something is in the way that the user can mend.
    Mend,
}

/// What came of a run.
#[derive(Debug, Clone)]
pub struct Report {
    /// Which issue.
    pub key: IssueKey,
    /// Where the issue stands now.
    pub state: IssueState,
    /// Why it is paused or cancelled.
    pub why: Option<String>,
    /// How many readers it has, and where they stand now.
    pub totals: Totals,
    /// What this run did.
    pub tally: Tally,
    /// Why this run ended early, if it did.
    pub end: Option<End>,
    /// When the next deferred reader is due.
    pub next_attempt: Option<DateTime<Utc>>,
    /// Is another living sender at this issue?
    pub busy: bool,
    /// The relay's name; of several, all.
    pub relay: String,
    /// What each relay took in this run.
    pub shares: Vec<Share>,
    /// What this run wrote into the ledger.
    pub commits: Commits,
    /// What the configuration decided about those in doubt.
    pub settled: Settled,
    /// Was it a dry run?
    pub dry: bool,
}

/// What one relay did in a run.
#[derive(Debug, Clone)]
pub struct Share {
    /// Its name.
    pub relay: String,
    /// What came of the messages that went there.
    pub tally: Tally,
    /// What is wrong with it, if anything is.
    pub trouble: Option<End>,
}

/// A sentence that says what happened, and perhaps one that says what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub hint: Option<String>,
}

impl Sentence {
    fn of(what: impl Into<String>) -> Self {
        Self { what: what.into(), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl Report {
    /// How did it end?
    #[must_use]
    pub fn class(&self) -> Class {
        match (&self.end, self.state) {
            (Some(end), _) if end.is_peaceful() => Class::Partly,
            (Some(_), _) | (_, IssueState::Paused) => Class::Mend,
            _ if self.tally.rejected + self.tally.expired > 0 => Class::Partly,
            _ if self.count(DeliveryState::InDoubt) > 0 => Class::Partly,
            _ if self.totals.open() > 0 && !self.busy => Class::Partly,
            _ => Class::Done,
        }
    }

    /// Says what happened and what to do next, the gravest last.
    #[must_use]
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut said = vec![self.what_was_done()];
        said.extend(shares::troubles(self));
        said.extend(self.about_rejected());
        said.extend(self.about_expired());
        said.extend(self.about_deferred());
        said.extend(self.about_put_off());
        said.extend(self.about_settled());
        said.extend(self.about_doubt());
        said.extend(self.about_state());
        said.extend(self.about_end());
        said
    }

    /// Says what is wrong with one of several relays, if anything is.
    #[must_use]
    pub fn trouble_of(&self, share: &Share) -> Option<Sentence> {
        let is_one = self.shares.len() > 1;
        shares::trouble(share).filter(|_| is_one)
    }

    fn count(&self, state: DeliveryState) -> u64 {
        self.totals.count(state)
    }

    /// How many readers still have their first attempt before them.
    fn waiting(&self) -> u64 {
        self.count(DeliveryState::Queued) + self.count(DeliveryState::Claimed)
    }

    fn go_on(&self) -> String {
        match (self.totals.open(), self.count(DeliveryState::InDoubt)) {
            (0, 0) => "the next issue goes out by it".to_owned(),
            (0, _) => "decide about those in doubt, as said above".to_owned(),
            _ => format!("run `postrider send {}` to go on", self.key.0),
        }
    }

    fn what_was_done(&self) -> Sentence {
        let (accepted, readers) = (self.count(DeliveryState::Accepted), self.totals.readers);
        let what = match (self.dry, &self.end) {
            (false, _) => {
                format!("{}: {accepted} of {} accepted", self.key.0, of(readers, "reader"))
            }
            (true, Some(_)) => format!("{}: no email is in its place", self.key.0),
            (true, None) => self.what_was_written(accepted),
        };
        let what = match self.count(DeliveryState::Suppressed) {
            0 => what,
            gone => format!("{what}, {gone} left before their turn"),
        };
        match shares::counts(&self.shares) {
            None => Sentence::of(what),
            Some(counts) => Sentence::of(format!("{what}; in this run {counts}")),
        }
    }

    /// A dry run of an issue in progress writes to those who still wait for it.
    fn what_was_written(&self, accepted: u64) -> String {
        let written = self.tally.accepted.min(accepted);
        let what =
            format!("{}: {written} of {} written", self.key.0, of(self.totals.readers, "reader"));
        match accepted - written {
            0 => what,
            before => format!("{what}; {before} accepted it before"),
        }
    }

    fn about_rejected(&self) -> Option<Sentence> {
        let rejected = self.count(DeliveryState::Rejected);
        (rejected > 0).then(|| {
            Sentence::of(format!("{} refused by the relay", were(rejected, "reader")))
                .hint(self.words_for_each())
        })
    }

    fn about_expired(&self) -> Option<Sentence> {
        let expired = self.count(DeliveryState::Expired);
        (expired > 0).then(|| {
            let what =
                format!("{} given up: the relay deferred for too long", were(expired, "reader"));
            Sentence::of(what).hint(self.words_for_each())
        })
    }

    fn words_for_each(&self) -> String {
        format!("`postrider issues show {}` has the relay's words for each", self.key.0)
    }

    fn about_deferred(&self) -> Option<Sentence> {
        let deferred = self.count(DeliveryState::Deferred).saturating_sub(self.settled.resent());
        let next = self.next_attempt.filter(|_| deferred > 0)?;
        let what = format!("{} deferred by the relay", were(deferred, "reader"));
        Some(Sentence::of(what).hint(format!(
            "the next try is due at {}; `postrider publish` or `postrider send {}` takes it up",
            next.format("%Y-%m-%d %H:%M UTC"),
            self.key.0
        )))
    }

    fn about_put_off(&self) -> Option<Sentence> {
        let waiting = self.waiting();
        let is_sent = matches!(self.state, IssueState::Frozen | IssueState::Sending);
        let next = self.next_attempt.filter(|_| waiting > 0 && is_sent && self.end.is_none())?;
        let several = if self.shares.len() > 1 { "s" } else { "" };
        let what = format!("{} for a limit of [relay{several}.domains]", wait(waiting));
        let next = next.format("%Y-%m-%d %H:%M UTC");
        Some(Sentence::of(what).hint(format!("there is room at {next}; then {}", self.go_on())))
    }

    fn about_doubt(&self) -> Option<Sentence> {
        let doubt = self.count(DeliveryState::InDoubt);
        (doubt > 0).then(|| {
            let are = if doubt == 1 { "is" } else { "are" };
            Sentence::of(format!(
                "{} {are} in doubt: no clear answer came after the message was handed over",
                of(doubt, "reader")
            ))
            .hint(self.how_to_resolve())
        })
    }

    fn about_settled(&self) -> Option<Sentence> {
        let Settled { how, readers } = self.settled;
        let who = format!("{} in doubt", were(readers, "reader"));
        let sentence = match how {
            _ if readers == 0 => return None,
            InDoubt::Hold => return None,
            InDoubt::Accepted => {
                Sentence::of(format!("{who}, and `in_doubt` says that it counts as sent"))
            }
            InDoubt::Resend => Sentence::of(format!(
                "{who}, and `in_doubt` says to send the same message again (some may get it twice)"
            ))
            .hint(self.go_on()),
        };
        Some(sentence)
    }

    fn how_to_resolve(&self) -> String {
        let accepted = format!(
            "look into the relay's log, then `postrider issues resolve {} --as accepted`",
            self.key.0
        );
        if self.state == IssueState::Cancelled {
            // A cancelled issue goes to nobody any more.
            return format!("{accepted} if they got it");
        }
        format!(
            "{accepted}, or `--as resend` (some may get it twice); until then they get nothing more \
             of it"
        )
    }

    fn about_state(&self) -> Option<Sentence> {
        let key = &self.key.0;
        let why = self.why.as_deref().unwrap_or("no reason was given");
        match self.state {
            IssueState::Draft => Some(
                Sentence::of(format!("{key} is a draft; nothing was sent"))
                    .hint(format!("`postrider issues approve {key}` chooses its readers")),
            ),
            IssueState::Paused => {
                Some(Sentence::of(format!("{key} is paused: {why}")).hint(format!(
                    "mend that, then `postrider issues resume {key}` and `postrider send {key}`; or \
                     give it up with `postrider issues cancel {key}`"
                )))
            }
            IssueState::Cancelled => Some(Sentence::of(format!("{key} is cancelled: {why}"))),
            _ if self.busy => {
                Some(Sentence::of(format!("another sender is at work on {key}; it was left alone")))
            }
            _ => None,
        }
    }

    fn about_end(&self) -> Option<Sentence> {
        let relay = &self.relay;
        let wait = match self.waiting() {
            0 => "; nobody was lost".to_owned(),
            waiting => format!("; {} for their turn; nobody was lost", wait(waiting)),
        };
        let section = shares::section(self);
        let around = Around { relay, section, wait: &wait, go_on: &self.go_on() };
        let (what, hint) = words(self.end.as_ref()?, &around);
        Some(Sentence::of(what).hint(hint))
    }
}

fn of(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn were(count: u64, what: &str) -> String {
    let were = if count == 1 { "was" } else { "were" };
    format!("{} {were}", of(count, what))
}

fn wait(count: u64) -> String {
    let verb = if count == 1 { "waits" } else { "wait" };
    format!("{} {verb}", of(count, "reader"))
}
