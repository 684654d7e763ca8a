//! Issues: what was frozen, where they stand, and what an operator does with them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::rows::{count, get, time, word};
use super::{Row, Store, Tx, replies, sql};
use crate::issue::{ArticleRef, Issue, IssueKey};
use crate::ledger::{DeliveryState, Excluded, IssueState};
use crate::newsletter::History;
use crate::store::{StoreError, Totals};

/// An issue as the store holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredIssue {
    /// What was frozen.
    pub issue: Issue,
    /// Where it stands.
    pub state: IssueState,
    /// Why it is paused or cancelled.
    pub why: Option<String>,
}

/// One line of the list of issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueLine {
    /// Its key.
    pub key: IssueKey,
    /// Its newsletter.
    pub newsletter: String,
    /// Where it stands.
    pub state: IssueState,
    /// Why it is paused or cancelled.
    pub why: Option<String>,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// Its subject.
    pub subject: String,
    /// How many articles it holds.
    pub articles: u64,
    /// Its numbers.
    pub totals: Totals,
}

impl Store {
    /// Gives an issue.
    ///
    /// # Errors
    /// When there is none with this key.
    pub async fn issue(&self, key: &IssueKey) -> Result<StoredIssue, StoreError> {
        load(&mut self.readers.begin().await?, key).await
    }

    /// Gives an issue's page on the web, and nothing else of it.
    ///
    /// # Errors
    /// When there is none with this key.
    pub async fn web_page(&self, key: &IssueKey) -> Result<String, StoreError> {
        const SQLITE: &str = "SELECT json_extract(edition, '$.web') FROM issue WHERE key = $1";
        const POSTGRES: &str = "SELECT edition::json ->> 'web' FROM issue WHERE key = $1";
        let page = sql::scalar(self.readers.either(SQLITE, POSTGRES))
            .bind(&key.0)
            .fetch_optional(&self.readers)
            .await?;
        page.ok_or_else(|| StoreError::NoIssue(key.clone()))
    }

    /// Lists all issues, newest first.
    pub async fn issues(&self) -> Result<Vec<IssueLine>, StoreError> {
        const ALL: &str = "SELECT key, newsletter, state, why, frozen, subject,
                (SELECT count(*) FROM issue_article a WHERE a.issue = i.id) AS articles
            FROM issue i ORDER BY frozen DESC, id DESC";
        let mut tx = self.readers.begin().await?;
        let mut lines = Vec::new();
        for row in sql::query(ALL).fetch_all(&mut tx).await? {
            let key = IssueKey(get(&row, "key")?);
            lines.push(IssueLine {
                newsletter: get(&row, "newsletter")?,
                state: word("a state", &get::<String>(&row, "state")?, IssueState::from_word)?,
                why: get(&row, "why")?,
                frozen_at: time(get(&row, "frozen")?)?,
                subject: get(&row, "subject")?,
                articles: count(get(&row, "articles")?),
                totals: totals(&mut tx, &key).await?,
                key,
            });
        }
        Ok(lines)
    }

    /// Gives an issue's numbers.
    ///
    /// # Errors
    /// When there is no issue with this key.
    pub async fn totals(&self, key: &IssueKey) -> Result<Totals, StoreError> {
        totals(&mut self.readers.begin().await?, key).await
    }

    /// Gives what a newsletter did so far.
    pub async fn history(&self, newsletter: &str) -> Result<History, StoreError> {
        const RUNS: &str = "SELECT first_run, last_run FROM newsletter WHERE name = $1";
        const USED: &str = "SELECT u.article, i.key FROM article_use u
            LEFT JOIN issue i ON i.id = u.issue WHERE u.newsletter = $1";
        let mut tx = self.readers.begin().await?;
        let mut history = History::default();
        if let Some(row) = sql::query(RUNS).bind(newsletter).fetch_optional(&mut tx).await? {
            history.first_run = Some(time(get(&row, "first_run")?)?);
            history.last_run = Some(time(get(&row, "last_run")?)?);
        }
        for row in sql::query(USED).bind(newsletter).fetch_all(&mut tx).await? {
            history.articles.insert(get(&row, "article")?, get(&row, "key")?);
        }
        let keys = sql::scalar("SELECT key FROM issue WHERE newsletter = $1");
        history.keys.extend(keys.bind(newsletter).fetch_all(&mut tx).await?);
        Ok(history)
    }
}

/// The part of an issue that decisions need.
pub(super) struct Header {
    pub(super) id: i64,
    pub(super) state: IssueState,
}

impl Header {
    pub(super) fn not(&self, key: &IssueKey, wish: &'static str) -> StoreError {
        StoreError::State { key: key.clone(), state: self.state, wish }
    }
}

pub(super) async fn header(tx: &mut Tx, key: &IssueKey) -> Result<Option<Header>, StoreError> {
    let found = sql::query("SELECT id, state FROM issue WHERE key = $1").bind(&key.0);
    let Some(row) = found.fetch_optional(&mut *tx).await? else { return Ok(None) };
    let state = word("a state", &get::<String>(&row, "state")?, IssueState::from_word)?;
    Ok(Some(Header { id: get(&row, "id")?, state }))
}

