//! Measures words of ASCII, eight bytes at once.

/// Measures the word a text starts with if it is of ASCII letters alone, as most are.
#[inline]
pub(super) fn simple(text: &[u8]) -> usize {
    let many = text.first_chunk().map_or(0, |eight| simple_of(u64::from_le_bytes(*eight)));
    let more = || text[many..].iter().position(|byte| !is_simple(*byte));
    let length = match many {
        1..8 => many,
        _ => more().map_or(text.len(), |more| many + more),
    };
    if text.get(length).is_some_and(|next| !next.is_ascii()) { 0 } else { length }
}

/// Counts the letters and figures of ASCII that eight bytes start with, looking at all at once.
#[inline]
fn simple_of(eight: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGHEST: u64 = EACH << 7;
    // Of a byte of ASCII, the highest bit is free, and tells after a sum whether it was large enough.
    let ascii = eight & !HIGHEST;
    let least = |bytes: u64, byte: u8| bytes + EACH * u64::from(0x80 - byte);
    let within = |bytes, first, last| least(bytes, first) & !least(bytes, last + 1);
    let letters = within(ascii | EACH << 5, b'a', b'z');
    let simple = (letters | within(ascii, b'0', b'9')) & !eight;
    let length = (!simple & HIGHEST).trailing_zeros() / 8;
    usize::try_from(length).unwrap_or_default()
}

/// Is this byte a letter or a figure of ASCII?
#[inline]
pub(super) fn is_simple(byte: u8) -> bool {
    const SIMPLE: [bool; 256] = {
        let mut simple = [false; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            simple[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        simple
    };
    SIMPLE[usize::from(byte)]
}

/// Puts the first bytes side by side, at most eight of them.
#[inline]
pub(super) fn packed(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::simple_of;

    #[test]
    fn a_word_of_ascii_ends_at_the_first_byte_that_is_no_letter_and_no_figure() {
        for byte in 0..=u8::MAX {
            let known = usize::from(byte.is_ascii_alphanumeric());
            assert_eq!(simple_of(u64::from_le_bytes([byte; 8])), 8 * known, "{byte}");
            let text = [b'a', b'Z', b'0', b'9', byte, b'z', b'A', 0xFF];
            assert_eq!(simple_of(u64::from_le_bytes(text)), 4 + 3 * known, "{byte}");
        }
    }
}
