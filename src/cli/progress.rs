//! Shows how far a long run is: a bar on a terminal, plain lines elsewhere.

use std::cell::RefCell;
use std::io::{IsTerminal, stderr};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::context::Context;
use super::print;
use crate::delivery::{Progress, Tally};
use crate::issue::IssueKey;

/// How often a plain line is written.
const PAUSE: Duration = Duration::from_secs(10);
/// What the bar shows: how many of how many, the outcomes, the rate, the time left.
const BAR: &str = "{prefix} {bar:24} {pos}/{len}  {msg}  {rate}, {eta} left";

/// Shows progress on standard error; nothing of it when quiet or when machines listen.
pub struct Shown {
    way: Way,
    run: RefCell<Option<Run>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Silent,
    Bar,
    Lines,
}

struct Run {
    key: IssueKey,
    readers: u64,
    done: u64,
    bar: ProgressBar,
    said: Instant,
}

impl Shown {
    /// Shows as the options and standard error allow.
    pub fn new(context: &Context) -> Self {
        let way = match context.quiet() || context.json() {
            true => Way::Silent,
            false if stderr().is_terminal() => Way::Bar,
            false => Way::Lines,
        };
        Self { way, run: RefCell::default() }
    }
}

impl Progress for Shown {
    fn begin(&self, key: &IssueKey, readers: u64, done: u64) {
        let target = match self.way {
            Way::Bar => ProgressDrawTarget::stderr(),
            Way::Silent | Way::Lines => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(readers), target).with_position(done);
        // The template is a constant that a test holds; without it, the plain bar does as well.
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style.with_key("rate", rate));
        }
        bar.set_prefix(key.to_string());
        bar.reset_eta();
        let run = Run { key: key.clone(), readers, done, bar, said: Instant::now() };
        *self.run.borrow_mut() = Some(run);
    }

    fn tick(&self, tally: &Tally) {
        let mut run = self.run.borrow_mut();
        let Some(run) = run.as_mut() else { return };
        run.bar.set_position(run.done + tally.all());
        run.bar.set_message(outcomes(tally));
        if self.way == Way::Lines && run.said.elapsed() >= PAUSE {
            run.said = Instant::now();
            let so_far = run.done + tally.all();
            let outcomes = outcomes(tally);
            print::err(&format!("{}: {so_far} of {}, {outcomes}\n", run.key, run.readers));
        }
    }

    fn note(&self, what: &str) {
        match (self.way, self.run.borrow().as_ref()) {
            (Way::Silent, _) => {}
            (Way::Bar, Some(run)) => run.bar.println(what),
            (Way::Bar | Way::Lines, _) => print::err(&format!("{what}\n")),
        }
    }

    fn end(&self) {
        if let Some(run) = self.run.borrow_mut().take() {
            run.bar.finish_and_clear();
        }
    }
}

/// Says how many readers have their turn in a second.
fn rate(state: &ProgressState, to: &mut dyn std::fmt::Write) {
    // Writing into the bar's own text cannot fail.
    let _ = write!(to, "{:.0}/s", state.per_sec());
}

/// Says what came of those who had their turn: `810 accepted, 3 deferred`.
fn outcomes(tally: &Tally) -> String {
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

    #[test]
    fn the_bar_is_well_formed() {
        ProgressStyle::with_template(BAR).unwrap();
    }

    #[test]
    fn outcomes_that_did_not_come_are_not_told() {
        let tally = Tally { accepted: 810, deferred: 3, ..Tally::default() };
        assert_eq!(outcomes(&tally), "810 accepted, 3 deferred");
        assert_eq!(outcomes(&Tally::default()), "0 accepted");
    }
}
