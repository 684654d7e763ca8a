//! What any relay must be able to carry (RFC 5321, RFC 5322).

use super::{Fault, Part, error};

/// At this size a message is in error; Gmail cuts off what comes after 102 KB.
const TOO_LARGE: usize = 100_000;
/// The most octets of a line, without its CRLF (RFC 5322 section 2.1.1).
const LINE: usize = 998;

pub(super) fn check(bytes: &[u8], faults: &mut Vec<Fault>) {
    let mut wrong = |what: String, hint: &str| faults.push(error(Part::Head, "", what, hint));
    if bytes.len() >= TOO_LARGE {
        let what = format!("the message has {} bytes; from 100,000 on it is cut off", bytes.len());
        wrong(what, "lower `max_articles` of the newsletter, or make the template smaller");
    }
    if bytes.contains(&0) {
        wrong("the message holds a NUL character".into(), "remove it where it was written");
    }
    if has_bare_end(bytes) {
        wrong("the message holds a bare CR or LF".into(), "every line must end in CR LF");
    }
    let mut head = true;
    for (number, line) in (1..).zip(lines(bytes)) {
        head &= !line.is_empty();
        if line.len() > LINE {
            let what = format!("line {number} of the message has {} octets", line.len());
            wrong(what, "998 are allowed");
        }
        if !head && !line.is_ascii() {
            wrong(format!("line {number} of the message is not 7-bit"), "it must be encoded");
        }
    }
}

fn has_bare_end(bytes: &[u8]) -> bool {
    let mut before = 0;
    let mut bare = false;
    for byte in bytes {
        bare |= (*byte == b'\n') != (before == b'\r');
        before = *byte;
    }
    bare || before == b'\r'
}

/// Gives the lines of a message, without their ends.
pub(super) fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}
