//! Bytes as text: hexadecimal digits, percent-encoding.

use std::fmt::Write as _;

/// Writes bytes as hexadecimal digits, small letters.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.extend(digits.filter_map(|digit| char::from_digit(digit.into(), 16)));
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

/// Writes an absolute address with a URI's characters only (RFC 3986): browsers' rules leave some
/// more as they are, in the host too.
///
/// What is encoded already stays. Brackets stay around a host that is a number, and only the first
/// `#` begins a fragment.
#[must_use]
pub fn percent_encoded(address: &str) -> String {
    let bytes = address.as_bytes();
    if bytes.iter().all(|byte| stays(*byte)) {
        return address.to_owned();
    }
    let path = path_start(address);
    let mut encoded = String::with_capacity(address.len());
    let mut fragment_seen = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let keep = match byte {
            b'%' => bytes.get(at + 1..).and_then(self::encoded).is_some(),
            b'#' => !std::mem::replace(&mut fragment_seen, true),
            b'[' | b']' => at < path,
            byte => stays(byte),
        };
        if keep {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Does it stay wherever it stands in an address?
fn stays(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'&'..=b';' | b'=' | b'?' | b'@' | b'!' | b'$' | b'_' | b'~')
}

/// Finds where the path of an absolute address begins: behind its host, or behind its scheme.
fn path_start(address: &str) -> usize {
    let Some(host) = address.find("://").map(|at| at + 3) else { return 0 };
    let rest = address.get(host..).unwrap_or_default();
    rest.find(['/', '?', '#']).map_or(address.len(), |at| host + at)
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
    fn an_address_holds_only_what_a_uri_may_hold() {
        for (written, expected) in [
            ("https://a.example/x?q={a|b}", "https://a.example/x?q=%7Ba%7Cb%7D"),
            ("https://a.example/100%/[1]", "https://a.example/100%25/%5B1%5D"),
            ("https://a.example/é?ü=`#^", "https://a.example/%C3%A9?%C3%BC=%60#%5E"),
            ("https://a.example/#one#two", "https://a.example/#one%23two"),
            ("https://[2001:db8::1]:8443/a%20b", "https://[2001:db8::1]:8443/a%20b"),
            ("https://`{host}/", "https://%60%7Bhost%7D/"),
            ("mailto:desk@a.example?subject=[a b]", "mailto:desk@a.example?subject=%5Ba%20b%5D"),
        ] {
            assert_eq!(percent_encoded(written), expected);
            assert_eq!(percent_encoded(expected), expected);
        }
    }

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
