//! How far a run with one issue is.

use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar};
use serde_json::{Value, json};

use super::super::sending::numbers;
use crate::delivery::Tally;
use crate::issue::IssueKey;

/// A run under way.
pub struct Run {
    key: IssueKey,
    readers: u64,
    done: u64,
    /// What this run did so far.
    pub tally: Tally,
    /// Its bar, which may be hidden.
    pub bar: ProgressBar,
    begun: Instant,
    said: Instant,
}

impl Run {
    /// Begins with an issue that has so many readers, so many of whom are done with.
    pub fn new(key: &IssueKey, readers: u64, done: u64, bar: ProgressBar) -> Self {
        let (key, tally, begun) = (key.clone(), Tally::default(), Instant::now());
        Self { key, readers, done, tally, bar, begun, said: begun }
    }

    /// How many readers are done with?
    pub fn so_far(&self) -> u64 {
        self.done + self.tally.settled()
    }

    /// Is it time to say something again?
    pub fn is_time(&mut self, pause: Duration) -> bool {
        let is_time = self.said.elapsed() >= pause;
        if is_time {
            self.said = Instant::now();
        }
        is_time
    }

    /// Says it in a line.
    pub fn line(&self) -> String {
        self.line_after(self.begun.elapsed())
    }

    fn line_after(&self, time: Duration) -> String {
        let (so_far, outcomes) = (self.so_far(), outcomes(&self.tally));
        let told = format!("{}: {so_far} of {}, {outcomes}", self.key, self.readers);
        match self.speed(time) {
            Some((rate, left)) => format!("{told}; {rate:.1}/s, {} left", HumanDuration(left)),
            None => told,
        }
    }

    /// Gives it for machines.
    pub fn value(&self) -> Value {
        let (rate, left) = self.speed(self.begun.elapsed()).unzip();
        json!({
            "issue": self.key.0,
            "readers": self.readers,
            "done": self.so_far(),
            "this_run": numbers(&self.tally),
            "per_second": rate,
            "seconds_left": left.map(|left| left.as_secs()),
        })
    }

    /// How many readers have their turn in a second, and how long the rest takes at that speed; none
    /// while nobody had.
    fn speed(&self, time: Duration) -> Option<(f64, Duration)> {
        let number = |count: u64| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        let rate = number(self.tally.all()) / time.as_secs_f64();
        let left = number(self.readers.saturating_sub(self.so_far())) / rate;
        Some((rate, Duration::try_from_secs_f64(left).ok()?))
    }
}

/// Says what came of those who had their turn: `810 accepted, 3 deferred`.
pub fn outcomes(tally: &Tally) -> String {
    let all = [
        (tally.accepted, "accepted"),
        (tally.deferred, "deferred"),
        (tally.rejected, "rejected"),
        (tally.in_doubt, "in doubt"),
        (tally.gone, "gone"),
    ];
    let told = all.iter().enumerate().filter(|(at, (count, _))| *at == 0 || *count > 0);
    told.map(|(_, (count, what))| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(tally: Tally) -> Run {
        Run {
            tally,
            ..Run::new(&IssueKey("weekly/1".to_owned()), 1_000, 100, ProgressBar::hidden())
        }
    }

    #[test]
    fn a_line_tells_the_outcomes_the_rate_and_the_time_left() {
        let run = run(Tally { accepted: 297, deferred: 3, ..Tally::default() });
        let line = run.line_after(Duration::from_mins(1));
        let told = "weekly/1: 397 of 1000, 297 accepted, 3 deferred; 5.0/s, 2 minutes left";
        assert_eq!(line, told);
    }

    #[test]
    fn who_is_deferred_twice_and_then_accepted_is_one_reader() {
        let run = run(Tally { accepted: 900, deferred: 1_800, ..Tally::default() });
        assert_eq!(run.so_far(), 1_000);
    }

    #[test]
    fn while_nobody_had_their_turn_no_time_is_foretold() {
        let run = run(Tally::default());
        let line = run.line_after(Duration::from_mins(1));
        assert_eq!(line, "weekly/1: 100 of 1000, 0 accepted");
        assert_eq!(run.value()["seconds_left"], Value::Null);
    }

    #[test]
    fn outcomes_that_did_not_come_are_not_told() {
        let tally = Tally { accepted: 810, deferred: 3, ..Tally::default() };
        assert_eq!(outcomes(&tally), "810 accepted, 3 deferred");
        assert_eq!(outcomes(&Tally::default()), "0 accepted");
    }
}
