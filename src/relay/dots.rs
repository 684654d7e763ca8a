//! A message's content on the wire: dots doubled, its end held back.

use std::borrow::Cow;

/// What ends a content: the end of its last line, and the final dot (RFC 5321 section 4.1.1.4).
pub(super) const END: &str = "\r\n.\r\n";

/// The content up to, and without, the end of its last line; a dot that begins a line is doubled
/// (RFC 5321 section 4.5.2).
pub(super) fn doubled(content: &[u8]) -> Cow<'_, [u8]> {
    let content = content.strip_suffix(b"\r\n").unwrap_or(content);
    let mut doubled = Vec::new();
    let mut rest = content;
    while let Some(at) = dot(rest, rest.len() == content.len()) {
        let (before, from_dot) = rest.split_at(at);
        doubled.reserve(content.len() + 64);
        doubled.extend_from_slice(before);
        doubled.extend_from_slice(b"..");
        rest = from_dot.get(1..).unwrap_or_default();
    }
    if doubled.is_empty() {
        return Cow::Borrowed(content);
    }
    doubled.extend_from_slice(rest);
    Cow::Owned(doubled)
}

/// Finds the next dot that begins a line.
fn dot(octets: &[u8], is_first: bool) -> Option<usize> {
    if is_first && octets.first() == Some(&b'.') {
        return Some(0);
    }
    octets.windows(3).position(|three| three == b"\r\n.").map(|at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_that_begins_a_line_is_doubled_and_no_other() {
        for (content, wire) in [
            (&b""[..], &b""[..]),
            (b"\r\n", b""),
            (b"one\r\n", b"one"),
            (b"one", b"one"),
            (b".", b".."),
            (b"..\r\n", b"..."),
            (b".one\r\n..\r\n.\r\n", b"..one\r\n...\r\n.."),
            (b"a.b\r\n\r\n.\r\n\r\n", b"a.b\r\n\r\n..\r\n"),
            (b"a\n.b\r\n", b"a\n.b"),
        ] {
            assert_eq!(&*doubled(content), wire, "{:?}", String::from_utf8_lossy(content));
        }
    }
}
