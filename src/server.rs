//! The small web server for readers: the way out of a newsletter, and the output folder.
//!
//! GET, HEAD and OPTIONS change nothing: links in mail are followed by scanners before a person
//! sees them. Only POST unsubscribes (RFC 8058), again and again with the same answer.

mod files;
mod leave;
mod listen;
mod media;
mod page;
mod wire;

use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};

use crate::config::Config;
use crate::store::Store;
use crate::template::Templates;
use crate::token::Keyring;
use page::Voice;

/// How long answers under way may take once the server was asked to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// What a page of ours may do: show itself and its pictures, and post its own form.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' https: data:; media-src 'self' https:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// What the server serves, and with what it answers.
pub struct Site {
    public: PathBuf,
    prefix: String,
    titles: BTreeMap<String, String>,
    voice: Voice,
    templates: Templates,
    keyring: Keyring,
    store: Store,
    outside: Outside,
}

/// What the server is told of the world, and what it tells.
pub struct Outside {
    /// What time it is.
    pub clock: Box<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Where it tells what its operator should know: one line, nothing about a person.
    pub log: Box<dyn Fn(&str) + Send + Sync>,
}

impl Site {
    /// Makes the site of a publication.
    #[must_use]
    pub fn new(
        config: &Config,
        templates: Templates,
        keyring: Keyring,
        store: Store,
        outside: Outside,
    ) -> Self {
        let titles = config.newsletters.iter().map(|one| (one.name.clone(), one.title.clone()));
        Self {
            public: config.output.dir.clone(),
            prefix: config.server.url.path().to_owned(),
            titles: titles.collect(),
            voice: Voice::new(config, &templates),
            templates,
            keyring,
            store,
            outside,
        }
    }
}

/// Serves until `stop` is ready; then lets answers under way end, for a few seconds at most.
pub async fn run(
    site: Site,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) {
    let (sender, receiver) = watch::channel(());
    tokio::spawn(async move {
        stop.await;
        drop(sender);
    });
    let room = Arc::new(Semaphore::new(listen::CONNECTIONS));
    listen::serve(listener, router(site), Arc::clone(&room), receiver).await;
    // When there is room for all again, the last connection has ended.
    let all = u32::try_from(listen::CONNECTIONS).unwrap_or(u32::MAX);
    let _ = tokio::time::timeout(FAREWELL, room.acquire_many(all)).await;
}

fn router(site: Site) -> Router {
    let prefix = site.prefix.trim_end_matches('/').to_owned();
    let site = Arc::new(site);
    let routes = Router::new()
        .route("/unsubscribe/{newsletter}/{token}", any(leave::answer))
        .fallback(file)
        .with_state(site);
    // A proxy may pass the path of our public address on, or take it off.
    let routes = match prefix.as_str() {
        "" => routes,
        prefix => Router::new().nest(prefix, routes.clone()).fallback_service(routes),
    };
    routes.layer(from_fn(listen::in_time)).layer(map_response(guarded))
}

async fn file(State(site): State<Arc<Site>>, request: Request) -> Response {
    let reads = [Method::GET, Method::HEAD];
    if *request.method() == Method::OPTIONS {
        return allow(StatusCode::NO_CONTENT, "GET, HEAD, OPTIONS");
    }
    if !reads.contains(request.method()) {
        return allow(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD, OPTIONS");
    }
    let path = request.uri().path();
    files::answer(&site.public, path, request.method(), request.headers())
        .await
        .unwrap_or_else(|| (StatusCode::NOT_FOUND, "there is no such page\n").into_response())
}

fn allow(status: StatusCode, methods: &'static str) -> Response {
    (status, [(header::ALLOW, HeaderValue::from_static(methods))]).into_response()
}

/// Tells browsers to trust nothing but what we sent.
async fn guarded(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let mut say = |name, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::CONTENT_SECURITY_POLICY, POLICY);
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "no-referrer");
    say(header::X_FRAME_OPTIONS, "DENY");
    response
}
