//! The relays of a run, each with all that this run knows of it, and places at them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::task::JoinSet;

use super::bars::Bars;
use super::end::End;
use super::gate::{self, Gate};
use super::health::Health;
use super::limits::Limits;
use super::report::Share;
use super::shares::{Choice, Pick, Shares, Standing};
use crate::relay::{Line, Manner, Relay, Relays};
use crate::store::{Store, StoreError};

/// How long a reader waits for one relay while there are others. Shares are kept as they are
/// configured, so a relay that is slow slows the others down; but one that does not answer must not
/// hold them up for the minutes that RFC 5321 grants it.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Rings when something changed that somebody may wait for.
pub(super) type Bell = Arc<watch::Sender<()>>;

/// Who hands over: of as many as there may be connections, the number.
pub(super) type LaneId = usize;

/// One relay, and what this run knows of it.
pub(super) struct Station {
    /// Its place among the relays.
    pub(super) index: usize,
    pub(super) relay: Relay,
    /// Its name in the ledger.
    pub(super) name: Arc<str>,
    pub(super) gate: Gate,
    pub(super) limits: Limits,
    pub(super) health: Health,
    places: Semaphore,
    /// Open connections that nobody uses now, each with who will use it next, unless that one is gone.
    lines: Mutex<Vec<(Option<LaneId>, Line)>>,
}

/// All relays of a run.
pub(super) struct Stations {
    all: Vec<Station>,
    shares: Mutex<Shares>,
    bell: Bell,
}

/// Why a place was not had.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Waited {
    /// Something changed meanwhile: another relay may be the right one now.
    Changed,
    /// It took too long.
    Long,
}

impl Station {
    async fn new(
        index: usize,
        relay: &Relay,
        store: &Store,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let connections = relay.connections();
        for word in store.relay_dislikes(&relay.name(), now).await? {
            if let Some(manner) = Manner::from_word(&word) {
                relay.avoid(manner);
            }
        }
        Ok(Self {
            index,
            relay: relay.clone(),
            name: relay.name().into(),
            gate: Gate::default(),
            limits: Limits::new(store, relay.name(), relay.limits(), now).await?,
            health: Health::new(connections, relay.has_accepted()),
            places: Semaphore::new(connections),
            lines: Mutex::default(),
        })
    }

    fn lines(&self) -> MutexGuard<'_, Vec<(Option<LaneId>, Line)>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes an open connection: one's own, or where connections pass from hand to hand, any.
    ///
    /// What came of the last message over a connection is in the ledger before the next may be in
    /// doubt. Whoever holds an outcome back writes it with the next intent, so nobody else uses that
    /// connection meanwhile; and who passes connections on holds nothing back.
    fn take_line(&self, lane: LaneId, pass_on: bool) -> Option<Line> {
        let mut lines = self.lines();
        let own = lines.iter().position(|(owner, _)| *owner == Some(lane));
        let index = own.or_else(|| lines.len().checked_sub(1).filter(|_| pass_on))?;
        Some(lines.swap_remove(index).1)
    }

