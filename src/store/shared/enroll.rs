//! Freezing an issue and choosing its readers: exactly once.

use chrono::{DateTime, Utc};

use super::issues::{self, header};
use super::{Store, Tx, sql};
use crate::issue::{Issue, IssueKey};
use crate::ledger::IssueState;
use crate::store::{StoreError, Totals};

impl Store {
    /// Freezes an issue: its articles, its words and, unless a person approves it first, its
    /// readers, in one transaction.
    ///
    /// `skipped` are the articles it leaves out for good. The key decides: when there is an issue
    /// with that key already, nothing changes and its totals are given, so that of two processes
    /// that freeze at once one wins and both go on with what the winner wrote (read it with
    /// [`Store::issue`]).
    ///
    /// # Errors
    /// When another issue of the newsletter holds one of the articles.
    pub async fn freeze(
        &self,
        issue: &Issue,
        skipped: &[String],
        approve_later: bool,
        now: DateTime<Utc>,
    ) -> Result<Totals, StoreError> {
        let mut tx = self.write().await?;
        if header(&mut tx, &issue.key).await?.is_none() {
            let id = insert(&mut tx, issue, now).await?;
            insert_articles(&mut tx, id, issue).await?;
            use_articles(&mut tx, &issue.newsletter, Some(id), issue_ids(issue)).await?;
            use_articles(&mut tx, &issue.newsletter, None, skipped.iter()).await?;
            mark_run(&mut tx, &issue.newsletter, now).await?;
            if !approve_later {
                enroll(&mut tx, id, issue, now).await?;
            }
        }
        let totals = issues::totals(&mut tx, &issue.key).await?;
        tx.commit().await?;
        Ok(totals)
    }

    /// Approves a draft: its readers are chosen now.
    ///
    /// # Errors
    /// When it is no draft.
    pub async fn approve(&self, key: &IssueKey, now: DateTime<Utc>) -> Result<Totals, StoreError> {
        let mut tx = self.write().await?;
        let header = issues::known(&mut tx, key).await?;
        if header.state != IssueState::Draft {
            return Err(header.not(key, "approved"));
        }
        let issue = issues::load(&mut tx, key).await?.issue;
        enroll(&mut tx, header.id, &issue, now).await?;
        let totals = issues::totals(&mut tx, key).await?;
        tx.commit().await?;
        Ok(totals)
    }

    /// Remembers that a newsletter ran, though no issue came of it.
    pub async fn mark_run(&self, newsletter: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        mark_run(&mut tx, newsletter, now).await?;
        tx.commit().await
    }

    /// Leaves articles out of a newsletter for good.
    pub async fn skip_articles(
        &self,
        newsletter: &str,
        articles: &[String],
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        use_articles(&mut tx, newsletter, None, articles.iter()).await?;
        tx.commit().await
    }
}

async fn insert(tx: &mut Tx, issue: &Issue, now: DateTime<Utc>) -> Result<i64, StoreError> {
    const INSERT: &str =
        "INSERT INTO issue (key, newsletter, state, frozen, changed, subject, edition)
        VALUES ($1, $2, 'draft', $3, $4, $5, $6) RETURNING id";
    let edition = serde_json::to_string(&issue.edition)
        .map_err(|error| StoreError::Value { what: "an edition", value: error.to_string() })?;
    let insert = sql::scalar(INSERT).bind(&issue.key.0).bind(&issue.newsletter);
    let insert = insert.bind(issue.frozen_at.timestamp_millis()).bind(now.timestamp_millis());
    let insert = insert.bind(&issue.edition.subject).bind(edition);
    insert.fetch_one(&mut *tx).await
}

async fn insert_articles(tx: &mut Tx, id: i64, issue: &Issue) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO issue_article (issue, position, article, headline, url)
        VALUES ($1, $2, $3, $4, $5)";
    for (position, article) in (0_i64..).zip(&issue.articles) {
        let insert = sql::query(INSERT).bind(id).bind(position).bind(&article.id);
        insert.bind(&article.headline).bind(&article.url).execute(&mut *tx).await?;
    }
    Ok(())
}

fn issue_ids(issue: &Issue) -> impl Iterator<Item = &String> {
    issue.articles.iter().map(|article| &article.id)
}

