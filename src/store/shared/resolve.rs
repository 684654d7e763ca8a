//! Deciding about readers in doubt.

use chrono::{DateTime, Utc};

use super::rows::count;
use super::{Store, issues, sql};
use crate::address::Address;
use crate::issue::IssueKey;
use crate::ledger::IssueState;
use crate::store::StoreError;

/// What becomes of readers in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolve {
    /// They stay in doubt.
    Hold,
    /// They are sent the same bytes again, with the same Message-ID and Date.
    Resend,
    /// They count as accepted.
    Accepted,
}

/// What is added to the words about a reader whom nobody but the configuration decided about.
pub const BY_CONFIGURATION: &str = "; decided by `in_doubt`";
/// From how many attempts on a person decides all the same: a message that breaks off each connection
/// at its end would go out for ever.
const MOST_ATTEMPTS: i64 = 3;

/// About whom something is decided, and by whom.
struct Decision<'a> {
    reader: Option<&'a Address>,
    note: &'static str,
    below: i64,
}

impl Store {
    /// Resolves the readers of an issue who are in doubt, or the one at an address; says how many.
    ///
    /// # Errors
    /// When there is no such issue, or it is cancelled and asked to be sent again.
    pub async fn resolve(
        &self,
        key: &IssueKey,
        reader: Option<&Address>,
        how: Resolve,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        self.decide(key, how, Decision { reader, note: "", below: i64::MAX }, now).await
    }

    /// Resolves those in doubt as the configuration says; says how many.
    ///
    /// Nobody is sent anything again of a cancelled issue, nor after three attempts.
    pub async fn settle(
        &self,
        key: &IssueKey,
        how: Resolve,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let is_over = self.state(key).await? == IssueState::Cancelled;
        if how == Resolve::Hold || (is_over && how == Resolve::Resend) {
            return Ok(0);
        }
        let below = if how == Resolve::Resend { MOST_ATTEMPTS } else { i64::MAX };
        self.decide(key, how, Decision { reader: None, note: BY_CONFIGURATION, below }, now).await
    }

    async fn decide(
        &self,
        key: &IssueKey,
        how: Resolve,
        decision: Decision<'_>,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        // A new fence: an answer that a stopped sender brings later must not undo the decision.
        const SET: &str = "UPDATE delivery SET state = $2, due = 0, at = $3, owner = NULL,
                fence = fence + 1, reply = reply || $5
            WHERE issue = $1 AND state = 'in doubt' AND attempts < $6 AND ($4 IS NULL OR subscriber =
                (SELECT id FROM subscriber WHERE key = $4))";
        const HELD: &str = "SELECT count(*) FROM delivery WHERE issue = $1 AND state = 'in doubt'
            AND ($2 IS NULL OR subscriber = (SELECT id FROM subscriber WHERE key = $2))";
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if issue.state == IssueState::Cancelled && how == Resolve::Resend {
            return Err(issue.not(key, "sent again"));
        }
        let state = match how {
            Resolve::Hold => None,
            Resolve::Resend => Some("deferred"),
            Resolve::Accepted => Some("accepted"),
        };
        let reader = decision.reader.map(Address::key);
        let count = if let Some(state) = state {
            let set = sql::query(SET).bind(issue.id).bind(state).bind(now.timestamp_millis());
            let set = set.bind(reader).bind(decision.note).bind(decision.below);
            set.execute(&mut tx).await?.rows_affected()
        } else {
            let held = sql::scalar(HELD).bind(issue.id).bind(reader);
            count(held.fetch_one(&mut tx).await?)
        };
        if how == Resolve::Resend && count > 0 && issue.state == IssueState::Finished {
            issues::set_state(&mut tx, issue.id, IssueState::Sending, None, now).await?;
        }
        issues::finish(&mut tx, issue.id, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
