//! Asks the web: whether addresses answer, hubs to spread feeds, and feeds from elsewhere.

mod hub;
mod source;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, StatusCode};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

pub use hub::{Ping, publish};
pub use source::{keep_files, refresh};

/// How many addresses are asked at once.
const AT_ONCE: usize = 8;
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// An address that does not answer as it should.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeadLink {
    /// The address.
    pub url: String,
    /// What came instead of a page.
    pub why: String,
}

/// Finds the addresses that do not answer with success, sorted.
///
/// Each is asked with HEAD and, since not every server knows that, with GET; redirects are followed,
/// bodies are not read.
pub async fn dead_links(urls: impl IntoIterator<Item = String>) -> Vec<DeadLink> {
    let urls: BTreeSet<String> = urls.into_iter().collect();
    let client = match client("link check") {
        Ok(client) => client,
        Err(error) => return all_dead(urls, &words(&error)),
    };
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut asked = JoinSet::new();
    for url in urls {
        let (client, places) = (client.clone(), Arc::clone(&places));
        asked.spawn(async move {
            let _place = places.acquire().await;
            trouble(&client, &url).await.map(|why| DeadLink { url, why })
        });
    }
    let mut dead: Vec<DeadLink> = asked.join_all().await.into_iter().flatten().collect();
    dead.sort();
    dead
}

fn client(purpose: &str) -> reqwest::Result<Client> {
    builder(purpose).build()
}

fn builder(purpose: &str) -> ClientBuilder {
    // Fails only if a provider is there already.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    Client::builder()
        .user_agent(format!("postrider/{} ({purpose})", env!("CARGO_PKG_VERSION")))
        .timeout(PATIENCE)
        .connect_timeout(PATIENCE / 2)
}

fn all_dead(urls: BTreeSet<String>, why: &str) -> Vec<DeadLink> {
    urls.into_iter().map(|url| DeadLink { url, why: why.to_owned() }).collect()
}

/// Says what is wrong with an address, if anything.
async fn trouble(client: &Client, url: &str) -> Option<String> {
    if is_fine(client.head(url).send().await.map(|answer| answer.status())).is_ok() {
        return None;
    }
    is_fine(client.get(url).send().await.map(|answer| answer.status())).err()
}

fn is_fine(answer: reqwest::Result<StatusCode>) -> Result<(), String> {
    match answer {
        Ok(status) if status.is_success() => Ok(()),
        Ok(status) => Err(format!("answers {status}")),
        Err(error) if error.is_timeout() => Err("does not answer in time".to_owned()),
        Err(error) => Err(words(&error)),
    }
}

/// The last cause of an error: the one that says what happened.
fn words(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    crate::text::one_line(&cause.to_string())
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that knows GET of `/there`, and nothing else.
    async fn serve() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let home = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut asked = [0; 1024];
                let read = stream.read(&mut asked).await.unwrap_or(0);
                let fine = asked[..read].starts_with(b"GET /there ");
                let status = if fine { "200 OK" } else { "404 Not Found" };
                let answer =
                    format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        home
    }

    #[tokio::test]
    async fn a_page_that_is_there_is_alive_even_without_head() {
        let home = serve().await;
        assert_eq!(dead_links([format!("{home}there")]).await, []);
    }

    #[tokio::test]
    async fn what_is_not_there_is_named_once_with_the_reason() {
        let home = serve().await;
        let gone = format!("{home}gone");
        let dead = dead_links([gone.clone(), gone.clone(), "http://127.0.0.1:1/".to_owned()]).await;
        assert_eq!(dead.len(), 2);
        assert_eq!(dead[1], DeadLink { url: gone, why: "answers 404 Not Found".to_owned() });
        assert!(dead[0].why.contains("refused"), "{dead:?}");
    }
}
