//! Which media type a file of the output folder has.

use std::path::Path;

use axum::http::{HeaderMap, header};

/// Gives the media type a file is served with, by its name (RFC 6838).
pub(super) fn media_type(file: &Path) -> &'static str {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match (name, extension.to_ascii_lowercase().as_str()) {
        ("atom.xml", _) | (_, "atom") => "application/atom+xml; charset=utf-8",
        ("feed.xml" | "rss.xml", _) | (_, "rss") => "application/rss+xml; charset=utf-8",
        ("feed.json", _) => "application/feed+json; charset=utf-8",
        (_, "xml") => "application/xml; charset=utf-8",
        (_, "json") => "application/json; charset=utf-8",
        (_, "opml") => "text/x-opml; charset=utf-8",
        (_, "html" | "htm") => "text/html; charset=utf-8",
        (_, "css") => "text/css; charset=utf-8",
        (_, "txt" | "md" | "eml") => "text/plain; charset=utf-8",
        (_, "svg") => "image/svg+xml",
        (_, "png") => "image/png",
        (_, "jpg" | "jpeg") => "image/jpeg",
        (_, "gif") => "image/gif",
        (_, "webp") => "image/webp",
        (_, "avif") => "image/avif",
        (_, "ico") => "image/vnd.microsoft.icon",
        (_, "mp3") => "audio/mpeg",
        (_, "m4a") => "audio/mp4",
        (_, "ogg" | "oga" | "opus") => "audio/ogg",
        (_, "wav") => "audio/wav",
        (_, "mp4") => "video/mp4",
        (_, "pdf") => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Gives the media type for who asks: a browser, which asks for pages, shows a feed like one only as
/// plain XML.
pub(super) fn shown_as(media_type: &'static str, headers: &HeaderMap) -> &'static str {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let is_browser = accept.is_some_and(|accept| accept.contains("text/html"));
    let is_feed =
        media_type.starts_with("application/rss") || media_type.starts_with("application/atom");
    if is_browser && is_feed { "application/xml; charset=utf-8" } else { media_type }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feed_has_the_type_of_its_format() {
        let of = |name: &str| media_type(Path::new(name));
        assert_eq!(of("tags/sea/feed.xml"), "application/rss+xml; charset=utf-8");
        assert_eq!(of("tags/sea/atom.xml"), "application/atom+xml; charset=utf-8");
        assert_eq!(of("feed.json"), "application/feed+json; charset=utf-8");
        assert_eq!(of("issues/weekly/INDEX.HTML"), "text/html; charset=utf-8");
        assert_eq!(of("unknown"), "application/octet-stream");
    }
}
