//! The usual commit, in one statement list: every answer says yes, and every next content may leave.
//!
//! A commit costs more by how often it goes to the database and back than by what is written, so on
//! SQLite all of it is handed over at once. Whether all of it took effect shows in the number of rows;
//! if one did not, everything is undone and written the exact way, which finds out why.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Tx, intents, sql};
use crate::ledger::{self, Cause, Entry, Outcome, Phase};
use crate::store::StoreError;

/// Takes the outcomes, grants the intents, and counts the replies of the one issue they belong to.
///
/// `$1` outcomes, `$2` intents, `$3` one of the deliveries, `$4` how many replies, `$5` now, `$6` until
/// when a hand-over may take. Where a suppression waits, each reply has to be looked at. With none
/// refused, the window of the last fifty only loses refusals, so nothing follows from it, and with a
/// content about to leave the issue cannot be at its end.
const ALL: &str = concat!(
    "WITH told AS (SELECT value ->> 0 AS delivery, value ->> 1 AS held, value ->> 2 AS said,
            value ->> 3 AS way, value ->> 4 AS words, value ->> 5 AS station FROM json_each($1))
        UPDATE delivery SET state = 'accepted', attempts = attempts + 1, at = told.said,
            phase = told.way, cause = 'accepted', reply = told.words, due = told.said, owner = NULL,
            first_attempt = coalesce(first_attempt, told.said), relay = told.station
        FROM told WHERE id = told.delivery AND fence = told.held AND state = 'sending'
            AND +issue = (SELECT issue FROM delivery WHERE id = $3);
    WITH wish AS (SELECT value ->> 0 AS delivery, value ->> 1 AS held, value ->> 2 AS begun,
            value ->> 3 AS station FROM json_each($2)) ",
    intents::granting!("$6", "$5"),
    " AND +issue = (SELECT issue FROM delivery WHERE id = $3);
    UPDATE issue SET state = 'sending', replies = replies + $4,
            refusals = (refusals << $4) & ((1 << 50) - 1)
        WHERE id = (SELECT issue FROM delivery WHERE id = $3) AND state IN ('frozen', 'sending')
            AND NOT EXISTS (SELECT 1 FROM suppression_wish w WHERE w.issue = issue.id)"
);

/// Entries as they usually come: readers who were accepted, and those whose content is next.
pub(super) struct Usual {
    first: i64,
    outcomes: Vec<Value>,
    intents: Vec<Value>,
}

impl Usual {
    /// Are these entries as they usually come, and about a delivery each?
    pub(super) fn of(entries: &[Entry]) -> Option<Self> {
        let first = entries.first()?.delivery();
        let (mut outcomes, mut intents) = (Vec::new(), Vec::new());
        let mut seen = HashSet::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Entry::Intent { delivery, fence, at, relay } => {
                    intents.push(json!([delivery, fence, at.timestamp_millis(), **relay]));
                }
                _ => outcomes.push(accepted(entry)?),
            }
            if !seen.insert(entry.delivery()) {
                return None;
            }
        }
        (!intents.is_empty()).then_some(Self { first, outcomes, intents })
    }

    /// Writes them; says whether all took effect. If not, the transaction is to be dropped.
    pub(super) async fn write(self, tx: &mut Tx, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let entries = self.outcomes.len() + self.intents.len();
        let replies = i64::try_from(self.outcomes.len()).unwrap_or(i64::MAX);
        let until = (now + ledger::HAND_OVER).timestamp_millis();
        let all = sql::query(ALL).bind(Value::from(self.outcomes).to_string());
        let all = all.bind(Value::from(self.intents).to_string()).bind(self.first).bind(replies);
        let all = all.bind(now.timestamp_millis()).bind(until);
        let done = all.execute(&mut *tx).await?;
        // No statement changes more rows than it was given, nor the last one more than its issue.
        Ok(usize::try_from(done.rows_affected()) == Ok(entries + 1))
    }
}

/// The values of a reader who was accepted.
fn accepted(entry: &Entry) -> Option<Value> {
    let Entry::Outcome { delivery, fence, at, phase, reply, relay, .. } = entry else {
        return None;
    };
    let is_usual = matches!(
        entry,
        Entry::Outcome {
            outcome: Outcome::Accepted,
            cause: Cause::Accepted,
            next_attempt: None,
            ..
        }
    );
    // JSON's functions take a text to end at a NUL.
    let is_usual = is_usual && !reply.contains('\0');
    let at = at.timestamp_millis();
    is_usual.then(|| json!([delivery, fence, at, Phase::word(*phase), reply, **relay]))
}
