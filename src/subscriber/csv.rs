//! Subscribers in a CSV file (RFC 4180) with a header, as spreadsheets and other tools write it.

mod columns;
mod lines;
mod records;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use ::csv::ByteRecord;

use super::Row;
use crate::address::Address;
use crate::config::{Config, Newsletter};
use crate::finding::{Finding, Severity};
use columns::Columns;
use lines::Lines;
use records::{Found, Records};

/// How many mistakes are told one by one.
const TOLD: usize = 100;
/// How far the separator is looked for.
const PEEK: usize = 64 * 1024;
/// What to do about a quote.
const QUOTES: &str = "a field in quotes ends with a quote, on the same line if a line after it has \
    an `@`; a quote within it is written twice";

/// The rows of a file, one by one, however long it is; its mistakes are kept until the end.
///
/// Commas, semicolons and tabs separate; quotes, either line end and a byte order mark are
/// understood. Columns that are not known are left out of account. A quote left open hides nobody:
/// it is a mistake of its line, and the lines after it are read.
pub struct Rows<R> {
    file: PathBuf,
    records: Records<Lines<BufReader<R>>>,
    columns: Columns,
    record: ByteRecord,
    findings: Vec<Finding>,
    bad: usize,
    odd: usize,
}

/// Opens the file of readers that a newsletter names, if it names one.
///
/// # Errors
/// As [`open`]; where there is no such file, the configuration's line is to blame.
#[must_use]
pub fn of(
    newsletter: &Newsletter,
    config: &Config,
) -> Option<Result<Rows<impl Read + use<>>, Finding>> {
    let file = newsletter.subscribers.as_deref()?;
    let blamed = |finding: Finding| {
        if file.is_file() {
            return finding;
        }
        let what = format!("`subscribers` names a file that is not there: {}", file.display());
        let hint = "write the file, with a header such as `email,name`, or leave `subscribers` out";
        let key = format!("newsletters.{}.subscribers", newsletter.name);
        config.place(&key, Finding::error(what).hint(hint))
    };
    Some(open(file).map_err(blamed))
}

/// Opens a CSV file.
///
/// # Errors
/// When it cannot be read, is in no encoding that is understood, or has no header with a column of
/// addresses.
pub fn open(file: &Path) -> Result<Rows<impl Read + use<>>, Finding> {
    let opened = File::open(file).map_err(|error| cannot_read(file, &error))?;
    read(opened, file)
}

/// Reads CSV from anywhere; `name` stands for it in findings.
///
/// # Errors
/// As [`open`].
pub fn read<R: Read>(from: R, name: &Path) -> Result<Rows<R>, Finding> {
    let mut from = BufReader::with_capacity(PEEK, from);
    let start = from.fill_buf().map_err(|error| cannot_read(name, &error))?;
    if matches!(start, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(not_utf8(name, 1, "this file is UTF-16"));
    }
    let separator = separator(start);
    let mut records = Records::of(Lines::of(from), separator);
    let mut record = ByteRecord::new();
    let columns = header(&mut records, &mut record, name)?;
    let (file, findings) = (name.to_owned(), Vec::new());
    Ok(Rows { file, records, columns, record, findings, bad: 0, odd: 0 })
}

/// Reads the names of the columns.
fn header<R: Read>(
    records: &mut Records<R>,
    record: &mut ByteRecord,
    name: &Path,
) -> Result<Columns, Finding> {
    loop {
        match records.read(record).map_err(|error| cannot_read(name, &error))? {
            Some(Found::Flaw { line, what }) => return Err(flaw(name, line, what)),
            // Empty lines before it.
            Some(Found::Record { .. }) if record.iter().all(<[u8]>::is_empty) => {}
            Some(Found::Record { line, .. }) => {
                return Columns::of(record).map_err(|finding| finding.file(name).line(line));
            }
            None => {
                record.clear();
                return Columns::of(record).map_err(|finding| finding.file(name).line(1));
            }
        }
    }
}

