//! The files of the output folder, and nothing beside it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use tokio::io::AsyncReadExt;
use tokio_stream::wrappers::ReceiverStream;

use super::media::{media_type, shown_as};

/// How much of a file is held at once, in bytes.
const PIECE: usize = 64 * 1024;
/// How long a reader may take for one piece.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers a request for a file below `root`; none where there is no such file.
pub(super) async fn answer(
    root: &Path,
    path: &str,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Response> {
    let wanted = below(root, path)?;
    let (file, meta) = match open(root, &wanted).await {
        Ok(Found::File(found)) => *found,
        Ok(Found::Folder) if path.ends_with('/') => {
            let index = wanted.join("index.html");
            match open(root, &index).await {
                Ok(Found::File(found)) => {
                    return respond(&index, found.0, &found.1, method, headers);
                }
                _ => return None,
            }
        }
        Ok(Found::Folder) => return Some(with_slash(path)),
        Err(_) => return None,
    };
    // `feed.xml/` is no address of `feed.xml`.
    if path.ends_with('/') { None } else { respond(&wanted, file, &meta, method, headers) }
}

enum Found {
    File(Box<(tokio::fs::File, std::fs::Metadata)>),
    Folder,
}

/// Opens a path unless a link leads it out of `root`.
async fn open(root: &Path, path: &Path) -> io::Result<Found> {
    let root = tokio::fs::canonicalize(root).await?;
    let path = tokio::fs::canonicalize(path).await?;
    if !path.starts_with(&root) {
        return Err(io::ErrorKind::NotFound.into());
    }
    let meta = tokio::fs::metadata(&path).await?;
    if meta.is_dir() {
        return Ok(Found::Folder);
    }
    if !meta.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    Ok(Found::File(Box::new((tokio::fs::File::open(path).await?, meta))))
}

fn respond(
    name: &Path,
    file: tokio::fs::File,
    meta: &std::fs::Metadata,
    method: &Method,
    headers: &HeaderMap,
) -> Option<Response> {
    let modified = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    let tag = tag(modified, meta.len());
    let mut response = if is_unchanged(headers, &tag, modified) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = if *method == Method::HEAD { Body::empty() } else { body(file, meta.len()) };
        let mut response = Response::new(body);
        let media_type = shown_as(media_type(name), headers);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        headers.insert(header::VARY, HeaderValue::from_static("Accept"));
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(meta.len()));
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, HeaderValue::try_from(tag).ok()?);
    headers.insert(header::LAST_MODIFIED, HeaderValue::try_from(http_date(modified)).ok()?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

/// Sends a file piece by piece, so that memory does not grow with it.
fn body(file: tokio::fs::File, length: u64) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(2);
    tokio::spawn(async move {
        // Not more than was promised in Content-Length, should the file have grown.
        let mut file = file.take(length);
        loop {
            let mut piece = vec![0; PIECE];
            let piece = match file.read(&mut piece).await {
                Ok(0) => break,
                Ok(count) => {
                    piece.truncate(count);
                    Ok(Bytes::from(piece))
                }
                Err(error) => Err(error),
            };
            if sender.send_timeout(piece, PATIENCE).await.is_err() {
                break;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

fn with_slash(path: &str) -> Response {
    let name = path.rsplit('/').next().unwrap_or_default();
    // Relative, so that it holds behind a proxy that serves us below a path of its own.
    match HeaderValue::try_from(format!("./{name}/")) {
        Ok(location) => {
            (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, location)]).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Gives the file that a request path means, which never climbs out of `root`.
fn below(root: &Path, path: &str) -> Option<PathBuf> {
    let mut file = root.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let part = crate::text::percent_decoded(part)?;
        // Hidden files are nobody's business; the other characters mean folders or drives to some
        // systems.
        if part.starts_with('.') || part.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        file.push(part);
    }
    Some(file)
}

fn tag(modified: SystemTime, length: u64) -> String {
    let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("\"{:x}-{length:x}\"", since.as_nanos())
}

/// Writes a date as HTTP wants it (RFC 9110 section 5.6.7).
fn http_date(time: SystemTime) -> String {
    DateTime::<Utc>::from(time).format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Has the client the same bytes already (RFC 9110 section 13.1)?
fn is_unchanged(headers: &HeaderMap, tag: &str, modified: SystemTime) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(known) = text(header::IF_NONE_MATCH) {
        let same = |one: &str| one == "*" || one.trim_start_matches("W/") == tag;
        return known.split(',').any(|one| same(one.trim()));
    }
    text(header::IF_MODIFIED_SINCE)
        .and_then(|since| DateTime::parse_from_rfc2822(since).ok())
        .is_some_and(|since| DateTime::<Utc>::from(modified).timestamp() <= since.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_climbs_out_or_finds_hidden_files() {
        let root = Path::new("public");
        for path in [
            "/../config.toml",
            "/%2e%2e/config.toml",
            "/a/..%2f..%2fb",
            "/.postrider/key",
            "/a\\..\\b",
            "/c:/x",
            "/%00",
            "/%zz",
            "/%",
            "/%ff",
        ] {
            assert_eq!(below(root, path), None, "{path}");
        }
        assert_eq!(below(root, "//a//b%20c"), Some(root.join("a").join("b c")));
        assert_eq!(below(root, "/etc/passwd"), Some(root.join("etc").join("passwd")));
    }

    #[test]
    fn a_client_that_has_the_bytes_is_not_sent_them_again() {
        let modified = SystemTime::UNIX_EPOCH + Duration::from_millis(1_000_500);
        let asks = |name, value: &str| {
            let headers = HeaderMap::from_iter([(name, HeaderValue::try_from(value).unwrap())]);
            is_unchanged(&headers, "\"a-1\"", modified)
        };
        assert_eq!(http_date(modified), "Thu, 01 Jan 1970 00:16:40 GMT");
        assert!(asks(header::IF_MODIFIED_SINCE, &http_date(modified)));
        assert!(!asks(header::IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:16:39 GMT"));
        assert!(asks(header::IF_NONE_MATCH, "\"b\", W/\"a-1\""));
        assert!(!asks(header::IF_NONE_MATCH, "\"b\""));
    }
}
