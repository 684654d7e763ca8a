//! Tells `WebSub` hubs that feeds have changed.

use std::sync::Arc;

use reqwest::Client;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use url::form_urlencoded::Serializer;

use super::{AT_ONCE, client, words};

/// A hub to be told of a feed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ping {
    /// The address of the hub.
    pub hub: String,
    /// The address of the feed.
    pub topic: String,
    /// The hash of the feed's bytes.
    pub hash: String,
}

/// Tells each hub of its feed (W3C `WebSub`, section 6, as hubs have it: `hub.mode=publish`).
///
/// Gives each ping back, sorted, with why it failed if it did.
pub async fn publish(pings: Vec<Ping>) -> Vec<(Ping, Result<(), String>)> {
    let client = match client("publisher") {
        Ok(client) => client,
        Err(error) => {
            let why = words(&error);
            return pings.into_iter().map(|ping| (ping, Err(why.clone()))).collect();
        }
    };
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut told = JoinSet::new();
    for ping in pings {
        let (client, places) = (client.clone(), Arc::clone(&places));
        told.spawn(async move {
            let _place = places.acquire().await;
            let answer = tell(&client, &ping).await;
            (ping, answer)
        });
    }
    let mut told = told.join_all().await;
    told.sort();
    told
}

async fn tell(client: &Client, ping: &Ping) -> Result<(), String> {
    let form = Serializer::new(String::new())
        .append_pair("hub.mode", "publish")
        .append_pair("hub.url", &ping.topic)
        .append_pair("hub.topic", &ping.topic)
        .finish();
    let request = client
        .post(&ping.hub)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .body(form);
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => Err(format!("it answers {}", answer.status())),
        Err(error) if error.is_timeout() => Err("it does not answer in time".to_owned()),
        Err(error) => Err(words(&error)),
    }
}
