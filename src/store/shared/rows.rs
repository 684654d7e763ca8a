//! Between rows and values.

use chrono::{DateTime, Utc};

use super::Row;
use super::sql::Cell;
use crate::address::Address;
use crate::store::StoreError;

/// The state of a delivery that is not tried again: who was to be sent the same message once more may
/// have it, so they are in doubt as before; all others are in the state that is given.
macro_rules! given_up {
    ($state:literal) => {
        concat!(
            "CASE WHEN delivery.cause = 'silent after the final dot' THEN 'in doubt' ELSE '",
            $state,
            "' END"
        )
    };
}
pub(super) use given_up;

/// Reads a time.
pub(super) fn time(ms: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(ms)
        .ok_or_else(|| StoreError::Value { what: "a time", value: ms.to_string() })
}

/// Reads a time that may be missing.
pub(super) fn maybe_time(ms: Option<i64>) -> Result<Option<DateTime<Utc>>, StoreError> {
    ms.map(time).transpose()
}

/// Reads a word with the enum's own `from_word`.
pub(super) fn word<T>(
    what: &'static str,
    value: &str,
    from_word: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    from_word(value).ok_or_else(|| StoreError::Value { what, value: value.to_owned() })
}

/// Reads a mail address.
pub(super) fn address(value: &str) -> Result<Address, StoreError> {
    Address::parse(value)
        .map_err(|_| StoreError::Value { what: "a mail address", value: value.to_owned() })
}

/// Reads a count.
pub(super) fn count(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// Reads a small count.
pub(super) fn small(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(if value < 0 { 0 } else { u32::MAX })
}

/// Reads a column by name.
pub(super) fn get<'r, T: Cell<'r>>(row: &'r Row, column: &str) -> Result<T, StoreError> {
    row.get(column)
}
