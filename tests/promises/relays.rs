//! Several relays: shares by weight, fail-over, spill-over, and nobody lost or written to twice.

mod shown;
mod spill;

use std::collections::BTreeSet;

use postrider::delivery::{Class, End};
use postrider::ledger::{DeliveryState, IssueState};

use crate::post::{Post, ends, plain, reader, several, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// Two relays and what is said of each besides its port.
pub async fn between(relays: [(&SmtpServer, &str); 2], readers: usize) -> Post {
    let relays = relays.map(|(server, more)| plain(server) + more);
    Post::open(several(&relays), readers).await
}

/// A relay of this name that is not there.
pub fn nowhere(name: &str) -> String {
    format!("name = \"{name}\"\nport = 1\nsecurity = \"none\"\n")
}

/// A relay of this name that wants another password than the one it is shown.
fn closed(name: &str) -> (SmtpServer, String) {
    let server = SmtpServer::start(Script::default().with_tls().with_login("ana", "another"));
    let relay = format!(
        "name = \"{name}\"\nport = {}\nca_file = '{}'\nuser = \"ana\"\npassword_env = \"PASSWORD\"\n",
        server.port,
        server.ca_file().display()
    );
    (server, relay)
}

/// Insists that the first so many readers got the issue once from one of the servers.
#[track_caller]
pub fn each_once(servers: &[&SmtpServer], readers: usize) {
    let mut got: Vec<_> = servers.iter().flat_map(|server| server.recipients()).collect();
    got.sort();
    assert_eq!(got, (0..readers).map(reader).collect::<Vec<_>>());
}

#[tokio::test]
async fn weights_of_3_and_1_give_each_relay_exactly_its_share() {
    let (main, other) = (SmtpServer::kind(), SmtpServer::kind());
    let post =
        between([(&main, "name = \"main\"\nweight = 3\n"), (&other, "name = \"other\"\n")], 400);
    let post = post.await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    assert_eq!((main.count(), other.count()), (300, 100));
    each_once(&[&main, &other], 400);
    let said = told(&sent);
    assert!(
        said.contains("400 of 400 readers accepted; in this run 300 by main, 100 by other"),
        "{said}"
    );
    for line in post.lines(DeliveryState::Accepted).await {
        let server = if line.relay.as_deref() == Some("main") { &main } else { &other };
        assert!(server.recipients().contains(&line.address.to_string()), "{line:?}");
    }
    assert!(main.most_open() <= 4 && other.most_open() <= 4);
}

#[tokio::test]
async fn a_relay_that_is_down_is_named_and_the_other_takes_all() {
    let server = SmtpServer::kind();
    let post = Post::open(several(&[nowhere("gone"), plain(&server)]), 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    assert_eq!(sent.state, IssueState::Finished);
    each_once(&[&server], 20);
    let said = told(&sent);
    for words in
        ["the relay gone cannot be reached", "the other relays took its share", "[[relays]]"]
    {
        assert!(said.contains(words), "{said}");
    }
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}

#[tokio::test]
async fn a_relay_that_refuses_the_login_is_asked_once_and_the_other_takes_all() {
    let server = SmtpServer::kind();
    let (refuses, relay) = closed("closed");
    let post = Post::open(several(&[relay, plain(&server)]), 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    each_once(&[&server], 20);
    assert_eq!(refuses.connections(), 1);
    let said = told(&sent);
    assert!(said.contains("the relay closed refuses the login: 535"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_relay_that_dies_in_mid_issue_leaves_those_in_doubt_and_the_other_takes_the_rest() {
    let kind = SmtpServer::kind();
    let dies = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 6 => Act::Take(Box::new(Act::Drop)),
        At::Dot if moment.nth > 6 => Act::Drop,
        At::Greeting if moment.connection >= 2 => Act::Drop,
        _ => Act::Usual,
    }));
    let post = between([(&kind, ""), (&dies, "name = \"dies\"\nconnections = 2\n")], 60).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    let doubtful = post.lines(DeliveryState::InDoubt).await;
    assert!((1..=2).contains(&doubtful.len()), "one for each connection at most: {doubtful:?}");
    assert!(doubtful.iter().all(|line| line.relay.as_deref() == Some("dies")), "{doubtful:?}");
    let doubtful: BTreeSet<_> = doubtful.iter().map(|line| line.address.to_string()).collect();
    let (by_kind, by_dies) = (kind.recipients(), dies.recipients());
    assert!(by_kind.iter().all(|to| !doubtful.contains(to) && !by_dies.contains(to)), "twice");
    let got: BTreeSet<_> = by_kind.iter().chain(&by_dies).chain(&doubtful).cloned().collect();
    assert_eq!(got.len(), 60, "nobody is lost");
    assert_eq!(post.totals().await.open(), 0);
    assert!(told(&sent).contains("the relay dies "), "{}", told(&sent));
}

#[tokio::test]
async fn when_all_relays_are_out_the_run_ends_and_says_what_each_said() {
    let (refuses, relay) = closed("closed");
    let post = Post::open(several(&[nowhere("gone"), relay]), 5).await;
    let down = post.send().await;
    ends(&down, Class::Mend);
    assert!(matches!(&down.end, Some(End::Relays(all)) if all.len() == 2), "{down:?}");
    let said = told(&down);
    for words in [
        "the relay gone cannot be reached",
        "the relay closed refuses the login: 535",
        "5 readers wait for their turn; nobody was lost",
        "gone: check `host`",
        "closed: check `user`",
        "postrider send",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!((refuses.connections(), refuses.count()), (1, 0));
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 5);
}

#[tokio::test]
async fn a_relay_that_says_nothing_holds_nobody_up_for_longer_than_its_time() {
    let kind = SmtpServer::kind();
    let silent = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Greeting => Act::Silent,
        _ => Act::Usual,
    }));
    let more = "name = \"silent\"\ntimeout_seconds = 1\n";
    let post = between([(&kind, ""), (&silent, more)], 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    each_once(&[&kind], 20);
    assert!(told(&sent).contains("the relay silent cannot be reached"), "{}", told(&sent));
}

#[tokio::test]
async fn a_relay_that_hangs_up_now_and_then_costs_nobody_anything() {
    let kind = SmtpServer::kind();
    let unsteady = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail if moment.nth % 5 == 4 => Act::SayAndDrop("421 4.3.2 shutting down"),
        _ => Act::Usual,
    }));
    let post = between([(&kind, ""), (&unsteady, "")], 60).await;
    ends(&post.send().await, Class::Done);
    each_once(&[&kind, &unsteady], 60);
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}

