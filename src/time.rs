//! Instants, zones and cadences.

use chrono::{
    DateTime, Datelike, Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone,
    Utc, Weekday,
};
use chrono_tz::Tz;

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
        Err(_) => parse_local(text).map(|local| in_zone(local, zone)),
    };
    instant
        .filter(|instant| YEARS.contains(&instant.year()))
        .ok_or_else(|| TimeError(format!("`{text}` is no date or time")))
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

/// When issues of a newsletter are due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cadence {
    /// Every so often, anchored at midnight UTC of 1 January 1970, so that it never drifts.
    Every(Duration),
    /// At a time of day, on one day of the week or on each.
    At {
        /// The day of the week; none means every day.
        day: Option<Weekday>,
        /// The time of day.
        time: NaiveTime,
    },
    /// As a cron pattern of five fields says.
    Cron(String),
}

impl Default for Cadence {
    fn default() -> Self {
        Self::At { day: Some(Weekday::Mon), time: NaiveTime::MIN }
    }
}

impl Cadence {
    /// Reads a span such as `12h`, `30m`, `2d` or `1w`.
    ///
    /// # Errors
    /// When it is no span, or one below a minute or above a year.
    pub fn every(text: &str) -> Result<Self, TimeError> {
        let fail = || TimeError(format!("`{text}` is no span of time"));
        let text_ = text.trim();
        let digits = text_.find(|c: char| !c.is_ascii_digit()).ok_or_else(fail)?;
        let number: i64 = text_[..digits].parse().map_err(|_| fail())?;
        let unit = match text_[digits..].trim() {
            "m" | "min" => 60,
            "h" => 3600,
            "d" => 86_400,
            "w" => 604_800,
            _ => return Err(fail()),
        };
        let seconds = number.checked_mul(unit).ok_or_else(fail)?;
        if !(60..=366 * 86_400).contains(&seconds) {
            return Err(TimeError(format!("`{text}` is not between a minute and a year")));
        }
        Ok(Self::Every(Duration::seconds(seconds)))
    }

