//! One reader never holds up the others, and a fault of ours stops before it has cost many.

use postrider::delivery::{Class, End};
use postrider::ledger::{Cause, DeliveryState, IssueState};
use postrider::schedule::Turn;

use crate::house::{DAILY, NOW};
use crate::post::{Post, ends, house, is_one_of, plain, reader, report, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// Hangs up whenever it hears of this reader.
fn hangs_up_on(n: usize) -> SmtpServer {
    SmtpServer::start(Script::new(move |moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[n]) => Act::SayAndDrop("421 4.7.0 try again later"),
        _ => Act::Usual,
    }))
}

#[tokio::test]
async fn a_reader_at_whom_the_relay_hangs_up_is_deferred_and_all_others_get_the_issue() {
    for connections in [1, 4] {
        let server = hangs_up_on(2);
        let relay = format!("{}connections = {connections}\n", plain(&server));
        let post = Post::open(house(&relay), 12).await;
        let sent = post.send().await;
        ends(&sent, Class::Partly);
        assert!(sent.end.is_none(), "{sent:?}");
        assert_eq!(server.count(), 11);
        let deferred = post.lines(DeliveryState::Deferred).await;
        assert_eq!(deferred.len(), 1);
        assert_eq!(deferred[0].address.to_string(), reader(2));
        assert_eq!((deferred[0].cause, deferred[0].attempts), (Some(Cause::RelayUnwell), 1));
        assert_eq!(deferred[0].reply.as_deref(), Some("421 4.7.0 try again later"));
        assert!(told(&sent).contains("2026-11-20 09:05"), "{}", told(&sent));
    }
}

#[tokio::test]
async fn a_reader_at_whom_the_relay_hangs_up_is_tried_ever_less_often_and_then_given_up() {
    let server = hangs_up_on(2);
    let post = Post::at(&server, 4).await;
    ends(&post.send().await, Class::Partly);
    let again = report(post.publish_at(&post.relay(), "2026-11-20T09:06:00Z").await);
    ends(&again, Class::Partly);
    assert!(again.end.is_none(), "{again:?}");
    assert!(told(&again).contains("2026-11-20 09:21"), "{}", told(&again));
    let last = report(post.publish_at(&post.relay(), "2026-11-22T09:30:00Z").await);
    assert_eq!(last.state, IssueState::Finished);
    assert_eq!(post.who(DeliveryState::Expired).await, [reader(2)]);
}

#[tokio::test]
async fn a_newsletter_that_stops_does_not_keep_the_others_from_their_turn() {
    let server = hangs_up_on(0);
    let house = house(&plain(&server));
    let config = house.read("config.toml") + DAILY;
    let house = house
        .write("config.toml", config)
        .write("daily.csv", "email,confirmed\nbo@reader.example,yes\nana@reader.example,yes\n");
    // The one reader of the first newsletter is the one whom the relay does not want.
    let post = Post::open(house, 1).await;
    let published = post.publish_at(&post.relay(), NOW).await;
    assert_eq!(server.recipients().len(), 2, "{:?}", published.turns);
    let reports: Vec<_> = published
        .turns
        .iter()
        .filter_map(|turn| match turn {
            Turn::Sent(report) => Some(report),
            _ => None,
        })
        .collect();
    assert_eq!(reports.len(), 2);
    assert!(reports.iter().all(|report| report.end.is_none()), "{reports:?}");
    assert_eq!(post.who(DeliveryState::Deferred).await, [reader(0)]);
}

#[tokio::test]
async fn a_message_at_fault_costs_three_readers_over_any_number_of_connections() {
    for at in [At::Mail, At::Rcpt, At::Dot] {
        let server = SmtpServer::start(Script::new(move |moment| {
            if moment.at == at { Act::Say("554 5.6.0 not like this") } else { Act::Usual }
        }));
        let post = Post::open(house(&format!("{}connections = 8\n", plain(&server))), 30).await;
        let paused = post.send().await;
        assert_eq!(paused.state, IssueState::Paused);
        let totals = post.totals().await;
        let states = [DeliveryState::Rejected, DeliveryState::Queued].map(|s| totals.count(s));
        assert_eq!(states, [3, 27], "{at:?}");
    }
}

#[tokio::test]
async fn a_message_at_fault_in_mid_issue_costs_no_more_than_were_under_way() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if moment.nth >= 20 => Act::Say("554 5.6.0 not any more"),
        _ => Act::Usual,
    }));
    let post = Post::open(house(&format!("{}connections = 4\n", plain(&server))), 60).await;
    let paused = post.send().await;
    assert_eq!(paused.state, IssueState::Paused);
    let rejected = post.totals().await.count(DeliveryState::Rejected);
    assert!((3..=4).contains(&rejected), "{rejected}");
    assert_eq!(server.count(), 20);
}

#[tokio::test]
async fn a_login_that_cannot_be_checked_now_is_not_told_as_an_unreachable_host() {
    let script = Script::new(|moment| match moment.at {
        At::Auth => Act::Say("454 4.7.0 temporary authentication failure"),
        _ => Act::Usual,
    });
    let server = SmtpServer::start(script.with_tls().with_login("ana", "hunter2"));
    let relay = format!(
        "port = {}\nca_file = '{}'\nuser = \"ana\"\npassword_env = \"PASSWORD\"\n",
        server.port,
        server.ca_file().display()
    );
    let post = Post::open(house(&relay), 3).await;
    let stopped = post.send().await;
    ends(&stopped, Class::Mend);
    assert!(matches!(stopped.end, Some(End::LoginLater(_))), "{stopped:?}");
    let said = told(&stopped);
    assert!(said.contains("cannot check the login now: 454"), "{said}");
    assert!(said.contains("nothing against `user`") && !said.contains("`host`"), "{said}");
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn a_relay_that_turns_this_machine_away_is_told_as_that() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Greeting => Act::SayAndDrop("554 5.7.1 192.0.2.7 is on our list"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 3).await;
    let stopped = post.send().await;
    ends(&stopped, Class::Mend);
    let said = told(&stopped);
    assert!(said.contains("does not serve this machine: 554 5.7.1"), "{said}");
    assert!(said.contains("blocklist") && !said.contains("cannot be reached"), "{said}");
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn who_is_tried_twice_in_a_run_is_counted_as_one_reader() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[1]) => Act::Say("354 go on"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 4).await;
    let sent = post.send().await;
    let deferred = post.lines(DeliveryState::Deferred).await;
    assert_eq!((deferred.len(), deferred[0].attempts), (1, 2), "{deferred:?}");
    assert_eq!((sent.tally.deferred, sent.tally.all()), (1, 4), "{:?}", sent.tally);
}
