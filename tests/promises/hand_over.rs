//! The course of a hand-over: who comes when, what waits, and who else may be at work.

use std::time::Duration;

use chrono::Utc;
use postrider::delivery::{Class, Clock, Options};
use postrider::issue::IssueKey;
use postrider::ledger::{Cause, DeliveryState, Entry, IssueState, Outcome, Phase};
use postrider::relay::Relay;
use postrider::schedule::Turn;
use postrider::subscriber::Source;

use crate::house::NOW;
use crate::post::{KEY, Post, at, ends, house, is_one_of, options, plain, reader, report, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// A relay that is not there.
pub fn nowhere() -> Relay {
    Relay::at("smtp://127.0.0.1:1", &[], |_| None).unwrap()
}

#[tokio::test]
async fn everyone_gets_the_issue_once_and_a_second_run_sends_nothing() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 40).await;
    let first = post.send().await;
    ends(&first, Class::Done);
    assert_eq!(first.state, IssueState::Finished);
    let mut got = server.recipients();
    got.sort();
    assert_eq!(got, (0..40).map(reader).collect::<Vec<_>>());
    post.publish_at(&post.relay(), "2026-11-20T10:00:00Z").await;
    assert_eq!(server.count(), 40);
    assert!(server.most_open() <= 4, "{} connections", server.most_open());
}

#[tokio::test]
async fn a_reader_who_leaves_just_before_their_turn_gets_nothing() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 6).await;
    let nowhere = nowhere();
    post.publish_at(&nowhere, NOW).await;
    let leaver = post.lines(DeliveryState::Queued).await[2].subscriber;
    let source = Source::of("a test");
    post.store.unsubscribe("weekly", leaver, &source, at(NOW)).await.unwrap();
    let sent = post.send().await;
    ends(&sent, Class::Done);
    assert_eq!(server.count(), 5);
    assert_eq!(post.totals().await.count(DeliveryState::Suppressed), 1);
}

#[tokio::test]
async fn two_senders_at_once_share_the_readers() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::After(Duration::from_millis(2), Box::new(Act::Usual)),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 300).await;
    post.publish_at(&nowhere(), NOW).await;
    let (first, second) = tokio::join!(post.run(), post.run());
    assert!(first.tally.accepted > 0 && second.tally.accepted > 0);
    assert_eq!(first.tally.accepted + second.tally.accepted, 300);
    let mut got = server.recipients();
    got.sort();
    assert_eq!(got, (0..300).map(reader).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_deferred_reader_comes_before_a_new_issue() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if moment.nth < 3 && is_one_of(&moment.to, &[1]) => Act::Say("451 4.3.0 later"),
        _ => Act::Usual,
    }));
    let post = Post::open(house(&format!("{}connections = 1\n", plain(&server))), 3).await;
    ends(&post.send().await, Class::Partly);
    post.house.put("content/moon.md", "---\ntitle: The moon\ndate: 2026-11-22\n---\nIt pulls.\n");
    post.publish_at(&post.relay(), "2026-11-23T08:30:00Z").await;
    let got = server.recipients();
    assert_eq!(got.len(), 6);
    assert_eq!(got[2], reader(1));
    assert!(!String::from_utf8_lossy(&server.taken()[2].bytes).contains("Subject: The moon"));
    assert!(String::from_utf8_lossy(&server.taken()[3].bytes).contains("Subject: The moon"));
}

#[tokio::test]
async fn a_second_publish_leaves_a_running_one_alone() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::After(Duration::from_millis(20), Box::new(Act::Usual)),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 40).await;
    let (relay, other) = (post.relay(), post.relay());
    let first = post.publish_at(&relay, NOW);
    let second = async {
        while server.count() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let turns = post.publish_at(&other, NOW).await.turns;
        assert!(matches!(&turns[0], Turn::Busy(key) if key.0 == KEY), "{turns:?}");
        assert_eq!(turns[0].class(), Class::Done);
        assert!(server.count() < 40);
    };
    let (first, ()) = tokio::join!(first, second);
    ends(&report(first), Class::Done);
    assert_eq!(server.count(), 40);
}