    /// Reads a time such as `Mon 08:00` or `08:00`.
    ///
    /// # Errors
    /// When it is no time of day with an optional day of the week before it.
    pub fn at(text: &str) -> Result<Self, TimeError> {
        let fail = || TimeError(format!("`{text}` is no day and time"));
        let mut words = text.split_whitespace().rev();
        let time = words.next().ok_or_else(fail)?;
        let time = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| fail())?;
        let day = words.next().map(|day| day.parse::<Weekday>().map_err(|_| fail())).transpose()?;
        if words.next().is_some() {
            return Err(fail());
        }
        Ok(Self::At { day, time })
    }

    /// Reads a cron pattern of five fields.
    ///
    /// # Errors
    /// When it is no such pattern.
    pub fn cron(text: &str) -> Result<Self, TimeError> {
        let pattern = text.trim();
        if pattern.split_whitespace().count() != 5 {
            return Err(TimeError(format!("`{pattern}` is no cron pattern of five fields")));
        }
        let cron = pattern
            .parse::<croner::Cron>()
            .map_err(|error| TimeError(format!("`{pattern}` is no cron pattern: {error}")))?;
        let start = DateTime::<Utc>::UNIX_EPOCH;
        cron.find_next_occurrence(&start, false)
            .map_err(|_| TimeError(format!("`{pattern}` names no day that exists")))?;
        Ok(Self::Cron(pattern.to_owned()))
    }

    /// Gives the last instant at or before `now` at which an issue is due.
    #[must_use]
    pub fn last_at(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Every(span) => {
                let span = span.num_seconds();
                let count = now.timestamp().checked_div_euclid(span)?;
                DateTime::from_timestamp(count.checked_mul(span)?, 0)
            }
            Self::At { day, time } => {
                let today = now.with_timezone(&zone).date_naive();
                (0..=8).filter_map(|back| today.checked_sub_days(Days::new(back))).find_map(
                    |date| {
                        let fits = day.is_none_or(|day| day == date.weekday());
                        let instant = in_zone(date.and_time(*time), zone);
                        (fits && instant <= now).then_some(instant)
                    },
                )
            }
            Self::Cron(pattern) => {
                let cron: croner::Cron = pattern.parse().ok()?;
                let local = now.with_timezone(&zone);
                cron.find_previous_occurrence(&local, true).ok().map(|instant| instant.to_utc())
            }
        }
    }

    /// Gives the shortest span between two neighbouring instants around `now`.
    #[must_use]
    pub fn span(&self, now: DateTime<Utc>, zone: Tz) -> Option<Duration> {
        match self {
            Self::Every(span) => Some(*span),
            Self::At { day: Some(_), .. } => Some(Duration::weeks(1)),
            Self::At { day: None, .. } => Some(Duration::days(1)),
            Self::Cron(_) => {
                let mut at = self.last_at(now, zone).unwrap_or(now);
                let next = std::iter::from_fn(|| {
                    let before = at;
                    at = self.next_after(at, zone)?;
                    Some(at - before)
                });
                next.take(8).min()
            }
        }
    }

    /// Gives the first instant after `now` at which an issue is due.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Every(span) => self.last_at(now, zone)?.checked_add_signed(*span),
            Self::At { day, time } => {
                let today = now.with_timezone(&zone).date_naive();
                (0..=8).filter_map(|ahead| today.checked_add_days(Days::new(ahead))).find_map(
                    |date| {
                        let fits = day.is_none_or(|day| day == date.weekday());
                        let instant = in_zone(date.and_time(*time), zone);
                        (fits && instant > now).then_some(instant)
                    },
                )
            }
            Self::Cron(pattern) => {
                let cron: croner::Cron = pattern.parse().ok()?;
                let local = now.with_timezone(&zone);
                cron.find_next_occurrence(&local, false).ok().map(|instant| instant.to_utc())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISBON: Tz = Tz::Europe__Lisbon;
    const NEW_YORK: Tz = Tz::America__New_York;

    fn utc(text: &str) -> DateTime<Utc> {
        parse_instant(text, Tz::UTC).unwrap()
    }

    /// All instants of a cadence after `from` until `to`, found forwards.
    fn forwards(cadence: &Cadence, zone: Tz, from: &str, to: &str) -> Vec<String> {
        let mut at = utc(from);
        let next = std::iter::from_fn(|| {
            at = cadence.next_after(at, zone)?;
            (at <= utc(to)).then(|| at.format("%m-%dT%H:%M").to_string())
        });
        next.take(100).collect()
    }

    /// The same, found backwards.
    fn backwards(cadence: &Cadence, zone: Tz, from: &str, to: &str) -> Vec<String> {
        let mut at = utc(to) + Duration::seconds(1);
        let last = std::iter::from_fn(|| {
            at = cadence.last_at(at - Duration::seconds(1), zone)?;
            (at > utc(from)).then(|| at.format("%m-%dT%H:%M").to_string())
        });
        let mut found: Vec<String> = last.take(100).collect();
        found.reverse();
        found
    }

    #[track_caller]
    fn assert_runs(cadence: &Cadence, zone: Tz, from: &str, to: &str, runs: &[&str]) {
        assert_eq!(forwards(cadence, zone, from, to), runs, "forwards");
        assert_eq!(backwards(cadence, zone, from, to), runs, "backwards");
    }

    #[test]
    fn a_skipped_hour_runs_at_the_next_valid_minute() {
        // On 8 March 2026 in New York, 02:00 to 03:00 does not exist.
        let (from, to) = ("2026-03-07T12:00", "2026-03-10T00:00");
        let runs = ["03-08T07:00", "03-09T06:30"];
        assert_runs(&Cadence::at("02:30").unwrap(), NEW_YORK, from, to, &runs);
        assert_runs(&Cadence::cron("30 2 * * *").unwrap(), NEW_YORK, from, to, &runs);
        let sunday = Cadence::at("Sun 02:30").unwrap();
        assert_runs(&sunday, NEW_YORK, from, to, &["03-08T07:00"]);
    }

    #[test]
    fn a_repeated_hour_runs_once() {
        // On 1 November 2026 in New York, 01:00 to 02:00 comes twice.
        let (from, to) = ("2026-10-31T12:00", "2026-11-03T00:00");
        let runs = ["11-01T05:30", "11-02T06:30"];
        assert_runs(&Cadence::at("01:30").unwrap(), NEW_YORK, from, to, &runs);
        assert_runs(&Cadence::cron("30 1 * * *").unwrap(), NEW_YORK, from, to, &runs);
    }

    #[test]
    fn a_span_is_anchored_and_never_drifts() {
        let cadence = Cadence::every("12h").unwrap();
        let (from, to) = ("2026-11-20T00:00", "2026-11-21T12:30");
        let runs = ["11-20T12:00", "11-21T00:00", "11-21T12:00"];
        assert_runs(&cadence, LISBON, from, to, &runs);
        for minute in [0, 1, 719] {
            let now = utc("2026-11-20T12:00") + Duration::minutes(minute);
            assert_eq!(cadence.last_at(now, LISBON), Some(utc("2026-11-20T12:00")));
        }
    }

    #[test]
    fn a_day_of_the_week_means_that_day_in_its_zone() {
        let cadence = Cadence::at("Mon 00:30").unwrap();
        // Half past midnight on Monday in Tokyo is Sunday afternoon in UTC.
        let runs = ["11-15T15:30", "11-22T15:30"];
        assert_runs(&cadence, Tz::Asia__Tokyo, "2026-11-10", "2026-11-29", &runs);
    }

    #[test]
    fn what_is_no_cadence_is_refused() {
        for text in ["", "h", "12", "12 parsecs", "0m", "30s", "400d", "-1h", "99999999999999999w"]
        {
            assert!(Cadence::every(text).is_err(), "{text}");
        }
        for text in ["", "Mon", "25:00", "Noday 08:00", "Mon Tue 08:00", "08:00 Mon", "8"] {
            assert!(Cadence::at(text).is_err(), "{text}");
        }
        for text in ["", "* * *", "61 * * * *", "0 0 8 * * MON", "@daily", "0 0 30 2 *"] {
            assert!(Cadence::cron(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_without_a_zone_is_read_in_the_one_given() {
        for text in ["2026-06-01T00:00:00+01:00", "2026-06-01", "2026-06-01 00:00"] {
            assert_eq!(parse_instant(text, LISBON), Ok(utc("2026-05-31T23:00")), "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-06-01T25:00",
            "+12026-01-01",
            "9999-12-31T23:59:59-23:59",
        ] {
            assert!(parse_instant(text, LISBON).is_err(), "{text}");
        }
    }

    #[test]
    fn a_date_at_the_end_of_time_breaks_nothing() {
        for text in ["+262142-12-31", "-262143-01-01", "+262142-12-31T23:59:59"] {
            for zone in [NEW_YORK, Tz::Asia__Tokyo, Tz::UTC] {
                let _ = parse_instant(text, zone);
            }
        }
        for now in [utc("0001-01-01"), utc("9998-12-31")] {
            for cadence in [Cadence::every("12h"), Cadence::at("08:00"), Cadence::cron("0 8 * * 1")]
            {
                let cadence = cadence.unwrap();
                let _ = (cadence.last_at(now, NEW_YORK), cadence.next_after(now, NEW_YORK));
            }
        }
    }
}
