//! Quoted-printable (RFC 2045 section 6.7).

const LINE: usize = 76;
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes quoted-printable text; what is written in pieces joins to one body.
#[derive(Debug, Default)]
pub(super) struct Writer {
    column: usize,
}

impl Writer {
    /// Encodes text, going on where the last piece ended; its line ends become CRLF.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                out.extend_from_slice(b"\r\n");
                self.column = 0;
            }
            self.line(out, line.strip_suffix('\r').unwrap_or(line).as_bytes());
        }
    }

    /// Breaks the line softly, so that whatever comes next starts at its beginning.
    pub(super) fn soft_break(&mut self, out: &mut Vec<u8>) {
        if self.column > 0 {
            out.extend_from_slice(b"=\r\n");
            self.column = 0;
        }
    }

    fn line(&mut self, out: &mut Vec<u8>, line: &[u8]) {
        for (at, byte) in line.iter().enumerate() {
            let last = at + 1 == line.len();
            let width = if self.is_plain(*byte, last) { 1 } else { 3 };
            if self.column + width > LINE - 1 {
                self.soft_break(out);
            }
            if self.is_plain(*byte, last) {
                out.push(*byte);
                self.column += 1;
            } else {
                let [high, low] = [byte >> 4, byte & 15].map(|half| HEX[usize::from(half)]);
                out.extend_from_slice(&[b'=', high, low]);
                self.column += 3;
            }
        }
    }

    fn is_plain(&self, byte: u8, last: bool) -> bool {
        match byte {
            b'=' => false,
            b' ' | b'\t' => !last,
            // A line that starts with a dot is doubled on the wire (RFC 5321 section 4.5.2), and
            // `From ` is mangled by mbox: neither is left to others.
            b'.' | b'F' => self.column > 0,
            b'!'..=b'~' => true,
            _ => false,
        }
    }
}
