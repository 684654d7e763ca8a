//! When an article was published, changed, and ends.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Written, WrittenDate};
use crate::finding::Finding;
use crate::time::exact;

/// 2000-01-01T00:00:00Z, when articles without a date are taken to be published.
const UNDATED: i64 = 946_684_800;

/// The dates of an article, complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// When it was, or will be, published.
    #[serde(with = "exact")]
    pub published: DateTime<FixedOffset>,
    /// When it last changed in substance; never before `published`.
    #[serde(with = "exact")]
    pub updated: DateTime<FixedOffset>,
    /// From when on it must not be shown.
    #[serde(with = "exact::maybe")]
    pub expires: Option<DateTime<FixedOffset>>,
    /// Did nobody say when it was published?
    pub undated: bool,
}

/// Where an article stands among others: the greatest is the newest, those without a date are least.
pub type Rank = (bool, DateTime<FixedOffset>);

impl Dates {
    /// Completes a document's dates in the publication's zone.
    ///
    /// An article without any stands behind all others. Where a date must be said, that is the first
    /// instant of 2000: the same at every build.
    #[must_use]
    pub fn of(document: &Document, zone: Tz, findings: &mut Vec<Finding>) -> Self {
        let at = |written: &Written<WrittenDate>| written.value.in_zone(zone);
        let meta = &document.meta;
        let expires = meta.expires.as_ref().map(at);
        let Some(date) = &meta.date else {
            findings.push(undated(document));
            let published = DateTime::from_timestamp(UNDATED, 0).unwrap_or_default().fixed_offset();
            let updated = meta.updated.as_ref().map_or(published, at).max(published);
            return Self { published, updated, expires, undated: true };
        };
        let published = at(date);
        let mut updated = published;
        if let Some(written) = &meta.updated {
            updated = at(written);
            if updated < published {
                let same_day = updated.date_naive() == published.date_naive();
                if !same_day {
                    let what = "it says it was updated before it was published";
                    let hint = "the date of publication is used for both";
                    let finding = Finding::warning(what).file(&document.file);
                    findings.push(finding.line(written.line).hint(hint));
                }
                updated = published;
            }
        }
        Self { published, updated, expires, undated: false }
    }

    /// Gives the place among others.
    #[must_use]
    pub fn rank(&self) -> Rank {
        (!self.undated, self.published)
    }
}

fn undated(document: &Document) -> Finding {
    Finding::warning("the article has no date, so it stands behind all others and is never mailed")
        .file(&document.file)
        .line(1)
        .hint("write `date: 2024-05-06`, or start the file's name with the date")
}
