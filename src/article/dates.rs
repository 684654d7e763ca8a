//! When an article was published, changed, and ends.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Tz;

use crate::document::{Document, Written, WrittenDate};
use crate::finding::Finding;

/// The dates of an article, complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// When it was, or will be, published.
    pub published: DateTime<FixedOffset>,
    /// When it last changed in substance; never before `published`.
    pub updated: DateTime<FixedOffset>,
    /// From when on it must not be shown.
    pub expires: Option<DateTime<FixedOffset>>,
}

impl Dates {
    /// Completes a document's dates in the publication's zone; nothing if it has no date.
    #[must_use]
    pub fn of(document: &Document, zone: Tz, findings: &mut Vec<Finding>) -> Option<Self> {
        let at = |written: &Written<WrittenDate>| written.value.in_zone(zone);
        let meta = &document.meta;
        let Some(date) = &meta.date else {
            findings.push(
                Finding::error("the article has no date")
                    .file(&document.file)
                    .line(1)
                    .hint("write `date: 2024-05-06`, or start the file's name with the date"),
            );
            return None;
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
        Some(Self { published, updated, expires: meta.expires.as_ref().map(at) })
    }
}
