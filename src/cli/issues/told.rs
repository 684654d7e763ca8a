//! Issues in words, and for machines.

use serde_json::{Value, json};

use super::super::table::Table;
use crate::ledger::reply::Cause;
use crate::ledger::{DeliveryState, Phase};
use crate::store::{BY_CONFIGURATION, DeliveryLine, IssueLine, Totals};

pub fn summary(line: &IssueLine) -> Value {
    json!({
        "issue": line.key.0,
        "newsletter": line.newsletter,
        "state": line.state.word(),
        "why": line.why,
        "frozen_at": line.frozen_at.to_rfc3339(),
        "subject": line.subject,
        "articles": line.articles,
        "totals": counts(&line.totals),
    })
}

/// Gives an issue's numbers for machines.
pub fn counts(totals: &Totals) -> Value {
    let states = totals.states.iter().map(|(state, count)| (state.word().to_owned(), json!(count)));
    let excluded =
        totals.excluded.iter().map(|(reason, count)| (reason.word().to_owned(), json!(count)));
    json!({
        "candidates": totals.candidates,
        "readers": totals.readers,
        "excluded": Value::Object(excluded.collect()),
        "states": Value::Object(states.collect()),
    })
}

/// Says an issue's numbers in words: `12 readers: 10 accepted, 2 deferred; 3 pending ...`.
pub fn sentence(totals: &Totals) -> String {
    let states: Vec<_> =
        totals.states.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let reasons: Vec<_> =
        totals.excluded.iter().map(|(why, count)| format!("{count} {why}")).collect();
    let chosen = match totals.readers {
        0 => "no readers".to_owned(),
        1 => format!("1 reader: {}", states.join(", ")),
        many => format!("{many} readers: {}", states.join(", ")),
    };
    match reasons.as_slice() {
        [] => chosen,
        reasons => format!("{chosen}; not among them: {}", reasons.join(", ")),
    }
}

/// Deliveries in columns.
pub struct Readers {
    table: Table,
    with_relay: bool,
}

impl Readers {
    /// Starts with the heading.
    pub fn new(with_relay: bool) -> Self {
        let relay = with_relay.then_some("relay");
        let head = ["reader", "state", "attempts", "at"].into_iter().chain(relay);
        Self { table: Table::new(&head.chain(["what was said"]).collect::<Vec<_>>()), with_relay }
    }

    /// Gives the lines of the next deliveries; the first are the heading's.
    pub fn lines(&mut self, deliveries: &[DeliveryLine]) -> Vec<String> {
        for line in deliveries {
            let relay = self.with_relay.then(|| line.relay.clone().unwrap_or_default());
            let told = [
                line.address.to_string(),
                line.state.to_string(),
                line.attempts.to_string(),
                line.at.map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
            ];
            self.table.row(told.into_iter().chain(relay).chain([words(line)]));
        }
        self.table.take_lines()
    }
}

/// Gives what was said, and what was decided about it.
fn words(line: &DeliveryLine) -> String {
    match (decision(line), &line.reply) {
        (Some(decision), Some(reply)) => {
            let reply = reply.strip_suffix(BY_CONFIGURATION).unwrap_or(reply);
            format!("{decision}; before: {reply}")
        }
        (Some(decision), None) => decision.to_owned(),
        (None, reply) => reply.clone().unwrap_or_default(),
    }
}

/// Are the words kept our own, because no answer of the relay came? Its own begin with a code.
pub fn is_ours(line: &DeliveryLine) -> bool {
    let reply = line.reply.as_deref().unwrap_or_default();
    let is_code = reply.split(' ').next().is_some_and(|code| code.parse::<u16>().is_ok());
    line.cause.is_none_or(|cause| matches!(cause, Cause::SilentAfterDot | Cause::BrokenBeforeDot))
        || !(is_code || reply.starts_with("exit "))
}

/// Says what a person, or the configuration, decided about someone who was in doubt.
pub fn decision(line: &DeliveryLine) -> Option<&'static str> {
    let was_in_doubt = line.cause == Some(Cause::SilentAfterDot);
    let reply = line.reply.as_deref().unwrap_or_default();
    let is_configured = was_in_doubt && reply.ends_with(BY_CONFIGURATION);
    match line.state {
        DeliveryState::Accepted if is_configured => Some("by `in_doubt` it counts as sent"),
        DeliveryState::Deferred if is_configured => Some("by `in_doubt` it is sent again"),
        DeliveryState::Accepted if was_in_doubt => Some("resolved by hand: it counts as sent"),
        DeliveryState::Deferred if was_in_doubt => Some("resolved by hand: it is sent again"),
        _ => None,
    }
}

pub fn delivery(line: &DeliveryLine) -> Value {
    let time = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| at.to_rfc3339());
    json!({
        "address": line.address.as_str(),
        "state": line.state.word(),
        "attempts": line.attempts,
        "first_attempt": time(line.first_attempt),
        "at": time(line.at),
        "next_attempt": time(line.next_attempt),
        "phase": line.phase.map(Phase::word),
        "cause": line.cause.map(Cause::word),
        "reply": line.reply,
        "relay": line.relay,
        "resolved": decision(line),
    })
}
