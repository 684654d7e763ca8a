//! What is said about a run, to people and to machines.

use std::path::Path;

use chrono_tz::Tz;
use serde_json::{Value, json};

use super::super::answer::{Answer, Code, Trouble};
use super::super::build;
use super::super::context::Context;
use super::super::issues::counts;
use super::undelivered;
use crate::config::Config;
use crate::delivery::{Class, Commits, Report, Share, Tally};
use crate::ledger::IssueState;
use crate::schedule::{Published, Turn};

/// Tells what came of a run.
pub fn tell(published: Published, config: &Config, dry: Option<&Path>) -> Answer {
    let mut answer = Answer::default();
    build::tell(&mut answer, published.built, config);
    answer.findings.extend(published.findings);
    let class = published.turns.iter().map(Turn::class).max().unwrap_or(Class::Done);
    let mut turns = Vec::new();
    let mut wrote = None;
    for turn in published.turns {
        if let Turn::Sent(report) = &turn
            && report.tally.all() > 0
        {
            wrote.get_or_insert_with(|| report.key.clone());
        }
        turns.push(one(&mut answer, turn, config));
    }
    answer.fact("newsletters", turns);
    if let Some(path) = dry.filter(|_| published.left_as_it_was) {
        wrote = None;
        let what =
            format!("nothing was written to {}: the dry run is not complete", Context::shown(path));
        answer.troubles.insert(0, Trouble { what, hint: None, grave: false });
    }
    answer.code = code(class);
    match (dry, wrote) {
        (Some(path), Some(_)) => look(&mut answer, path),
        (None, Some(key)) => {
            answer.next(format!("`postrider issues show {key}` has what became of every reader"));
        }
        (_, None) => {}
    }
    answer.mend_errors()
}

/// Tells what came of the issues a worker took part in.
pub fn tell_reports(reports: &[Report]) -> Answer {
    let mut answer = Answer::default();
    let class = reports.iter().map(Report::class).max().unwrap_or(Class::Done);
    let told: Vec<_> = reports.iter().map(|report| sent(&mut answer, report)).collect();
    if told.is_empty() {
        answer.say("no issue is being sent");
    }
    answer.fact("issues", told);
    answer.code = code(class);
    answer.mend_errors()
}

fn code(class: Class) -> Code {
    match class {
        Class::Done => Code::Done,
        Class::Partly => Code::Partly,
        Class::Mend => Code::Mend,
    }
}

/// Says what to open after a dry run.
pub fn look(answer: &mut Answer, path: &Path) {
    // `maildir:` says what the folder is, and is no part of its name.
    let path = path.to_str().and_then(|path| path.strip_prefix("maildir:")).map_or(path, Path::new);
    let index = path.join("index.html");
    let (file, is_page) = if index.is_file() { (index.as_path(), true) } else { (path, false) };
    answer.fact("wrote", file);
    let how = if is_page { " in a browser" } else { " in a mail program" };
    answer.next(format!("open {}{how}; nothing was sent", Context::shown(file)));
}

/// Tells one newsletter's turn, and gives it for machines.
fn one(answer: &mut Answer, turn: Turn, config: &Config) -> Value {
    match turn {
        Turn::Sent(report) => sent(answer, &report),
        Turn::Draft(key) => {
            answer.say(format!("{key} is a draft; nothing was sent"));
            answer.next(format!("`postrider issues approve {key}` chooses its readers"));
            json!({"issue": key.0, "outcome": "draft"})
        }
        Turn::Nothing { newsletter, why } => {
            answer.say(format!("{newsletter}: no issue, for {why}"));
            json!({"newsletter": newsletter, "outcome": "nothing", "why": why})
        }
        Turn::NotDue { newsletter, next } => {
            let zone = config.newsletter(&newsletter).map_or(Tz::UTC, |one| one.zone);
            let when = next.map(|next| next.with_timezone(&zone));
            match &when {
                Some(when) => {
                    let when = when.format("%a %Y-%m-%d %H:%M %Z");
                    answer.say(format!("{newsletter}: next due {when}"));
                }
                None => answer.say(format!("{newsletter}: never due")),
            }
            let next = when.map(|when| when.to_rfc3339());
            json!({"newsletter": newsletter, "outcome": "not due", "next": next})
        }
        Turn::Busy(key) => {
            answer.say(format!("{key}: another sender is at work on it; it was left alone"));
            json!({"issue": key.0, "outcome": "busy"})
        }
        Turn::Failed { newsletter, error } => {
            let failure = undelivered(error);
            answer.findings.extend(failure.findings);
            let mut parts = vec![format!("{newsletter}: no issue was made")];
            parts.extend(failure.what.into_iter().chain(failure.causes));
            let what = parts.join(": ");
            let trouble = Trouble { what, hint: failure.hint, grave: true };
            let value = json!({"newsletter": newsletter, "outcome": "failed", "trouble": trouble});
            answer.troubles.push(trouble);
            value
        }
    }
}

/// Says in a word how a turn with an issue ended.
fn outcome(report: &Report) -> &'static str {
    match report.state {
        IssueState::Draft | IssueState::Paused | IssueState::Cancelled => report.state.word(),
        _ if report.busy => "busy",
        _ if report.end.is_some() => "stopped",
        _ if report.dry => "written",
        _ => "sent",
    }
}

/// Gives what came of those who had their turn, for machines.
pub fn numbers(tally: &Tally) -> Value {
    json!({
        "accepted": tally.accepted,
        "deferred": tally.deferred,
        "expired": tally.expired,
        "rejected": tally.rejected,
        "in_doubt": tally.in_doubt,
        "gone": tally.gone,
    })
}

/// Gives how often the ledger was written, and how long one commit took.
fn written(commits: &Commits) -> Value {
    json!({"commits": commits.count, "milliseconds_each": commits.mean().as_secs_f64() * 1e3})
}

/// Gives what one relay did.
fn share_of(report: &Report, share: &Share) -> Value {
    let trouble = report.trouble_of(share).map(|sentence| sentence.what);
    json!({"relay": share.relay, "this_run": numbers(&share.tally), "trouble": trouble})
}

fn sent(answer: &mut Answer, report: &Report) -> Value {
    let mut sentences = report.sentences().into_iter();
    if let Some(first) = sentences.next() {
        answer.say(first.what);
    }
    let class = report.class();
    let rest: Vec<_> = sentences.collect();
    let last = rest.len().saturating_sub(1);
    let mut troubles = Vec::new();
    for (at, sentence) in rest.into_iter().enumerate() {
        let grave = class == Class::Mend && at == last;
        // A dry run keeps nothing that one could go on with.
        let hint = sentence.hint.filter(|_| !report.dry || grave);
        troubles.push(Trouble { what: sentence.what, hint, grave });
    }
    let value = json!({
        "issue": report.key.0,
        "outcome": outcome(report),
        "state": report.state.word(),
        "why": report.why,
        "totals": counts(&report.totals),
        "this_run": numbers(&report.tally),
        "next_attempt": report.next_attempt.map(|next| next.to_rfc3339()),
        "relay": report.relay,
        "relays": report.shares.iter().map(|share| share_of(report, share)).collect::<Vec<_>>(),
        "ledger": written(&report.commits),
        "dry_run": report.dry,
        "troubles": troubles,
    });
    if class == Class::Done {
        // Nothing is in the way: these are things to know.
        for trouble in troubles {
            answer.say(trouble.what);
            trouble.hint.into_iter().for_each(|hint| answer.say(format!("  {hint}")));
        }
    } else {
        answer.troubles.extend(troubles);
    }
    value
}
