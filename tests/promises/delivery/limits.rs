//! A relay's limits: kept, remembered, and found out where nobody told them.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use postrider::delivery::{Class, End};
use postrider::ledger::DeliveryState;

use crate::hand_over::nowhere;
use crate::house::NOW;
use crate::post::{Post, ends, house, plain, reader, report, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// Takes so many messages in any second, and says 454 to the rest.
fn at_most(rate: usize) -> SmtpServer {
    let took = Mutex::new(VecDeque::<Instant>::new());
    SmtpServer::start(Script::new(move |moment| {
        if moment.at != At::Mail {
            return Act::Usual;
        }
        let mut took = took.lock().unwrap();
        let now = Instant::now();
        while took.front().is_some_and(|at| now - *at > Duration::from_secs(1)) {
            took.pop_front();
        }
        if took.len() >= rate {
            return Act::Say("454 4.7.0 slow down");
        }
        took.push_back(now);
        Act::Usual
    }))
}

#[tokio::test]
async fn a_relay_that_says_454_above_a_rate_gets_every_message_in_one_attempt() {
    let server = at_most(60);
    let post = Post::at(&server, 200).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    let mut got = server.recipients();
    got.sort();
    assert_eq!(got, (0..200).map(reader).collect::<Vec<_>>());
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
    let tried = server.said().iter().filter(|line| line.starts_with("MAIL")).count();
    assert!(tried < 300, "{tried} tries for 200 messages");
}

async fn limited(server: &SmtpServer, limits: &str) -> Post {
    Post::open(house(&format!("{}{limits}", plain(server))), 14).await
}

#[tokio::test]
async fn an_hours_limit_is_kept_over_runs_and_nobody_is_lost() {
    let server = SmtpServer::kind();
    let post = limited(&server, "per_hour = 5\n").await;
    let first = post.send().await;
    ends(&first, Class::Partly);
    assert!(matches!(&first.end, Some(End::Full(full)) if full.most == 5), "{first:?}");
    let said = told(&first);
    assert!(said.contains("5 messages that [relay] allows in one hour"), "{said}");
    assert!(said.contains("room again at 2026-11-20 10:01"), "{said}");
    for (now, count) in [
        ("2026-11-20T09:59:00Z", 5),
        ("2026-11-20T10:01:00Z", 10),
        ("2026-11-20T10:50:00Z", 10),
        ("2026-11-20T11:02:00Z", 14),
    ] {
        post.publish_at(&post.relay(), now).await;
        assert_eq!(server.count(), count, "{now}");
    }
    assert_eq!(post.totals().await.count(DeliveryState::Accepted), 14);
}

#[tokio::test]
async fn a_days_limit_is_kept_too() {
    let server = SmtpServer::kind();
    let post = limited(&server, "per_day = 9\nper_hour = 8\n").await;
    post.send().await;
    assert_eq!(server.count(), 8);
    let second = report(post.publish_at(&post.relay(), "2026-11-20T10:30:00Z").await);
    assert_eq!(server.count(), 9);
    assert!(matches!(&second.end, Some(End::Full(full)) if full.span == "day"), "{second:?}");
    post.publish_at(&post.relay(), "2026-11-21T08:59:00Z").await;
    assert_eq!(server.count(), 9);
    post.publish_at(&post.relay(), "2026-11-21T10:32:00Z").await;
    assert_eq!(server.count(), 14);
}

#[tokio::test]
async fn whoever_a_limit_counts_already_is_written_to_before_the_run_ends() {
    // While one connection waits for an answer, and has taken a turn for who comes next, the others use
    // the limit up.
    let has_waited = AtomicBool::new(false);
    let server = SmtpServer::start(Script::new(move |moment| {
        let waits = moment.at == At::Dot && moment.more && !has_waited.swap(true, Ordering::SeqCst);
        if waits {
            Act::After(Duration::from_millis(300), Box::new(Act::Usual))
        } else {
            Act::Usual
        }
    }));
    let post = limited(&server, "per_hour = 12\n").await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!((sent.tally.accepted, server.count()), (12, 12), "{sent:?}");
    assert_eq!(server.empty(), 0);
}

#[tokio::test]
async fn a_relay_that_is_warmed_up_is_given_twice_as_many_each_day_and_nobody_is_lost() {
    let server = SmtpServer::kind();
    let post = limited(&server, "warm_up = 2\nper_day = 1000\n").await;
    let first = post.send().await;
    ends(&first, Class::Partly);
    let said = told(&first);
    for words in
        ["the 2 messages that [relay] allows in one day of its warm-up", "2026-11-21 00:00"]
    {
        assert!(said.contains(words), "{said}");
    }
    for (now, count) in [
        ("2026-11-20T23:59:00Z", 2),
        ("2026-11-21T00:00:00Z", 4),
        ("2026-11-21T12:00:00Z", 6),
        ("2026-11-23T12:00:00Z", 14),
    ] {
        post.publish_at(&post.relay(), now).await;
        assert_eq!(server.count(), count, "{now}");
    }
    assert_eq!(post.totals().await.count(DeliveryState::Accepted), 14);
}

#[tokio::test]
async fn a_domains_limit_holds_up_nobody_else() {
    let server = SmtpServer::kind();
    // Of fourteen readers, two are at each of seven domains.
    let post = limited(&server, "[relay.domains.\"mail3.example\"]\nper_hour = 1\n").await;
    let first = post.send().await;
    ends(&first, Class::Partly);
    assert!(first.end.is_none(), "{first:?}");
    assert_eq!(server.count(), 13);
    assert_eq!(post.who(DeliveryState::Queued).await, [reader(10)]);
    assert!(told(&first).contains("1 reader waits for a limit"), "{}", told(&first));
    assert!(told(&first).contains("2026-11-20 10:01"), "{}", told(&first));
    ends(&report(post.publish_at(&post.relay(), "2026-11-20T10:01:00Z").await), Class::Done);
    assert_eq!(server.count(), 14);
}

#[tokio::test]
async fn messages_a_second_are_no_more_than_allowed() {
    let server = SmtpServer::kind();
    let post = limited(&server, "per_second = 20\n").await;
    let started = Instant::now();
    ends(&post.send().await, Class::Done);
    assert!(started.elapsed() >= Duration::from_millis(13 * 50), "{:?}", started.elapsed());
}

#[tokio::test]
async fn messages_a_second_are_no_more_than_allowed_for_all_senders_together() {
    let server = SmtpServer::kind();
    let relay = format!("{}per_second = 20\nconnections = 1\n", plain(&server));
    let post = Post::open(house(&relay), 40).await;
    post.publish_at(&nowhere(), NOW).await;
    let started = Instant::now();
    let (first, second) = tokio::join!(post.run(), post.run());
    assert!(first.tally.accepted >= 10 && second.tally.accepted >= 10, "{first:?} {second:?}");
    assert_eq!(server.count(), 40);
    // The store counts in whole milliseconds.
    assert!(started.elapsed() >= Duration::from_millis(39 * 50 - 10), "{:?}", started.elapsed());
}

#[tokio::test]
async fn the_speed_that_was_found_is_remembered() {
    let server = at_most(20);
    let post = Post::at(&server, 40).await;
    ends(&post.send().await, Class::Done);
    let relay = post.relay().name();
    let found = post.store.relay_speed(&relay, crate::post::at(NOW)).await.unwrap();
    assert!(found.is_some_and(|speed| speed > 1.0), "{found:?}");
    let later = crate::post::at("2026-11-21T09:01:00Z");
    assert_eq!(post.store.relay_speed(&relay, later).await.unwrap(), None, "a day later");
}
