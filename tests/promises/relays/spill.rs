//! Limits of one relay among several: what it does not take goes to the others.

use postrider::delivery::Class;
use postrider::ledger::DeliveryState;

use super::{between, each_once, nowhere};
use crate::post::{Post, ends, plain, reader, report, several, told};
use crate::smtp_server::SmtpServer;

#[tokio::test]
async fn what_one_relays_quota_does_not_take_goes_to_the_other() {
    let (small, large) = (SmtpServer::kind(), SmtpServer::kind());
    let limited = "name = \"small\"\nper_hour = 5\n";
    let post = between([(&small, limited), (&large, "name = \"large\"\n")], 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    assert_eq!((small.count(), large.count()), (5, 15));
    each_once(&[&small, &large], 20);
    let said = told(&sent);
    for words in [
        "5 by small, 15 by large",
        "small has had the 5 messages that [[relays]] allows in one hour; the other relays took",
        "room again at 2026-11-20 10:01",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[tokio::test]
async fn when_every_quota_is_full_the_rest_wait_for_the_first_room_and_nobody_is_lost() {
    let (one, other) = (SmtpServer::kind(), SmtpServer::kind());
    let (a, b) = ("name = \"a\"\nper_hour = 5\n", "name = \"b\"\nper_day = 4\n");
    let post = between([(&one, a), (&other, b)], 20).await;
    let full = post.send().await;
    ends(&full, Class::Partly);
    assert_eq!((one.count(), other.count()), (5, 4));
    let said = told(&full);
    for words in [
        "a has had the 5 messages that [[relays]] allows in one hour",
        "b has had the 4 messages that [[relays]] allows in one day",
        "11 readers wait for their turn; nobody was lost",
        "a: there is room again at 2026-11-20 10:01",
        "b: there is room again at 2026-11-21 09:01",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    for (now, count) in [
        ("2026-11-20T09:59:00Z", (5, 4)),
        ("2026-11-20T10:01:00Z", (10, 4)),
        ("2026-11-20T11:02:00Z", (15, 4)),
        ("2026-11-20T12:03:00Z", (16, 4)),
    ] {
        post.publish_at(&post.relay(), now).await;
        assert_eq!((one.count(), other.count()), count, "{now}");
    }
    each_once(&[&one, &other], 20);
}

#[tokio::test]
async fn one_relay_full_and_the_other_down_are_both_told() {
    let server = SmtpServer::kind();
    let full = format!("{}name = \"small\"\nper_hour = 2\n", plain(&server));
    let post = Post::open(several(&[full, nowhere("gone")]), 5).await;
    let sent = post.send().await;
    ends(&sent, Class::Mend);
    let said = told(&sent);
    assert!(said.contains("the relay gone cannot be reached"), "{said}");
    assert!(said.contains("small has had the 2 messages"), "{said}");
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_domains_limit_at_one_relay_sends_its_readers_to_the_other() {
    let (main, other) = (SmtpServer::kind(), SmtpServer::kind());
    // Of fourteen readers, two are at each of seven domains.
    let limit = "[relays.domains.\"mail3.example\"]\nper_hour = 1\n";
    let post = between([(&main, limit), (&other, "weight = 0\n")], 14).await;
    ends(&post.send().await, Class::Done);
    assert_eq!((main.count(), other.recipients()), (13, vec![reader(10)]));
}

#[tokio::test]
async fn a_domains_limit_at_every_relay_holds_up_nobody_else() {
    let (one, other) = (SmtpServer::kind(), SmtpServer::kind());
    let limit = "[relays.domains.\"mail3.example\"]\nper_hour = 1\n";
    let post = between([(&one, limit), (&other, limit)], 21).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert!(sent.end.is_none(), "{sent:?}");
    assert_eq!(post.who(DeliveryState::Queued).await, [reader(17)]);
    let said = told(&sent);
    assert!(said.contains("1 reader waits for a limit of [relays.domains]"), "{said}");
    assert!(said.contains("2026-11-20 10:01"), "{said}");
    ends(&report(post.publish_at(&post.relay(), "2026-11-20T10:01:00Z").await), Class::Done);
    each_once(&[&one, &other], 21);
}

#[tokio::test]
async fn a_domains_limit_holds_up_nobody_else_while_the_other_relay_is_down() {
    let server = SmtpServer::kind();
    let limit = "connections = 1\n[relays.domains.\"mail3.example\"]\nper_hour = 1\n";
    let gone = nowhere("gone") + "connections = 1\n";
    let post = Post::open(several(&[gone, plain(&server) + limit]), 35).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert!(sent.end.is_none(), "{sent:?}");
    assert_eq!(server.count(), 31);
    let waiting = [10, 17, 24, 31].map(reader);
    assert_eq!(post.who(DeliveryState::Queued).await, waiting);
    post.publish_at(&post.relay(), "2026-11-20T10:01:00Z").await;
    assert_eq!(server.count(), 32);
}

#[tokio::test]
async fn a_relay_of_weight_0_stands_by_until_the_others_take_nobody() {
    let (main, reserve) = (SmtpServer::kind(), SmtpServer::kind());
    let post = between([(&main, ""), (&reserve, "weight = 0\n")], 20).await;
    ends(&post.send().await, Class::Done);
    assert_eq!((main.count(), reserve.count()), (20, 0));

    let reserve = SmtpServer::kind();
    let relays = [nowhere("gone"), plain(&reserve) + "weight = 0\n"];
    let post = Post::open(several(&relays), 20).await;
    ends(&post.send().await, Class::Done);
    each_once(&[&reserve], 20);
}

#[tokio::test]
async fn a_relay_held_back_by_its_own_speed_does_not_slow_the_others_down() {
    let (slow, fast) = (SmtpServer::kind(), SmtpServer::kind());
    let post = between([(&slow, "per_second = 1\nconnections = 2\n"), (&fast, "")], 60).await;
    ends(&post.send().await, Class::Done);
    each_once(&[&slow, &fast], 60);
    // Its share would be thirty, which would take it half a minute.
    assert!((1..30).contains(&slow.count()), "{}", slow.count());
}