impl<R> Rows<R> {
    /// Gives the mistakes found so far: the first hundred one by one, the others as a number.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings;
        let mut more = |count: usize, finding: fn(String) -> Finding, what: &str| {
            if let Some(more) = count.checked_sub(TOLD).filter(|more| *more > 0) {
                findings.push(finding(format!("{more} more {what}")).file(&self.file));
            }
        };
        more(self.bad, Finding::error, "lines are wrong");
        more(self.odd, Finding::warning, "names are not UTF-8");
        findings
    }

    fn note(&mut self, finding: Finding) {
        let count = if finding.is_error() { &mut self.bad } else { &mut self.odd };
        *count += 1;
        if *count <= TOLD {
            self.findings.push(finding);
        }
    }

    /// Reads the record at hand.
    fn row(&self, line: u32) -> Result<Row, Finding> {
        let told = |finding: Finding| finding.file(&self.file).line(line);
        let field = |at: Option<usize>| {
            let octets = at.and_then(|at| self.record.get(at)).unwrap_or_default();
            let text = std::str::from_utf8(octets);
            text.map_err(|_| not_utf8(&self.file, line, "this line is not UTF-8"))
        };
        let address = Address::parse(field(Some(self.columns.address))?).map_err(|error| {
            told(Finding::error(error.to_string()).hint("mend the address, or drop the line"))
        })?;
        let standing = columns::standing(field(self.columns.standing)?).map_err(told)?;
        Ok(Row { address, name: self.columns.name(&self.record), standing })
    }

    /// Takes the record at hand, or notes what is wrong with it.
    fn take(&mut self, line: u32, is_certain: bool) -> Option<Row> {
        if self.record.iter().all(<[u8]>::is_empty) {
            return None;
        }
        let (has, wants) = (self.record.len(), self.columns.count);
        if !is_certain && has != wants {
            // The columns of what may be the rest of a field are anyone's guess.
            let what = format!("this line has {has} columns and the header has {wants}");
            self.note(Finding::error(what).file(&self.file).line(line).hint(QUOTES));
            return None;
        }
        match self.row(line) {
            Ok(row) => {
                if !self.columns.is_name_utf8(&self.record) {
                    let what = "this name is not UTF-8; it was read as Latin-1";
                    self.note(odd_name(not_utf8(&self.file, line, what)));
                }
                Some(row)
            }
            Err(finding) => {
                self.note(finding);
                None
            }
        }
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            match self.records.read(&mut self.record) {
                Ok(Some(Found::Record { line, is_certain })) => {
                    if let Some(row) = self.take(line, is_certain) {
                        return Some(row);
                    }
                }
                Ok(Some(Found::Flaw { line, what })) => self.note(flaw(&self.file, line, what)),
                Ok(None) => return None,
                Err(error) => {
                    let what = format!("the file cannot be read on: {error}");
                    self.note(Finding::error(what).file(&self.file));
                    return None;
                }
            }
        }
    }
}

/// Finds the character that separates the columns: the most frequent in the first line, quoted
/// text aside.
fn separator(start: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for octet in start.iter().take_while(|octet| !matches!(octet, b'\n' | b'\r')) {
        is_quoted ^= *octet == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!is_quoted && separator == octet);
        }
    }
    // The last of equals wins: the comma, where there is none of them.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

fn cannot_read(file: &Path, error: &std::io::Error) -> Finding {
    Finding::error(format!("cannot read the subscribers: {error}")).file(file)
}

fn not_utf8(file: &Path, line: u32, what: &str) -> Finding {
    let hint = "save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")";
    Finding::error(what).file(file).line(line).hint(hint)
}

fn flaw(file: &Path, line: u32, what: &str) -> Finding {
    Finding::error(what).file(file).line(line).hint(QUOTES)
}

fn odd_name(finding: Finding) -> Finding {
    Finding { severity: Severity::Warning, ..finding }
}

#[cfg(test)]
mod tests;
