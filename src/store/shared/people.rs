//! Subscribers: joining, leaving, and what is known of one of them.

use chrono::{DateTime, Utc};

use super::rows::{address, get, time, word};
use super::{Row, Store, Tx, sql, suppress};
use crate::address::Address;
use crate::ledger::SuppressionReason;
use crate::store::StoreError;
use crate::subscriber::{Source, State, Subscriber, SubscriberId};

/// What came of a wish to subscribe someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscribed {
    /// Who.
    pub id: SubscriberId,
    /// Where they stood before, if they had a subscription.
    pub was: Option<State>,
    /// Where they stand now; [`State::Suppressed`] if the address must not be mailed.
    pub is: State,
    /// Why the address must not be mailed.
    pub suppressed: Option<SuppressionReason>,
}

/// All that is known of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub subscriber: Subscriber,
    /// Where they stand with each newsletter, and since when.
    pub subscriptions: Vec<(String, State, DateTime<Utc>)>,
    /// Why the address must not be mailed, since when, and the relay's words if it was a relay's.
    pub suppressed: Option<(SuppressionReason, DateTime<Utc>, Option<String>)>,
    /// When they agreed and left, newest last: the newsletter, what it led to, and where it came
    /// from.
    pub consents: Vec<(DateTime<Utc>, String, State, Source)>,
}

