//! Dates in all the forms authors write them.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Timelike as _};

use super::WrittenDate;

const WITH_OFFSET: [&str; 9] = [
    "%Y-%m-%d %H:%M:%S%.f %z",
    "%Y-%m-%d %H:%M:%S%.f%:z",
    "%Y-%m-%d %H:%M:%S%.f%#z",
    "%Y-%m-%dT%H:%M:%S%.f%#z",
    "%Y-%m-%d %H:%M %z",
    "%Y-%m-%dT%H:%M%#z",
    "%Y/%m/%d %H:%M:%S %z",
    "%d %b %Y %H:%M:%S %z",
    "%b %d %Y %H:%M:%S %z",
];

const LOCAL: [&str; 12] = [
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%d.%m.%Y %H:%M",
    "%B %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%d %B %Y %H:%M",
    "%b %d, %Y %H:%M",
    "%a %b %d %H:%M:%S %Y",
];

const DAY: [&str; 12] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d %Y",
    "%b %d %Y",
    "%A, %B %d, %Y",
];

/// Reads a date; nothing if the text is none.
///
/// Accepts RFC 3339 and its looser kin, RFC 2822, Unix-like offsets, days alone, and English
/// month names. A day such as `03/04/2024` is refused: nobody can tell its month.
pub(crate) fn read(text: &str) -> Option<WrittenDate> {
    let text = plain(text);
    if text.len() > 64 {
        return None;
    }
    let timed = || instant(&text).or_else(|| local(&text));
    let date = if is_day(&text) { day(&text) } else { timed().or_else(|| day(&text)) }?;
    (1..=9999).contains(&year(date)).then(|| without_leap(date))
}

/// Takes a second 60 for the one before it: programs that read feeds know none, and lose the date.
fn without_leap(date: WrittenDate) -> WrittenDate {
    const SECOND: u32 = 1_000_000_000;
    match date {
        WrittenDate::Instant(at) if at.nanosecond() >= SECOND => {
            WrittenDate::Instant(at.with_nanosecond(at.nanosecond() - SECOND).unwrap_or(at))
        }
        WrittenDate::Local(at) if at.nanosecond() >= SECOND => {
            WrittenDate::Local(at.with_nanosecond(at.nanosecond() - SECOND).unwrap_or(at))
        }
        date => date,
    }
}

/// Is it written as most days are, `2024-05-06`? Then no form with a time fits.
fn is_day(text: &str) -> bool {
    let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(b"0000-00-00".iter().copied())
}

/// Drops what changes nothing: ordinal endings, the dot after `Sept.`, a zone's name in words.
fn plain(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches(',');
        let digits = bare.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(&bare[digits.len()..], "st" | "nd" | "rd" | "th")
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit());
        let comma = if word.len() > bare.len() { "," } else { "" };
        match bare {
            "UTC" | "GMT" | "Z" => words.push("+0000".to_owned()),
            "Sept" | "Sept." => words.push(format!("Sep{comma}")),
            "at" => {}
            _ if ordinal => words.push(format!("{digits}{comma}")),
            _ => words.push(format!("{}{comma}", month_without_dot(bare))),
        }
    }
    words.join(" ")
}

fn month_without_dot(word: &str) -> &str {
    match word.strip_suffix('.') {
        Some(month) if month.len() == 3 && month.bytes().all(|b| b.is_ascii_alphabetic()) => month,
        _ => word,
    }
}

fn instant(text: &str) -> Option<WrittenDate> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .ok()
        .or_else(|| WITH_OFFSET.iter().find_map(|f| DateTime::parse_from_str(text, f).ok()))
        .map(WrittenDate::Instant)
}

fn local(text: &str) -> Option<WrittenDate> {
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    LOCAL.iter().find_map(read).map(WrittenDate::Local)
}

fn day(text: &str) -> Option<WrittenDate> {
    DAY.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok()).map(WrittenDate::Day)
}

fn year(date: WrittenDate) -> i32 {
    use chrono::Datelike;
    match date {
        WrittenDate::Instant(at) => at.year(),
        WrittenDate::Local(at) => at.year(),
        WrittenDate::Day(day) => day.year(),
    }
}

impl WrittenDate {
    /// Completes the date: without a zone it is read in `zone`, without a time it means midnight.
    #[must_use]
    pub fn in_zone(self, zone: chrono_tz::Tz) -> DateTime<FixedOffset> {
        let local = match self {
            Self::Instant(at) => return at,
            Self::Local(at) => at,
            Self::Day(day) => day.and_time(NaiveTime::MIN),
        };
        crate::time::in_zone(local, zone).with_timezone(&zone).fixed_offset()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match read(text) {
            Some(WrittenDate::Instant(at)) => at.to_rfc3339(),
            Some(WrittenDate::Local(at)) => at.to_string(),
            Some(WrittenDate::Day(day)) => day.to_string(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn all_usual_forms_are_read() {
        for (text, wanted) in [
            ("2024-05-06T07:08:09Z", "2024-05-06T07:08:09+00:00"),
            ("2024-05-06T07:08:09.250+02:00", "2024-05-06T07:08:09.250+02:00"),
            ("2024-05-06 07:08:09 +0200", "2024-05-06T07:08:09+02:00"),
            ("2024-05-06 07:08:09 UTC", "2024-05-06T07:08:09+00:00"),
            ("2024-05-06 07:08:09+02:00", "2024-05-06T07:08:09+02:00"),
            ("2024-05-06 07:08 -0500", "2024-05-06T07:08:00-05:00"),
            ("Mon, 06 May 2024 07:08:09 +0200", "2024-05-06T07:08:09+02:00"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59+00:00"),
            ("2024-05-06 23:59:60", "2024-05-06 23:59:59"),
            ("2024-05-06T07:08:09", "2024-05-06 07:08:09"),
            ("2024-05-06 07:08", "2024-05-06 07:08:00"),
            ("2024-05-06", "2024-05-06"),
            ("2024/05/06", "2024-05-06"),
            ("6.5.2024", "2024-05-06"),
            ("May 6, 2024", "2024-05-06"),
            ("May 6th, 2024", "2024-05-06"),
            ("6 May 2024", "2024-05-06"),
            ("Sept. 6, 2024", "2024-09-06"),
            ("03/04/2024", "none"),
            ("soon", "none"),
            ("2024-13-01", "none"),
            ("", "none"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_date_without_zone_is_read_in_the_publications() {
        let zone = chrono_tz::Europe::Lisbon;
        let day = read("2024-07-01").unwrap().in_zone(zone);
        assert_eq!(day.to_rfc3339(), "2024-07-01T00:00:00+01:00");
    }
}
