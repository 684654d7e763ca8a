//! Addresses that must not be mailed.

use chrono::{DateTime, Utc};

use super::rows::{get, time, word};
use super::{Store, Tx, sql};
use crate::address::Address;
use crate::ledger::SuppressionReason;
use crate::store::StoreError;

impl Store {
    /// Suppresses an address, known or not; a graver reason stays.
    pub async fn suppress(
        &self,
        address: &Address,
        reason: SuppressionReason,
        detail: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        set(&mut tx, &address.key(), reason, detail, now).await?;
        tx.commit().await
    }

    /// Lifts a suppression, because the operator knows better; says whether there was one.
    pub async fn lift_suppression(&self, address: &Address) -> Result<bool, StoreError> {
        let lift = sql::query("DELETE FROM suppression WHERE key = $1").bind(address.key());
        Ok(lift.execute(&self.writer).await?.rows_affected() > 0)
    }
}

/// Writes a suppression, unless there is one for as grave a reason.
pub(super) async fn set(
    tx: &mut Tx,
    key: &str,
    new: SuppressionReason,
    detail: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SET: &str = "INSERT INTO suppression (key, reason, at, detail) VALUES ($1, $2, $3, $4)
        ON CONFLICT (key) DO UPDATE
            SET reason = excluded.reason, at = excluded.at, detail = excluded.detail";
    if reason(tx, key).await?.is_some_and(|old| old >= new) {
        return Ok(());
    }
    let set = sql::query(SET).bind(key).bind(new.word()).bind(now.timestamp_millis());
    set.bind(detail).execute(&mut *tx).await?;
    Ok(())
}

/// Says why an address must not be mailed.
pub(super) async fn reason(
    tx: &mut Tx,
    key: &str,
) -> Result<Option<SuppressionReason>, StoreError> {
    Ok(entry(tx, key).await?.map(|(reason, ..)| reason))
}

/// Gives the whole entry of an address.
pub(super) async fn entry(
    tx: &mut Tx,
    key: &str,
) -> Result<Option<(SuppressionReason, DateTime<Utc>, Option<String>)>, StoreError> {
    let found = sql::query("SELECT reason, at, detail FROM suppression WHERE key = $1").bind(key);
    let Some(row) = found.fetch_optional(&mut *tx).await? else { return Ok(None) };
    let reason: String = get(&row, "reason")?;
    let reason = word("a reason", &reason, SuppressionReason::from_word)?;
    Ok(Some((reason, time(get(&row, "at")?)?, get(&row, "detail")?)))
}
