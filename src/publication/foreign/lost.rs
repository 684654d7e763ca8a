//! Why entries of a source are left out.

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::import::feed::Entry;

/// How much of a date that cannot be read is shown, in words.
const SHOWN: usize = 8;

/// Why entries are left out, and how many for each reason.
#[derive(Debug, Default)]
pub(super) struct Lost {
    /// For each reason how many, and the first date that cannot be read.
    reasons: BTreeMap<String, (usize, Option<String>)>,
}

impl Lost {
    /// Has an entry all that each article needs? If not, it is lost.
    pub(super) fn keeps(&mut self, entry: &Entry) -> bool {
        let date = match (&entry.published, &entry.odd_date) {
            (Some(_), _) => None,
            (None, None) => Some("no date"),
            (None, Some(_)) => Some("a date that cannot be read"),
        };
        let address = entry.url.is_none().then_some("no address");
        let text = is_empty(entry).then_some("neither a title nor a text");
        let all: Vec<&str> = [date, address, text].into_iter().flatten().collect();
        if all.is_empty() {
            return true;
        }
        self.add(all.join(" and "), entry.odd_date.clone().filter(|_| entry.published.is_none()));
        false
    }

    /// Counts an entry of which no article could be made.
    pub(super) fn unfit(&mut self, findings: &[Finding]) {
        let why = findings.iter().find(|finding| finding.is_error());
        let why = why.map_or("a text that cannot be shown", |finding| &finding.what);
        self.add(format!("a mistake: {why}"), None);
    }

    fn add(&mut self, reason: String, shown: Option<String>) {
        let (count, first) = self.reasons.entry(reason).or_default();
        *count += 1;
        *first = first.take().or(shown);
    }

    /// Says it in one sentence for each reason.
    pub(super) fn told(&self) -> impl Iterator<Item = String> {
        self.reasons.iter().map(|(reason, (count, shown))| {
            let they = if *count == 1 { "is left out: it has" } else { "are left out: they have" };
            let such = if *count == 1 { "" } else { "such as " };
            let date = shown.as_ref().map(|date| crate::text::first_words(date, SHOWN));
            let date = date.map(|date| format!(", {such}`{date}`"));
            format!("{count} of its articles {they} {reason}{}", date.unwrap_or_default())
        })
    }
}

fn is_empty(entry: &Entry) -> bool {
    entry.title.is_none() && entry.html.trim().is_empty()
}
