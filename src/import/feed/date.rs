//! Dates as feeds write them: RFC 822 and 3339, W3CDTF, and what comes in their place.

use chrono::{DateTime, FixedOffset};

use crate::document;
use crate::xml::Element;

/// The zones that are written by name, and their offsets; RFC 822 knows only those of America.
///
/// Of a name that means several zones, the one where most people are is meant.
const ZONES: [(&str, &str); 34] = [
    ("UT", "+0000"),
    ("WET", "+0000"),
    ("WEST", "+0100"),
    ("BST", "+0100"),
    ("CET", "+0100"),
    ("MET", "+0100"),
    ("CEST", "+0200"),
    ("MEST", "+0200"),
    ("EET", "+0200"),
    ("SAST", "+0200"),
    ("EEST", "+0300"),
    ("MSK", "+0300"),
    ("IST", "+0530"),
    ("HKT", "+0800"),
    ("SGT", "+0800"),
    ("AWST", "+0800"),
    ("JST", "+0900"),
    ("KST", "+0900"),
    ("ACST", "+0930"),
    ("AEST", "+1000"),
    ("AEDT", "+1100"),
    ("NZST", "+1200"),
    ("NZDT", "+1300"),
    ("ADT", "-0300"),
    ("AST", "-0400"),
    ("EDT", "-0400"),
    ("EST", "-0500"),
    ("CDT", "-0500"),
    ("CST", "-0600"),
    ("MDT", "-0600"),
    ("MST", "-0700"),
    ("PDT", "-0700"),
    ("PST", "-0800"),
    ("HST", "-1000"),
];

/// The months by which words are known, however much of their names is written.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a feed says of when something was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dated<'a> {
    /// The first of its dates that can be read.
    pub(super) at: Option<DateTime<FixedOffset>>,
    /// Those before it that cannot: what they are called, and what stands there.
    pub(super) unread: Vec<(&'a str, String)>,
}

impl<'a> Dated<'a> {
    /// Reads the first of some dates that can be read.
    pub(super) fn of(written: impl Iterator<Item = (&'a str, String)>) -> Self {
        let mut dated = Self::default();
        for (name, text) in written.filter(|(_, text)| !text.trim().is_empty()) {
            dated.at = read(&text);
            if dated.at.is_some() {
                break;
            }
            dated.unread.push((name, text));
        }
        dated
    }

    /// Reads the first of some elements of an entry that is a date.
    pub(super) fn within(entry: &Element, names: &[&'a str]) -> Self {
        let text = |name: &&'a str| Some((*name, entry.text_of_any(&[name])?.to_owned()));
        Self::of(names.iter().filter_map(text))
    }

    /// Lists the names of those that cannot be read.
    pub(super) fn lost(&self) -> impl Iterator<Item = &'a str> {
        self.unread.iter().map(|(name, _)| *name)
    }

    /// Gives what stands where a date should be, if there is none.
    pub(super) fn odd(&self) -> Option<String> {
        let first = self.unread.first().filter(|_| self.at.is_none());
        first.map(|(_, text)| crate::text::one_line(text))
    }

    /// Takes another date where this is none.
    pub(super) fn or(mut self, other: &Self) -> Self {
        self.at = self.at.or(other.at);
        self.unread.extend(other.unread.iter().cloned());
        self
    }
}

/// Reads a date; one without a zone is in UTC, one without a time at midnight.
///
/// The day of the week counts for nothing: where it is wrong, the date itself is more likely right.
fn read(text: &str) -> Option<DateTime<FixedOffset>> {
    if text.len() > 100 {
        return None;
    }
    let text = text.split(" (").next().unwrap_or_default();
    let words = text.split_whitespace().skip_while(|word| is_weekday(word));
    let words: Vec<&str> = words.map(short_month).collect();
    let (last, before) = words.split_last()?;
    let plain = words.join(" ");
    instant(&plain)
        .or_else(|| instant(&format!("{} {}", before.join(" "), offset(last)?)))
        .or_else(|| instant(&format!("{plain} +0000")))
        .or_else(|| instant(&whole(&plain)?))
}

/// Reads a date in any form authors write it.
fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    document::read_date(text).map(|date| date.in_zone(chrono_tz::UTC))
}

