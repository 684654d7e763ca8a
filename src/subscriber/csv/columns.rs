//! Which column is what, and what its words mean.

use std::borrow::Cow;

use ::csv::ByteRecord;

use crate::finding::Finding;
use crate::subscriber::Standing;

const ADDRESS: [&str; 5] = ["email", "emailaddress", "address", "mail", "subscriberemail"];
const NAME: [&str; 4] = ["name", "fullname", "subscribername", "displayname"];
const FIRST: [&str; 4] = ["firstname", "first", "givenname", "fname"];
const LAST: [&str; 4] = ["lastname", "last", "surname", "lname"];
const STANDING: [&str; 4] = ["status", "state", "standing", "subscriptionstatus"];

/// How long a name may be.
const NAME_LENGTH: usize = 200;

/// Where the columns are that are understood.
pub(super) struct Columns {
    pub(super) address: usize,
    pub(super) standing: Option<usize>,
    /// How many there are.
    pub(super) count: usize,
    full: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
}

impl Columns {
    pub(super) fn of(header: &ByteRecord) -> Result<Self, Finding> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let find = |known: &[&str]| {
            // The earlier of the known words is the better one.
            known.iter().find_map(|word| names.iter().position(|name| name == word))
        };
        let address = find(&ADDRESS).ok_or_else(|| no_header(header))?;
        let (full, first) = (find(&NAME), find(&FIRST));
        Ok(Self {
            address,
            standing: find(&STANDING),
            count: names.len(),
            full,
            first,
            last: find(&LAST),
        })
    }

    /// Gives the name in a record: the whole one, or the first and the last.
    ///
    /// A name that is not UTF-8 is no reason to forget where its bearer stands.
    pub(super) fn name(&self, record: &ByteRecord) -> Option<String> {
        let field =
            |at: Option<usize>| lenient(at.and_then(|at| record.get(at)).unwrap_or_default());
        let full = tidy(&field(self.full));
        if !full.is_empty() {
            return Some(full);
        }
        let both = format!("{} {}", field(self.first), field(self.last));
        Some(tidy(&both)).filter(|name| !name.is_empty())
    }

    /// Are all parts of the name UTF-8?
    pub(super) fn is_name_utf8(&self, record: &ByteRecord) -> bool {
        let parts = [self.full, self.first, self.last].into_iter().flatten();
        parts.filter_map(|at| record.get(at)).all(|part| std::str::from_utf8(part).is_ok())
    }
}

/// Reads UTF-8, or else Latin-1, which any octets are.
fn lenient(octets: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(octets) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => octets.iter().map(|octet| char::from(*octet)).collect(),
    }
}

/// Gives a column's name without case, spaces and punctuation.
fn plain(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).to_lowercase();
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Drops what could break a header or a page, and what is too long to be a name.
fn tidy(name: &str) -> String {
    let spaced: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(NAME_LENGTH).collect()
}

fn no_header(header: &ByteRecord) -> Finding {
    let hint = "the first line names the columns, for example: email,name";
    let is_data = header.iter().any(|field| field.contains(&b'@'));
    let what = if is_data || header.is_empty() {
        "the file has no header"
    } else {
        "no column of this file is called `email`"
    };
    Finding::error(what).hint(hint)
}

/// Reads the word for a state, in the words of other tools too; no word means confirmed.
pub(super) fn standing(word: &str) -> Result<Standing, Finding> {
    match plain(word.as_bytes()).as_str() {
        "" | "confirmed" | "subscribed" | "active" | "enabled" | "yes" => Ok(Standing::Confirmed),
        "pending" | "unconfirmed" | "unactivated" | "notconfirmed" => Ok(Standing::Pending),
        "bounced" | "cleaned" | "invalid" | "undeliverable" | "suppressed" | "hardbounced" => {
            Ok(Standing::Bounced)
        }
        "unsubscribed" | "inactive" | "disabled" | "removed" | "cancelled" | "canceled"
        | "optedout" | "optout" | "no" | "blocklisted" | "blacklisted" | "archived" | "deleted" => {
            Ok(Standing::Unsubscribed)
        }
        "complained" | "complaint" | "spam" | "spammed" | "abuse" | "spamreported" => {
            Ok(Standing::Complained)
        }
        _ => Err(Finding::error(format!("`{}` is no state of a subscriber", tidy(word)))
            .hint("one of confirmed, pending, unsubscribed, bounced, complained; or nothing")),
    }
}
