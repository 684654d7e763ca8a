//! The next message's commands go with the end of this one, and nobody is lost or written to twice
//! by it, whatever the relay answers and whatever happens meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use postrider::delivery::{Class, Report};
use postrider::issue::IssueKey;
use postrider::ledger::{DeliveryState, IssueState, SuppressionReason};
use postrider::subscriber::Source;

use crate::house::NOW;
use crate::post::{KEY, Post, at, ends, house, is_one_of, plain, reader, report};
use crate::relays::{between, each_once};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const READERS: usize = 20;

/// A publication with one connection to a server.
pub async fn by_one_connection(server: &SmtpServer, readers: usize) -> Post {
    Post::open(house(&format!("{}connections = 1\n", plain(server))), readers).await
}

/// Insists that all but these readers got the issue once, and these not at all.
#[track_caller]
pub fn all_once_but(server: &SmtpServer, readers: usize, but: &[usize]) {
    let mut got = server.recipients();
    got.sort();
    let wanted: Vec<_> = (0..readers).filter(|n| !but.contains(n)).map(reader).collect();
    assert_eq!(got, wanted);
}

#[tokio::test]
async fn the_next_message_is_told_of_in_one_write_with_the_end_of_this_one() {
    let server = SmtpServer::kind();
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Done);
    all_once_but(&server, READERS, &[]);
    assert_eq!((server.connections(), server.empty()), (1, 0));
    // The first goes alone, and nobody comes after the last.
    assert_eq!(server.ahead(), READERS - 2);
}

#[tokio::test]
async fn over_several_connections_everyone_gets_the_issue_once() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 200).await;
    ends(&post.send().await, Class::Done);
    all_once_but(&server, 200, &[]);
    assert!(server.ahead() > 100, "{}", server.ahead());
    assert!(server.most_open() <= 4);
}

#[tokio::test]
async fn nothing_goes_ahead_where_pipelining_is_not_offered() {
    let server = SmtpServer::start(Script::default().offering(&["SIZE 10000000"]));
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Done);
    all_once_but(&server, READERS, &[]);
    assert_eq!((server.ahead(), server.grouped()), (0, 0));
}

#[tokio::test]
async fn nothing_goes_ahead_between_several_relays() {
    let (one, other) = (SmtpServer::kind(), SmtpServer::kind());
    let post = between([(&one, ""), (&other, "")], 40).await;
    ends(&post.send().await, Class::Done);
    each_once(&[&one, &other], 40);
    assert_eq!((one.ahead(), other.ahead()), (0, 0));
}

#[tokio::test]
async fn whoever_has_to_wait_for_a_limit_does_not_go_ahead() {
    let server = SmtpServer::kind();
    let relay = format!("{}connections = 1\nper_second = 50\n", plain(&server));
    let post = Post::open(house(&relay), 10).await;
    let started = std::time::Instant::now();
    ends(&post.send().await, Class::Done);
    assert!(started.elapsed() >= Duration::from_millis(9 * 20), "{:?}", started.elapsed());
    all_once_but(&server, 10, &[]);
}

#[tokio::test]
async fn a_connection_that_may_carry_no_more_is_told_of_nobody_else() {
    let server = SmtpServer::kind();
    let relay = "connections = 1\nmessages_per_connection = 4\n";
    let post = Post::open(house(&format!("{}{relay}", plain(&server))), 12).await;
    ends(&post.send().await, Class::Done);
    let over: Vec<usize> = server.taken().iter().map(|message| message.connection).collect();
    assert_eq!(over, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]);
    // Three on each connection, but for the first, where the first of all went alone.
    assert_eq!(server.ahead(), 8);
}

/// Sends while the relay answers the end of reader 4's message with these words.
async fn answered(words: Act) -> (SmtpServer, Post, Report) {
    let server = SmtpServer::start(Script::new(move |moment| match moment.at {
        At::Dot if is_one_of(&moment.to, &[4]) && moment.more => words.clone(),
        _ => Act::Usual,
    }));
    let post = by_one_connection(&server, READERS).await;
    let sent = post.send().await;
    (server, post, sent)
}

#[tokio::test]
async fn a_message_refused_at_its_end_does_not_touch_the_one_that_was_told_of() {
    for (words, state) in [
        ("451 4.3.0 not now", DeliveryState::Deferred),
        ("550 5.1.1 no such user, we find now", DeliveryState::Rejected),
    ] {
        let (server, post, sent) = answered(Act::Say(words)).await;
        ends(&sent, Class::Partly);
        all_once_but(&server, READERS, &[4]);
        assert_eq!(post.who(state).await, [reader(4)]);
        assert_eq!((server.connections(), server.ahead()), (1, READERS - 2), "{words}");
    }
}

#[tokio::test]
async fn a_relay_that_closes_at_the_end_of_a_message_costs_nobody_anything() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 4 => Act::SayAndDrop("421 4.3.2 shutting down"),
        At::Mail if moment.nth == 9 => Act::SayAndDrop("421 4.3.2 shutting down"),
        _ => Act::Usual,
    }));
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Done);
    all_once_but(&server, READERS, &[]);
    assert_eq!(server.connections(), 3);
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}

#[tokio::test]
async fn of_a_connection_that_breaks_after_an_end_one_reader_is_in_doubt_and_not_the_next() {
    let (server, post, sent) = answered(Act::Take(Box::new(Act::Drop))).await;
    ends(&sent, Class::Partly);
    all_once_but(&server, READERS, &[]);
    assert_eq!(post.who(DeliveryState::InDoubt).await, [reader(4)]);
}

