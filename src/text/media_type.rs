//! Which texts are media types (RFC 6838).

/// Is it a media type, with or without parameters?
///
/// Who writes feeds and who judges them ask here, so that none is written that is refused.
#[must_use]
pub fn is_media_type(text: &str) -> bool {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let fits = |part: &str| {
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !part.is_empty() && part.bytes().all(token)
    };
    essence.split_once('/').is_some_and(|(kind, name)| fits(kind) && fits(name))
}
