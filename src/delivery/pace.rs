//! How fast a relay may be spoken to: as fast as it was configured, and no faster than it bears.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What is left of the speed when the relay asks for less. Between this and the speed at which it
/// asks again lies nine tenths of what it bears, on average.
const LESS: f64 = 0.8;
/// By how much of itself the speed grows in a second while the relay is content.
const MORE: f64 = 0.05;
/// By how much the speed grows with each message while next to nothing is known.
const SEARCH: f64 = 3.0;
/// Where that search begins, in messages a second, if the relay took fewer so far.
const FIRST: f64 = 5.0;
/// The least speed, in messages a second.
const LEAST: f64 = 0.02;
/// Over how long it is measured what the relay takes.
const MEASURED: Duration = Duration::from_secs(1);

/// The speed of a run: additive increase, multiplicative decrease.
///
/// Without a limit and before the relay asks for less, there is no speed but that of the relay.
#[derive(Debug)]
pub(super) struct Pace(Mutex<State>);

#[derive(Debug)]
struct State {
    /// Messages a second; none while nothing is known.
    speed: Option<f64>,
    /// The limit that was configured.
    most: Option<f64>,
    /// By how much the speed grows in a second; none while it is searched for.
    step: Option<f64>,
    /// When the next message may begin.
    next: Instant,
    /// When the speed was last reduced.
    reduced: Option<Instant>,
    /// When messages were accepted of late.
    accepted: VecDeque<Instant>,
    /// When the first of all was accepted.
    first: Option<Instant>,
}

impl Pace {
    /// Begins with the limit that was configured and the speed that an earlier run found.
    pub(super) fn new(most: Option<u32>, found: Option<f64>, now: Instant) -> Self {
        Self(Mutex::new(State {
            speed: found,
            most: most.map(f64::from),
            step: found.map(|speed| speed * MORE),
            next: now,
            reduced: None,
            accepted: VecDeque::new(),
            first: None,
        }))
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes the next turn; says how long to wait for it.
    pub(super) fn turn(&self, now: Instant) -> Duration {
        self.with(|state| state.turn(now))
    }

    /// The relay took a message.
    pub(super) fn accepted(&self, now: Instant) {
        self.with(|state| {
            state.first.get_or_insert(now);
            state.accepted.push_back(now);
            state.grow();
            state.forget(now);
        });
    }

    /// The relay found a message too fast that began at `begun`.
    pub(super) fn too_fast(&self, begun: Instant, now: Instant) {
        self.with(|state| state.reduce(begun, now));
    }

    /// Gives the speed that was found, in messages a second; none if the relay never asked for less.
    pub(super) fn found(&self) -> Option<f64> {
        self.with(|state| state.speed)
    }
}

impl State {
    fn turn(&mut self, now: Instant) -> Duration {
        let speed = match (self.speed, self.most) {
            (Some(speed), Some(most)) => speed.min(most),
            (Some(speed), None) | (None, Some(speed)) => speed,
            (None, None) => return Duration::ZERO,
        };
        let gap = Duration::from_secs_f64(1.0 / speed.max(LEAST));
        let at = self.next.max(now);
        self.next = at + gap;
        at - now
    }

    /// Grows with each message that was taken: idle time is no reason to believe in more.
    fn grow(&mut self) {
        let more = |speed: f64| self.step.map_or(SEARCH, |step| step / speed.max(LEAST));
        self.speed = self.speed.map(|speed| speed + more(speed));
    }

