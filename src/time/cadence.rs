//! When issues of a newsletter are due.

use chrono::{DateTime, Datelike, Days, Duration, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;

use super::{Cron, TimeError, in_zone};

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
    Cron(Cron),
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
        text.trim().parse().map(Self::Cron)
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
            Self::Cron(cron) => cron.last_at(now, zone),
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
            Self::Cron(cron) => cron.next_after(now, zone),
        }
    }
}
