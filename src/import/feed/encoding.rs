//! The encoding a feed is written in.

use encoding_rs::{Encoding, UTF_8};

/// Decodes a feed as its first octets or its first line say; UTF-8 where they say nothing.
pub(super) fn decoded(bytes: &[u8]) -> String {
    // A mark at the beginning counts for more than the name of any encoding.
    let (text, ..) = declared(bytes).unwrap_or(UTF_8).decode(bytes);
    // What no XML may hold is dropped, as everywhere.
    if text.chars().all(crate::text::is_xml_char) {
        text.into_owned()
    } else {
        text.chars().filter(|c| crate::text::is_xml_char(*c)).collect()
    }
}

/// Gives a feed in UTF-8 that only its server says is in another encoding: what is valid UTF-8, or
/// says itself what it is in, stays as it is.
#[must_use]
pub fn in_utf8(bytes: Vec<u8>, charset: Option<&str>) -> Vec<u8> {
    let says = Encoding::for_bom(&bytes).is_some() || label(&head(&bytes)).is_some();
    match charset.and_then(named) {
        Some(encoding) if !says && std::str::from_utf8(&bytes).is_err() => {
            encoding.decode(&bytes).0.into_owned().into_bytes()
        }
        _ => bytes,
    }
}

/// Finds the encoding that the first line of a feed says it is in.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = named(label(&head(bytes))?)?;
    // Whose first line can be read as it is, is in none that writes it otherwise.
    encoding.is_ascii_compatible().then_some(encoding)
}

/// Finds an encoding by any of its names, such as `"iso-8859-1"; x=y`.
fn named(label: &str) -> Option<&'static Encoding> {
    let label = label.split(';').next().unwrap_or_default();
    Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes())
}

/// Gives the declaration of a feed; nothing where it has none.
fn head(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or(bytes));
    let declaration = head.split("?>").next().unwrap_or_default();
    let declaration = declaration.trim_start_matches('\u{FEFF}').trim_start();
    declaration.strip_prefix("<?xml").unwrap_or_default().to_owned()
}

/// Gives the encoding that a declaration names.
fn label(declaration: &str) -> Option<&str> {
    let (_, after) = declaration.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.split(quote).nth(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_of_the_encoding_counts_where_the_feed_says_nothing() {
        let made = |bytes: &[u8], charset| decoded(&in_utf8(bytes.to_vec(), charset));
        let latin = b"<a>Mar\xe9e \x93\xa4\x94</a>";
        assert_eq!(made(latin, Some("ISO-8859-1")), "<a>Marée “¤”</a>");
        assert_eq!(made(latin, Some("\"latin1\"; x=y")), "<a>Marée “¤”</a>");
        assert_eq!(made(b"<a>\xa4</a>", Some("iso-8859-15")), "<a>€</a>");
        assert_eq!(made("<a>é</a>".as_bytes(), Some("latin1")), "<a>é</a>", "it is UTF-8");
        let says = b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>";
        assert!(made(says, Some("koi8-r")).ends_with("<a>€</a>"));
        assert!(made(latin, None).contains('\u{FFFD}'));
    }

    #[test]
    fn a_feed_is_read_in_whatever_encoding_it_says_it_is_in() {
        let declared = |name: &str, text: &[u8]| {
            let head = format!("<?xml version=\"1.0\" encoding = \"{name}\"?>");
            decoded(&[head.as_bytes(), text].concat()).split_once("?>").unwrap().1.to_owned()
        };
        assert_eq!(declared("windows-1251", b"\xcf\xf0\xe8\xeb\xe8\xe2"), "Прилив");
        assert_eq!(declared("Shift_JIS", b"\x93\x94\x91\xe4"), "灯台");
        assert_eq!(declared("GB2312", b"\xb5\xc6\xcb\xfe"), "灯塔");
        assert_eq!(declared("utf-16", "é".as_bytes()), "é", "it is read as it stands");
        assert_eq!(declared("nonsense", "é".as_bytes()), "é");
        let wide: Vec<u8> = "\u{FEFF}<a>é</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide), "<a>é</a>");
        assert_eq!(decoded(b"\xef\xbb\xbf<a/>"), "<a/>");
    }
}