#[tokio::test]
async fn whoever_was_told_of_when_the_relay_wants_less_speed_is_begun_anew() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 4 && moment.more => Act::Say("452 4.5.3 too many for now"),
        _ => Act::Usual,
    }));
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Done);
    all_once_but(&server, READERS, &[]);
    assert_eq!((server.connections(), server.empty()), (2, 0));
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}

#[tokio::test]
async fn a_reader_refused_ahead_is_refused_and_the_connection_goes_on() {
    for (when, words, state) in [
        (At::Rcpt, "550 5.1.1 no such user", DeliveryState::Rejected),
        (At::Rcpt, "450 4.2.0 later", DeliveryState::Deferred),
        (At::Data, "451 4.3.0 not now", DeliveryState::Deferred),
    ] {
        let server = SmtpServer::start(Script::new(move |moment| {
            let theirs = moment.at == when && moment.ahead && is_one_of(&moment.to, &[7]);
            if theirs { Act::Say(words) } else { Act::Usual }
        }));
        let post = by_one_connection(&server, READERS).await;
        ends(&post.send().await, Class::Partly);
        all_once_but(&server, READERS, &[7]);
        assert_eq!(post.who(state).await, [reader(7)], "{words}");
        assert_eq!(server.connections(), 1, "{words}");
    }
}

#[tokio::test]
async fn a_content_that_is_asked_for_without_a_recipient_is_a_lone_dot() {
    let refusing = Script::new(|moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[7, 8]) => Act::Say("550 5.1.1 no such user"),
        _ => Act::Usual,
    });
    let server = SmtpServer::start(refusing.gullible());
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Partly);
    all_once_but(&server, READERS, &[7, 8]);
    assert_eq!((server.empty(), server.connections()), (2, 1));
    assert_eq!(post.who(DeliveryState::Rejected).await, [reader(7), reader(8)]);
}

/// Answers DATA of reader 7, which went ahead, only when it is let go on.
fn held_at_seven(held: &Arc<AtomicBool>) -> SmtpServer {
    let held = Arc::clone(held);
    SmtpServer::start(Script::new(move |moment: &Moment| {
        if moment.at == At::Data && moment.ahead && is_one_of(&moment.to, &[7]) {
            while held.load(Ordering::SeqCst) {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        Act::Usual
    }))
}

/// What happens to the next reader, or to the issue, between DATA and content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meanwhile {
    Leaves,
    IsSuppressed,
    IssuePaused,
    IssueCancelled,
}

async fn happens(post: &Post, what: Meanwhile) {
    let key = IssueKey(KEY.to_owned());
    let who = postrider::address::Address::parse(&reader(7)).unwrap();
    match what {
        Meanwhile::Leaves => {
            let person = post.store.delivery_of(&key, &who).await.unwrap().unwrap().subscriber;
            let source = Source::of("a test");
            post.store.unsubscribe("weekly", person, &source, at(NOW)).await.unwrap();
        }
        Meanwhile::IsSuppressed => {
            post.store.suppress(&who, SuppressionReason::Manual, None, at(NOW)).await.unwrap();
        }
        Meanwhile::IssuePaused => post.store.pause(&key, "wait", at(NOW)).await.unwrap(),
        Meanwhile::IssueCancelled => post.store.cancel(&key, None, at(NOW)).await.unwrap(),
    }
}

#[tokio::test]
async fn who_may_not_get_it_any_more_gets_no_content_though_the_relay_was_told_of_them() {
    for what in [
        Meanwhile::Leaves,
        Meanwhile::IsSuppressed,
        Meanwhile::IssuePaused,
        Meanwhile::IssueCancelled,
    ] {
        let held = Arc::new(AtomicBool::new(true));
        let server = held_at_seven(&held);
        let post = by_one_connection(&server, READERS).await;
        let meanwhile = async {
            let asked = format!("RCPT TO:<{}>", reader(7));
            while !server.said().contains(&asked) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            happens(&post, what).await;
            held.store(false, Ordering::SeqCst);
        };
        let (sent, ()) = tokio::join!(post.send(), meanwhile);
        let later: Vec<_> = (7..READERS).collect();
        match what {
            Meanwhile::Leaves | Meanwhile::IsSuppressed => {
                ends(&sent, Class::Done);
                all_once_but(&server, READERS, &[7]);
                assert_eq!(post.who(DeliveryState::Suppressed).await, [reader(7)]);
            }
            Meanwhile::IssuePaused => {
                assert_eq!(sent.state, IssueState::Paused);
                all_once_but(&server, READERS, &later);
                post.store.resume(&IssueKey(KEY.to_owned()), at(NOW)).await.unwrap();
                ends(&report(post.publish_at(&post.relay(), NOW).await), Class::Done);
                all_once_but(&server, READERS, &[]);
            }
            Meanwhile::IssueCancelled => {
                assert_eq!(sent.state, IssueState::Cancelled);
                all_once_but(&server, READERS, &later);
                assert_eq!(post.who(DeliveryState::Cancelled).await.len(), later.len());
            }
        }
        assert_eq!(server.empty(), 0, "{what:?}");
    }
}

#[tokio::test]
async fn after_a_fault_of_ours_nobody_goes_ahead_until_one_is_accepted() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth == 5 => Act::Say("554 5.6.0 not like this"),
        _ => Act::Usual,
    }));
    let post = by_one_connection(&server, READERS).await;
    ends(&post.send().await, Class::Partly);
    assert_eq!(server.count(), READERS - 1);
    // Whoever was told of already is begun anew, alone, and another follows before all go on.
    assert_eq!((server.ahead(), server.connections()), (READERS - 3, 2));
}
