//! How a run is going: what it has done, how the relay feels, and why it ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Stop;
use crate::fetch::DeadLink;
use crate::ledger::reply::{Cause, Then, cause};
use crate::ledger::{Outcome, Reply};
use crate::relay::{Failure, Trouble};
use crate::store::StoreError;

/// How often a relay that never answered is tried.
const FIRST_TRIES: u32 = 3;
/// How often one that did answer is tried before the run ends, for each connection.
const LATER_TRIES: u32 = 6;

/// Why a run ended before all readers had their turn.
#[derive(Debug, Clone)]
pub enum End {
    /// Somebody asked.
    Asked,
    /// These addresses of the issue do not answer.
    Offline(Vec<DeadLink>),
    /// The relay cannot be reached, or goes away again and again.
    RelayDown(String),
    /// It does not offer STARTTLS.
    NoStartTls,
    /// TLS with it fails.
    Tls(String),
    /// It refuses the login.
    Login(String),
    /// It asks for less speed than the slowest we can.
    Throttled(String),
    /// A file of a dry run could not be written.
    Files(String),
    /// The store failed.
    Store(Arc<StoreError>),
    /// A part of the program failed; the ledger holds.
    Broken(String),
}

/// What a run has done so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Taken by the relay.
    pub accepted: u64,
    /// To be tried again later.
    pub deferred: u64,
    /// Deferred once more, but for too long: given up.
    pub expired: u64,
    /// Refused.
    pub rejected: u64,
    /// Without an answer after the final dot.
    pub in_doubt: u64,
    /// Left or were suppressed just before their turn.
    pub gone: u64,
}

impl Tally {
    /// Tells those apart whom the ledger gave up: a sender only sees that they were deferred again.
    pub(super) fn with_expired(self, expired: u64) -> Self {
        Self { deferred: self.deferred.saturating_sub(expired), expired, ..self }
    }

    /// How many readers had their turn?
    #[must_use]
    pub fn all(&self) -> u64 {
        self.accepted + self.deferred + self.expired + self.rejected + self.in_doubt + self.gone
    }
}

/// The course of a run, shared by its connections.
#[derive(Debug)]
pub(super) struct Course {
    stop: Stop,
    connections: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    tally: Tally,
    end: Option<End>,
    ever_open: bool,
    troubles: u32,
}

impl Course {
    pub(super) fn new(stop: Stop, connections: usize) -> Self {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        Self { stop, connections, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tally(&self) -> Tally {
        self.state().tally
    }

    pub(super) fn ended(&self) -> Option<End> {
        let end = self.state().end.clone();
        end.or_else(|| self.stop.is_asked().then_some(End::Asked))
    }

    /// Ends the run; the first reason counts.
    pub(super) fn end(&self, end: End) {
        self.state().end.get_or_insert(end);
    }

    pub(super) fn was_open(&self) -> bool {
        self.state().ever_open
    }

    pub(super) fn opened(&self) {
        self.state().ever_open = true;
    }

    pub(super) fn count(&self, outcome: Outcome) {
        let mut state = self.state();
        match outcome {
            Outcome::Accepted => state.tally.accepted += 1,
            Outcome::Deferred => state.tally.deferred += 1,
            Outcome::Rejected => state.tally.rejected += 1,
            Outcome::InDoubt => state.tally.in_doubt += 1,
        }
    }

    pub(super) fn count_gone(&self) {
        self.state().tally.gone += 1;
    }

    /// The relay spoke about a reader: it is well.
    pub(super) fn is_well(&self) {
        self.state().troubles = 0;
    }

    /// A connection could not be opened: says how long to wait before the next try, or ends the run.
    pub(super) async fn cannot_open(&self, failure: &Failure) -> bool {
        match certain_end(failure) {
            Some(end) => {
                self.end(end);
                false
            }
            None => self.is_unwell(failure, Then::Reconnect).await,
        }
    }

    /// The relay is unwell or wants us slower: waits a while, or ends the run when that did not help
    /// often enough. Says whether to go on.
    pub(super) async fn is_unwell(&self, failure: &Failure, then: Then) -> bool {
        let (troubles, ever_open) = {
            let mut state = self.state();
            state.troubles += 1;
            (state.troubles, state.ever_open)
        };
        let most = if ever_open { LATER_TRIES * self.connections } else { FIRST_TRIES };
        if troubles >= most {
            self.end(last_end(failure, then));
            return false;
        }
        let round = if ever_open { troubles.div_ceil(self.connections) } else { troubles };
        let wait = Duration::from_millis(250) * 2_u32.saturating_pow(round.min(7));
        self.stop.sleep(wait).await && self.ended().is_none()
    }
}

/// The end that no further try would avert.
fn certain_end(failure: &Failure) -> Option<End> {
    match &failure.trouble {
        Trouble::NoStartTls => Some(End::NoStartTls),
        Trouble::Tls(why) => Some(End::Tls(why.clone())),
        Trouble::NoLogin => Some(End::Login(failure.to_string())),
        Trouble::File(_) => Some(End::Files(failure.to_string())),
        Trouble::Said { code, text } => {
            let reply = Reply::Said { code: *code, text };
            let login = cause(failure.phase, reply) == Cause::Login;
            login.then(|| End::Login(failure.to_string()))
        }
        _ => None,
    }
}

fn last_end(failure: &Failure, then: Then) -> End {
    match then {
        Then::SlowDown => End::Throttled(failure.to_string()),
        _ => End::RelayDown(failure.to_string()),
    }
}
