//! The usual commit, in one statement list: every answer says yes, and every next content may leave.
//!
//! A commit costs more by how often it goes to the database and back than by what is written, so on
//! SQLite all of it is handed over at once, the commit too. Each statement sees in the number of rows
//! whether the one before it took effect whole; if one did not, the last breaks off, everything is
//! undone and written the exact way, which finds out why.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::{intents, sql};
use crate::ledger::{self, Cause, Entry, Outcome, Phase};
use crate::store::StoreError;
use sql::Type::{self, Number, Text};

/// Rows come by so many, those that are missing empty: each number of rows is a statement of its own
/// to the database, and those it has seen are ready.
const STEP: usize = 8;

/// Which value is the first of the rows.
const FIRST: usize = 6;
const OUTCOME: [Type; 6] = [Number, Number, Number, Text, Text, Text];
const INTENT: [Type; 4] = [Number, Number, Number, Text];

/// Entries as they usually come: readers who were accepted, and those whose content is next.
pub(super) struct Usual<'a> {
    first: i64,
    outcomes: Vec<[sql::Value<'a>; 6]>,
    intents: Vec<[sql::Value<'a>; 4]>,
}

impl<'a> Usual<'a> {
    /// Are these entries as they usually come, and about a delivery each?
    pub(super) fn of(entries: &'a [Entry]) -> Option<Self> {
        let first = entries.first()?.delivery();
        let (mut outcomes, mut intents) = (Vec::new(), Vec::new());
        let mut seen = HashSet::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Entry::Intent { delivery, fence, at, relay } => {
                    let begun = at.timestamp_millis().into();
                    intents.push([(*delivery).into(), (*fence).into(), begun, (&**relay).into()]);
                }
                _ => outcomes.push(accepted(entry)?),
            }
            if !seen.insert(entry.delivery()) {
                return None;
            }
        }
        (!intents.is_empty()).then_some(Self { first, outcomes, intents })
    }

    /// Writes them; says whether all took effect. If not, nothing is written.
    pub(super) async fn write(
        self,
        store: &sql::Pool,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let until = (now + ledger::HAND_OVER).timestamp_millis();
        let [outcomes, intents] = [self.outcomes.len(), self.intents.len()];
        let [replies, grants] = [outcomes, intents].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        let all = sql::query(AssertSqlSafe(all(outcomes, intents)));
        let all = all.bind(until).bind(now.timestamp_millis()).bind(self.first);
        let all = all.bind(replies).bind(grants);
        let all = all.bind_all(filled(self.outcomes, OUTCOME));
        let all = all.bind_all(filled(self.intents, INTENT));
        store.write_whole(all).await
    }
}

/// Takes the outcomes, grants the intents, and counts the replies of the one issue they belong to.
///
/// `$1` until when a hand-over may take, `$2` now, `$3` one of the deliveries, `$4` how many replies,
/// `$5` how many intents. The state of an issue is never empty: to set it so breaks the list off.
///
/// Where a suppression waits, each reply has to be looked at. With none refused, the window of the
/// last fifty only loses refusals, so nothing follows from it, and with a content about to leave the
/// issue cannot be at its end.
fn all(outcomes: usize, intents: usize) -> String {
    let [outcomes, intents] = [outcomes, intents].map(room);
    let told = sql::values(FIRST, &OUTCOME, outcomes);
    let wish = sql::values(FIRST + OUTCOME.len() * outcomes, &INTENT, intents);
    let grant = concat!(
        intents::granting!("$1", "$2"),
        " AND +issue = (SELECT issue FROM delivery WHERE id = $3) AND changes() = $4"
    );
    format!(
        "BEGIN IMMEDIATE;
        WITH told (delivery, held, said, way, words, station) AS (VALUES {told})
        UPDATE delivery SET state = 'accepted', attempts = attempts + 1, at = told.said,
            phase = told.way, cause = 'accepted', reply = told.words, due = told.said, owner = NULL,
            first_attempt = coalesce(first_attempt, told.said), relay = told.station
        FROM told WHERE id = told.delivery AND fence = told.held AND state = 'sending'
            AND +issue = (SELECT issue FROM delivery WHERE id = $3);
        WITH wish (delivery, held, begun, station) AS (VALUES {wish}) {grant};
        UPDATE issue SET replies = replies + $4, refusals = (refusals << $4) & ((1 << 50) - 1),
            state = CASE WHEN changes() = $5 AND state IN ('frozen', 'sending')
                AND NOT EXISTS (SELECT 1 FROM suppression_wish w WHERE w.issue = issue.id)
                THEN 'sending' END
        WHERE id = (SELECT issue FROM delivery WHERE id = $3);
        COMMIT"
    )
}

/// For how many rows there is room where there are so many.
fn room(rows: usize) -> usize {
    rows.max(1).next_multiple_of(STEP)
}

/// Gives the values of rows, and of as many empty ones as are missing.
fn filled<const N: usize>(
    rows: Vec<[sql::Value<'_>; N]>,
    columns: [Type; N],
) -> Vec<sql::Value<'_>> {
    let missing = room(rows.len()) - rows.len();
    let empty = std::iter::repeat_n(columns, missing).flatten().map(Type::nothing);
    rows.into_iter().flatten().chain(empty).collect()
}

/// The values of a reader who was accepted.
fn accepted(entry: &Entry) -> Option<[sql::Value<'_>; 6]> {
    let Entry::Outcome {
        delivery,
        fence,
        at,
        outcome: Outcome::Accepted,
        phase,
        cause: Cause::Accepted,
        reply,
        next_attempt: None,
        relay,
    } = entry
    else {
        return None;
    };
    let (said, way) = (at.timestamp_millis().into(), Phase::word(*phase).into());
    Some([(*delivery).into(), (*fence).into(), said, way, reply.into(), (&**relay).into()])
}
