//! What a relay can say and what is done about it: each row of the table, over real SMTP.
//!
//! Twelve readers, one of whom gets the words; the others are accepted.

use postrider::address::Address;
use postrider::delivery::{Class, Report};
use postrider::ledger::{Cause, DeliveryState, IssueState, Phase};
use postrider::store::DeliveryLine;

use crate::house::NOW;
use crate::post::{Post, ends, is_one_of, reader, report, told};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer};

const READERS: usize = 12;

/// Says words to reader 3 whenever it is their turn, at one phase.
fn saying(at: At, words: &'static str) -> SmtpServer {
    SmtpServer::start(Script::new(move |moment| {
        let theirs = moment.at == at && is_one_of(&moment.to, &[3]);
        if theirs { Act::Say(words) } else { Act::Usual }
    }))
}

/// What became of reader 3.
async fn third(post: &Post) -> DeliveryLine {
    let key = postrider::issue::IssueKey(crate::post::KEY.to_owned());
    let address = Address::parse(&reader(3)).unwrap();
    post.store.delivery_of(&key, &address).await.unwrap().unwrap()
}

/// Hands an issue over at a server that says words to reader 3.
async fn row(at: At, words: &'static str) -> (Post, Report, DeliveryLine) {
    let server = saying(at, words);
    let post = Post::at(&server, READERS).await;
    let sent = post.send().await;
    assert_eq!(server.count(), READERS - 1, "{at:?} {words}: {sent:?}");
    let line = third(&post).await;
    (post, sent, line)
}

async fn audience(post: &Post) -> u64 {
    post.store.audience("weekly").await.unwrap()
}

#[tokio::test]
async fn refused_once_and_for_all_is_rejected_and_nobody_is_suppressed_for_it() {
    for (at, words, cause) in [
        (At::Rcpt, "552 5.2.3 too large for this mailbox", Cause::TooLargeForMailbox),
        (At::Rcpt, "554 no", Cause::Hard),
        (At::Data, "550 5.0.0 no", Cause::Hard),
        (At::Dot, "550 5.1.1 no such user, we find now", Cause::Hard),
        (At::Dot, "554 5.6.0 not like this", Cause::Message),
        (At::Rcpt, "550 5.7.1 not from you", Cause::Policy),
        (At::Rcpt, "554 5.7.1 <ana@x.example>: Relay access denied", Cause::Sender),
    ] {
        let (post, sent, line) = row(at, words).await;
        ends(&sent, Class::Partly);
        assert_eq!((line.state, line.cause), (DeliveryState::Rejected, Some(cause)), "{words}");
        assert_eq!(line.reply.as_deref(), Some(words));
        assert_eq!(audience(&post).await, 12, "{words}");
    }
}

#[tokio::test]
async fn no_such_mailbox_is_suppressed_when_the_issue_ends() {
    for words in ["550 5.1.1 no such user", "551 5.1.6 moved", "553 5.1.3 bad address"] {
        let (post, sent, line) = row(At::Rcpt, words).await;
        ends(&sent, Class::Partly);
        let expected = (DeliveryState::Rejected, Some(Cause::NoMailbox), Some(Phase::Rcpt));
        assert_eq!((line.state, line.cause, line.phase), expected);
        assert_eq!(audience(&post).await, 11, "{words}");
    }
}

