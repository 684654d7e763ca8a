//! One issue to all of its readers: frozen once, handed over once, and nobody forgotten.
//!
//! [`prepare`] chooses and freezes an issue. [`run`] hands it over, reader by reader; killed at any
//! moment and run again, it goes on where it stopped. [`proof`] shows it to one address and leaves no
//! trace.

mod bars;
mod claims;
mod clock;
mod committer;
mod company;
mod course;
mod crew;
mod doubt;
mod end;
mod error;
mod gate;
mod health;
mod lane;
mod leftover;
mod limits;
mod links;
mod pace;
mod prepare;
mod proof;
mod report;
mod shares;
mod stations;
mod stop;
mod suspects;
mod tally;
mod turns;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::issue::IssueKey;
use crate::ledger::{DeliveryState, IssueState};
use crate::message::Composer;
use crate::relay::Relays;
use crate::store::{Store, StoreError, StoredIssue};
use crate::token::Keyring;
use claims::Claims;
use committer::Committer;
use course::Course;
use crew::Crew;
use stations::{Bell, Stations};

pub use clock::Clock;
pub use committer::Commits;
pub use doubt::{Doubts, Settled};
pub use end::End;
pub use error::{DeliveryError, Unrecorded};
pub use prepare::{Desk, Plan, Prepared, hear_readers, plan, prepare};
pub use proof::{Proof, proof};
pub use report::{Class, Report, Sentence, Share};
pub use stop::Stop;
pub use tally::Tally;

/// How a run is to go.
#[derive(Debug, Clone)]
pub struct Options {
    /// What time it is.
    pub clock: Clock,
    /// How long to stay for deferred readers.
    pub wait: Duration,
    /// Try first whether the articles are online.
    pub link_check: bool,
    /// Who may ask to stop.
    pub stop: Stop,
    /// What becomes of readers in doubt.
    pub in_doubt: Doubts,
}

/// What is said when somebody asked to stop and the run has not come to its end yet.
const FINISHING: &str = "stopping; what is in flight is finished first, as long as the relay takes for \
                         it (a second Ctrl-C ends it at once, and leaves those few in doubt)";

/// Watches a run.
pub trait Progress {
    /// A run begins with an issue that has so many readers, so many of whom are done with.
    fn begin(&self, key: &IssueKey, readers: u64, done: u64);
    /// So far this run has done this; comes several times a second.
    fn tick(&self, tally: &Tally);
    /// Something to know happens, such as waiting.
    fn note(&self, what: &str);
    /// The run with this issue ends.
    fn end(&self);
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _: &IssueKey, _: u64, _: u64) {}
    fn tick(&self, _: &Tally) {}
    fn note(&self, _: &str) {}
    fn end(&self) {}
}

