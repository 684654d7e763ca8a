//! Subscribers in a CSV file (RFC 4180) with a header, as spreadsheets and other tools write it.

mod columns;
mod lines;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use ::csv::{ByteRecord, Reader, ReaderBuilder};

use super::Row;
use crate::address::Address;
use crate::finding::Finding;
use columns::Columns;
use lines::Lines;

/// How many mistakes are told one by one.
const TOLD: usize = 100;
/// How far the separator is looked for.
const PEEK: usize = 64 * 1024;

/// The rows of a file, one by one, however long it is; its mistakes are kept until the end.
///
/// Commas, semicolons and tabs separate; quotes, either line end and a byte order mark are
/// understood. Columns that are not known are left out of account.
pub struct Rows<R> {
    file: PathBuf,
    reader: Reader<R>,
    columns: Columns,
    record: ByteRecord,
    findings: Vec<Finding>,
    bad: usize,
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
pub fn read<R: Read>(from: R, name: &Path) -> Result<Rows<impl Read + use<R>>, Finding> {
    let mut from = BufReader::with_capacity(PEEK, from);
    let start = from.fill_buf().map_err(|error| cannot_read(name, &error))?;
    if matches!(start, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Err(not_utf8(name, 1, "this file is UTF-16"));
    }
    let separator = separator(start);
    let mut reader =
        ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(Lines::of(from));
    let header = reader.byte_headers().map_err(|error| broken(name, &error))?;
    let columns = Columns::of(header).map_err(|finding| finding.file(name).line(1))?;
    let (file, record) = (name.to_owned(), ByteRecord::new());
    Ok(Rows { file, reader, columns, record, findings: Vec::new(), bad: 0 })
}

impl<R> Rows<R> {
    /// Gives the mistakes found so far: the first hundred one by one, the others as a number.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        let mut findings = self.findings;
        if self.bad > TOLD {
            let more = self.bad - TOLD;
            findings.push(Finding::error(format!("{more} more lines are wrong")).file(&self.file));
        }
        findings
    }

