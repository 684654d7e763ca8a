//! One field of a cron pattern.

use std::ops::RangeInclusive;

use chrono::Weekday;

/// What one field names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Field {
    /// A bit for each number.
    numbers: u64,
    special: Vec<Special>,
    is_all: bool,
}

/// Days that no number names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    /// The last day of the month.
    Last,
    /// The last such day of the week in the month.
    LastOf(Weekday),
    /// The first to fifth such day of the week in the month.
    Nth(Weekday, u32),
    /// The day of work nearest to that day of the month.
    WorkdayNear(u32),
    /// The last day of work in the month.
    LastWorkday,
}

/// What a field is about.
pub(super) struct Kind {
    name: &'static str,
    range: RangeInclusive<u32>,
    names: &'static [&'static str],
}

pub(super) const MINUTES: Kind = Kind { name: "minute", range: 0..=59, names: &[] };
pub(super) const HOURS: Kind = Kind { name: "hour", range: 0..=23, names: &[] };
pub(super) const DAYS: Kind = Kind { name: "day of the month", range: 1..=31, names: &[] };
pub(super) const MONTHS: Kind = Kind {
    name: "month",
    range: 1..=12,
    names: &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
};
/// From Sunday, which 7 names too.
pub(super) const WEEKDAYS: Kind = Kind {
    name: "day of the week",
    range: 0..=7,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
};

impl Field {
    pub(super) fn names(&self, number: u32) -> bool {
        self.numbers & 1 << number != 0
    }

    pub(super) fn any_special(&self, is_so: impl FnMut(Special) -> bool) -> bool {
        self.special.iter().copied().any(is_so)
    }

    /// Does it leave everything open?
    pub(super) fn is_all(&self) -> bool {
        self.is_all
    }
}

impl Kind {
    /// Reads a field: what it names, or what is wrong with it.
    pub(super) fn read(&self, written: &str) -> Result<Field, String> {
        let is_all = matches!(written, "*" | "?");
        let mut field = Field { numbers: 0, special: Vec::new(), is_all };
        for part in written.split(',') {
            match self.special(part) {
                Some(special) => field.special.push(special),
                None => field.numbers |= self.numbers(part)?,
            }
        }
        if self.is_weekday() && field.names(7) {
            field.numbers |= 1;
        }
        Ok(field)
    }

    fn is_day(&self) -> bool {
        *self.range.end() == 31
    }

    fn is_weekday(&self) -> bool {
        *self.range.end() == 7
    }

    fn special(&self, part: &str) -> Option<Special> {
        let part = part.to_ascii_uppercase();
        if self.is_day() {
            return match part.as_str() {
                "L" => Some(Special::Last),
                "LW" | "WL" => Some(Special::LastWorkday),
                _ => self.number(part.strip_suffix('W')?).ok().map(Special::WorkdayNear),
            };
        }
        if !self.is_weekday() {
            return None;
        }
        if let Some((day, nth)) = part.split_once('#') {
            let nth = nth.parse().ok().filter(|nth| (1..=5).contains(nth))?;
            return Some(Special::Nth(self.weekday(day)?, nth));
        }
        self.weekday(part.strip_suffix('L')?).map(Special::LastOf)
    }

    fn weekday(&self, written: &str) -> Option<Weekday> {
        let from_monday = (self.number(written).ok()? + 6) % 7;
        Weekday::try_from(u8::try_from(from_monday).ok()?).ok()
    }

    /// Reads `*`, a number, a range, or one of them with a step.
    fn numbers(&self, part: &str) -> Result<u64, String> {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(self.step(step)?)),
            None => (part, None),
        };
        let (first, last) = match range.split_once('-') {
            _ if range == "*" || range == "?" && (self.is_day() || self.is_weekday()) => {
                (*self.range.start(), *self.range.end())
            }
            Some((first, last)) => (self.number(first)?, self.number(last)?),
            None => {
                let first = self.number(range)?;
                (first, step.map_or(first, |_| *self.range.end()))
            }
        };
        if first > last {
            return Err(format!("the {} `{range}` runs backwards", self.name));
        }
        let step = usize::try_from(step.unwrap_or(1)).unwrap_or(usize::MAX);
        Ok((first..=last).step_by(step).fold(0, |numbers, number| numbers | 1 << number))
    }

    fn step(&self, written: &str) -> Result<u32, String> {
        let step = written.parse().ok().filter(|step| *step > 0);
        step.ok_or_else(|| format!("the {} has no step `{written}`", self.name))
    }

    fn number(&self, written: &str) -> Result<u32, String> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(written));
        let number = match named {
            Some(place) => u32::try_from(place).ok().map(|place| place + self.range.start()),
            None if written.starts_with('+') => None,
            None => written.parse().ok(),
        };
        number.filter(|number| self.range.contains(number)).ok_or_else(|| {
            let (first, last) = (self.range.start(), self.range.end());
            format!("the {} `{written}` is not from {first} to {last}", self.name)
        })
    }
}
