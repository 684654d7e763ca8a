//! Replies as lettre can read them: a letter in another alphabet is no reason to forget a reader.

use std::collections::VecDeque;

/// The longest line that is held back to look at it.
const MOST: usize = 8 * 1024;

/// Makes a relay's reply lines digestible as they stream through.
///
/// A code alone is a whole reply line (RFC 5321 section 4.2: the text is optional), and servers write
/// their text in whatever alphabet they like; lettre wants a space after the code, and UTF-8. The
/// code itself stays as it is.
#[derive(Default)]
pub(super) struct Digest {
    /// A line that has not ended.
    line: Vec<u8>,
    /// What was digested and not yet taken.
    ready: VecDeque<u8>,
}

impl Digest {
    /// Takes what came over the wire.
    pub(super) fn feed(&mut self, octets: &[u8]) {
        for octet in octets {
            self.line.push(*octet);
            if *octet == b'\n' || self.line.len() == MOST {
                self.end();
            }
        }
    }

    /// Takes the line at hand as it is: nothing more comes.
    pub(super) fn end(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if let [a, b, c, b'\r', b'\n'] = line[..]
            && [a, b, c].iter().all(u8::is_ascii_digit)
        {
            line.insert(3, b' ');
        }
        if std::str::from_utf8(&line).is_err() {
            // Latin-1, which any octets are.
            line = line.iter().map(|octet| char::from(*octet)).collect::<String>().into_bytes();
        }
        self.ready.extend(line);
    }

    /// Gives what can be taken, as far as it is in one piece.
    pub(super) fn ready(&self) -> &[u8] {
        self.ready.as_slices().0
    }

    /// Is there nothing that was not taken, not even a line that has not ended?
    pub(super) fn is_empty(&self) -> bool {
        self.line.is_empty() && self.ready.is_empty()
    }

    /// Gives the text of what was not taken.
    pub(super) fn unread(&self) -> String {
        let octets: Vec<u8> = self.ready.iter().chain(&self.line).copied().collect();
        String::from_utf8_lossy(&octets).into_owned()
    }

    /// Drops what was taken.
    pub(super) fn taken(&mut self, count: usize) {
        self.ready.drain(..count.min(self.ready.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digested<'a>(pieces: impl Iterator<Item = &'a [u8]>) -> Vec<u8> {
        let mut digest = Digest::default();
        let mut all = Vec::new();
        for piece in pieces {
            digest.feed(piece);
            while !digest.ready().is_empty() {
                let ready = digest.ready().to_vec();
                digest.taken(ready.len());
                all.extend(ready);
            }
        }
        all
    }

    #[test]
    fn a_reply_in_any_alphabet_keeps_its_code_and_a_code_alone_is_a_reply() {
        for (said, read) in [
            (&b"250 2.0.0 f\xfcr Sie\r\n"[..], "250 2.0.0 f\u{fc}r Sie\r\n"),
            ("250 f\u{fc}r Sie\r\n".as_bytes(), "250 f\u{fc}r Sie\r\n"),
            (b"250\r\n", "250 \r\n"),
            (b"250-one\r\n250\r\n220\r\n", "250-one\r\n250 \r\n220 \r\n"),
            (b"250-one\r\n250-\r\n250 \r\n", "250-one\r\n250-\r\n250 \r\n"),
            (b"\r\n2\r\nabc\r\n2500\r\n", "\r\n2\r\nabc\r\n2500\r\n"),
        ] {
            assert_eq!(digested([said].into_iter()), read.as_bytes());
            assert_eq!(digested(said.chunks(1)), read.as_bytes(), "octet by octet");
        }
    }

    #[test]
    fn a_line_without_end_is_not_held_back_for_ever() {
        let long = vec![b'x'; MOST * 3];
        assert_eq!(digested([&long[..]].into_iter()).len(), long.len());
    }
}
