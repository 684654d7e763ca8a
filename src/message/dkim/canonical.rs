//! The relaxed canonical forms (RFC 6376 sections 3.4.2 and 3.4.4).

use memchr::{memchr, memmem};

/// A header field.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field<'a> {
    name: &'a [u8],
    /// What stands after the colon, folds included, without the last line end.
    pub value: &'a [u8],
}

impl Field<'_> {
    /// Has it this name, in lower case?
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// Splits a message into its fields and its body.
pub(super) fn split(message: &[u8]) -> (Vec<Field<'_>>, &[u8]) {
    let mut fields = Vec::new();
    let mut rest = message;
    while !rest.is_empty() {
        if let Some(body) = rest.strip_prefix(b"\r\n") {
            return (fields, body);
        }
        let (field, more) = rest.split_at(field_end(rest));
        if let Some(colon) = field.iter().position(|byte| *byte == b':') {
            let (name, value) = field.split_at(colon);
            let value = value.get(1..).unwrap_or_default();
            fields.push(Field { name, value: value.strip_suffix(b"\r\n").unwrap_or(value) });
        }
        rest = more;
    }
    (fields, &[])
}

/// Finds where the first field ends: at a line end that no blank follows.
fn field_end(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(line) = text.get(at..).and_then(|rest| rest.iter().position(|b| *b == b'\n')) {
        at += line + 1;
        if !matches!(text.get(at), Some(b' ' | b'\t')) {
            return at;
        }
    }
    text.len()
}

/// Appends a field in canonical form, without its line end.
pub(super) fn field(out: &mut Vec<u8>, name: &str, value: &[u8]) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let mut gap = false;
    let start = out.len();
    for byte in value {
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => gap = true,
            _ => {
                if gap && out.len() > start {
                    out.push(b' ');
                }
                gap = false;
                out.push(*byte);
            }
        }
    }
}

/// Gives a body in canonical form, in as few pieces as may be: most lines are in it as they stand, and
/// a hash takes many of them at once much faster than word by word.
pub(super) fn body(body: &[u8], mut take: impl FnMut(&[u8])) {
    let run_of_blanks = memmem::Finder::new(b"  ");
    let mut empty = 0_usize;
    let mut rest = body;
    while !rest.is_empty() {
        let (same, more) = rest.split_at(canonical(rest, &run_of_blanks));
        if !same.is_empty() {
            line_ends(&mut empty, &mut take);
            take(same);
        }
        let (line, more) = more.split_at(line_end(more));
        rest = more;
        let line = trimmed(line);
        if line.is_empty() {
            // Empty lines count only where something follows.
            empty += 1;
        } else {
            line_ends(&mut empty, &mut take);
            squeeze(line, &mut take);
            take(b"\r\n");
        }
    }
}

/// Gives the empty lines that something follows.
fn line_ends(empty: &mut usize, take: &mut impl FnMut(&[u8])) {
    for _ in 0..std::mem::take(empty) {
        take(b"\r\n");
    }
}

/// Finds how many octets of whole lines are canonical as they stand.
fn canonical(text: &[u8], run_of_blanks: &memmem::Finder<'_>) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let (line, _) = rest.split_at(line_end(rest));
        let is_canonical = line.strip_suffix(b"\r\n").is_some_and(|words| {
            trimmed(words).len() == words.len()
                && !words.is_empty()
                && memchr(b'\t', words).is_none()
                && run_of_blanks.find(words).is_none()
        });
        if !is_canonical {
            break;
        }
        at += line.len();
    }
    at
}

/// Finds where the first line ends, its line end included.
fn line_end(text: &[u8]) -> usize {
    memchr(b'\n', text).map_or(text.len(), |at| at + 1)
}

fn trimmed(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
    end.and_then(|end| line.get(..=end)).unwrap_or_default()
}

/// Gives a line with every run of blanks as one space.
fn squeeze(line: &[u8], take: &mut impl FnMut(&[u8])) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let mut rest = line;
    while let Some(at) = rest.iter().position(is_blank) {
        let (word, blanks) = rest.split_at(at);
        let long = blanks.iter().position(|byte| !is_blank(byte)).unwrap_or(blanks.len());
        take(word);
        take(b" ");
        rest = blanks.get(long..).unwrap_or_default();
    }
    take(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn relaxed(text: &str) -> String {
        let mut out = Vec::new();
        body(text.as_bytes(), |piece| out.extend_from_slice(piece));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_body_is_squeezed_as_the_standard_shows() {
        // The example of RFC 6376 section 3.4.5.
        assert_eq!(relaxed(" C \r\nD \t E\r\n\r\n\r\n"), " C\r\nD E\r\n");
        assert_eq!(relaxed("\r\n\r\n"), "");
        assert_eq!(relaxed(""), "");
        assert_eq!(relaxed("no line end"), "no line end\r\n");
        assert_eq!(relaxed("\ta\tb  c\r\n\r\nd\r\n"), " a b c\r\n\r\nd\r\n");
    }

    /// The same, word by word.
    fn word_by_word(text: &str) -> String {
        let words = |line: &str| {
            let line = line.trim_end_matches([' ', '\t', '\r']).replace('\t', " ");
            let mut words: Vec<&str> = line.split(' ').collect();
            let mut at = 0;
            // What stands between two blanks is nothing, except before the first word.
            words.retain(|word| {
                at += 1;
                at == 1 || !word.is_empty()
            });
            words.join(" ")
        };
        let lines: Vec<String> = text.split('\n').map(words).collect();
        let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        lines[..end].iter().flat_map(|line| [line, "\r\n"]).collect()
    }

    proptest! {
        #[test]
        fn a_body_in_few_pieces_is_the_one_word_by_word(
            lines in proptest::collection::vec("[a\t\r ]{0,4}(\r\n|\n|a\r\n)", 0..12)
        ) {
            let text = lines.concat();
            prop_assert_eq!(relaxed(&text), word_by_word(&text));
        }
    }

    #[test]
    fn lines_that_are_canonical_are_given_together() {
        let mut pieces = 0;
        body("one line and\r\nanother\r\n".repeat(100).as_bytes(), |_| pieces += 1);
        assert_eq!(pieces, 1);
    }

    #[test]
    fn a_field_is_squeezed_as_the_standard_shows() {
        let (fields, rest) = split(b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\nbody\r\n");
        assert_eq!(rest, b"body\r\n");
        let values: Vec<String> = fields
            .iter()
            .map(|one| {
                let mut out = Vec::new();
                field(&mut out, "x", one.value);
                String::from_utf8(out).unwrap()
            })
            .collect();
        assert_eq!(values, ["x:X", "x:Y Z"]);
    }
}
