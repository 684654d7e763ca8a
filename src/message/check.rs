//! Holds the rules of a good message over its final bytes.
//!
//! The rules are those a mail program, a spam filter and a reader with a screen reader, a dark
//! screen or images switched off would hold against it. DKIM is checked where it is signed.

mod css;
mod fields;
mod links;
mod look;
mod markup;
mod parts;
mod pictures;
mod plain;
#[cfg(test)]
mod tests;
mod wire;

use mail_parser::MessageParser;

use crate::finding::Finding;

/// The part of a message that is at fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Headers, or the message as a whole.
    Head,
    /// The text part.
    Text,
    /// The HTML part.
    Html,
}

/// A finding, and what to look for to see whose fault it is.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// What is wrong.
    pub finding: Finding,
    /// In which part.
    pub part: Part,
    /// Words of the message that lead to the article or the template's line.
    pub clue: String,
}

/// Checks a message as it would be handed over.
///
/// Gives one finding for every rule that does not hold; errors must keep the message back.
#[must_use]
pub fn check(bytes: &[u8]) -> Vec<Finding> {
    faults(bytes).into_iter().map(|fault| fault.finding).collect()
}

/// The same, with clues to whose fault it is.
pub(super) fn faults(bytes: &[u8]) -> Vec<Fault> {
    let mut faults = Vec::new();
    wire::check(bytes, &mut faults);
    let fields = fields::read(bytes);
    fields::check(&fields, &mut faults);
    let message = MessageParser::default().parse(bytes).unwrap_or_default();
    if let Some(bodies) = parts::read(&message, &mut faults) {
        let page = dom_query::Document::from(bodies.html);
        let leave = fields::one_click(&fields).unwrap_or_default();
        markup::check(&page, &mut faults);
        links::check(&page, &leave, &mut faults);
        pictures::check(&page, &mut faults);
        look::check(&page, &mut faults);
        plain::check(bodies.text, &page, &leave, &mut faults);
    }
    faults
}

/// Notes an error.
fn error(part: Part, clue: impl Into<String>, what: impl Into<String>, hint: &str) -> Fault {
    Fault { finding: Finding::error(what).hint(hint), part, clue: clue.into() }
}

/// Notes a warning.
fn warning(part: Part, clue: impl Into<String>, what: impl Into<String>, hint: &str) -> Fault {
    Fault { finding: Finding::warning(what).hint(hint), part, clue: clue.into() }
}

/// Shows at most the first sixty characters of something that was found.
fn short(text: &str) -> String {
    crate::message::clean::short_line(text, 60)
}
