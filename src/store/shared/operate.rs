//! What an operator does with an issue.

use chrono::{DateTime, Utc};

use super::issues::{finish, set_state};
use super::rows::given_up;
use super::{Store, replies, sql};
use crate::issue::IssueKey;
use crate::ledger::IssueState;
use crate::store::StoreError;

impl Store {
    /// Stops an issue, with a reason; what is in flight ends.
    ///
    /// # Errors
    /// When it is not being sent, or about to be.
    pub async fn pause(
        &self,
        key: &IssueKey,
        why: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if !matches!(issue.state, IssueState::Frozen | IssueState::Sending) {
            return Err(issue.not(key, "paused"));
        }
        set_state(&mut tx, issue.id, IssueState::Paused, Some(why), now).await?;
        tx.commit().await
    }

    /// Lets a paused issue go on, also for the readers who were refused for our fault.
    ///
    /// # Errors
    /// When it is not paused.
    pub async fn resume(&self, key: &IssueKey, now: DateTime<Utc>) -> Result<(), StoreError> {
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if issue.state != IssueState::Paused {
            return Err(issue.not(key, "resumed"));
        }
        replies::take_back(&mut tx, issue.id, now).await?;
        replies::start_anew(&mut tx, issue.id).await?;
        set_state(&mut tx, issue.id, IssueState::Sending, None, now).await?;
        finish(&mut tx, issue.id, now).await?;
        tx.commit().await
    }

    /// Lets those wait again who were rejected or given up, whatever for, if they may still be mailed
    /// now; says how many.
    ///
    /// To them it is as if the issue was never tried; nobody else is touched.
    ///
    /// # Errors
    /// When it is a draft, paused or cancelled.
    pub async fn take_up_missed(
        &self,
        key: &IssueKey,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        const MISSED: &str = "UPDATE delivery SET state = 'queued', due = 1, attempts = 0, at = $2,
                first_attempt = NULL, phase = NULL, cause = NULL, reply = NULL, relay = NULL,
                fence = fence + 1
            WHERE issue = $1 AND state IN ('rejected', 'expired') AND EXISTS
                (SELECT 1 FROM issue i
                    JOIN subscription c ON c.newsletter = i.newsletter
                        AND c.subscriber = delivery.subscriber
                    JOIN subscriber s ON s.id = delivery.subscriber
                    WHERE i.id = delivery.issue AND c.state = 'confirmed'
                        AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key))";
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if matches!(issue.state, IssueState::Draft | IssueState::Paused | IssueState::Cancelled) {
            return Err(issue.not(key, "sent to those who missed it"));
        }
        let missed = sql::query(MISSED).bind(issue.id).bind(now.timestamp_millis());
        let count = missed.execute(&mut tx).await?.rows_affected();
        if count > 0 {
            replies::start_anew(&mut tx, issue.id).await?;
            set_state(&mut tx, issue.id, IssueState::Sending, None, now).await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    /// Gives an issue up: whoever it has not reached gets nothing of it.
    ///
    /// When nobody was tried, its articles are free again for another issue.
    ///
    /// # Errors
    /// When it is finished or cancelled already.
    pub async fn cancel(
        &self,
        key: &IssueKey,
        why: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const OPEN: &str = concat!(
            "UPDATE delivery SET at = $2, state = ",
            given_up!("cancelled"),
            " WHERE issue = $1 AND state IN ('queued', 'claimed', 'deferred')"
        );
        const FREE: &str = "DELETE FROM article_use WHERE issue = $1 AND NOT EXISTS
            (SELECT 1 FROM delivery WHERE issue = $1 AND first_attempt IS NOT NULL)";
        let (mut tx, issue) = self.write_issue(key, now).await?;
        if matches!(issue.state, IssueState::Finished | IssueState::Cancelled) {
            return Err(issue.not(key, "cancelled"));
        }
        let now_ms = now.timestamp_millis();
        sql::query(OPEN).bind(issue.id).bind(now_ms).execute(&mut tx).await?;
        sql::query(FREE).bind(issue.id).execute(&mut tx).await?;
        replies::forget_wishes(&mut tx, issue.id).await?;
        set_state(&mut tx, issue.id, IssueState::Cancelled, why, now).await?;
        tx.commit().await
    }
}
