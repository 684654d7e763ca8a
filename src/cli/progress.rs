//! Shows how far a long run is: a bar on a terminal, plain lines elsewhere, events for machines.

mod run;

use std::cell::RefCell;
use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use serde_json::{Map, Value, json};

use super::context::Context;
use super::print;
use crate::delivery::{Progress, Tally};
use crate::issue::IssueKey;
use run::{Run, outcomes};

/// How often a plain line is written.
const PAUSE: Duration = Duration::from_secs(10);
/// How often an event is.
const EVENT: Duration = Duration::from_secs(1);
/// What the bar shows: how many of how many, the outcomes, the rate, the time left.
const BAR: &str = "{prefix} {bar:24} {pos}/{len}  {msg}  {rate}, {eta} left";

/// Shows progress on standard error; nothing of it when quiet.
pub struct Shown {
    way: Way,
    run: RefCell<Option<Run>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Silent,
    Bar,
    Lines,
    /// A JSON object a line.
    Events,
}

impl Shown {
    /// Shows as the options and standard error allow.
    pub fn new(context: &Context) -> Self {
        let way = match (context.quiet(), context.json()) {
            (true, _) => Way::Silent,
            (_, true) => Way::Events,
            _ if stderr().is_terminal() => Way::Bar,
            _ => Way::Lines,
        };
        Self { way, run: RefCell::default() }
    }
}

impl Progress for Shown {
    fn begin(&self, key: &IssueKey, readers: u64, done: u64) {
        let run = Run::new(key, readers, done, bar(self.way, key, readers, done));
        if self.way == Way::Events {
            event("begin", run.value());
        }
        *self.run.borrow_mut() = Some(run);
    }

    fn tick(&self, tally: &Tally) {
        let mut run = self.run.borrow_mut();
        let Some(run) = run.as_mut() else { return };
        run.tally = *tally;
        run.bar.set_position(run.so_far());
        run.bar.set_message(outcomes(tally));
        match self.way {
            Way::Lines if run.is_time(PAUSE) => print::err(&format!("{}\n", run.line())),
            Way::Events if run.is_time(EVENT) => event("progress", run.value()),
            _ => {}
        }
    }

    fn note(&self, what: &str) {
        match (self.way, self.run.borrow().as_ref()) {
            (Way::Silent, _) => {}
            (Way::Events, _) => event("note", json!({"what": what})),
            (Way::Bar, Some(run)) => run.bar.println(what),
            (Way::Bar | Way::Lines, _) => print::err(&format!("{what}\n")),
        }
    }

    fn end(&self) {
        let Some(run) = self.run.borrow_mut().take() else { return };
        run.bar.finish_and_clear();
        if self.way == Way::Events {
            event("end", run.value());
        }
    }
}

/// Draws a bar on a terminal, and nowhere else.
fn bar(way: Way, key: &IssueKey, readers: u64, done: u64) -> ProgressBar {
    let target = match way {
        Way::Bar => ProgressDrawTarget::stderr(),
        _ => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(Some(readers), target).with_position(done);
    // The template is a constant that a test holds; without it, the plain bar does as well.
    if let Ok(style) = ProgressStyle::with_template(BAR) {
        bar.set_style(style.with_key("rate", rate));
    }
    bar.set_prefix(key.to_string());
    bar.reset_eta();
    bar
}

/// Says how many readers have their turn in a second.
fn rate(state: &ProgressState, to: &mut dyn std::fmt::Write) {
    // Writing into the bar's own text cannot fail.
    let _ = write!(to, "{:.0}/s", state.per_sec());
}

/// Tells machines that something happened.
fn event(name: &str, facts: Value) {
    let mut event = Map::from_iter([("event".to_owned(), json!(name))]);
    if let Value::Object(facts) = facts {
        event.extend(facts);
    }
    print::err(&format!("{}\n", Value::Object(event)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_well_formed() {
        ProgressStyle::with_template(BAR).unwrap();
    }
}