    fn reduce(&mut self, begun: Instant, now: Instant) {
        // What began before the last reduction was on its way at the old speed, and for a while the
        // relay still counts what came at it.
        if self.reduced.is_some_and(|reduced| begun <= reduced + MEASURED) {
            return;
        }
        let measured = self.measured(now);
        // What it took in less than a second says little: the search begins there.
        let is_known = self.first.is_some_and(|first| now - first >= MEASURED);
        let borne = match (self.speed, self.step) {
            (None, _) if !is_known => measured.max(FIRST),
            (None, _) => measured,
            (Some(speed), None) => speed.min(measured),
            (Some(speed), Some(_)) => speed.min(measured.max(speed * LESS)),
        };
        let speed = (borne * LESS).max(LEAST);
        self.step = (is_known || self.speed.is_some()).then_some(speed * MORE);
        self.speed = Some(speed);
        self.reduced = Some(now);
        self.next = self.next.max(now + MEASURED.mul_f64(1.0 - LESS));
    }

    /// How many messages the relay took in the last second.
    fn measured(&mut self, now: Instant) -> f64 {
        self.forget(now);
        u32::try_from(self.accepted.len()).map_or(f64::MAX, f64::from).max(1.0)
    }

    fn forget(&mut self, now: Instant) {
        while self.accepted.front().is_some_and(|at| now - *at > MEASURED) {
            self.accepted.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A relay that takes so many messages in any second.
    struct Relay {
        most: usize,
        took: VecDeque<Instant>,
    }

    impl Relay {
        fn takes(&mut self, now: Instant) -> bool {
            while self.took.front().is_some_and(|at| now - *at > Duration::from_secs(1)) {
                self.took.pop_front();
            }
            let takes = self.took.len() < self.most;
            if takes {
                self.took.push_back(now);
            }
            takes
        }
    }

    /// Sends for so many seconds, a millisecond apart at best; gives what was taken and refused
    /// after the first fifth of them.
    fn send(pace: &Pace, most: usize, seconds: u64) -> (f64, f64) {
        let start = Instant::now();
        let end = start + Duration::from_secs(seconds);
        let settled = start + Duration::from_secs(seconds / 5);
        let mut relay = Relay { most, took: VecDeque::new() };
        let (mut now, mut taken, mut refused) = (start, 0.0, 0.0);
        while now < end {
            now += pace.turn(now);
            let began = now;
            now += Duration::from_millis(1);
            let is_taken = relay.takes(now);
            let counted = if now < settled { 0.0 } else { 1.0 };
            if is_taken {
                pace.accepted(now);
                taken += counted;
            } else {
                pace.too_fast(began, now);
                refused += counted;
            }
        }
        let counted = Duration::from_secs(seconds - seconds / 5).as_secs_f64();
        (taken / counted, refused / counted)
    }

    #[tokio::test(start_paused = true)]
    async fn it_settles_at_about_nine_tenths_of_what_the_relay_bears() {
        for most in [5, 20, 50, 200] {
            let pace = Pace::new(None, None, Instant::now());
            let (taken, refused) = send(&pace, most, 120);
            let of = taken / f64::from(u32::try_from(most).unwrap());
            assert!((0.84..=0.97).contains(&of), "{most}: {of}");
            assert!(refused / taken < 0.1, "{most}: {refused} of {taken}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_is_kept_though_the_relay_would_take_more() {
        let pace = Pace::new(Some(10), None, Instant::now());
        let (taken, refused) = send(&pace, 1_000, 20);
        assert!((9.9..=10.1).contains(&taken) && refused == 0.0, "{taken}");
        assert_eq!(pace.found(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_limit_nobody_waits() {
        let pace = Pace::new(None, None, Instant::now());
        assert!((0..1_000).all(|_| pace.turn(Instant::now()).is_zero()));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_to_what_was_under_way_slow_down_once() {
        let now = Instant::now();
        let pace = Pace::new(None, Some(100.0), now);
        let begun = [1, 2, 3].map(|ms| now + Duration::from_millis(ms));
        (0..100).for_each(|_| pace.accepted(begun[2]));
        for at in begun {
            pace.too_fast(at, now + Duration::from_millis(10));
        }
        assert!((79.0..=81.0).contains(&pace.found().unwrap()), "{:?}", pace.found());
    }
}
