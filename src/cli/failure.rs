//! The one error type of the door: anything that stops a verb, told once.

use std::error::Error;

use crate::finding::Finding;

use super::answer::Code;

/// Why a verb stopped.
///
/// It is no `std::error::Error` itself, so that every error becomes one with `?`.
#[derive(Debug)]
pub struct Failure {
    /// What went wrong; none where the findings say all.
    pub what: Option<String>,
    /// Why, from the near cause to the far one.
    pub causes: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Mistakes of an author or operator.
    pub findings: Vec<Finding>,
    /// How the program ends.
    pub code: Code,
}

impl Failure {
    /// Says what went wrong.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: Some(what.into()),
            causes: Vec::new(),
            hint: None,
            findings: Vec::new(),
            code: Code::Mend,
        }
    }

    /// Says what is wrong with the command line.
    pub fn usage(what: impl Into<String>) -> Self {
        Self { code: Code::Usage, ..Self::new(what) }
    }

    /// Says what went wrong and why.
    pub fn because(what: impl Into<String>, error: &dyn Error) -> Self {
        let mut failure = Self::new(what);
        failure.cause(Some(error));
        failure
    }

    /// Says that the findings say all.
    pub fn found(findings: Vec<Finding>) -> Self {
        Self { what: None, causes: Vec::new(), hint: None, findings, code: Code::Mend }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Takes an error and its sources in, leaving out what was said already.
    fn cause(&mut self, mut error: Option<&dyn Error>) {
        while let Some(cause) = error {
            let text = cause.to_string();
            let said = self.what.iter().chain(&self.causes).any(|before| before.contains(&text));
            if !said {
                self.causes.push(text);
            }
            error = cause.source();
        }
    }
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut failure = Self::new(error.to_string());
        failure.cause(error.source());
        failure
    }
}
