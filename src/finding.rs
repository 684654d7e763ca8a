//! What is wrong with what was given to us: where, what, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; work goes on.
    Warning,
    /// The thing it names is left out until mended.
    Error,
}

/// One mistake of an author or operator, told so that they can mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The file, as the user would type it.
    pub file: Option<PathBuf>,
    /// The line in that file, counted from 1.
    pub line: Option<u32>,
    /// What is wrong and why: lower case, no full stop.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Finding {
    /// Makes an error.
    pub fn error(what: impl Into<String>) -> Self {
        Self { severity: Severity::Error, file: None, line: None, what: what.into(), hint: None }
    }

    /// Makes a warning.
    pub fn warning(what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(what) }
    }

    /// Says in which file it is.
    #[must_use]
    pub fn file(mut self, file: impl AsRef<Path>) -> Self {
        self.file = Some(file.as_ref().to_owned());
        self
    }

    /// Says in which line it is, counted from 1.
    #[must_use]
    pub fn line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Is this an error rather than a warning?
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Finding {
    /// Writes `content/hello.md:3: error: what` and, on a line of its own, the hint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}", file.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        let severity = if self.is_error() { "error" } else { "warning" };
        write!(f, "{severity}: {}", self.what)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
