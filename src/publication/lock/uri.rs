//! Ids as URIs.

use std::fmt::Write as _;

use crate::text::uri::is_id;

/// Makes an id a URI, as Atom wants it (RFC 4287, section 4.2.6); one that is a URI stays as it is.
pub(in crate::publication) fn as_uri(id: &str, authority: &str) -> String {
    known_uri(id).unwrap_or_else(|| tag_uri(authority, id))
}

/// Gives an id that is a URI by itself, or a UUID, and so means the same everywhere.
pub(in crate::publication) fn known_uri(id: &str) -> Option<String> {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    if lengths == [8, 4, 4, 4, 12] && id.split('-').all(hex) {
        return Some(format!("urn:uuid:{}", id.to_ascii_lowercase()));
    }
    is_id(id).then(|| id.to_owned())
}

/// Makes a `tag:` URI of an authority and a name; all that is not plain ASCII is encoded.
pub(in crate::publication) fn tag_uri(authority: &str, name: &str) -> String {
    let mut uri = format!("tag:{authority}:");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_is_made_that_the_check_of_feeds_refuses() {
        for id in [
            "http://f.example/[a]",
            "http://f.example/{a}|b",
            "http://f.example/a b",
            "urn:x:1",
            "urn:uuid:123",
            "tag:x",
            "mailto:",
            "7",
            "1:2",
            ":",
            "é",
            "",
        ] {
            let made = as_uri(id, "p.example,2026");
            assert!(is_id(&made), "{id} -> {made}");
            assert!(made.starts_with("tag:p.example,2026:"), "{id} -> {made}");
        }
    }

    #[test]
    fn an_id_that_is_a_uri_stays_as_it_is() {
        for id in [
            "http://f.example/?p=7",
            "https://[::1]/a#b",
            "tag:x.example,2026-01:a",
            "urn:isbn:0451450523",
            "yt:video:x",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        ] {
            assert_eq!(as_uri(id, "p.example,2026"), id);
        }
        let uuid = "1225C695-CFB8-4EBB-AAAA-80DA344EFA6A";
        assert_eq!(as_uri(uuid, "x"), "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a");
    }
}
