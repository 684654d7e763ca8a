//! Ids as URIs.

use std::fmt::Write as _;

use url::Url;

/// Makes an id a URI, as Atom wants it (RFC 4287, section 4.2.6); one that is a URI stays as it is.
pub(in crate::publication) fn as_uri(id: &str, authority: &str) -> String {
    let hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lengths: Vec<usize> = id.split('-').map(str::len).collect();
    if lengths == [8, 4, 4, 4, 12] && id.split('-').all(hex) {
        return format!("urn:uuid:{}", id.to_ascii_lowercase());
    }
    let plain = id.bytes().all(|byte| byte.is_ascii_graphic());
    if plain && Url::parse(id).is_ok() { id.to_owned() } else { tag_uri(authority, id) }
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
