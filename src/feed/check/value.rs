//! Single values: dates, languages, media types; addresses as [`uri`](crate::text::uri) has them.

use chrono::{DateTime, Datelike, TimeDelta, Timelike as _, Utc};

use super::{Expected, Wrong};
pub(super) use crate::text::is_media_type;
pub(super) use crate::text::uri::{is_encoded, is_id, is_web_address};
use crate::text::{is_xml_char, position};

/// What is said of a date that no clock would show; the day follows.
pub const HARD_TO_BELIEVE: &str = " is hard to believe: ";

/// Is it a control character of the block that a wrong decoding leaves behind?
pub(super) fn is_stray(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9F}')
}

/// Finds the first character of a text that XML 1.0 forbids, or that a wrong decoding left behind.
pub(super) fn unfit(text: &str) -> Option<char> {
    // What each of them begins with in UTF-8; others begin so too, but few.
    let suspect = |byte: u8| {
        byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0xC2 | 0xEF)
    };
    let at = position(text.as_bytes(), suspect)?;
    text.get(at..)?.chars().find(|c| !is_xml_char(*c) || is_stray(*c))
}

/// Shows a value that may be missing, for messages.
pub(super) fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| format!("`{value}`"))
}

/// Is it a language tag by its shape (BCP 47)?
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    let alphabetic = primary.bytes().all(|b| b.is_ascii_alphabetic());
    let fits = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    (2..=3).contains(&primary.len()) && alphabetic && parts.all(fits)
}

/// Is it a date of RFC 822 with a year of four digits and a numeric zone?
pub(super) fn rfc822(text: &str) -> Option<DateTime<Utc>> {
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    let numeric = text.rsplit(' ').next().is_some_and(|zone| zone.starts_with(['+', '-']));
    let year = text.split(' ').nth(3).is_some_and(|year| year.len() == 4);
    (numeric && year).then(|| date.to_utc()).filter(has_seconds)
}

/// Is it a date of RFC 3339?
pub(super) fn rfc3339(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|date| date.to_utc()).filter(has_seconds)
}

/// Has it a second that every reader knows, which a 60 is not?
fn has_seconds(date: &DateTime<Utc>) -> bool {
    date.nanosecond() < 1_000_000_000
}

/// Checks a date that was read, or not.
pub(super) fn date(
    read: Option<DateTime<Utc>>,
    text: &str,
    what: &str,
    expected: &Expected<'_>,
    wrong: &mut Wrong,
) {
    match read {
        None => wrong.error(format!("{what} is no date: `{text}`")),
        Some(date) if date.year() < 1990 || date > expected.now + TimeDelta::minutes(10) => {
            // The day as every format writes it, for the same date stands in several places.
            let written = DateTime::parse_from_rfc3339(text);
            let written = written.or_else(|_| DateTime::parse_from_rfc2822(text));
            let day = written.map_or(date.date_naive(), |date| date.date_naive());
            wrong.warning(format!("{what}{HARD_TO_BELIEVE}`{day}`"));
        }
        Some(_) => {}
    }
}
