//! Relays that allow less than we would take: fewer connections, fewer messages over each, one EHLO.

use std::collections::HashMap;
use std::sync::Mutex;

use postrider::delivery::Class;

use crate::post::{Post, ends, reader};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

/// Counts a kind of moment by connection; gives the how many-th this is, from 1.
struct Count(Mutex<HashMap<usize, usize>>);

impl Count {
    fn new() -> Self {
        Self(Mutex::default())
    }

    fn of(&self, moment: &Moment) -> usize {
        let mut counts = self.0.lock().unwrap();
        let count = counts.entry(moment.connection).or_default();
        *count += 1;
        *count
    }
}

async fn all_get_it_once(server: &SmtpServer, readers: usize) {
    let post = Post::at(server, readers).await;
    ends(&post.send().await, Class::Done);
    let mut got = server.recipients();
    got.sort();
    let mut all: Vec<_> = (0..readers).map(reader).collect();
    all.sort();
    assert_eq!(got, all);
}

#[tokio::test]
async fn a_relay_that_allows_fewer_connections_gets_everything_over_those() {
    for (allowed, no) in [
        (1, "421 4.7.0 too many connections from you"),
        (3, "450 4.7.0 too many connections from you"),
        (3, "554 5.7.1 too many connections from you"),
    ] {
        let server = SmtpServer::start(Script::new(move |moment| match moment.at {
            At::Greeting if moment.connection >= allowed => Act::SayAndDrop(no),
            _ => Act::Usual,
        }));
        all_get_it_once(&server, 40).await;
    }
}

#[tokio::test]
async fn a_connection_that_may_name_no_more_recipients_is_followed_by_another() {
    let count = Count::new();
    let server = SmtpServer::start(Script::new(move |moment| match moment.at {
        At::Rcpt if count.of(moment) > 5 => {
            Act::Say("452 4.5.3 too many recipients in this session")
        }
        _ => Act::Usual,
    }));
    all_get_it_once(&server, 60).await;
    assert!(server.connections() >= 12, "{}", server.connections());
}

#[tokio::test]
async fn a_relay_that_hears_ehlo_only_once_is_served() {
    let count = Count::new();
    let script = Script::new(move |moment| match moment.at {
        At::Ehlo if count.of(moment) > 1 => Act::Say("503 5.5.1 already identified"),
        _ => Act::Usual,
    });
    let server = SmtpServer::start(script.offering(&["SIZE 10000000"]));
    all_get_it_once(&server, 20).await;
}