impl Store {
    /// Subscribes someone, because they asked or the operator says so.
    ///
    /// This is the one way back for a person who left; an import is not. A suppressed address
    /// stays suppressed, and someone confirmed does not become pending.
    pub async fn subscribe(
        &self,
        newsletter: &str,
        address: &Address,
        name: Option<&str>,
        state: State,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Result<Subscribed, StoreError> {
        let mut tx = self.write().await?;
        let id = meet(&mut tx, address, name, now).await?;
        let was = standing(&mut tx, newsletter, id).await?;
        let suppressed = suppress::reason(&mut tx, &address.key()).await?;
        let is = match (suppressed, was) {
            (Some(_), _) => State::Suppressed,
            (None, Some(State::Confirmed)) if state == State::Pending => State::Confirmed,
            _ => state,
        };
        if suppressed.is_none() && was != Some(is) {
            set_state(&mut tx, newsletter, id, is, source, now).await?;
            let back = "UPDATE subscriber SET left_all = NULL WHERE id = $1";
            sql::query(back).bind(id.0).execute(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(Subscribed { id, was, is, suppressed })
    }

    /// Ends someone's subscription to one newsletter; says whether that changed anything.
    ///
    /// Whoever is not known, or left before, is no error: the link in an old mail works again and
    /// again.
    pub async fn unsubscribe(
        &self,
        newsletter: &str,
        id: SubscriberId,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let was = standing(&mut tx, newsletter, id).await?;
        let leaves = was.is_some_and(|state| state != State::Unsubscribed);
        if leaves {
            set_state(&mut tx, newsletter, id, State::Unsubscribed, source, now).await?;
            tx.commit().await?;
        }
        Ok(leaves)
    }

    /// Ends all of someone's subscriptions, or the one to a newsletter.
    ///
    /// The person stays on record as one who left, so that neither an import nor a newsletter's
    /// file of readers brings them back; after leaving everything, not to a newsletter they never
    /// had either.
    ///
    /// # Errors
    /// When nobody has this address.
    pub async fn remove(
        &self,
        address: &Address,
        newsletter: Option<&str>,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let id = find(&mut tx, address).await?;
        let id = id.ok_or_else(|| StoreError::NoSubscriber(address.to_string()))?;
        let newsletters: Vec<String> = match newsletter {
            Some(name) => vec![name.to_owned()],
            None => {
                sql::scalar("SELECT newsletter FROM subscription WHERE subscriber = $1")
                    .bind(id.0)
                    .fetch_all(&mut tx)
                    .await?
            }
        };
        for name in newsletters {
            set_state(&mut tx, &name, id, State::Unsubscribed, source, now).await?;
        }
        if newsletter.is_none() {
            let left = "UPDATE subscriber SET left_all = $2 WHERE id = $1";
            let left = sql::query(left).bind(id.0).bind(now.timestamp_millis());
            left.execute(&mut tx).await?;
        }
        tx.commit().await
    }

    /// Lists subscribers in the order of their numbers, with where they stand, from the one after
    /// `after` on; of one newsletter, or of all.
    pub async fn list(
        &self,
        newsletter: Option<&str>,
        after: SubscriberId,
        limit: u32,
    ) -> Result<Vec<(Subscriber, Vec<(String, State)>)>, StoreError> {
        const PAGE: &str = "SELECT s.id, s.address, s.name, c.newsletter,
                CASE WHEN x.key IS NULL THEN c.state ELSE 'suppressed' END AS state
            FROM (SELECT * FROM subscriber s WHERE s.id > $2 AND ($1 IS NULL OR EXISTS
                    (SELECT 1 FROM subscription c WHERE c.newsletter = $1 AND c.subscriber = s.id))
                  ORDER BY s.id LIMIT $3) s
            LEFT JOIN subscription c ON c.subscriber = s.id AND ($1 IS NULL OR c.newsletter = $1)
            LEFT JOIN suppression x ON x.key = s.key
            ORDER BY s.id, c.newsletter";
        let page = sql::query(PAGE).bind(newsletter).bind(after.0).bind(limit);
        let mut listed: Vec<(Subscriber, Vec<(String, State)>)> = Vec::new();
        for row in page.fetch_all(&self.readers).await? {
            let subscriber = subscriber(&row)?;
            if listed.last().is_none_or(|(last, _)| last.id != subscriber.id) {
                listed.push((subscriber, Vec::new()));
            }
            if let (Some(name), Some((_, states))) =
                (get::<Option<String>>(&row, "newsletter")?, listed.last_mut())
            {
                let state: String = get(&row, "state")?;
                states.push((name, word("a state", &state, State::from_word)?));
            }
        }
        Ok(listed)
    }

    /// Gives all that is known of the person at an address.
    pub async fn person(&self, mailbox: &Address) -> Result<Option<Person>, StoreError> {
        const NOW: &str = "SELECT newsletter, state, changed FROM subscription
            WHERE subscriber = $1 ORDER BY newsletter";
        let mut tx = self.readers.begin().await?;
        let Some(id) = find(&mut tx, mailbox).await? else { return Ok(None) };
        let row = sql::query("SELECT id, address, name FROM subscriber WHERE id = $1");
        let subscriber = subscriber(&row.bind(id.0).fetch_one(&mut tx).await?)?;
        let mut subscriptions = Vec::new();
        for row in sql::query(NOW).bind(id.0).fetch_all(&mut tx).await? {
            let state = word("a state", &get::<String>(&row, "state")?, State::from_word)?;
            subscriptions.push((get(&row, "newsletter")?, state, time(get(&row, "changed")?)?));
        }
        let suppressed = suppress::entry(&mut tx, &mailbox.key()).await?;
        let consents = consents(&mut tx, id).await?;
        Ok(Some(Person { subscriber, subscriptions, suppressed, consents }))
    }
}

async fn consents(
    tx: &mut Tx,
    id: SubscriberId,
) -> Result<Vec<(DateTime<Utc>, String, State, Source)>, StoreError> {
    const ALL: &str = "SELECT at, newsletter, state, source, wording FROM consent
        WHERE subscriber = $1 ORDER BY at, newsletter, state";
    let rows = sql::query(ALL).bind(id.0).fetch_all(&mut *tx).await?;
    let read = |row: &Row| {
        let state = word("a state", &get::<String>(row, "state")?, State::from_word)?;
        let source = Source { from: get(row, "source")?, wording: get(row, "wording")? };
        Ok((time(get(row, "at")?)?, get(row, "newsletter")?, state, source))
    };
    rows.iter().map(read).collect()
}

pub(super) fn subscriber(row: &Row) -> Result<Subscriber, StoreError> {
    let text: String = get(row, "address")?;
    let address = address(&text)?;
    Ok(Subscriber { id: SubscriberId(get(row, "id")?), address, name: get(row, "name")? })
}

/// Finds the person at an address.
pub(super) async fn find(
    tx: &mut Tx,
    address: &Address,
) -> Result<Option<SubscriberId>, StoreError> {
    let id = sql::scalar("SELECT id FROM subscriber WHERE key = $1").bind(address.key());
    Ok(id.fetch_optional(&mut *tx).await?.map(SubscriberId))
}

/// Finds or makes the person at an address; a name given now replaces an older one.
async fn meet(
    tx: &mut Tx,
    address: &Address,
    name: Option<&str>,
    now: DateTime<Utc>,
) -> Result<SubscriberId, StoreError> {
    const MEET: &str = "INSERT INTO subscriber (key, address, name, created)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (key) DO UPDATE SET name = coalesce(excluded.name, subscriber.name)
            RETURNING id";
    let met = sql::scalar(MEET).bind(address.key()).bind(address.as_str()).bind(name);
    Ok(SubscriberId(met.bind(now.timestamp_millis()).fetch_one(&mut *tx).await?))
}

/// Says where someone stands with a newsletter, suppression aside.
async fn standing(
    tx: &mut Tx,
    newsletter: &str,
    id: SubscriberId,
) -> Result<Option<State>, StoreError> {
    const NOW: &str = "SELECT state FROM subscription WHERE newsletter = $1 AND subscriber = $2";
    let state: Option<String> =
        sql::scalar(NOW).bind(newsletter).bind(id.0).fetch_optional(&mut *tx).await?;
    state.map(|state| word("a state", &state, State::from_word)).transpose()
}

/// Writes where someone stands, and the proof of it.
async fn set_state(
    tx: &mut Tx,
    newsletter: &str,
    id: SubscriberId,
    state: State,
    source: &Source,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SET: &str = "INSERT INTO subscription (newsletter, subscriber, state, changed)
        VALUES ($1, $2, $3, $4) ON CONFLICT (newsletter, subscriber)
        DO UPDATE SET state = excluded.state, changed = excluded.changed";
    const PROOF: &str = "INSERT INTO consent
        (newsletter, subscriber, state, at, source, wording) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (subscriber, at, newsletter, state)
            DO UPDATE SET source = excluded.source, wording = excluded.wording";
    let now = now.timestamp_millis();
    let set = sql::query(SET).bind(newsletter).bind(id.0).bind(state.word()).bind(now);
    set.execute(&mut *tx).await?;
    let proof = sql::query(PROOF).bind(newsletter).bind(id.0).bind(state.word()).bind(now);
    proof.bind(&source.from).bind(&source.wording).execute(&mut *tx).await?;
    Ok(())
}