#[tokio::test]
async fn a_reader_who_is_due_within_the_wait_is_served_by_the_same_run() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 3).await;
    let nowhere = nowhere();
    post.publish_at(&nowhere, NOW).await;
    let key = IssueKey(KEY.to_owned());
    let sender = post.store.sender().unwrap();
    let now = Utc::now();
    let lease = chrono::Duration::minutes(1);
    let claim = post.store.claim(&key, &sender, 1, lease, now).await.unwrap().remove(0);
    let deferred = Entry::Outcome {
        delivery: claim.delivery,
        fence: claim.fence,
        at: now,
        outcome: Outcome::Deferred,
        phase: Phase::Rcpt,
        cause: Cause::Greylisted,
        reply: "450 4.2.0 later".to_owned(),
        next_attempt: Some(now + chrono::Duration::seconds(2)),
        relay: "relay.example:587".into(),
    };
    post.store.record(&[deferred], now).await.unwrap();
    drop(sender);
    let options = Options { clock: Clock::Wall, wait: Duration::from_mins(1), ..options(NOW) };
    let waited = report(post.publish_as(&post.relay(), &options).await);
    ends(&waited, Class::Done);
    assert_eq!(server.recipients().last(), Some(&claim.address.to_string()));
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn an_issue_whose_articles_are_not_online_waits_and_names_them() {
    let server = SmtpServer::kind();
    let config = house(&plain(&server)).read("config.toml");
    let config = config.replace("https://tidewater.example/", "http://127.0.0.1:1/");
    let post = Post::open(house(&plain(&server)).write("config.toml", config), 2).await;
    let check = |link_check| Options { link_check, ..options(NOW) };
    let waiting = report(post.publish_as(&post.relay(), &check(true)).await);
    ends(&waiting, Class::Mend);
    let said = told(&waiting);
    for part in ["http://127.0.0.1:1/tides/", "http://127.0.0.1:1/issues/weekly/2026-W47/"] {
        assert!(said.contains(part), "{said}");
    }
    assert!(said.contains("/unsubscribe/weekly/") && said.contains("refused"), "{said}");
    assert_eq!((waiting.state, server.count()), (IssueState::Frozen, 0));
    ends(&report(post.publish_as(&post.relay(), &check(false)).await), Class::Done);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_connection_carries_no_more_messages_than_it_may() {
    let server = SmtpServer::kind();
    let relay = "connections = 1\nmessages_per_connection = 3\n";
    let post = Post::open(house(&format!("{}{relay}", plain(&server))), 7).await;
    ends(&post.send().await, Class::Done);
    let over: Vec<usize> = server.taken().iter().map(|message| message.connection).collect();
    assert_eq!(over, [0, 0, 0, 1, 1, 1, 2]);
}

#[tokio::test]
async fn a_retry_has_the_same_bytes_as_the_first_attempt() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 0 => Act::Take(Box::new(Act::Say("451 4.3.0 later"))),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 1).await;
    ends(&post.send().await, Class::Partly);
    post.publish_at(&post.relay(), "2026-11-20T10:30:00Z").await;
    let taken = server.taken();
    assert_eq!(taken.len(), 2);
    assert!(taken[0].bytes == taken[1].bytes);
}

#[tokio::test]
async fn a_template_or_an_article_edited_in_mid_issue_changes_nothing_of_it_and_all_of_the_next() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 0 => Act::Take(Box::new(Act::Say("451 4.3.0 later"))),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 1).await;
    ends(&post.send().await, Class::Partly);
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/email/digest.html");
    let template = std::fs::read_to_string(template).unwrap();
    let edited = template.replace("<address", "<p>edited</p>\n<address");
    post.house.put("templates/email/digest.html", edited);
    for file in ["tides", "moon"] {
        let text = "---\ntitle: Other words\ndate: 2026-11-16\n---\nThey differ.\n";
        post.house.put(&format!("content/{file}.md"), text);
    }
    ends(&report(post.publish_at(&post.relay(), "2026-11-20T10:30:00Z").await), Class::Done);
    post.publish_at(&post.relay(), "2026-11-23T10:30:00Z").await;
    let taken = server.taken();
    assert_eq!(taken.len(), 3);
    assert!(taken[0].bytes == taken[1].bytes);
    let next = String::from_utf8_lossy(&taken[2].bytes);
    assert!(next.contains("edited") && next.contains("Other words"), "{next}");
}