#[tokio::test]
async fn a_reader_deferred_by_one_relay_is_tried_again_later_and_one_refused_is_not() {
    let script = || {
        SmtpServer::start(Script::new(|moment| match moment.at {
            At::Rcpt if moment.to == reader(2) => Act::Say("450 4.2.0 greylisted, try later"),
            At::Rcpt if moment.to == reader(3) => Act::Say("550 5.1.1 no such user here"),
            _ => Act::Usual,
        }))
    };
    let (one, other) = (script(), script());
    let post = between([(&one, ""), (&other, "")], 12).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!(post.who(DeliveryState::Deferred).await, [reader(2)]);
    assert_eq!(post.who(DeliveryState::Rejected).await, [reader(3)]);
    assert_eq!(one.count() + other.count(), 10);
    let asked = |server: &SmtpServer, n| {
        let asked = server.said().into_iter().filter(|line| line.contains(&reader(n)));
        asked.count()
    };
    for n in [2, 3] {
        assert_eq!(asked(&one, n) + asked(&other, n), 1, "nobody is passed from one to the next");
    }
}

#[tokio::test]
async fn a_sender_that_one_relay_refuses_pauses_the_issue_after_three_readers() {
    let kind = SmtpServer::kind();
    let refuses = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail => Act::Say("550 5.7.1 sender not allowed"),
        _ => Act::Usual,
    }));
    let post = between([(&kind, ""), (&refuses, "name = \"strict\"\n")], 60).await;
    let paused = post.send().await;
    ends(&paused, Class::Mend);
    assert_eq!(paused.state, IssueState::Paused);
    let rejected = post.lines(DeliveryState::Rejected).await;
    assert_eq!(rejected.len(), 3, "{rejected:?}");
    assert!(rejected.iter().all(|line| line.relay.as_deref() == Some("strict")), "{rejected:?}");
}

#[tokio::test]
async fn a_mailbox_that_one_relay_cannot_serve_goes_to_the_other() {
    use postrider::address::Address;
    use postrider::subscriber::{Source, State};
    let plain_only = SmtpServer::start(Script::default().offering(&["PIPELINING"]));
    let kind = SmtpServer::kind();
    let post = between([(&plain_only, "weight = 1000\n"), (&kind, "")], 3).await;
    let jose = Address::parse("josé@mail9.example").unwrap();
    let (source, at) = (Source::of("a test"), crate::post::at(crate::house::NOW));
    post.store.subscribe("weekly", &jose, None, State::Confirmed, &source, at).await.unwrap();
    ends(&post.send().await, Class::Done);
    assert_eq!((plain_only.count(), kind.recipients()), (3, vec![jose.to_string()]));
}
