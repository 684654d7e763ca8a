//! Instants, zones and cadences.

mod cadence;
mod cron;
pub mod exact;
#[cfg(test)]
mod tests;

use chrono::{
    DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc,
};
use chrono_tz::Tz;

pub use cadence::Cadence;
pub use cron::Cron;

/// Why a text says no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TimeError(String);

/// Reads the name of a zone, such as `Europe/Lisbon`.
///
/// # Errors
/// When the IANA database has no such zone.
pub fn parse_zone(text: &str) -> Result<Tz, TimeError> {
    text.trim().parse().map_err(|_| TimeError(format!("there is no time zone `{text}`")))
}

/// Reads an instant: RFC 3339, or a date with or without a time in `zone`.
///
/// # Errors
/// When the text is none of these.
pub fn parse_instant(text: &str, zone: Tz) -> Result<DateTime<Utc>, TimeError> {
    let text = text.trim();
    let instant = match DateTime::parse_from_rfc3339(text) {
        Ok(instant) => Some(instant.to_utc()),
        Err(_) => with_offset(text).or_else(|| Some(in_zone(parse_local(text)?, zone))),
    };
    instant
        .filter(|instant| YEARS.contains(&instant.year()))
        .ok_or_else(|| TimeError(format!("`{text}` is no date or time")))
}

/// Reads a time with its offset, as it is typed: without seconds, or with spaces.
fn with_offset(text: &str) -> Option<DateTime<Utc>> {
    let forms =
        ["%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M%#z", "%Y-%m-%d %H:%M %#z", "%Y-%m-%d %H:%M:%S %#z"];
    let read = |form: &&str| DateTime::parse_from_str(text, form).ok();
    forms.iter().find_map(read).map(|instant| instant.to_utc())
}

/// The years that fit into feeds and mail.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

/// Reads a date with or without a time.
fn parse_local(text: &str) -> Option<NaiveDateTime> {
    let forms = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    let timed = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let local = timed.or_else(|| Some(day()?.and_time(NaiveTime::MIN)));
    local.filter(|local| YEARS.contains(&local.year()))
}

/// Places a local time into a zone.
///
/// A time that occurs twice means its first occurrence; one that a clock change skips means the
/// next minute that exists.
#[must_use]
pub fn in_zone(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    let mut local = local;
    for _ in 0..=24 * 60 {
        match zone.from_local_datetime(&local) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
                return instant.to_utc();
            }
            LocalResult::None => {
                let past = i64::from(chrono::Timelike::second(&local));
                let next = local.checked_add_signed(Duration::seconds(60 - past));
                local = next.unwrap_or(local);
            }
        }
    }
    local.and_utc()
}
