//! Quoted-printable (RFC 2045 section 6.7).

const LINE: usize = 76;
const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Writes quoted-printable text; what is written in pieces joins to one body.
#[derive(Debug, Default)]
pub(super) struct Writer {
    column: usize,
}

impl Writer {
    /// Encodes text whose line ends are LF, going on where the last piece ended.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, text: &str) {
        let mut lines = text.split('\n');
        if let Some(first) = lines.next() {
            self.line(out, first.strip_suffix('\r').unwrap_or(first), false);
        }
        for line in lines {
            out.extend_from_slice(b"\r\n");
            self.column = 0;
            self.line(out, line.strip_suffix('\r').unwrap_or(line), false);
        }
    }

    /// Breaks the line softly, so that whatever comes next starts at its beginning.
    pub(super) fn soft_break(&mut self, out: &mut Vec<u8>) {
        if self.column > 0 {
            out.extend_from_slice(b"=\r\n");
            self.column = 0;
        }
    }

    fn line(&mut self, out: &mut Vec<u8>, line: &str, _last: bool) {
        let bytes = line.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let last = at + 1 == bytes.len();
            let plain = match byte {
                b'=' => false,
                b' ' | b'\t' => !last,
                // A line that starts with a dot is doubled on the wire (RFC 5321 section 4.5.2),
                // and `From ` is mangled by mbox: neither is left to others.
                b'.' | b'F' if self.column == 0 => false,
                b'!'..=b'~' => true,
                _ => false,
            };
            let width = if plain { 1 } else { 3 };
            if self.column + width > LINE - 1 {
                self.soft_break(out);
            }
            if plain && !(self.column == 0 && matches!(byte, b'.' | b'F')) {
                out.push(*byte);
                self.column += 1;
            } else {
                out.extend_from_slice(&[
                    b'=',
                    HEX[usize::from(byte >> 4)],
                    HEX[usize::from(byte & 15)],
                ]);
                self.column += 3;
            }
        }
    }
}
