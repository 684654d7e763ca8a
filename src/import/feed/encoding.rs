//! Bytes as text: UTF-8, or the old Western encodings where a feed or its server says so.

/// What Windows has where ISO 8859-1 has controls that nobody means (WHATWG Encoding, windows-1252).
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

/// What ISO 8859-15 has elsewhere than ISO 8859-1.
const LATIN_9: [(u8, char); 8] = [
    (0xA4, '€'),
    (0xA6, 'Š'),
    (0xA8, 'š'),
    (0xB4, 'Ž'),
    (0xB8, 'ž'),
    (0xBC, 'Œ'),
    (0xBD, 'œ'),
    (0xBE, 'Ÿ'),
];

/// The names of Western encodings; those that say more than their beginning, first.
const WESTERN: [&str; 7] =
    ["iso-8859-15", "latin-9", "iso-8859-1", "windows-1252", "cp1252", "latin-1", "latin1"];

/// Decodes a feed: UTF-8, or the old Western encodings where its first line says so.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let text = match declared(bytes) {
        Some(name) => western(bytes, name),
        None => String::from_utf8_lossy(without_mark(bytes)).into_owned(),
    };
    // What no XML may hold is dropped, as everywhere.
    if text.chars().all(crate::text::is_xml_char) {
        text
    } else {
        text.chars().filter(|c| crate::text::is_xml_char(*c)).collect()
    }
}

/// Gives a feed in UTF-8 that only its server says is in another encoding: what is valid UTF-8, or
/// says itself what it is in, stays as it is.
#[must_use]
pub fn in_utf8(bytes: Vec<u8>, charset: Option<&str>) -> Vec<u8> {
    let says = head(&bytes).contains("encoding");
    let charset = charset.map(str::to_ascii_lowercase);
    match charset.as_deref().and_then(name) {
        Some(name) if !says && std::str::from_utf8(&bytes).is_err() => {
            western(&bytes, name).into_bytes()
        }
        _ => bytes,
    }
}

/// Finds the Western encoding that the first line of a feed says it is in.
fn declared(bytes: &[u8]) -> Option<&'static str> {
    name(&head(without_mark(bytes)))
}

/// Gives the declaration of a feed, in small letters; nothing where it has none.
fn head(bytes: &[u8]) -> String {
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let declaration = head.split("?>").next().unwrap_or_default();
    declaration.trim_start().strip_prefix("<?xml").unwrap_or_default().to_owned()
}

/// Finds the name of a Western encoding in a text.
fn name(text: &str) -> Option<&'static str> {
    WESTERN.into_iter().find(|name| text.contains(name))
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

fn western(bytes: &[u8], name: &str) -> String {
    let is_latin_9 = matches!(name, "iso-8859-15" | "latin-9");
    let decode = |byte: &u8| match *byte {
        0x80..=0x9F => WINDOWS.get(usize::from(*byte - 0x80)).copied().unwrap_or_default(),
        other if is_latin_9 => {
            let own = LATIN_9.iter().find(|(byte, _)| *byte == other);
            own.map_or(char::from(other), |(_, c)| *c)
        }
        other => char::from(other),
    };
    bytes.iter().map(decode).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_the_encoding_counts_where_the_feed_says_nothing() {
        let made = |bytes: &[u8], charset| decoded(&in_utf8(bytes.to_vec(), charset));
        let latin = b"<a>Mar\xe9e \x93\xa4\x94</a>";
        assert_eq!(made(latin, Some("ISO-8859-1")), "<a>Marée “¤”</a>");
        assert_eq!(made(latin, Some("iso-8859-15")), "<a>Marée “€”</a>");
        assert_eq!(made("<a>é</a>".as_bytes(), Some("latin1")), "<a>é</a>", "it is UTF-8");
        let says = b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>";
        assert!(made(says, Some("utf-8")).ends_with("<a>€</a>"));
        assert!(made(latin, None).contains('\u{FFFD}'));
    }
}
