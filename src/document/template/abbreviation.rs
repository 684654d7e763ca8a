//! Abbreviations of Kramdown and Python-Markdown: `*[HTML]: HyperText Markup Language`.

use crate::config::Dialect;
use crate::text::Sign;

static SIGN: Sign = Sign::new("*[");

/// What a short form stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form, as it stands in the text.
    pub short: String,
    /// What it stands for; may be empty.
    pub long: String,
}

/// Are such lines no text to this dialect?
#[must_use]
pub fn are_known_to(dialect: Option<Dialect>) -> bool {
    matches!(dialect, Some(Dialect::Jekyll | Dialect::Pelican))
}

/// May a source in this dialect hold any?
#[must_use]
pub fn may_be_in(source: &str, dialect: Option<Dialect>) -> bool {
    are_known_to(dialect) && SIGN.is_in(source)
}

/// May a line that says what an abbreviation stands for start here?
#[must_use]
pub fn may_start(rest: &str) -> bool {
    rest.trim_start_matches(' ').starts_with("*[")
}

/// Reads a line that says what an abbreviation stands for.
#[must_use]
pub fn read(line: &str) -> Option<Abbreviation> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let inner = line.get(indent..)?.strip_prefix("*[").filter(|_| indent < 4)?;
    let (short, long) = inner.split_once("]:")?;
    let fits = !short.trim().is_empty() && !short.contains(['[', ']']);
    fits.then(|| Abbreviation { short: short.trim().to_owned(), long: long.trim().to_owned() })
}
