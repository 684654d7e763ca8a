//! Cron patterns: which minutes of which days they name.

mod field;

use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{TimeError, in_zone};
use field::{DAYS, Field, HOURS, MINUTES, MONTHS, Special, WEEKDAYS};

/// How many days are looked at for one that fits: a fifth Monday in February comes every 28 years,
/// and around the turn of some centuries after 40.
const LONGEST: u64 = 41 * 366;

/// A cron pattern of five fields: minute, hour, day of the month, month, day of the week.
///
/// What POSIX says of `crontab`, and what people add to it: names of months and days, ranges, steps,
/// 7 for Sunday, `L` for a month's last day (`FRIL`: its last Friday), `15W` for the day of work
/// nearest to the 15th, `MON#1` for the first Monday. Where both kinds of days are given, either will
/// do. A time that a clock change skips means the next minute that exists; one that comes twice means
/// its first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: Field,
    hours: Field,
    days: Field,
    months: Field,
    weekdays: Field,
}

impl FromStr for Cron {
    type Err = TimeError;

    /// Reads a pattern.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            return Err(TimeError(format!("`{text}` is no cron pattern of five fields")));
        };
        let read = |kind: &field::Kind, written| {
            kind.read(written)
                .map_err(|why| TimeError(format!("`{text}` is no cron pattern: {why}")))
        };
        let cron = Self {
            minutes: read(&MINUTES, minute)?,
            hours: read(&HOURS, hour)?,
            days: read(&DAYS, day)?,
            months: read(&MONTHS, month)?,
            weekdays: read(&WEEKDAYS, weekday)?,
        };
        let first = cron.days_from(NaiveDate::default()).next();
        first.map(|_| cron).ok_or_else(|| TimeError(format!("`{text}` names no day that exists")))
    }
}

impl Cron {
    /// Gives the last instant at or before `now`.
    pub(super) fn last_at(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        // A clock that is set back over midnight has shown the day after already.
        let today = now.with_timezone(&zone).date_naive();
        let first = today.succ_opt().unwrap_or(today);
        let days = (0..LONGEST).map_while(|back| first.checked_sub_days(Days::new(back)));
        days.filter(|date| self.fits(*date)).find_map(|date| {
            let mut instants = self.times(date).rev().map(|time| in_zone(time, zone));
            instants.find(|instant| *instant <= now)
        })
    }

    /// Gives the first instant after `now`.
    pub(super) fn next_after(&self, now: DateTime<Utc>, zone: Tz) -> Option<DateTime<Utc>> {
        // A time at the end of a day may be moved into the day after.
        let today = now.with_timezone(&zone).date_naive();
        let yesterday = today.pred_opt().unwrap_or(today);
        self.days_from(yesterday).find_map(|date| {
            let mut instants = self.times(date).map(|time| in_zone(time, zone));
            instants.find(|instant| *instant > now)
        })
    }

    /// The days that fit, from one on.
    fn days_from(&self, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let days = (0..LONGEST).map_while(move |ahead| first.checked_add_days(Days::new(ahead)));
        days.filter(|date| self.fits(*date))
    }

    fn fits(&self, date: NaiveDate) -> bool {
        let day = self.days.names(date.day()) || self.days.any_special(|it| is_special(it, date));
        let weekday = self.weekdays.names(date.weekday().num_days_from_sunday())
            || self.weekdays.any_special(|it| is_special(it, date));
        // Where only one kind of days is given, the other names them all.
        let is_either = !self.days.is_all() && !self.weekdays.is_all();
        self.months.names(date.month()) && if is_either { day || weekday } else { day && weekday }
    }

    /// The times of a day, as its clocks show them.
    fn times(&self, date: NaiveDate) -> impl DoubleEndedIterator<Item = NaiveDateTime> {
        let minutes = (0..24 * 60)
            .filter(|minute| self.hours.names(minute / 60) && self.minutes.names(minute % 60));
        minutes.filter_map(move |minute| {
            Some(date.and_time(NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)?))
        })
    }
}

/// Is a date what a month is asked for?
fn is_special(special: Special, date: NaiveDate) -> bool {
    let last = u32::from(date.num_days_in_month());
    match special {
        Special::Last => date.day() == last,
        Special::LastOf(weekday) => date.weekday() == weekday && date.day() + 7 > last,
        Special::Nth(weekday, nth) => date.weekday() == weekday && (date.day() - 1) / 7 + 1 == nth,
        Special::WorkdayNear(day) => Some(date) == workday_near(date, day),
        Special::LastWorkday => Some(date) == workday_near(date, last),
    }
}

/// The day of work nearest to a day of a month, within that month.
fn workday_near(month: NaiveDate, day: u32) -> Option<NaiveDate> {
    let date = month.with_day(day)?;
    let last = u32::from(date.num_days_in_month());
    let near = match date.weekday() {
        Weekday::Sat if day == 1 => 3,
        Weekday::Sat => day - 1,
        Weekday::Sun if day == last => day - 2,
        Weekday::Sun => day + 1,
        _ => day,
    };
    date.with_day(near)
}
