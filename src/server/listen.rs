//! Connections, so many at once and each with its time, so that slow strangers hold up nobody.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::wire::Wire;

/// How many connections may be open at once; further ones wait in the system's queue.
pub(super) const CONNECTIONS: usize = 512;
/// How long the head of a request may take, and how long a connection may lie idle before it.
const HEAD: Duration = Duration::from_secs(15);
/// How long a request may take from its head until its answer begins, its body included.
const REQUEST: Duration = Duration::from_secs(30);
/// How long a client may take no octet of an answer.
const STALLED: Duration = Duration::from_mins(1);
/// How long to wait after the system refused a connection: it has no more files for us, say.
const REFUSED: Duration = Duration::from_millis(250);

/// Answers over every connection until `stop` changes or closes; those that are open then end after
/// the answer under way.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    room: Arc<Semaphore>,
    mut stop: watch::Receiver<()>,
) {
    loop {
        let next = accept(&listener, &room);
        let (stream, permit) = tokio::select! {
            next = next => next,
            _ = stop.changed() => return,
        };
        let (router, stop) = (router.clone(), stop.clone());
        tokio::spawn(async move {
            converse(stream, router, stop).await;
            drop(permit);
        });
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (tokio::net::TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let permit = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it the last part of an answer may wait 40 ms for a full packet.
                let _ = stream.set_nodelay(true);
                return (stream, permit);
            }
            Err(_) => tokio::time::sleep(REFUSED).await,
        }
    }
}

/// Serves one connection to its end.
async fn converse<S>(stream: S, router: Router, mut stop: watch::Receiver<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let stream = TokioIo::new(Wire::new(stream, STALLED));
    let service = TowerToHyperService::new(router);
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let mut connection = pin!(server.serve_connection(stream, service));
    tokio::select! {
        // Whatever a client did wrong is the client's.
        _ = connection.as_mut() => return,
        _ = stop.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Answers 408 to a request that takes too long (RFC 9110 section 15.5.9).
pub(super) async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(REQUEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => (StatusCode::REQUEST_TIMEOUT, "this took too long\n").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::middleware::from_fn;
    use axum::routing::any;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
    use tokio::time::Instant;

    use super::*;

    fn router() -> Router {
        let big = || async { vec![b'x'; 1_000_000] };
        let echo = |body: Bytes| async move { body };
        Router::new().route("/", any(echo)).route("/big", any(big)).layer(from_fn(in_time))
    }

    /// A client at a server that is never asked to stop.
    fn client() -> (DuplexStream, tokio::task::JoinHandle<()>) {
        let (ours, theirs) = tokio::io::duplex(1_000);
        let task = tokio::spawn(async move {
            let (_never, stop) = watch::channel(());
            converse(theirs, router(), stop).await;
        });
        (ours, task)
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_too_long_over_a_head_is_hung_up_on() {
        for begun in ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
            let (mut client, ended) = client();
            client.write_all(begun.as_bytes()).await.unwrap();
            let drip = async {
                while client.write_all(b"y").await.is_ok() && !begun.is_empty() {
                    tokio::time::sleep(Duration::from_secs(5)).await;
                }
                std::future::pending::<()>().await;
            };
            let started = Instant::now();
            tokio::select! { () = drip => {}, ended = ended => ended.unwrap() }
            assert!(started.elapsed() <= HEAD + Duration::from_secs(1), "{:?}", started.elapsed());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_lies_idle_after_an_answer_is_ended() {
        let (mut client, ended) = client();
        client.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let started = Instant::now();
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"));
        ended.await.unwrap();
        assert!(started.elapsed() <= HEAD + Duration::from_secs(1), "{:?}", started.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_waited_for_so_long_and_no_longer() {
        let (mut client, _ended) = client();
        client.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 12];
        client.read_exact(&mut answer).await.unwrap();
        assert_eq!(answer, b"HTTP/1.1 408");
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_no_answer_is_hung_up_on() {
        let (mut client, ended) = client();
        client.write_all(b"GET /big HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let started = Instant::now();
        ended.await.unwrap();
        assert!(started.elapsed() <= STALLED + Duration::from_secs(1), "{:?}", started.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_connections_are_taken_than_there_is_room_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (_never, stop) = watch::channel(());
        tokio::spawn(serve(listener, router(), Arc::new(Semaphore::new(2)), stop));
        let connect = || async { tokio::net::TcpStream::connect(address).await.unwrap() };
        let (first, _second) = (connect().await, connect().await);
        let mut third = connect().await;
        third.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
        let mut answer = vec![0; 12];
        let early = tokio::time::timeout(Duration::from_secs(5), third.read_exact(&mut answer));
        assert!(early.await.is_err(), "there is room for two");
        drop(first);
        third.read_exact(&mut answer).await.unwrap();
        assert_eq!(answer, b"HTTP/1.1 200");
    }
}
