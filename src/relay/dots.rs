//! A message's content on the wire: dots doubled, its end held back.

use std::borrow::Cow;

use memchr::memmem;

/// What ends a content: the end of its last line, and the final dot (RFC 5321 section 4.1.1.4).
pub(super) const END: &str = "\r\n.\r\n";

/// The content up to, and without, the end of its last line; a dot that begins a line is doubled
/// (RFC 5321 section 4.5.2).
pub(super) fn doubled(content: &[u8]) -> Cow<'_, [u8]> {
    let content = content.strip_suffix(b"\r\n").unwrap_or(content);
    let first = content.starts_with(b".").then_some(0);
    let later = memmem::find_iter(content, b"\r\n.").map(|at| at + 2);
    let mut dots = first.into_iter().chain(later).peekable();
    if dots.peek().is_none() {
        return Cow::Borrowed(content);
    }
    let mut doubled = Vec::with_capacity(content.len() + 64);
    let mut from = 0;
    for dot in dots {
        doubled.extend_from_slice(content.get(from..dot).unwrap_or_default());
        doubled.push(b'.');
        from = dot;
    }
    doubled.extend_from_slice(content.get(from..).unwrap_or_default());
    Cow::Owned(doubled)
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
