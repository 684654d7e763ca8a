//! Prints a list too long to hold, as lines or as one JSON document.

use std::io::{ErrorKind, Write, stdout};

use serde_json::Value;

use super::super::answer::Answer;
use super::super::failure::Failure;

/// A list under way to standard output.
pub struct Stream {
    json: bool,
    buffer: String,
    first: bool,
}

impl Stream {
    /// Starts the list a verb answers with.
    pub fn new(json: bool, verb: &str) -> Self {
        let head = format!("{{\n  \"command\": \"{verb}\",\n  \"code\": 0,\n  \"{verb}\": [");
        Self { json, buffer: if json { head } else { String::new() }, first: true }
    }

    /// Adds an item in the form that is wanted.
    pub fn item(&mut self, line: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
        if self.json {
            self.buffer.push_str(if self.first { "\n    " } else { ",\n    " });
            self.buffer.push_str(&value().to_string());
        } else {
            self.buffer.push_str(&line());
            self.buffer.push('\n');
        }
        self.first = false;
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