/// Gives the offset of a zone that is named, or written like `GMT+1`; of a name nobody knows UTC, as
/// RFC 5322 has it.
fn offset(zone: &str) -> Option<String> {
    let upper = zone.to_ascii_uppercase();
    if let Some((_, offset)) = ZONES.iter().find(|(name, _)| *name == upper) {
        return Some((*offset).to_owned());
    }
    let bare = upper.trim_start_matches("UTC").trim_start_matches("GMT");
    if let Some(number) = bare.strip_prefix(['+', '-']) {
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let sign = bare.get(..1)?;
        return match digits.len() {
            1 => Some(format!("{sign}0{digits}00")),
            2 => Some(format!("{sign}{digits}00")),
            4 => Some(format!("{sign}{digits}")),
            _ => None,
        };
    }
    let is_name = (1..=5).contains(&upper.len()) && upper.bytes().all(|b| b.is_ascii_uppercase());
    (is_name && !matches!(upper.as_str(), "AM" | "PM")).then(|| "+0000".to_owned())
}

/// Completes a year or a month of W3CDTF, such as `2003-01`, to its first day.
fn whole(text: &str) -> Option<String> {
    let is_number =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        None => is_number(text, 4).then(|| format!("{text}-01-01")),
        Some((year, month)) => {
            (is_number(year, 4) && is_number(month, 2)).then(|| format!("{text}-01"))
        }
    }
}

/// Is it a day of the week, or whatever else stands before a date with a comma?
fn is_weekday(word: &str) -> bool {
    let letters = word.trim_end_matches([',', '.']).to_lowercase();
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    letters.chars().all(char::is_alphabetic)
        && (word.ends_with(',') || days.iter().any(|day| letters.starts_with(day)))
}

/// Gives the first three letters of a month, as RFC 822 writes it, and any other word as it is.
fn short_month(word: &str) -> &str {
    let letters = word.trim_end_matches([',', '.']);
    let is_month = letters.len() > 2
        && MONTHS.iter().any(|month| {
            month.get(..letters.len()).is_some_and(|start| start.eq_ignore_ascii_case(letters))
        });
    if is_month { letters.get(..3).unwrap_or(word) } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_feeds_write_it() {
        for (text, expected) in [
            ("Tue, 03 Nov 2026 12:00:00 +0100", "2026-11-03T12:00:00+01:00"),
            ("Tue, 03 Nov 2026 12:00:00 GMT", "2026-11-03T12:00:00+00:00"),
            ("3 Nov 26 12:00 EST", "2026-11-03T12:00:00-05:00"),
            ("2026-11-03T12:00:00.5Z", "2026-11-03T12:00:00.500+00:00"),
            ("2003-01-01T12:00+00:00", "2003-01-01T12:00:00+00:00"),
            ("2003-01-01T12:00Z", "2003-01-01T12:00:00+00:00"),
            ("2003-01-01", "2003-01-01T00:00:00+00:00"),
            ("2003-01", "2003-01-01T00:00:00+00:00"),
            ("2003", "2003-01-01T00:00:00+00:00"),
            ("2003-01-01T12:00:00", "2003-01-01T12:00:00+00:00"),
            ("2003-01-01 12:00:00", "2003-01-01T12:00:00+00:00"),
            ("Mon, 03 Nov 2026 12:00:00 +0100", "2026-11-03T12:00:00+01:00"),
            ("Tuesday, 3 November 2026 12:00:00 +0100", "2026-11-03T12:00:00+01:00"),
            ("Mar, 03 Nov 2026 12:00:00 CET", "2026-11-03T12:00:00+01:00"),
            ("Tue, 03 Nov 2026 12:00:00 CEST", "2026-11-03T12:00:00+02:00"),
            ("Tue, 03 Nov 2026 12:00:00 IST", "2026-11-03T12:00:00+05:30"),
            ("Tue, 03 Nov 2026 12:00:00 Z", "2026-11-03T12:00:00+00:00"),
            ("Tue, 03 Nov 2026 12:00:00 QQT", "2026-11-03T12:00:00+00:00"),
            ("Tue, 03 Nov 2026 12:00:00", "2026-11-03T12:00:00+00:00"),
            ("Tue, 03 Nov 2026 12:00", "2026-11-03T12:00:00+00:00"),
            ("Tue, 03 Nov 2026", "2026-11-03T00:00:00+00:00"),
            ("Tue Nov 03 2026 12:00:00 GMT+0100 (Central European)", "2026-11-03T12:00:00+01:00"),
            ("Tue, 03 Nov 2026 12:00:00 UTC+2", "2026-11-03T12:00:00+02:00"),
            ("Nov 3, 2026", "2026-11-03T00:00:00+00:00"),
            ("November 3, 2026 2:05 PM", "2026-11-03T14:05:00+00:00"),
        ] {
            let told = read(text).map(|at| at.to_rfc3339());
            assert_eq!(told.as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "03/04/2026", "2026-13-01", "12:00", "Tue", "99999", "2026-00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
