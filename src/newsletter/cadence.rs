//! When a newsletter's next issue is due, and what its key is.

use chrono::{DateTime, Duration, Utc};

use super::History;
use crate::config::Newsletter;
use crate::finding::Finding;

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

impl Due {
    /// Gives the slot of the issue that is made when it is due: this one, or the next to come.
    #[must_use]
    pub fn slot(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Now { slot } | Self::Later(slot) => Some(slot),
            Self::Never => None,
        }
    }
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

/// How far a clock may be off before it is said.
const OFF: Duration = Duration::days(1);

/// Says that the last run lies in the future, if it does: some clock was wrong then, or is now.
#[must_use]
pub fn run_ahead(name: &str, history: &History, now: DateTime<Utc>) -> Option<Finding> {
    let last = history.last_run.filter(|last| *last - now > OFF)?;
    let day = last.format("%Y-%m-%d");
    let what = format!("the last run of {name} is noted for {day}, which is yet to come");
    let hint = format!(
        "see that the clock of this machine is right; if it was wrong then, `postrider send {name}` \
         sends the next issue now, and from then on it is due as it should be"
    );
    Some(Finding::warning(what).hint(hint))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::newsletter::tests::{newsletter, utc};

    fn after(last_run: &str) -> History {
        History { last_run: Some(utc(last_run)), ..History::default() }
    }

    #[test]
    fn a_newsletter_without_a_history_is_due_at_once() {
        let weekly = newsletter("at = \"Mon 08:00\"");
        let slot = utc("2026-11-16T08:00");
        assert_eq!(due(&weekly, &History::default(), utc("2026-11-20T09:00")), Due::Now { slot });
    }

    #[test]
    fn a_slot_is_used_once() {
        let weekly = newsletter("at = \"Mon 08:00\"");
        let next = Due::Later(utc("2026-11-23T08:00"));
        for last in ["2026-11-16T08:00", "2026-11-16T08:01", "2026-11-20T08:00"] {
            assert_eq!(due(&weekly, &after(last), utc("2026-11-20T09:00")), next, "{last}");
        }
    }

    #[test]
    fn missed_slots_give_one_catch_up() {
        let daily = newsletter("at = \"08:00\"");
        let now = utc("2026-11-20T09:00");
        let slot = utc("2026-11-20T08:00");
        assert_eq!(due(&daily, &after("2026-11-01T08:00"), now), Due::Now { slot });
        let next = Due::Later(utc("2026-11-21T08:00"));
        assert_eq!(due(&daily, &after("2026-11-20T09:00"), now), next);
    }

    #[test]
    fn a_clock_set_back_makes_nothing_due_twice() {
        let daily = newsletter("at = \"08:00\"");
        let found = due(&daily, &after("2026-11-20T08:00"), utc("2026-11-19T09:00"));
        assert_eq!(found, Due::Later(utc("2026-11-21T08:00")));
    }

    #[test]
    fn a_key_is_as_fine_as_the_cadence() {
        let slot = utc("2026-11-20T08:00");
        for (cadence, expected) in [
            ("at = \"Fri 08:00\"", "weekly/2026-W47"),
            ("every = \"2w\"", "weekly/2026-W47"),
            ("cron = \"0 8 1 * *\"", "weekly/2026-W47"),
            ("at = \"08:00\"", "weekly/2026-11-20"),
            ("cron = \"0 8 * * 1,5\"", "weekly/2026-11-20"),
            ("every = \"12h\"", "weekly/2026-11-20T0800"),
            ("cron = \"0 * * * *\"", "weekly/2026-11-20T0800"),
        ] {
            assert_eq!(key(&newsletter(cadence), &History::default(), slot), expected);
        }
    }

    #[test]
    fn a_key_is_local_and_its_year_is_that_of_the_week() {
        let tokyo = newsletter("at = \"08:00\"\nzone = \"Asia/Tokyo\"");
        let slot = utc("2026-11-19T23:00");
        assert_eq!(key(&tokyo, &History::default(), slot), "weekly/2026-11-20");
        let weekly = newsletter("at = \"Fri 08:00\"");
        let new_year = utc("2027-01-01T08:00");
        assert_eq!(key(&weekly, &History::default(), new_year), "weekly/2026-W53");
    }

    #[test]
    fn a_key_that_is_taken_gets_a_number() {
        let weekly = newsletter("at = \"Fri 08:00\"");
        let mut history = History::default();
        for expected in ["weekly/2026-W47", "weekly/2026-W47-2", "weekly/2026-W47-3"] {
            let found = key(&weekly, &history, utc("2026-11-20T08:00"));
            assert_eq!(found, expected);
            history.keys.insert(found);
        }
    }
}