/// Marks articles as done with: in an issue, or skipped. One in another issue is an error; one
/// that is already done with needs no skipping.
async fn use_articles(
    tx: &mut Tx,
    newsletter: &str,
    issue: Option<i64>,
    articles: impl Iterator<Item = &String> + Send,
) -> Result<(), StoreError> {
    const USE: &str = "INSERT INTO article_use (newsletter, article, issue) VALUES ($1, $2, $3)
        ON CONFLICT DO NOTHING";
    for article in articles {
        let used = sql::query(USE).bind(newsletter).bind(article).bind(issue);
        let is_new = used.execute(&mut *tx).await?.rows_affected() > 0;
        if !is_new && issue.is_some() {
            let (article, newsletter) = (article.clone(), newsletter.to_owned());
            return Err(StoreError::ArticleTaken { article, newsletter });
        }
    }
    Ok(())
}

async fn mark_run(tx: &mut Tx, newsletter: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    // A run that is more than a day ahead was noted by a wrong clock: it does not stay.
    const MARK: &str = "INSERT INTO newsletter (name, first_run, last_run) VALUES ($1, $2, $2)
        ON CONFLICT (name) DO UPDATE SET
            first_run = CASE WHEN newsletter.first_run > excluded.first_run + 86400000
                THEN excluded.first_run ELSE newsletter.first_run END,
            last_run = CASE WHEN newsletter.last_run > excluded.last_run
                    AND newsletter.last_run <= excluded.last_run + 86400000
                THEN newsletter.last_run ELSE excluded.last_run END";
    sql::query(MARK).bind(newsletter).bind(now.timestamp_millis()).execute(&mut *tx).await?;
    Ok(())
}

/// Chooses the readers: everyone confirmed and not suppressed; everyone else with a subscription
/// is excluded with a reason. The numbers must add up, or nothing is written.
async fn enroll(tx: &mut Tx, id: i64, issue: &Issue, now: DateTime<Utc>) -> Result<(), StoreError> {
    const READERS: &str = "INSERT INTO delivery (issue, subscriber, state, due)
        SELECT $1, c.subscriber, 'queued', 0 FROM subscription c
        JOIN subscriber s ON s.id = c.subscriber
        WHERE c.newsletter = $2 AND c.state = 'confirmed'
            AND NOT EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key)
        ORDER BY c.subscriber";
    const EXCLUDED: &str = "INSERT INTO excluded (issue, subscriber, reason)
        SELECT $1, c.subscriber,
            CASE c.state WHEN 'confirmed' THEN 'suppressed' ELSE c.state END
        FROM subscription c JOIN subscriber s ON s.id = c.subscriber
        WHERE c.newsletter = $2 AND (c.state <> 'confirmed'
            OR EXISTS (SELECT 1 FROM suppression x WHERE x.key = s.key))
        ORDER BY c.subscriber";
    const CANDIDATES: &str = "SELECT count(*) FROM subscription WHERE newsletter = $1";
    const COUNT: &str =
        "INSERT INTO delivery_count (issue, state, count) VALUES ($1, 'queued', $2)";
    const DONE: &str = "UPDATE issue SET candidates = $2, readers = $3, changed = $4, state = $5
        WHERE id = $1";
    let newsletter = issue.newsletter.as_str();
    let candidates: i64 = sql::scalar(CANDIDATES).bind(newsletter).fetch_one(&mut *tx).await?;
    let readers = sql::query(READERS).bind(id).bind(newsletter).execute(&mut *tx).await?;
    let excluded = sql::query(EXCLUDED).bind(id).bind(newsletter).execute(&mut *tx).await?;
    let [readers, excluded] = [readers, excluded].map(|done| done.rows_affected());
    if i64::try_from(readers + excluded) != Ok(candidates) {
        return Err(StoreError::Unbalanced(issue.key.clone()));
    }
    let chosen = candidates - i64::try_from(excluded).unwrap_or(0);
    // PostgreSQL has counted them itself, once for all; SQLite would count one by one.
    if tx.is_alone() {
        sql::query(COUNT).bind(id).bind(chosen).execute(&mut *tx).await?;
    }
    let state = if readers == 0 { IssueState::Finished } else { IssueState::Frozen };
    let done = sql::query(DONE).bind(id).bind(candidates).bind(chosen);
    done.bind(now.timestamp_millis()).bind(state.word()).execute(&mut *tx).await?;
    Ok(())
}
