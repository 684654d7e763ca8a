//! Base64 (RFC 2045 section 6.8).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Encodes bytes on one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (i, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let letter = ALPHABET[(bits >> shift & 63) as usize];
            out.push(if i <= group.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

/// How many octets fill a line of 76 characters.
const LINE: usize = 57;

/// Text that stands between slots, encoded for each place in a group of three it may start at.
///
/// What a slot holds decides where in a group the next literal starts; since all three ways are at
/// hand, nothing is encoded again for a reader.
#[derive(Debug, Clone)]
pub(super) struct Literal {
    octets: Vec<u8>,
    encoded: [Vec<u8>; 3],
}

impl Literal {
    /// Encodes text; its line ends become CRLF, as base64 asks for.
    pub(super) fn new(text: &str) -> Self {
        let octets = text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
        let encoded = [0, 1, 2].map(|skip| {
            let mut out = Vec::new();
            lines(&mut out, whole_groups(octets.get(skip..).unwrap_or_default()));
            out
        });
        Self { octets, encoded }
    }

    /// Gives about how many bytes it takes.
    pub(super) fn len(&self) -> usize {
        self.encoded[0].len() + 4
    }
}

/// Writes base64 in pieces that join to one body.
#[derive(Debug, Default)]
pub(super) struct Writer {
    /// One or two octets that do not fill a group yet.
    carry: Vec<u8>,
}

impl Writer {
    /// Writes octets, each group that is full.
    pub(super) fn write(&mut self, out: &mut Vec<u8>, octets: &[u8]) {
        self.carry.extend_from_slice(octets);
        let full = whole_groups(&self.carry).len();
        lines(out, &self.carry[..full]);
        self.carry.drain(..full);
    }

    /// Writes a literal, as it was encoded before.
    pub(super) fn literal(&mut self, out: &mut Vec<u8>, literal: &Literal) {
        let skip = (3 - self.carry.len()) % 3;
        let Some((head, rest)) = literal.octets.split_at_checked(skip) else {
            return self.carry.extend_from_slice(&literal.octets);
        };
        self.write(out, head);
        out.extend_from_slice(literal.encoded.get(skip).map_or(&[], Vec::as_slice));
        self.carry.extend_from_slice(&rest[whole_groups(rest).len()..]);
    }

    /// Writes what is left.
    pub(super) fn finish(self, out: &mut Vec<u8>) {
        lines(out, &self.carry);
    }
}

fn whole_groups(octets: &[u8]) -> &[u8] {
    &octets[..octets.len() / 3 * 3]
}

fn lines(out: &mut Vec<u8>, octets: &[u8]) {
    for line in octets.chunks(LINE) {
        out.extend_from_slice(encode(line).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
}
