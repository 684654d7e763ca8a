//! The way out of a newsletter: a page with one button, and the POST behind it (RFC 8058).

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::page::Says;
use super::{Site, allow};
use crate::subscriber::{Source, SubscriberId};
use crate::template::Templates;

/// The most that a POST may hold, in bytes; a one-click POST has some thirty.
const MOST: usize = 64 * 1024;
/// How long a client may take to send it.
const PATIENCE: Duration = Duration::from_secs(20);
/// What may be done with an unsubscribe link.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// Answers a request for `/unsubscribe/NEWSLETTER/TOKEN`.
pub(super) async fn answer(
    State(site): State<Arc<Site>>,
    Path((newsletter, token)): Path<(String, String)>,
    request: Request,
) -> Response {
    let method = request.method().clone();
    if method == Method::OPTIONS {
        return allow(StatusCode::NO_CONTENT, METHODS);
    }
    if ![Method::GET, Method::HEAD, Method::POST].contains(&method) {
        return allow(StatusCode::METHOD_NOT_ALLOWED, METHODS);
    }
    let Some(reader) = site.keyring.read_unsubscribe(&newsletter, &token) else {
        return page(&site, Says::Broken, "");
    };
    if method != Method::POST {
        return page(&site, Says::Ask, &newsletter);
    }
    match drained(request.into_body()).await {
        Ok(()) => leave(&site, reader, &newsletter).await,
        Err(status) => status.into_response(),
    }
}

/// Reads a form to its end.
///
/// What it holds does not matter, in whichever encoding: only the newsletter's own reader has the
/// token, and whoever POSTs to it wants to leave. To refuse them would be the worse mistake.
async fn drained(body: Body) -> Result<(), StatusCode> {
    match tokio::time::timeout(PATIENCE, to_bytes(body, MOST)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

async fn leave(site: &Site, reader: SubscriberId, newsletter: &str) -> Response {
    let source = Source::of("unsubscribe link");
    let now = (site.outside.clock)();
    match site.store.unsubscribe(newsletter, reader, &source, now).await {
        Ok(_) => page(site, Says::Left, newsletter),
        Err(error) => {
            (site.outside.log)(&format!("cannot take a reader off {newsletter}: {error}"));
            page(site, Says::Later, newsletter)
        }
    }
}

fn page(site: &Site, says: Says, newsletter: &str) -> Response {
    let status = match says {
        Says::Ask | Says::Left => StatusCode::OK,
        Says::Broken => StatusCode::NOT_FOUND,
        Says::Later => StatusCode::SERVICE_UNAVAILABLE,
    };
    let title = site.titles.get(newsletter).map_or(newsletter, String::as_str);
    let html = site.voice.page(&site.templates, says, title).or_else(|finding| {
        // Leaving works even where the publication's own template does not.
        (site.outside.log)(&finding.to_string());
        site.voice.page(&Templates::built_in()?, says, title).map_err(|finding| vec![finding])
    });
    let mut response = match html {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => status.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
