//! Base32 (RFC 4648 section 6) in lower case, without padding, read in either case.

const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

pub(super) fn encode(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len().div_ceil(5) * 8);
    for group in octets.chunks(5) {
        let bits = group.iter().fold(0_u64, |bits, octet| bits << 8 | u64::from(*octet));
        let bits = bits << (8 * (5 - group.len()));
        let length = (group.len() * 8).div_ceil(5);
        let value = |at: usize| usize::try_from(bits >> (35 - 5 * at) & 31).unwrap_or_default();
        text.extend((0..length).map(|at| char::from(LETTERS[value(at)])));
    }
    text
}

/// Reads what [`encode`] wrote, and nothing else: each value has one spelling but for case.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() > 256 {
        return None;
    }
    let mut octets = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes() {
        let value = match letter.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => letter - b'a',
            letter @ b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        count += 5;
        if count >= 8 {
            count -= 8;
            octets.push((bits >> count & 0xff) as u8);
        }
    }
    let rest = bits & ((1 << count) - 1);
    (count < 5 && rest == 0).then_some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_rfc_4648_hold() {
        let examples = [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ];
        for (plain, text) in examples {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()));
            assert_eq!(decode(&text.to_uppercase()).as_deref(), Some(plain.as_bytes()));
        }
    }

    #[test]
    fn what_is_spelled_in_another_way_is_refused() {
        for text in ["m", "mz", "my=", "m1", "mzx", "my======"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