    fn note(&mut self, finding: Finding) {
        self.bad += 1;
        if self.bad <= TOLD {
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
        let name = self.columns.name(field)?;
        let standing = columns::standing(field(self.columns.standing)?).map_err(told)?;
        Ok(Row { address, name, standing })
    }
}

impl<R: Read> Rows<R> {
    /// Gives the line where the record at hand begins. The reader itself tells where the lines before
    /// it ended, empty ones left out.
    fn line(&self) -> u64 {
        let ends = self.record.as_slice().iter().map(|octet| u64::from(*octet == b'\n'));
        self.reader.position().line().saturating_sub(ends.sum::<u64>() + 1)
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    let finding = broken(&self.file, &error);
                    self.note(finding);
                    return None;
                }
            }
            if self.record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            match self.row(u32::try_from(self.line()).unwrap_or(u32::MAX)) {
                Ok(row) => return Some(row),
                Err(finding) => self.note(finding),
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

fn broken(file: &Path, error: &::csv::Error) -> Finding {
    let line = error.position().map_or(0, ::csv::Position::line);
    let finding = Finding::error(format!("the file cannot be read on: {error}")).file(file);
    if line > 0 { finding.line(u32::try_from(line).unwrap_or(u32::MAX)) } else { finding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subscriber::Standing;

    fn take(text: impl AsRef<[u8]>) -> (Vec<Row>, Vec<Finding>) {
        let octets = text.as_ref().to_vec();
        match read(std::io::Cursor::new(octets), Path::new("readers.csv")) {
            Err(finding) => (Vec::new(), vec![finding]),
            Ok(mut rows) => (rows.by_ref().collect(), rows.into_findings()),
        }
    }

    fn addresses(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.address.as_str()).collect()
    }

    #[test]
    fn the_usual_headers_are_understood() {
        for header in ["email", "Address", "E-Mail", "Email Address", " e_mail ", "\"Mail\""] {
            let (rows, findings) = take(format!("name,{header}\nAna,ana@a.example\n"));
            assert_eq!(addresses(&rows), ["ana@a.example"], "{header}: {findings:?}");
            assert_eq!(rows[0].name.as_deref(), Some("Ana"));
        }
    }

    #[test]
    fn a_byte_order_mark_semicolons_quotes_and_crlf_are_understood() {
        let text = "\u{feff}e-mail;name\r\nana@a.example;\"Ana; the \"\"first\"\"\"\r\n\r\n;\r\nbo@b.example;\r\n";
        let (rows, findings) = take(text);
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(addresses(&rows), ["ana@a.example", "bo@b.example"]);
        assert_eq!(rows[0].name.as_deref(), Some("Ana; the \"first\""));
        assert_eq!(rows[1].name, None);
    }

    #[test]
    fn a_first_and_a_last_name_make_one() {
        let (rows, _) = take("Email,First Name,Last Name\na@a.example,Ana,Lima\nb@b.example,,Bo\n");
        let names: Vec<_> = rows.iter().map(|row| row.name.as_deref()).collect();
        assert_eq!(names, [Some("Ana Lima"), Some("Bo")]);
    }

    #[test]
    fn the_words_of_other_tools_for_a_state_are_understood() {
        use Standing::{Bounced, Complained, Confirmed, Pending, Unsubscribed};
        let text = "email,status\na@a.example,Subscribed\nb@a.example,\nc@a.example,unconfirmed\n\
            d@a.example,cleaned\ne@a.example,unsubscribed\nf@a.example,spam\n";
        let standings: Vec<_> = take(text).0.iter().map(|row| row.standing).collect();
        assert_eq!(standings, [Confirmed, Confirmed, Pending, Bounced, Unsubscribed, Complained]);
    }

    #[test]
    fn every_bad_line_is_told_with_its_number_and_the_good_ones_are_taken() {
        let mut text = b"email,name,status\nana@a.example,Ana,\nnonsense,,\n".to_vec();
        text.extend(b"jos\xe9@a.example,,\nbo@a.example,Jos\xe9,\ncy@a.example,,asleep\n");
        text.extend(b"dee@a.example,\"two\nlines\",\n@,,\n");
        let (rows, findings) = take(&text);
        assert_eq!(addresses(&rows), ["ana@a.example", "dee@a.example"]);
        assert_eq!(rows[1].name.as_deref(), Some("two lines"));
        let lines: Vec<_> = findings.iter().filter_map(|finding| finding.line).collect();
        assert_eq!(lines, [3, 4, 5, 6, 9]);
        let told: String = findings.iter().map(ToString::to_string).collect();
        for word in ["not UTF-8", "`asleep`", "readers.csv:9", "hint"] {
            assert!(told.contains(word), "{word} is not in {told}");
        }
    }

    #[test]
    fn lines_are_counted_alike_with_every_line_end() {
        let text = "email,status\na@a.example,\n\nb@a.example,asleep\n\"c\nd\"@a.example,\n@,\n";
        for end in ["\n", "\r\n", "\r"] {
            let (_, findings) = take(text.replace('\n', end));
            let lines: Vec<_> = findings.iter().filter_map(|finding| finding.line).collect();
            assert_eq!(lines, [4, 5, 7], "{end:?}");
        }
    }

    #[test]
    fn a_file_without_a_header_is_told_so() {
        for text in ["ana@a.example,Ana\nbo@b.example,Bo\n", "name,town\nAna,Lisbon\n", ""] {
            let (rows, findings) = take(text);
            assert!(rows.is_empty());
            let told = findings[0].to_string();
            assert!(told.contains("readers.csv:1: error") && told.contains("hint"), "{told}");
        }
    }

    #[test]
    fn thousands_of_bad_lines_are_counted_and_not_all_told() {
        let text = format!("email\n{}", "nonsense\n".repeat(5_000));
        let (_, findings) = take(text);
        assert_eq!(findings.len(), 101);
        assert!(findings[100].what.contains("4900 more"), "{}", findings[100].what);
    }

    #[test]
    fn utf_16_is_refused_with_a_hint() {
        let (_, findings) = take([0xff, 0xfe, b'e', 0, b'm', 0]);
        assert!(findings[0].to_string().contains("save the file as UTF-8"));
    }
}
