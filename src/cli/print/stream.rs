//! Prints a list too long to hold, as lines or as one JSON document.

use std::io::{ErrorKind, Write, stdout};

use serde_json::Value;

use super::super::answer::{Answer, Code};
use super::super::failure::Failure;
use super::{opening, text};

/// A list under way to standard output.
pub struct Stream {
    json: bool,
    buffer: String,
    first: bool,
}

impl Stream {
    /// Starts the list a verb answers with.
    pub fn new(json: bool, verb: &str) -> Self {
        Self::after(Answer::default(), json, verb, verb)
    }

    /// Starts a list that stands below what is known of the whole.
    pub fn after(whole: Answer, json: bool, verb: &str, list: &str) -> Self {
        let mut buffer = text(&whole.product);
        if json {
            buffer = format!("{:#}", Value::Object(opening(verb, Code::Done, whole.facts)));
            // The list is one more member.
            let open = buffer.strip_suffix("\n}").unwrap_or(&buffer);
            buffer = format!("{open},\n  \"{list}\": [");
        }
        Self { json, buffer, first: true }
    }

    /// Adds an item in the form that is wanted.
    pub fn item(&mut self, line: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
        if self.json {
            self.value(&value());
        } else {
            self.lines([line()]);
        }
    }

    /// Adds an item for machines.
    pub fn value(&mut self, value: &Value) {
        self.buffer.push_str(if self.first { "\n    " } else { ",\n    " });
        self.buffer.push_str(&value.to_string());
        self.first = false;
    }

    /// Adds lines for people.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = String>) {
        for line in lines {
            self.buffer.push_str(&line);
            self.buffer.push('\n');
        }
    }

    /// Writes what was added; says whether anybody still reads.
    pub fn flush(&mut self) -> Result<bool, Failure> {
        let mut stdout = stdout().lock();
        let written = stdout.write_all(self.buffer.as_bytes()).and_then(|()| stdout.flush());
        self.buffer.clear();
        match written {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Failure::because("cannot write to standard output", &error)),
        }
    }

    /// Ends the list.
    pub fn end(mut self) -> Result<Answer, Failure> {
        if self.json {
            self.buffer.push_str("\n  ],\n  \"findings\": []\n}\n");
        }
        self.flush()?;
        Ok(Answer { streamed: true, ..Answer::default() })
    }
}
