//! Message after message without an answer: an accident once, a fault when it goes on.

use chrono::{DateTime, Utc};

use super::super::rows::get;
use super::super::{Tx, sql};
use super::{Tally, pause};
use crate::address::mask_addresses;
use crate::ledger::Outcome;
use crate::store::StoreError;

/// So many messages in a row without an answer are no accident: more than a relay that goes down leaves,
/// which is one for each connection.
const DOUBTS: i64 = 10;

impl Tally {
    /// Pauses the issue when message after message ends without an answer: each may have been taken, and
    /// the next would be one more whom nobody can tell about.
    pub(super) async fn pause_for_doubt(
        &self,
        tx: &mut Tx,
        issue: i64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const LAST: &str = "SELECT count(*) AS doubts, min(at) AS since FROM (SELECT d.at
            FROM delivery d JOIN issue i ON i.id = d.issue
            WHERE d.issue = $1 AND d.state = 'in doubt' AND d.at >= i.changed
            ORDER BY d.at DESC LIMIT $2) AS doubtful";
        const TAKEN: &str = "SELECT count(*) FROM (SELECT 1 FROM delivery
            WHERE issue = $1 AND state = 'accepted' AND at >= $2 LIMIT 1) AS taken";
        let mut doubts = self.answers.iter().filter(|it| it.outcome == Outcome::InDoubt);
        let Some(doubt) = doubts.next() else { return Ok(()) };
        let last = sql::query(LAST).bind(issue).bind(DOUBTS).fetch_one(&mut *tx).await?;
        let (count, since): (i64, Option<i64>) = (get(&last, "doubts")?, get(&last, "since")?);
        let Some(since) = since.filter(|_| count >= DOUBTS) else { return Ok(()) };
        let taken: i64 = sql::scalar(TAKEN).bind(issue).bind(since).fetch_one(&mut *tx).await?;
        if taken > 0 {
            return Ok(());
        }
        let reply = mask_addresses(&doubt.reply);
        let why = format!("{count} messages in a row had no answer after their end: {reply}");
        pause(tx, issue, &why, now).await
    }
}
