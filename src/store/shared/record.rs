//! Writing intents and outcomes, many in one commit.

mod intents;
mod outcomes;
mod usual;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::rows::given_up;
use super::{Store, Tx, issues, replies, sql};
use crate::ledger::{Again, Entry, Granted};
use crate::store::StoreError;
use usual::Usual;

impl Store {
    /// Writes entries in one commit, and says for each whether it took effect.
    ///
    /// Entries about one delivery are written in their order. An intent is granted while its lease
    /// holds, the issue is being sent, and the reader is confirmed and not suppressed at this very
    /// moment. An outcome is taken while its fencing number holds, also after the lease ended: what
    /// the relay said is true however late it comes. When all of an issue's deliveries are final, it
    /// is finished.
    pub async fn record(
        &self,
        entries: &[Entry],
        now: DateTime<Utc>,
    ) -> Result<Vec<Granted>, StoreError> {
        if !self.is_shared()
            && let Some(usual) = Usual::of(entries)
            && usual.write(&self.beside, now).await?
        {
            return Ok(vec![Granted::Yes; entries.len()]);
        }
        let mut tx = self.write_routine().await?;
        let mut granted = Vec::with_capacity(entries.len());
        let mut changed = Changed::default();
        for wave in waves(entries) {
            let mut grants = outcomes::write(&mut tx, wave, &mut changed).await?;
            grants.extend(intents::write(&mut tx, wave, now, &mut changed).await?);
            for entry in wave {
                if let Entry::Release { delivery, fence, again } = entry {
                    grants.insert(*delivery, release(&mut tx, *delivery, *fence, *again).await?);
                }
                granted.push(grants.remove(&entry.delivery()).unwrap_or(Granted::Lost));
            }
        }
        changed.settle(&mut tx, now).await?;
        tx.commit().await?;
        Ok(granted)
    }
}

/// Parts entries so that no delivery stands twice in a part: what stands there may be written
/// together, and in any order.
fn waves(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    let mut rest = entries;
    std::iter::from_fn(move || {
        let mut seen = HashSet::new();
        let end = rest.iter().position(|entry| !seen.insert(entry.delivery()));
        let (wave, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        (!wave.is_empty()).then_some(wave)
    })
}

/// What took effect, by delivery.
type Grants = HashMap<i64, Granted>;

/// The issues that one commit changes.
#[derive(Default)]
struct Changed {
    /// The deliveries whose intent was granted, each with its issue, until an outcome of the same
    /// commit: what stands here at its end is not final.
    open: BTreeMap<i64, i64>,
    touched: BTreeMap<i64, replies::Tally>,
    /// Of which a reader left before the message went out.
    left: BTreeSet<i64>,
}

impl Changed {
    /// Draws from the entries what they mean for their issues.
    async fn settle(self, tx: &mut Tx, now: DateTime<Utc>) -> Result<(), StoreError> {
        // Who adds up an issue does so alone, and in one order, so that nobody waits in a circle.
        for issue in self.touched.keys().chain(&self.left).collect::<BTreeSet<_>>() {
            tx.lock_issue(*issue).await?;
        }
        let open: BTreeSet<i64> = self.open.into_values().collect();
        for issue in open.iter().filter(|issue| !self.touched.contains_key(issue)) {
            begin(tx, *issue).await?;
        }
        for (issue, tally) in self.touched {
            tally.settle(tx, issue, open.contains(&issue), now).await?;
        }
        for issue in self.left {
            issues::finish(tx, issue, now).await?;
        }
        Ok(())
    }
}

/// Notes that an issue's first reader is being tried.
async fn begin(tx: &mut Tx, issue: i64) -> Result<(), StoreError> {
    const BEGIN: &str = "UPDATE issue SET state = 'sending' WHERE id = $1 AND state = 'frozen'";
    sql::query(BEGIN).bind(issue).execute(&mut *tx).await?;
    Ok(())
}

/// Hands a delivery back untouched.
async fn release(
    tx: &mut Tx,
    delivery: i64,
    fence: i64,
    again: Again,
) -> Result<Granted, StoreError> {
    // In a cancelled issue nothing waits any more.
    const RELEASE: &str = concat!(
        "UPDATE delivery SET due = $3, owner = NULL, state = CASE
            WHEN (SELECT state FROM issue WHERE id = delivery.issue) = 'cancelled' THEN ",
        given_up!("cancelled"),
        " WHEN attempts > 0 THEN 'deferred' ELSE 'queued' END
        WHERE id = $1 AND fence = $2 AND state IN ('claimed', 'sending')"
    );
    // What was never begun is due since for ever, so that a clock that was set back holds up nobody.
    let due = match again {
        Again::InPlace => 0,
        Again::AfterOthers => 1,
        Again::NotBefore(time) => time.timestamp_millis(),
    };
    let released = sql::query(RELEASE).bind(delivery).bind(fence).bind(due);
    let released = released.execute(&mut *tx).await?;
    Ok(if released.rows_affected() > 0 { Granted::Yes } else { Granted::Lost })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(delivery: i64) -> Entry {
        Entry::Release { delivery, fence: 1, again: Again::InPlace }
    }

    #[test]
    fn entries_about_one_delivery_are_never_written_together() {
        let of = |deliveries: &[i64]| {
            let entries: Vec<Entry> = deliveries.iter().map(|id| about(*id)).collect();
            waves(&entries).map(<[Entry]>::len).collect::<Vec<_>>()
        };
        assert!(of(&[]).is_empty());
        assert_eq!(of(&[1, 2, 3]), [3]);
        assert_eq!(of(&[1, 1, 1]), [1, 1, 1]);
        assert_eq!(of(&[1, 2, 1, 3, 2, 2]), [2, 3, 1]);
    }
}
