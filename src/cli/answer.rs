//! What a verb has to say when it is done; the printer says it, as text or as JSON.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::finding::Finding;

/// An exit code; scripts rely on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Code {
    /// All done.
    #[default]
    Done = 0,
    /// Something the user can mend.
    Mend = 1,
    /// Wrong usage.
    Usage = 2,
    /// Sent, but some readers were deferred, rejected or in doubt.
    Partly = 3,
}

/// Something in the way, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// What is in the way.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Does it end the program with 1?
    pub grave: bool,
}

/// What a verb has to say.
#[derive(Debug, Default)]
pub struct Answer {
    /// How the program ends.
    pub code: Code,
    /// Mistakes found on the way.
    pub findings: Vec<Finding>,
    /// What was asked for: printed even when quiet.
    pub product: Vec<String>,
    /// What was done, in sentences.
    pub said: Vec<String>,
    /// What is in the way, the gravest last.
    pub troubles: Vec<Trouble>,
    /// What to open or do next.
    pub next: Vec<String>,
    /// The same for machines.
    pub facts: Map<String, Value>,
    /// The verb wrote all there is to say itself, because it was too long to hold.
    pub streamed: bool,
}

impl Answer {
    /// Starts with mistakes found on the way.
    pub fn with(findings: Vec<Finding>) -> Self {
        Self { findings, ..Self::default() }
    }

    /// Adds a line of what was asked for.
    pub fn line(&mut self, line: impl Into<String>) {
        self.product.push(line.into());
    }

    /// Adds a sentence on what was done.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.said.push(sentence.into());
    }

    /// Adds what to open or do next.
    pub fn next(&mut self, sentence: impl Into<String>) {
        self.next.push(sentence.into());
    }

    /// Adds a value for machines.
    pub fn fact(&mut self, name: &str, value: impl Serialize) {
        // The values given here are plain data; none of them can fail to become JSON.
        self.facts.insert(name.to_owned(), serde_json::to_value(value).unwrap_or_default());
    }

    /// Ends with 1 if there is an error among the findings.
    pub fn mend_errors(mut self) -> Self {
        if self.code == Code::Done && self.findings.iter().any(Finding::is_error) {
            self.code = Code::Mend;
        }
        self
    }
}