/// Hands an issue over to all readers who are due, and stays a while for those deferred.
///
/// What it does and does not do is all in the report; a draft, or a paused, finished or cancelled
/// issue is left alone.
///
/// # Errors
/// When the store fails or the issue cannot be composed, before any reader's turn.
pub async fn run(
    store: &Arc<Store>,
    key: &IssueKey,
    relays: &Relays,
    keyring: &Keyring,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, DeliveryError> {
    let stored = store.issue(key).await?;
    if !matches!(stored.state, IssueState::Frozen | IssueState::Sending) {
        return report(store, key, relays, options, Done::default()).await;
    }
    relays.announce(&stored.issue)?;
    if let Some(end) = offline(&stored, relays, keyring, options, progress).await {
        return report(store, key, relays, options, Done { end: Some(end), ..Done::default() })
            .await;
    }
    let settle = || doubt::settle(store, &stored.issue, &options.in_doubt, options.clock.now());
    // Whoever a crash left in doubt is known now, for their sender is gone.
    settle().await?;
    let composer =
        Composer::new(&stored.issue.edition, keyring, key).map_err(DeliveryError::Findings)?;
    let totals = store.totals(key).await?;
    progress.begin(key, totals.readers, totals.readers - totals.open());
    let connections = relays.connections();
    let claims = Claims::new(Arc::clone(store), key.clone(), connections, options.clock)?;
    let bell = Bell::default();
    let stations = Stations::open(relays, store, options.clock.now(), Arc::clone(&bell)).await?;
    let (committer, writing) = Committer::start(Arc::clone(store), options.clock, connections);
    let crew = Arc::new(Crew {
        stations,
        composer,
        claims,
        committer,
        course: Course::new(options.stop.clone(), bell),
        store: Arc::clone(store),
        clock: options.clock,
        left: Mutex::default(),
    });
    let gone = go(store, key, &crew, options, progress).await;
    crew.claims.hand_back(&crew.committer).await;
    let left = crew.take_left();
    crew.stations.keep(store, options.clock.now()).await;
    let (tally, mut end) = (crew.course.tally(), crew.course.ended());
    let commits = crew.committer.commits();
    let shares = crew.stations.told(options.clock.now());
    drop(crew);
    // Everything is written once the task has ended, and it ends with the last of the crew.
    if let Err(error) = writing.await {
        end = Some(End::Broken(error.to_string()));
    }
    let written = leftover::write(store, options.clock, left).await;
    progress.end();
    written?;
    gone?;
    let settled = settle().await?;
    let expired = store.totals(key).await?.count(DeliveryState::Expired);
    let tally = tally.with_expired(expired.saturating_sub(totals.count(DeliveryState::Expired)));
    report(store, key, relays, options, Done { tally, end, shares, commits, settled }).await
}

/// What a run did, and why it ended early if it did.
#[derive(Default)]
struct Done {
    tally: Tally,
    end: Option<End>,
    shares: Vec<Share>,
    commits: Commits,
    settled: Settled,
}

/// Names what the issue points to and is not online, before its first reader.
async fn offline(
    stored: &StoredIssue,
    relays: &Relays,
    keyring: &Keyring,
    options: &Options,
    progress: &dyn Progress,
) -> Option<End> {
    if !options.link_check || relays.is_dry() || stored.state != IssueState::Frozen {
        return None;
    }
    progress.note("looking whether the articles are online");
    let dead = links::dead(&stored.issue, keyring).await;
    (!dead.is_empty()).then_some(End::Offline(dead))
}

/// Round after round: all who are due, then a wait for the next of those deferred.
async fn go(
    store: &Arc<Store>,
    key: &IssueKey,
    crew: &Arc<Crew>,
    options: &Options,
    progress: &dyn Progress,
) -> Result<(), StoreError> {
    let until = options.clock.now() + options.wait;
    loop {
        round(crew, progress).await;
        if !options.clock.runs() {
            return Ok(());
        }
        let next = match crew.course.wait_for_room(until) {
            Some(room) => Some(room),
            None => store.next_attempt(key).await?.filter(|next| *next <= until),
        };
        let Some(next) = next else { return Ok(()) };
        if crew.course.ended().is_some() || is_over(store, key).await? {
            return Ok(());
        }
        progress
            .note(&format!("waiting until {} for the next reader", next.format("%H:%M:%S UTC")));
        // At least a second: a deferred reader whom another sender holds must not make us spin.
        let wait = (next - options.clock.now()).to_std().unwrap_or_default();
        if !options.stop.sleep(wait.max(Duration::from_secs(1))).await {
            return Ok(());
        }
    }
}

/// Has the issue left the states in which it is sent?
async fn is_over(store: &Store, key: &IssueKey) -> Result<bool, StoreError> {
    let state = store.state(key).await?;
    Ok(!matches!(state, IssueState::Frozen | IssueState::Sending))
}

/// Lets every connection work until nothing is due or the run ends.
async fn round(crew: &Arc<Crew>, progress: &dyn Progress) {
    let mut lanes = JoinSet::new();
    for id in 0..crew.stations.connections() {
        lanes.spawn(lane::work(id, Arc::clone(crew)));
    }
    let mut is_told = false;
    loop {
        tokio::select! {
            ended = lanes.join_next() => match ended {
                None => break,
                Some(Err(error)) => crew.course.end(End::Broken(error.to_string())),
                Some(Ok(())) => {}
            },
            () = tokio::time::sleep(Duration::from_millis(200)) => {
                if crew.course.is_asked() && !std::mem::replace(&mut is_told, true) {
                    progress.note(FINISHING);
                }
            }
        }
        progress.tick(&crew.course.tally());
    }
    crew.stations.hang_up().await;
    progress.tick(&crew.course.tally());
}

async fn report(
    store: &Store,
    key: &IssueKey,
    relays: &Relays,
    options: &Options,
    done: Done,
) -> Result<Report, DeliveryError> {
    // First who else is at work, then what is left: what another finishes in between is not open.
    let busy = store.is_busy(key, None, options.clock.now()).await?;
    let stored = store.issue(key).await?;
    let totals = store.totals(key).await?;
    // Being asked to stop when all is done leaves nothing to say.
    let Done { tally, end, shares, commits, settled } = done;
    let end = end.filter(|end| !matches!(end, End::Asked) || totals.open() > 0);
    Ok(Report {
        key: key.clone(),
        state: stored.state,
        why: stored.why,
        tally,
        end,
        next_attempt: store.next_attempt(key).await?,
        busy,
        relay: relays.name(),
        shares,
        commits,
        settled,
        dry: relays.is_dry(),
        totals,
    })
}
