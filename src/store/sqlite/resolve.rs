//! Deciding about readers in doubt.

use chrono::{DateTime, Utc};

use super::{Store, issues};
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
        // A new fence: an answer that a stopped sender brings later must not undo the decision.
        const SET: &str = "UPDATE delivery SET state = $2, due = 0, at = $3, owner = NULL,
                fence = fence + 1
            WHERE issue = $1 AND state = 'in doubt' AND ($4 IS NULL OR subscriber =
                (SELECT id FROM subscriber WHERE key = $4))";
        const HELD: &str = "UPDATE delivery SET at = at WHERE issue = $1 AND state = 'in doubt'
            AND ($4 IS NULL OR subscriber = (SELECT id FROM subscriber WHERE key = $4))
            AND $2 IS NOT $3";
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if issue.state == IssueState::Cancelled && how == Resolve::Resend {
            return Err(issue.not(key, "sent again"));
        }
        let (query, state) = match how {
            Resolve::Hold => (HELD, "in doubt"),
            Resolve::Resend => (SET, "deferred"),
            Resolve::Accepted => (SET, "accepted"),
        };
        let set = sqlx::query(query).bind(issue.id).bind(state).bind(now.timestamp_millis());
        let count = set.bind(reader.map(Address::key)).execute(&mut *tx).await?.rows_affected();
        if how == Resolve::Resend && count > 0 && issue.state == IssueState::Finished {
            issues::set_state(&mut tx, issue.id, IssueState::Sending, None, now).await?;
        }
        issues::finish(&mut tx, issue.id, now).await?;
        tx.commit().await?;
        Ok(count)
    }
}
