//! Records of a CSV file (RFC 4180), one by one; what may hide another record is told, not read.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};

use ::csv::ByteRecord;

/// How long a record may be that goes over line ends.
const MOST: usize = 64 * 1024;
/// Over how many line ends it may go.
const MOST_LINES: usize = 1_000;

/// The records of a file whose lines all end with `\n`.
///
/// A quoted field may go over line ends, but never over a line with an `@`: a stray quote would
/// hide the people on the lines after it, those who left among them. Where that would be so,
/// reading resumes at the line after the one where the record began.
pub(super) struct Records<R> {
    from: BufReader<R>,
    separator: u8,
    /// Lines that were read and given back.
    ahead: VecDeque<Vec<u8>>,
    /// How many lines came before the next one.
    passed: u32,
    field: Vec<u8>,
}

/// What was read.
pub(super) enum Found {
    /// A record that begins on this line; not certain, if it stands where a quote was left open.
    Record { line: u32, is_certain: bool },
    /// A mistake on this line, after which reading resumes.
    Flaw { line: u32, what: &'static str },
}

/// Why octets are no record, with how many came before it.
enum Flaw {
    /// A quote is open at the end.
    Open(usize),
    /// Something stands behind the quote that ends a field.
    Behind(usize),
}

impl<R: Read> Records<R> {
    pub(super) fn of(from: R, separator: u8) -> Self {
        let (from, ahead, field) = (BufReader::new(from), VecDeque::new(), Vec::new());
        Self { from, separator, ahead, passed: 0, field }
    }

    /// Reads the next record; none at the end.
    pub(super) fn read(&mut self, into: &mut ByteRecord) -> io::Result<Option<Found>> {
        loop {
            let is_certain = self.ahead.is_empty();
            let text = self.line()?;
            if text.is_empty() {
                return Ok(None);
            }
            self.passed = self.passed.saturating_add(1);
            // The rest of a field that was told already; whoever stands on a line has an `@`.
            if is_certain || text.contains(&b'@') {
                return self.record(text, is_certain, into).map(Some);
            }
        }
    }

    fn record(
        &mut self,
        mut text: Vec<u8>,
        is_certain: bool,
        into: &mut ByteRecord,
    ) -> io::Result<Found> {
        let line = self.passed;
        let mut more = Vec::new();
        loop {
            let (before, what) = match self.split(&text, into) {
                Ok(()) => {
                    self.passed = line.saturating_add(count(more.len()));
                    return Ok(Found::Record { line, is_certain });
                }
                Err(Flaw::Behind(before)) => (
                    before,
                    "there is something between the quote that ends a field and the next column",
                ),
                Err(Flaw::Open(before)) => {
                    let next = self.line()?;
                    let is_short = text.len() < MOST && more.len() < MOST_LINES;
                    if is_short && !next.is_empty() && !next.contains(&b'@') {
                        text.extend(&next);
                        more.push(next);
                        continue;
                    }
                    self.ahead.push_front(next);
                    (
                        before,
                        "a quote opens here and does not end before the next line with an address",
                    )
                }
            };
            more.into_iter().rev().for_each(|line| self.ahead.push_front(line));
            let ends = text.iter().take(before).filter(|octet| **octet == b'\n').count();
            return Ok(Found::Flaw { line: line.saturating_add(count(ends)), what });
        }
    }

    /// Takes the next line with its end; nothing at the end of the file.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(line);
        }
        let mut line = Vec::new();
        self.from.read_until(b'\n', &mut line)?;
        if self.passed == 0 && line.starts_with(b"\xef\xbb\xbf") {
            line.drain(..3);
        }
        Ok(line)
    }

    /// Splits a record into its fields.
    fn split(&mut self, text: &[u8], into: &mut ByteRecord) -> Result<(), Flaw> {
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let mut rest = text;
        into.clear();
        loop {
            let before = text.len() - rest.len();
            let after = if let Some(quoted) = rest.strip_prefix(b"\"") {
                let after = unquote(quoted, &mut self.field).ok_or(Flaw::Open(before))?;
                into.push_field(&self.field);
                after
            } else {
                let end = rest.iter().position(|octet| *octet == self.separator);
                let (plain, after) = rest.split_at(end.unwrap_or(rest.len()));
                into.push_field(plain);
                after
            };
            match after.split_first() {
                None => return Ok(()),
                Some((octet, next)) if *octet == self.separator => rest = next,
                Some(_) => return Err(Flaw::Behind(before)),
            }
        }
    }
}

/// Takes a field whose first quote is gone, and gives what comes after its last one.
fn unquote<'t>(mut rest: &'t [u8], field: &mut Vec<u8>) -> Option<&'t [u8]> {
    field.clear();
    loop {
        let (part, quote) = rest.split_at(rest.iter().position(|octet| *octet == b'"')?);
        field.extend(part);
        match quote.strip_prefix(b"\"\"") {
            Some(next) => {
                field.push(b'"');
                rest = next;
            }
            None => return quote.strip_prefix(b"\""),
        }
    }
}

fn count(lines: usize) -> u32 {
    u32::try_from(lines).unwrap_or(u32::MAX)
}
