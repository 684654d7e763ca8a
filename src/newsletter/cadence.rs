//! When a newsletter's next issue is due, and what its key is.

use chrono::{DateTime, Duration, Utc};

use super::History;
use crate::config::Newsletter;

/// Whether an issue is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Now, for the slot that passed at this instant.
    Now {
        /// The latest instant of the cadence that is not in the future.
        slot: DateTime<Utc>,
    },
    /// Not before this instant.
    Later(DateTime<Utc>),
    /// Never: the cadence names no instant.
    Never,
}

/// Says whether the newsletter is due at `now`.
///
/// It is due when a slot of its cadence lies between its last run and now. However many slots were
/// missed, only the latest counts: there is one catch-up issue. A newsletter without a history is
/// due at once, whatever the day, so that a first run always has something to show. A run counts
/// whether or not an issue came of it: where there was nothing to send on Monday, an article of
/// Tuesday waits for the next Monday.
#[must_use]
pub fn due(newsletter: &Newsletter, history: &History, now: DateTime<Utc>) -> Due {
    let slot = newsletter.cadence.last_at(now, newsletter.zone);
    let is_new = |slot: &DateTime<Utc>| history.last_run.is_none_or(|last| *slot > last);
    match (slot.filter(is_new), history.last_run) {
        (Some(slot), _) => Due::Now { slot },
        (None, None) => Due::Now { slot: now },
        (None, Some(last)) => newsletter
            .cadence
            .next_after(now.max(last), newsletter.zone)
            .map_or(Due::Never, Due::Later),
    }
}

/// Gives the key of the issue for a slot; wrap it in `IssueKey`.
///
/// A weekly or rarer newsletter's key names the ISO week (`weekly/2026-W47`), a daily one's the
/// day (`daily/2026-11-20`), a more frequent one's the minute (`hourly/2026-11-20T0800`), all in
/// the newsletter's zone. When an earlier issue has that key, a number follows.
#[must_use]
pub fn key(newsletter: &Newsletter, history: &History, slot: DateTime<Utc>) -> String {
    let span = newsletter.cadence.span(slot, newsletter.zone).unwrap_or(Duration::weeks(1));
    let form = if span >= Duration::days(7) {
        "%G-W%V"
    } else if span >= Duration::hours(23) {
        "%Y-%m-%d"
    } else {
        "%Y-%m-%dT%H%M"
    };
    let key = format!("{}/{}", newsletter.name, slot.with_timezone(&newsletter.zone).format(form));
    if !history.keys.contains(&key) {
        return key;
    }
    let numbered = (2_u32..).map(|number| format!("{key}-{number}"));
    numbered.into_iter().find(|key| !history.keys.contains(key)).unwrap_or(key)
}
