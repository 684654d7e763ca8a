//! Why a feed cannot be read.

use std::fmt;

/// Why a feed cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is one, and breaks off or is not well-formed; a sentence says where.
    Broken(String),
    /// It is none; a sentence says why.
    Other(String),
}

impl Unread {
    /// Says where a text breaks off.
    pub(super) fn breaks_off(place: Place, within: &str) -> Self {
        Self::Broken(format!("it breaks off at {place}{within}"))
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Broken(why) | Self::Other(why)) = self;
        to.write_str(why)
    }
}

impl From<&str> for Unread {
    fn from(why: &str) -> Self {
        Self::Other(why.to_owned())
    }
}

/// A place in a text; many a feed is one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Place {
    /// Finds the place of a byte.
    pub(super) fn of(at: usize, text: &str) -> Self {
        let before = text.get(..at).unwrap_or(text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "line {}, column {}", self.line, self.column)
    }
}