pub(super) async fn known(tx: &mut Tx, key: &IssueKey) -> Result<Header, StoreError> {
    header(tx, key).await?.ok_or_else(|| StoreError::NoIssue(key.clone()))
}

pub(super) async fn set_state(
    tx: &mut Tx,
    id: i64,
    state: IssueState,
    why: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SET: &str = "UPDATE issue SET state = $2, why = $3, changed = $4 WHERE id = $1";
    let set = sql::query(SET).bind(id).bind(state.word()).bind(why);
    set.bind(now.timestamp_millis()).execute(&mut *tx).await?;
    Ok(())
}

/// Finishes an issue that is being sent once all of its deliveries are final.
pub(super) async fn finish(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    const FINISH: &str = "UPDATE issue SET state = 'finished', why = NULL, changed = $2
        WHERE id = $1 AND state IN ('frozen', 'sending') AND NOT EXISTS
            (SELECT 1 FROM delivery WHERE issue = $1
                AND state IN ('queued', 'claimed', 'sending', 'deferred'))";
    let done = sql::query(FINISH).bind(id).bind(now.timestamp_millis());
    if done.execute(&mut *tx).await?.rows_affected() > 0 {
        replies::close(tx, id, now).await?;
        if !tx.is_alone() {
            add_up(tx, id).await?;
        }
    }
    Ok(())
}

/// Makes one count for each state of what PostgreSQL's connections counted each for itself, so that
/// the counts of old issues stay few. What another is just changing stays as it is.
async fn add_up(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    const ADD_UP: &str = "WITH old AS (DELETE FROM delivery_move WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM delivery_move WHERE issue = $1 FOR UPDATE SKIP LOCKED))
            RETURNING state, count)
        INSERT INTO delivery_move AS m (issue, state, backend, count)
            SELECT $1, state, 0, sum(count) FROM old GROUP BY state HAVING sum(count) <> 0
        ON CONFLICT (issue, state, backend) DO UPDATE SET count = m.count + excluded.count";
    sql::query(ADD_UP).bind(id).execute(&mut *tx).await?;
    Ok(())
}

pub(super) async fn load(tx: &mut Tx, key: &IssueKey) -> Result<StoredIssue, StoreError> {
    const ONE: &str =
        "SELECT id, newsletter, state, why, frozen, edition FROM issue WHERE key = $1";
    const ARTICLES: &str = "SELECT article, headline, url FROM issue_article WHERE issue = $1
        ORDER BY position";
    let row = sql::query(ONE).bind(&key.0).fetch_optional(&mut *tx).await?;
    let row = row.ok_or_else(|| StoreError::NoIssue(key.clone()))?;
    let edition = serde_json::from_str(get(&row, "edition")?)
        .map_err(|error| StoreError::Value { what: "an edition", value: error.to_string() })?;
    let mut articles = Vec::new();
    for row in sql::query(ARTICLES).bind(get::<i64>(&row, "id")?).fetch_all(&mut *tx).await? {
        let (id, headline) = (get(&row, "article")?, get(&row, "headline")?);
        articles.push(ArticleRef { id, headline, url: get(&row, "url")? });
    }
    let issue = Issue {
        key: key.clone(),
        newsletter: get(&row, "newsletter")?,
        frozen_at: time(get(&row, "frozen")?)?,
        articles,
        edition,
    };
    let state = word("a state", &get::<String>(&row, "state")?, IssueState::from_word)?;
    Ok(StoredIssue { issue, state, why: get(&row, "why")? })
}

pub(super) async fn totals(tx: &mut Tx, key: &IssueKey) -> Result<Totals, StoreError> {
    const ISSUE: &str = "SELECT id, candidates, readers FROM issue WHERE key = $1";
    const STATES: &str = "SELECT state, count FROM delivery_count WHERE issue = $1 AND count > 0";
    const EXCLUDED: &str = "SELECT reason, count(*) FROM excluded WHERE issue = $1 GROUP BY reason";
    let row = sql::query(ISSUE).bind(&key.0).fetch_optional(&mut *tx).await?;
    let row = row.ok_or_else(|| StoreError::NoIssue(key.clone()))?;
    let id: i64 = get(&row, "id")?;
    Ok(Totals {
        candidates: count(get(&row, "candidates")?),
        readers: count(get(&row, "readers")?),
        excluded: counts(tx, EXCLUDED, id, Excluded::from_word).await?,
        states: counts(tx, STATES, id, DeliveryState::from_word).await?,
    })
}

async fn counts<T: Ord>(
    tx: &mut Tx,
    query: &'static str,
    issue: i64,
    from_word: impl Fn(&str) -> Option<T>,
) -> Result<BTreeMap<T, u64>, StoreError> {
    let rows = sql::query(query).bind(issue).fetch_all(&mut *tx).await?;
    let read = |row: &Row| {
        let key = word("a state", row.get(0)?, &from_word)?;
        Ok((key, count(row.get(1)?)))
    };
    rows.iter().map(read).collect()
}
