//! One task that writes into the ledger for all connections, so that they share its commits.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use super::Clock;
use super::company::Company;
use crate::ledger::{Entry, Granted};
use crate::store::{Store, StoreError};

/// How many requests may share a commit.
const MOST: usize = 256;
/// How often a commit is tried while another process holds the store.
const TRIES: usize = 3;
/// How long a database server may be away, and how often it is looked for meanwhile.
const AWAY: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_millis(500);

/// Why entries are not in the ledger.
#[derive(Debug, Clone)]
pub(super) enum Unwritten {
    /// The store did not take them.
    Store(Arc<StoreError>),
    /// The task is gone.
    Gone,
}

type Answer = Result<Vec<Granted>, Unwritten>;

/// How often a run wrote into the ledger, and how long that took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Commits {
    /// How often.
    pub count: u32,
    /// How long, in all.
    pub time: Duration,
}

impl Commits {
    fn add(&mut self, time: Duration) {
        self.count = self.count.saturating_add(1);
        self.time = self.time.saturating_add(time);
    }

    /// How long one commit took, on average.
    #[must_use]
    pub fn mean(&self) -> Duration {
        self.time / self.count.max(1)
    }
}

struct Request {
    entries: Vec<Entry>,
    answer: oneshot::Sender<Answer>,
}

/// Writes entries; whatever arrives while one commit runs goes into the next.
#[derive(Debug, Clone)]
pub(super) struct Committer {
    requests: mpsc::Sender<Request>,
    commits: Arc<Mutex<Commits>>,
}

impl Committer {
    /// Starts the task for so many connections; it ends when the last clone is dropped.
    pub(super) fn start(
        store: Arc<Store>,
        clock: Clock,
        connections: usize,
    ) -> (Self, JoinHandle<()>) {
        let (requests, waiting) = mpsc::channel(MOST);
        let commits = Arc::default();
        let company = Company::of(connections);
        let task = work(store, clock, waiting, Arc::clone(&commits), company);
        (Self { requests, commits }, tokio::spawn(task))
    }

    /// How often was it written so far, and how long did that take?
    pub(super) fn commits(&self) -> Commits {
        *self.commits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes entries in one commit; when this returns, they are as durable as configured.
    ///
    /// After an error the caller still has them, and whatever they say of the relay's answers must
    /// be written another time.
    pub(super) async fn record(&self, entries: &[Entry]) -> Answer {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let (answer, answered) = oneshot::channel();
        let request = Request { entries: entries.to_vec(), answer };
        self.requests.send(request).await.map_err(|_| Unwritten::Gone)?;
        answered.await.map_err(|_| Unwritten::Gone)?
    }
}

async fn work(
    store: Arc<Store>,
    clock: Clock,
    mut waiting: mpsc::Receiver<Request>,
    commits: Arc<Mutex<Commits>>,
    mut company: Company,
) {
    let mut requests = Vec::new();
    while waiting.recv_many(&mut requests, MOST).await > 0 {
        company.join(&mut requests, &mut waiting).await;
        let mut entries = Vec::new();
        let mut parts = Vec::new();
        for request in requests.drain(..) {
            parts.push((request.entries.len(), request.answer));
            entries.extend(request.entries);
        }
        let since = Instant::now();
        let done = commit(&store, clock, &entries).await;
        commits.lock().unwrap_or_else(PoisonError::into_inner).add(since.elapsed());
        match done {
            Ok(granted) => share(granted, parts),
            Err(error) => {
                let error = Arc::new(error);
                for (_, answer) in parts {
                    let _ = answer.send(Err(Unwritten::Store(Arc::clone(&error))));
                }
            }
        }
    }
}

fn share(granted: Vec<Granted>, parts: Vec<(usize, oneshot::Sender<Answer>)>) {
    let mut granted = granted.into_iter();
    for (count, answer) in parts {
        // A connection that no longer listens has lost nothing: its entries are written.
        let _ = answer.send(Ok(granted.by_ref().take(count).collect()));
    }
}

async fn commit(
    store: &Store,
    clock: Clock,
    entries: &[Entry],
) -> Result<Vec<Granted>, StoreError> {
    let mut tries = 0;
    loop {
        tries += 1;
        // What was written although its answer was lost is not written twice: the fencing numbers
        // and the states see to that, and an intent of which we do not know is not acted upon.
        match patiently(|| store.record(entries, clock.now())).await {
            Err(StoreError::Locked(_)) if tries < TRIES => {}
            done => return done,
        }
    }
}

/// Waits for a database server that is away for a moment, such as for an upgrade.
pub(super) async fn patiently<T, F>(work: impl Fn() -> F) -> Result<T, StoreError>
where
    F: Future<Output = Result<T, StoreError>>,
{
    let since = Instant::now();
    loop {
        match work().await {
            Err(StoreError::Unreachable(_)) if since.elapsed() < AWAY => {
                tokio::time::sleep(LOOK).await;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_a_dead_task_was_given_counts_as_unwritten() {
        let (requests, waiting) = mpsc::channel(1);
        drop(waiting);
        let committer = Committer { requests, commits: Arc::default() };
        let entry =
            Entry::Release { delivery: 1, fence: 1, again: crate::ledger::Again::AfterOthers };
        assert!(matches!(committer.record(&[entry]).await, Err(Unwritten::Gone)));
    }
}
