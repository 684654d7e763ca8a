//! The text part: written to be read, and nothing of the HTML part missing from it.

use dom_query::Document;

use crate::template::wrap::width;

use super::{Fault, Part, error, short};

/// How wide a line may be.
const WIDE: usize = 76;
/// A word wider than this, such as a link, may make its line wider.
const LONG_WORD: usize = 60;

pub(super) fn check(text: &str, page: &Document, leave: &str, faults: &mut Vec<Fault>) {
    let mut wrong = |clue: &str, what: String, hint: &str| {
        faults.push(error(Part::Text, clue, what, hint));
    };
    if text.trim().is_empty() {
        return wrong("", "the text part is empty".into(), "see the built-in email/digest.txt");
    }
    let all = bare(text);
    let missing = |piece: &str| !all.contains(&bare(piece));
    for node in page.select("h1, h2, li, address").nodes() {
        let piece = node.text();
        if missing(&piece) {
            let what = format!("the text part lacks “{}”, which the HTML part has", short(&piece));
            wrong(&piece, what, "all that the HTML part says belongs into the .txt template too");
        }
    }
    for link in page.select("a[href^=http]").nodes() {
        let href = link.attr("href").unwrap_or_default();
        if missing(&href) {
            let what = format!("the text part lacks the link `{}`", short(&href));
            wrong(&href, what, "each link of the HTML part belongs into the .txt template too");
        }
    }
    if leave.is_empty() || missing(leave) {
        let hint = "write {{ unsubscribe_url }} on a line of its own";
        wrong("unsubscribe", "the text part has no link to unsubscribe".into(), hint);
    }
    let unbroken = |line: &str| line.split_whitespace().any(|word| width(word) > LONG_WORD);
    let long = |line: &&str| width(line) > WIDE && !unbroken(line);
    if let Some(line) = text.lines().find(long) {
        let what = format!("a line of the text part is too wide: “{}”", short(line));
        wrong(line, what, "wrap it with the filter `wrap`");
    }
}

/// Takes all white space out, since wrapping puts it in.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}
