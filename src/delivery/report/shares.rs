//! What each of several relays did.

use super::{Report, Sentence, Share};
use crate::delivery::end::{Around, End, words};

/// Where relays stand in the configuration.
pub(super) fn section(report: &Report) -> &'static str {
    if report.shares.len() > 1 { "[[relays]]" } else { "[relay]" }
}

/// Says which relay took how many: `300 by main, 97 by other (2 deferred, 1 in doubt)`.
pub(super) fn counts(shares: &[Share]) -> Option<String> {
    let is_told = shares.len() > 1 && shares.iter().any(|share| share.tally.all() > 0);
    is_told.then(|| shares.iter().map(count).collect::<Vec<_>>().join(", "))
}

fn count(share: &Share) -> String {
    let Share { relay, tally, .. } = share;
    let rest =
        [(tally.deferred, "deferred"), (tally.rejected, "rejected"), (tally.in_doubt, "in doubt")];
    let told = rest.iter().filter(|(count, _)| *count > 0);
    let told: Vec<_> = told.map(|(count, what)| format!("{count} {what}")).collect();
    let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join(", ")) };
    format!("{} by {relay}{told}", tally.accepted)
}

/// Says what was wrong with each relay whose share the others took.
pub(super) fn troubles(report: &Report) -> Vec<Sentence> {
    // Where none is left, the end of the run says it of each.
    if report.shares.len() < 2 || matches!(report.end, Some(End::Relays(_))) {
        return Vec::new();
    }
    report.shares.iter().filter_map(trouble).collect()
}

pub(super) fn trouble(share: &Share) -> Option<Sentence> {
    let around = Around {
        relay: &share.relay,
        section: "[[relays]]",
        wait: "; the other relays took its share",
        go_on: "it takes its share again",
    };
    let (what, hint) = words(share.trouble.as_ref()?, &around);
    Some(Sentence::of(what).hint(hint))
}
