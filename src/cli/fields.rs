//! Says how much of what is said about articles was used.

use crate::document::Fields;

/// How many unused fields are named one by one.
const NAMED: usize = 6;

/// Makes `7 of 8 fields used; not used: mood` of fields and what to call them.
pub fn told(fields: &Fields, noun: &str) -> String {
    let unused = fields.unused();
    let (few, rest) = unused.split_at(unused.len().min(NAMED));
    let named = match (few, rest.len()) {
        ([], _) => String::new(),
        (few, 0) => format!("; not used: {}", few.join(", ")),
        (few, more) => format!("; not used: {} and {more} more", few.join(", ")),
    };
    format!("{} of {} {noun} used{named}", fields.used(), fields.count)
}