    /// Waits for a connection whose user has ended: all that came over it is in the ledger.
    pub(super) async fn heir(&self, mut changes: watch::Receiver<()>) -> Line {
        loop {
            if let Some(line) = self.take_free() {
                return line;
            }
            if changes.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    fn take_free(&self) -> Option<Line> {
        let mut lines = self.lines();
        let index = lines.iter().position(|(owner, line)| owner.is_none() && line.is_usable())?;
        Some(lines.swap_remove(index).1)
    }
}

impl Stations {
    pub(super) async fn open(
        relays: &Relays,
        store: &Store,
        now: DateTime<Utc>,
        bell: Bell,
    ) -> Result<Self, StoreError> {
        let mut all = Vec::new();
        for (index, relay) in relays.all().iter().enumerate() {
            all.push(Station::new(index, relay, store, now).await?);
        }
        let shares = Shares::new(relays.all().iter().map(Relay::weight));
        Ok(Self { all, shares: Mutex::new(shares), bell })
    }

    pub(super) fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// How many messages may be handed over at once?
    pub(super) fn connections(&self) -> usize {
        self.all.iter().map(|station| station.relay.connections()).sum()
    }

    /// Listens for changes from now on.
    pub(super) fn listen(&self) -> watch::Receiver<()> {
        self.bell.subscribe()
    }

    /// Tells everyone who waits that something changed.
    pub(super) fn ring(&self) {
        self.bell.send_replace(());
    }

    /// Why does none of several relays take anybody, each by its name? None while one does.
    pub(super) fn all_ended(&self, now: DateTime<Utc>) -> Option<Vec<(String, End)>> {
        let ended =
            |station: &Station| Some((station.name.to_string(), station.health.ended(now)?));
        self.all.iter().map(ended).collect()
    }

    /// What each took, and what is wrong with it.
    pub(super) fn told(&self, now: DateTime<Utc>) -> Vec<Share> {
        let told = |station: &Station| Share {
            relay: station.name.to_string(),
            tally: station.health.tally(),
            trouble: station.health.trouble(now),
        };
        self.all.iter().map(told).collect()
    }

    /// Keeps the speeds that were found.
    pub(super) async fn keep(&self, store: &Store, now: DateTime<Utc>) {
        for station in &self.all {
            // A speed that is not kept is found again.
            let _ = station.limits.keep(store, now).await;
        }
    }

    /// Says goodbye on all connections.
    pub(super) async fn hang_up(&self) {
        let mut goodbyes = JoinSet::new();
        for station in &self.all {
            let lines = std::mem::take(&mut *station.lines());
            for (_, line) in lines {
                goodbyes.spawn(line.quit());
            }
        }
        while goodbyes.join_next().await.is_some() {}
    }

    /// Whoever ended leaves the connections to others.
    pub(super) fn bequeath(&self, lane: LaneId) {
        for station in &self.all {
            for (owner, _) in station.lines().iter_mut().filter(|(owner, _)| *owner == Some(lane)) {
                *owner = None;
            }
        }
        self.ring();
    }

    fn shares(&self) -> MutexGuard<'_, Shares> {
        self.shares.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Chooses the relay for one reader.
    pub(super) fn choose(
        &self,
        lane: LaneId,
        bars: &Bars,
        now: DateTime<Utc>,
    ) -> Choice<Chosen<'_>> {
        let mut shares = self.shares();
        let standing = |station: &Station| match bars.has(station.index) {
            true => Standing::Barred,
            // How one relay feels is waited for on the spot where there is no other.
            false if !self.are_several() => Standing::Ready,
            false => station.health.standing(now),
        };
        let standings: Vec<_> = self.all.iter().map(standing).collect();
        match shares.choose(&standings) {
            Choice::Later(until) => Choice::Later(until),
            Choice::Nobody => Choice::Nobody,
            Choice::At(pick) => match self.all.get(pick.index) {
                None => Choice::Nobody,
                Some(station) => {
                    station.health.take();
                    Choice::At(Chosen { stations: self, station, pick, lane })
                }
            },
        }
    }
}

/// A relay that was chosen for a reader.
pub(super) struct Chosen<'a> {
    stations: &'a Stations,
    station: &'a Station,
    pick: Pick,
    lane: LaneId,
}

impl Drop for Chosen<'_> {
    fn drop(&mut self) {
        self.station.health.let_go();
    }
}

impl<'a> Chosen<'a> {
    /// Takes a place if that takes no waiting.
    pub(super) fn sit_now(self) -> Result<Seat<'a>, Self> {
        let Ok(place) = self.station.places.try_acquire() else { return Err(self) };
        let Some(turn) = self.station.gate.turn_now() else { return Err(self) };
        Ok(Seat::new(self, turn, place))
    }

    /// Waits for a place; where there are other relays, not for ever.
    pub(super) async fn sit(self, mut changes: watch::Receiver<()>) -> Result<Seat<'a>, Waited> {
        if !self.stations.are_several() {
            let (turn, place) = self.station.place().await.ok_or(Waited::Changed)?;
            return Ok(Seat::new(self, turn, place));
        }
        let waited = tokio::select! {
            // What changed may be that this relay takes nobody any more.
            biased;
            _ = changes.changed() => Waited::Changed,
            Some((turn, place)) = self.station.place() => return Ok(Seat::new(self, turn, place)),
            () = tokio::time::sleep(PATIENCE) => Waited::Long,
        };
        self.undo();
        if waited == Waited::Long {
            self.station.health.stall();
        }
        Err(waited)
    }

    fn undo(&self) {
        self.stations.shares().undo(&self.pick);
    }
}

impl Station {
    async fn place(&self) -> Option<(gate::Turn<'_>, SemaphorePermit<'_>)> {
        let place = self.places.acquire().await.ok()?;
        Some((self.gate.turn().await, place))
    }
}

/// A place at a relay, for one message; its connection stays with the relay.
pub(super) struct Seat<'a> {
    pub(super) station: &'a Station,
    pub(super) line: Option<Line>,
    turn: gate::Turn<'a>,
    _place: SemaphorePermit<'a>,
    chosen: Chosen<'a>,
}

impl<'a> Seat<'a> {
    fn new(chosen: Chosen<'a>, turn: gate::Turn<'a>, place: SemaphorePermit<'a>) -> Self {
        let station = chosen.station;
        let line = station.take_line(chosen.lane, chosen.stations.are_several());
        Self { station, line, turn, _place: place, chosen }
    }

    /// Does nobody else hand anything over to this relay?
    pub(super) fn is_alone(&self) -> bool {
        self.turn.is_alone()
    }

    /// Was the relay left aside while we came? Who was there before us may have found it in trouble.
    pub(super) fn is_closed(&self, now: DateTime<Utc>) -> bool {
        let standing = self.station.health.standing(now);
        self.chosen.stations.are_several() && matches!(standing, Standing::Aside(_) | Standing::Out)
    }

    /// Nothing was handed over here: another relay's share grows by it.
    pub(super) fn leave(self) {
        self.chosen.undo();
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        if let Some(line) = self.line.take() {
            self.station.lines().push((Some(self.chosen.lane), line));
        }
    }
}
