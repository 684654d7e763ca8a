//! Instants and cadences over clock changes and at the edges of time.

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;

use super::{Cadence, parse_instant};

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
    for text in ["", "h", "12", "12 parsecs", "0m", "30s", "400d", "-1h", "99999999999999999w"] {
        assert!(Cadence::every(text).is_err(), "{text}");
    }
    for text in ["", "Mon", "25:00", "Noday 08:00", "Mon Tue 08:00", "08:00 Mon", "8"] {
        assert!(Cadence::at(text).is_err(), "{text}");
    }
    for text in ["", "* * *", "61 * * * *", "0 0 8 * * MON", "@daily", "0 0 30 2 *"] {
        assert!(Cadence::cron(text).is_err(), "{text}");
    }
}

/// The days on which a pattern runs in a span, at noon in Lisbon.
fn days(pattern: &str, from: &str, to: &str) -> Vec<String> {
    let cadence = Cadence::cron(&format!("0 12 {pattern}")).unwrap();
    let runs = forwards(&cadence, LISBON, from, to);
    assert_eq!(runs, backwards(&cadence, LISBON, from, to), "{pattern}");
    runs.into_iter().map(|run| run[..5].to_owned()).collect()
}

#[test]
fn a_cron_pattern_names_days_as_people_write_them() {
    let (from, to) = ("2026-11-01", "2026-12-01");
    for (pattern, wanted) in [
        ("* * MON", "11-02 11-09 11-16 11-23 11-30"),
        ("* Nov 7", "11-01 11-08 11-15 11-22 11-29"),
        (
            "* * mon-fri/2",
            "11-02 11-04 11-06 11-09 11-11 11-13 11-16 11-18 11-20 11-23 11-25 11-27 11-30",
        ),
        ("*/10 * ?", "11-01 11-11 11-21"),
        ("28-31 * *", "11-28 11-29 11-30"),
        ("L * *", "11-30"),
        ("* * 5L", "11-27"),
        ("* * FRI#2,MON#1", "11-02 11-13"),
        ("* * FRI#5", ""),
        // The 1st and the 15th are Sundays, the 28th is a Saturday.
        ("1W,15W,28W * *", "11-02 11-16 11-27"),
        ("LW * *", "11-30"),
        // Either will do where both kinds of days are given.
        ("1,15 * FRI", "11-01 11-06 11-13 11-15 11-20 11-27"),
        ("1 */5 *", "11-01"),
    ] {
        assert_eq!(
            days(pattern, from, to),
            wanted.split_whitespace().collect::<Vec<_>>(),
            "{pattern}"
        );
    }
    assert_eq!(days("29 2 *", "2096-01-01", "2105-01-01"), ["02-29", "02-29"]);
    assert_eq!(days("* 2 MON#5", "2017-01-01", "2044-12-31"), ["02-29"]);
}

#[test]
fn what_is_wrong_with_a_cron_pattern_is_said() {
    for (pattern, wanted) in [
        ("60 8 * * *", "the minute `60` is not from 0 to 59"),
        ("0 8 * * Mo", "the day of the week `Mo` is not from 0 to 7"),
        ("0 8 * * FRI-MON", "the day of the week `FRI-MON` runs backwards"),
        ("*/0 8 * * *", "the minute has no step `0`"),
        ("0 8 31 4 *", "names no day that exists"),
        ("0 8 * *", "is no cron pattern of five fields"),
    ] {
        let told = Cadence::cron(pattern).unwrap_err().to_string();
        assert!(told.contains(wanted), "{pattern}: {told}");
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
fn a_time_with_its_offset_is_read_as_people_type_it() {
    for text in [
        "2026-11-23T08:00Z",
        "2026-11-23 08:00Z",
        "2026-11-23 09:00 +01:00",
        "2026-11-23T09:00+0100",
        "2026-11-23 08:00:00 Z",
        "2026-11-23T08:00:00.000Z",
    ] {
        assert_eq!(parse_instant(text, NEW_YORK).unwrap(), utc("2026-11-23 08:00"), "{text}");
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
        for cadence in [Cadence::every("12h"), Cadence::at("08:00"), Cadence::cron("0 8 * * 1")] {
            let cadence = cadence.unwrap();
            let _ = (cadence.last_at(now, NEW_YORK), cadence.next_after(now, NEW_YORK));
        }
    }
}