#[tokio::test]
async fn a_dead_mailbox_is_suppressed_though_another_reader_is_still_to_be_tried_again() {
    let server = SmtpServer::start(Script::new(|moment: &Moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[3]) => Act::Say("550 5.1.1 no such user"),
        At::Rcpt if is_one_of(&moment.to, &[4]) => Act::Say("450 4.2.0 greylisted"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, READERS).await;
    let sent = post.send().await;
    assert_eq!((sent.tally.rejected, sent.tally.deferred), (1, 1), "{sent:?}");
    assert_eq!(audience(&post).await, 11);
}

#[tokio::test]
async fn a_temporary_refusal_defers_that_reader_alone() {
    for (at, words, cause) in [
        (At::Rcpt, "450 4.7.1 greylisted", Cause::Greylisted),
        (At::Rcpt, "451 4.7.1 greylisted", Cause::Greylisted),
        (At::Rcpt, "450 4.2.0 greylisted", Cause::Greylisted),
        (At::Rcpt, "452 4.2.2 over quota", Cause::MailboxFull),
        (At::Data, "451 4.3.0 not now", Cause::Soft),
        (At::Dot, "451 4.3.0 not now", Cause::Soft),
    ] {
        let (post, sent, line) = row(at, words).await;
        ends(&sent, Class::Partly);
        let expected = (DeliveryState::Deferred, Some(cause), 1);
        assert_eq!((line.state, line.cause, line.attempts), expected, "{words}");
        assert_eq!(line.next_attempt, Some(crate::post::at("2026-11-20T09:05:00Z")));
        assert_eq!(audience(&post).await, 12);
    }
}

#[tokio::test]
async fn a_greylisted_reader_comes_again_ever_later_and_is_given_up_after_48_hours() {
    let server = saying(At::Rcpt, "451 4.7.1 greylisted");
    let post = Post::at(&server, 4).await;
    post.send().await;
    for (now, next) in [
        ("2026-11-20T09:05:00Z", "2026-11-20T09:20:00Z"),
        ("2026-11-20T09:20:00Z", "2026-11-20T09:50:00Z"),
        ("2026-11-20T09:50:00Z", "2026-11-20T10:50:00Z"),
        ("2026-11-20T10:50:00Z", "2026-11-20T11:50:00Z"),
        ("2026-11-22T07:00:00Z", "2026-11-22T08:00:00Z"),
    ] {
        post.publish_at(&post.relay(), now).await;
        assert_eq!(third(&post).await.next_attempt, Some(crate::post::at(next)), "{now}");
    }
    post.publish_at(&post.relay(), "2026-11-22T08:30:00Z").await;
    assert_eq!(third(&post).await.state, DeliveryState::Expired);
}

/// One issue a week, with an article of its own.
async fn week(post: &Post, n: u32) -> Report {
    let day = 20 + 7 * n;
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let date = date + chrono::Duration::days(i64::from(day) - 1);
    let text = format!("---\ntitle: Tide {n}\ndate: {date}\n---\nThe sea.\n");
    post.house.put(&format!("content/tide{n}.md"), text);
    report(post.publish_at(&post.relay(), &format!("{date}T09:00:00Z")).await)
}

/// Sends issue after issue until reader 3 is not among the readers any more; gives how many.
async fn issues_until_suppressed(words: &'static str) -> u32 {
    let server = saying(At::Rcpt, words);
    let post = Post::at(&server, READERS).await;
    for n in 0..9 {
        assert_eq!(week(&post, n).await.state, IssueState::Finished);
        if audience(&post).await < 12 {
            return n + 1;
        }
    }
    panic!("never suppressed")
}

#[tokio::test]
async fn a_full_mailbox_is_suppressed_after_five_issues() {
    assert_eq!(issues_until_suppressed("552 5.2.2 over quota").await, 5);
}

#[tokio::test]
async fn refused_by_policy_is_suppressed_after_three_issues() {
    assert_eq!(issues_until_suppressed("550 5.7.1 not wanted").await, 3);
}

/// Says words until the count of such moments is `times`.
fn first_times(at: At, times: usize, words: &'static str) -> SmtpServer {
    let act = move |moment: &Moment| {
        if moment.at == at && moment.nth < times { Act::Say(words) } else { Act::Usual }
    };
    SmtpServer::start(Script::new(act))
}

#[tokio::test]
async fn too_fast_is_no_attempt_and_costs_nobody_anything() {
    for words in [
        "454 4.7.0 slow down",
        "450 4.7.28 rate limited",
        "450 4.2.1 receiving at too high a rate",
        "452 4.5.3 too many recipients",
        "432 the queue is stopped",
    ] {
        let server = first_times(At::Rcpt, 1, words);
        let post = Post::at(&server, 3).await;
        ends(&post.send().await, Class::Done);
        let lines = post.lines(DeliveryState::Accepted).await;
        assert_eq!(lines.iter().map(|line| line.attempts).collect::<Vec<_>>(), [1, 1, 1]);
    }
}

#[tokio::test]
async fn a_relay_that_does_not_greet_at_first_is_tried_again_and_nobody_is_touched() {
    for act in [Act::SayAndDrop("421 4.3.2 not yet"), Act::SayAndDrop("450 busy"), Act::Drop] {
        let server = SmtpServer::start(Script::new(move |moment| match moment.at {
            At::Greeting if moment.nth == 0 => act.clone(),
            _ => Act::Usual,
        }));
        let post = Post::at(&server, 3).await;
        ends(&post.send().await, Class::Done);
        let lines = post.lines(DeliveryState::Accepted).await;
        assert!(lines.iter().all(|line| line.attempts == 1));
    }
}

#[tokio::test]
async fn a_sender_at_fault_in_any_words_pauses_the_issue_after_three() {
    for (at, words) in [
        (At::Mail, "550 5.1.1 who are you"),
        (At::Rcpt, "553 5.1.7 bad sender"),
        (At::Rcpt, "550 5.1.8 bad sender's system"),
        (At::Rcpt, "554 Relay access denied"),
        (At::Dot, "550 5.7.26 not authenticated"),
        (At::Dot, "550 5.7.515 not authenticated"),
    ] {
        let server = SmtpServer::start(Script::new(move |moment| {
            if moment.at == at { Act::Say(words) } else { Act::Usual }
        }));
        let post = Post::at(&server, READERS).await;
        let paused = post.send().await;
        ends(&paused, Class::Mend);
        assert!(told(&paused).contains("sender at fault"), "{}", told(&paused));
        assert_eq!(post.totals().await.count(DeliveryState::Rejected), 3, "{words}");
        assert_eq!(audience(&post).await, 12);
    }
}

#[tokio::test]
async fn a_login_refused_in_mid_session_stops_the_relay_at_once() {
    for words in ["530 5.7.0 authentication required", "535 5.7.8 not you"] {
        let server = SmtpServer::start(Script::new(move |moment| {
            if moment.at == At::Mail { Act::Say(words) } else { Act::Usual }
        }));
        let post = Post::at(&server, READERS).await;
        let stopped = post.send().await;
        ends(&stopped, Class::Mend);
        assert!(told(&stopped).contains("refuses the login"), "{}", told(&stopped));
        assert_eq!(post.totals().await.count(DeliveryState::Queued), 12);
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_relay_that_wants_tls_first_is_told_for_that_and_not_for_the_login() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail => Act::Say("530 5.7.0 Must issue a STARTTLS command first"),
        _ => Act::Usual,
    }));
    let stopped = Post::at(&server, READERS).await.send().await;
    ends(&stopped, Class::Mend);
    let said = told(&stopped);
    assert!(said.contains("takes nothing in the clear: 530"), "{said}");
    assert!(said.contains("security = \"starttls\"") && !said.contains("password"), "{said}");
}

#[tokio::test]
async fn three_in_a_hundred_dead_mailboxes_are_suppressed_and_nobody_else() {
    let dead = [7, 33, 81];
    let server = SmtpServer::start(Script::new(move |moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &dead) => Act::Say("550 5.1.1 no such user"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 100).await;
    ends(&post.send().await, Class::Partly);
    assert_eq!(audience(&post).await, 97);
    for n in dead {
        let person = post.store.person(&Address::parse(&reader(n)).unwrap()).await.unwrap();
        assert!(format!("{person:?}").contains("NoMailbox"), "{person:?}");
    }
}

#[tokio::test]
async fn three_in_five_dead_mailboxes_are_our_fault_until_shown_otherwise() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if moment.nth % 5 < 3 => Act::Say("550 5.1.1 no such user"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 100).await;
    let paused = post.publish_at(&post.relay(), NOW).await;
    assert_eq!(report(paused).state, IssueState::Paused);
    assert_eq!(audience(&post).await, 100);
}
