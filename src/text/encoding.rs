//! Bytes as text: hexadecimal digits, percent-encoding.

use std::fmt::Write as _;

/// Writes bytes as hexadecimal digits, small letters.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Undoes percent-encoding (RFC 3986, section 2.1); nothing where it is broken, or gives no UTF-8.
#[must_use]
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = if *first == b'%' { encoded(after)? } else { (*first, after) };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

/// Undoes percent-encoding where there is some; any other `%` stays, and so does all of a text that
/// would give no UTF-8.
#[must_use]
pub fn percent_decoded_if_any(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let found = if *first == b'%' { encoded(after) } else { None };
        let (byte, after) = found.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Reads the two digits behind a `%`.
fn encoded(after: &[u8]) -> Option<(u8, &[u8])> {
    let (digits, rest) = after.split_first_chunk::<2>()?;
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(digits[0])? * 16 + digit(digits[1])?;
    Some((u8::try_from(value).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_encoding_is_undone_and_what_is_none_stays() {
        for (written, strictly, loosely) in [
            ("caf%C3%a9", Some("café"), "café"),
            ("100% sure", None, "100% sure"),
            ("a%2", None, "a%2"),
            ("a%+f", None, "a%+f"),
            ("%FF", None, "%FF"),
            ("", Some(""), ""),
        ] {
            assert_eq!(percent_decoded(written).as_deref(), strictly, "{written}");
            assert_eq!(percent_decoded_if_any(written), loosely, "{written}");
        }
    }
}
