//! How many messages a relay may be given in an hour and in a day.

use chrono::{DateTime, Utc};

/// What a relay allows, in all or to one recipient domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota<'a> {
    /// To which domain; none for all of them together.
    pub domain: Option<&'a str>,
    /// How many messages in any sixty minutes.
    pub per_hour: Option<u32>,
    /// How many messages in any twenty-four hours.
    pub per_day: Option<u32>,
    /// How many on the first day; on each later one twice as many as on the busiest before it.
    pub warm_up: Option<u32>,
}

/// A quota that is used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Full {
    /// Of which domain; none for all of them together.
    pub domain: Option<String>,
    /// How many messages it allows.
    pub most: u32,
    /// In which time: `hour`, `day`, or `day of its warm-up`.
    pub span: &'static str,
    /// When there is room again.
    pub until: DateTime<Utc>,
}
