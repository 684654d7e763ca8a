//! Which texts are URIs (RFC 3986), as validators of feeds see it.

use url::Url;

/// Is it an absolute address of a web page or file, in ASCII and percent-encoded?
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let web = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let host = text.split('/').nth(2).unwrap_or_default();
    web && is_encoded(text) && !text.replacen(host, "", 1).contains(['[', ']'])
}

/// Is it the address of a feed as some apps write it: `feed://host/x`, `feed:https://host/x`?
///
/// Some apps follow whatever else stands behind `feed:`, even what runs code.
#[must_use]
pub fn is_feed_of_web(url: &Url) -> bool {
    let is_web = |inner: &str| {
        Url::parse(inner).is_ok_and(|inner| matches!(inner.scheme(), "http" | "https"))
    };
    url.scheme() == "feed" && (url.has_host() || is_web(url.path()))
}

/// Does it hold only characters of a URI (RFC 3986)?
#[must_use]
pub fn is_encoded(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'()%,#[]".contains(&b))
}

/// Is it an absolute URI fit for an id?
///
/// Who makes ids and who judges them ask here, so that none is made that is refused.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let fits = match text.split_once(':') {
        Some(("tag", rest)) => is_tag(rest),
        Some(("http" | "https", _)) => is_web_address(text),
        Some(("urn", rest)) => is_urn(rest),
        Some((scheme, rest)) => {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && !rest.is_empty()
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
                && is_encoded(text)
        }
        None => false,
    };
    fits && Url::parse(text).is_ok()
}

/// Is it a URN without its scheme (RFC 8141), and a UUID whole (RFC 9562)?
fn is_urn(rest: &str) -> bool {
    let Some((name, specific)) = rest.split_once(':') else { return false };
    if name.eq_ignore_ascii_case("uuid") {
        let lengths: Vec<usize> = specific.split('-').map(str::len).collect();
        let hex = |b: u8| b == b'-' || b.is_ascii_hexdigit();
        return lengths == [8, 4, 4, 4, 12] && specific.bytes().all(hex);
    }
    let fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    name.len() > 1 && fits && !specific.is_empty() && is_encoded(specific)
}

/// Is it a `tag:` URI without its scheme: authority, date, specific part (RFC 4151)?
fn is_tag(rest: &str) -> bool {
    let Some((entity, specific)) = rest.split_once(':') else { return false };
    let Some((authority, date)) = entity.split_once(',') else { return false };
    let name = authority.rsplit('@').next().unwrap_or_default();
    let date_fits =
        matches!(date.len(), 4 | 7 | 10) && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    !name.is_empty() && name.bytes().all(is_of_tag_host) && date_fits && is_encoded(specific)
}

/// May this character stand in the host of a `tag:` URI's authority (RFC 4151, section 2.1)?
#[must_use]
pub fn is_of_tag_host(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)
}
