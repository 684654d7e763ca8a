//! What every relay's behaviour leads to: the right state, a sentence that helps, an exit code.

mod few;
mod ledger_trouble;
mod limits;
mod one_reader;
mod patience;
mod replies;
mod rows;

use postrider::delivery::{Class, End};
use postrider::ledger::{DeliveryState, IssueState};

use crate::post::{Post, ends, house, is_one_of, plain, reader, report, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

#[tokio::test]
async fn a_relay_that_is_down_is_told_and_nobody_is_lost() {
    let post = Post::open(house("port = 1\nsecurity = \"none\"\n"), 3).await;
    let down = post.send().await;
    ends(&down, Class::Mend);
    assert!(matches!(down.end, Some(End::RelayDown(_))));
    let said = told(&down);
    assert!(said.contains("cannot be reached") && said.contains("postrider send"), "{said}");
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn a_refused_login_stops_the_relay_at_once() {
    let script = Script::default().with_tls().with_login("ana", "another");
    let server = SmtpServer::start(script);
    let relay = secure(&server, "user = \"ana\"\npassword_env = \"PASSWORD\"");
    let post = Post::open(house(&relay), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    let said = told(&refused);
    assert!(said.contains("refuses the login") && said.contains("535"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(server.connections(), 1);
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn a_relay_that_offers_no_login_is_told_for_what_it_is() {
    let none = SmtpServer::start(Script::default().with_tls());
    let tokens = SmtpServer::start(Script::default().with_tls().with_tokens("ana", &["fresh"]));
    let password = "user = \"ana\"\npassword_env = \"PASSWORD\"";
    let passwords = SmtpServer::start(Script::default().with_tls().with_login("ana", "hunter2"));
    for (server, login, words) in [
        (&none, password, ["offers no login at all (no AUTH)", "port 587 or 465"]),
        (&tokens, password, ["only AUTH GSSAPI, XOAUTH2", "it wants an access token"]),
        (&passwords, "user = \"ana\"\ntoken_env = \"T\"", ["only AUTH", "it wants a password"]),
    ] {
        let post = Post::open(house(&secure(server, login)), 3).await;
        let refused = post.send().await;
        ends(&refused, Class::Mend);
        let told = told(&refused);
        assert!(words.iter().all(|words| told.contains(words)), "{told}");
        assert!(!told.contains("refuses the login"), "{told}");
        assert_eq!((server.connections(), server.count()), (1, 0));
        assert!(!server.said().iter().any(|line| line.starts_with("AUTH")), "nothing was shown");
    }
}

#[tokio::test]
async fn a_refused_access_token_stops_the_relay_at_once_and_says_what_to_do() {
    let server = SmtpServer::start(Script::default().with_tls().with_tokens("ana", &["fresh"]));
    let login = "user = \"ana\"\ntoken_env = \"TOKEN\"";
    let post = Post::open(house(&secure(&server, login)), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    let said = told(&refused);
    for words in [
        "refuses the access token: 535 5.7.8 token not accepted (status 401, scope https://mail.example/send)",
        "have a new one made",
        "postrider send",
    ] {
        assert!(said.contains(words), "{said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(server.connections(), 1);
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn an_access_token_that_is_not_to_be_had_is_told_and_nobody_is_lost() {
    let server = SmtpServer::start(Script::default().with_tls().with_tokens("ana", &["fresh"]));
    let login = "user = \"ana\"\ntoken_command = [\"./no-such-program\"]";
    let post = Post::open(house(&secure(&server, login)), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    let said = told(&refused);
    assert!(
        said.contains("there is no access token") && said.contains("no-such-program"),
        "{said}"
    );
    assert_eq!(server.connections(), 0);
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

fn secure(server: &SmtpServer, more: &str) -> String {
    format!("port = {}\nca_file = '{}'\n{more}\n", server.port, server.ca_file().display())
}

#[tokio::test]
async fn a_relay_without_starttls_gets_nothing() {
    let server = SmtpServer::kind();
    let post = Post::open(house(&secure(&server, "")), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    assert!(told(&refused).contains("does not offer STARTTLS"), "{}", told(&refused));
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_relay_that_drops_tls_is_told() {
    let dropping = Script::new(|moment| match moment.at {
        At::Handshake => Act::Drop,
        _ => Act::Usual,
    });
    let server = SmtpServer::start(dropping.with_tls());
    let post = Post::open(house(&secure(&server, "")), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    assert!(told(&refused).contains("in the TLS handshake"), "{}", told(&refused));
    assert_eq!(post.totals().await.count(DeliveryState::Queued), 3);
}

#[tokio::test]
async fn a_reader_answered_450_is_tried_again_when_it_is_time_and_the_others_are_not() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if moment.nth < 12 && is_one_of(&moment.to, &[2, 5]) => {
            Act::Say("450 4.2.0 greylisted, try later")
        }
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 12).await;
    let first = post.send().await;
    ends(&first, Class::Partly);
    assert_eq!(post.who(DeliveryState::Deferred).await, [reader(2), reader(5)]);
    assert!(told(&first).contains("2 readers were deferred"), "{}", told(&first));
    assert!(told(&first).contains("2026-11-20 09:05"), "{}", told(&first));
    post.publish_at(&post.relay(), "2026-11-20T09:04:00Z").await;
    assert_eq!(server.count(), 10);
    let later = report(post.publish_at(&post.relay(), "2026-11-20T09:06:00Z").await);
    ends(&later, Class::Done);
    assert_eq!(server.count(), 12);
}

#[tokio::test]
async fn a_reader_who_expires_in_a_run_is_told_and_ends_it_partly_once() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[2]) => Act::Say("450 4.2.0 greylisted, try later"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 4).await;
    ends(&post.send().await, Class::Partly);
    let last = report(post.publish_at(&post.relay(), "2026-11-22T09:30:00Z").await);
    assert_eq!(post.who(DeliveryState::Expired).await, [reader(2)]);
    ends(&last, Class::Partly);
    assert_eq!((last.state, last.tally.expired, last.tally.deferred), (IssueState::Finished, 1, 0));
    assert!(told(&last).contains("1 reader was given up"), "{}", told(&last));
    ends(&post.run().await, Class::Done);
}

#[tokio::test]
async fn a_reader_answered_550_is_rejected_with_the_relays_words() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Rcpt if is_one_of(&moment.to, &[3]) => Act::Say("550 5.1.1 no such user here"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 12).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!(sent.state, IssueState::Finished);
    let rejected = post.lines(DeliveryState::Rejected).await;
    assert_eq!(rejected.len(), 1);
    assert_eq!(rejected[0].address.to_string(), reader(3));
    assert_eq!(rejected[0].reply.as_deref(), Some("550 5.1.1 no such user here"));
    assert_eq!(server.count(), 11);
    assert!(told(&sent).contains("1 reader was refused"), "{}", told(&sent));
}

#[tokio::test]
async fn a_421_in_the_middle_costs_a_connection_and_no_reader() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail if moment.nth % 5 == 4 => Act::SayAndDrop("421 4.3.2 shutting down"),
        At::Dot if moment.nth == 7 => Act::SayAndDrop("421 4.3.2 shutting down"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    let mut got = server.recipients();
    got.sort();
    assert_eq!(got, (0..20).map(reader).collect::<Vec<_>>());
}

#[tokio::test]
async fn silence_after_the_final_dot_is_doubt_and_is_never_sent_again_unasked() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot if is_one_of(&moment.to, &[4]) => Act::Take(Box::new(Act::Silent)),
        _ => Act::Usual,
    }));
    let impatient = format!("{}timeout_seconds = 1\n", plain(&server));
    let post = Post::open(house(&impatient), 8).await;
    let sent = post.send().await;
    ends(&sent, Class::Partly);
    assert_eq!(post.who(DeliveryState::InDoubt).await, [reader(4)]);
    let said = told(&sent);
    assert!(said.contains("1 reader is in doubt") && said.contains("issues resolve"), "{said}");
    post.publish_at(&post.relay(), "2026-11-21T09:00:00Z").await;
    assert_eq!(server.count(), 8);
}

#[tokio::test]
async fn a_connection_broken_before_the_final_dot_is_no_doubt_and_is_tried_again() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Data if moment.nth == 1 => Act::Drop,
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 4).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    let mut got = server.recipients();
    got.sort();
    assert_eq!(got, (0..4).map(reader).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_message_at_fault_pauses_the_issue_after_three_readers() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::Say("554 5.6.0 message content rejected"),
        _ => Act::Usual,
    }));
    let post = Post::open(house(&format!("{}connections = 1\n", plain(&server))), 30).await;
    let paused = post.send().await;
    ends(&paused, Class::Mend);
    assert_eq!(paused.state, IssueState::Paused);
    let totals = post.totals().await;
    assert_eq!(totals.count(DeliveryState::Rejected), 3);
    assert_eq!(totals.count(DeliveryState::Queued), 27);
    let said = told(&paused);
    assert!(said.contains("message content rejected") && said.contains("issues resume"), "{said}");
}

#[tokio::test]
async fn a_sender_at_fault_pauses_the_issue_and_suppresses_nobody() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail => Act::Say("550 5.7.1 sender not allowed"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 30).await;
    let paused = post.send().await;
    ends(&paused, Class::Mend);
    assert_eq!(paused.state, IssueState::Paused);
    assert_eq!(post.totals().await.count(DeliveryState::Rejected), 3);
    assert_eq!(post.store.audience("weekly").await.unwrap(), 30);
}

#[tokio::test]
async fn a_relay_that_never_answers_for_a_message_pauses_the_issue_before_all_are_in_doubt() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::Take(Box::new(Act::Drop)),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 60).await;
    let mut last = post.send().await;
    for _ in 0..3 {
        if last.state != IssueState::Paused {
            last = post.run().await;
        }
    }
    assert_eq!(last.state, IssueState::Paused, "{last:?}");
    assert!(told(&last).contains("had no answer after their end"), "{}", told(&last));
    let totals = post.totals().await;
    let doubts = totals.count(DeliveryState::InDoubt);
    assert!((10..=14).contains(&doubts), "{totals:?}");
    assert_eq!(totals.count(DeliveryState::Queued), 60 - doubts, "{totals:?}");
}

#[tokio::test]
async fn a_relay_that_wants_less_speed_gets_it_and_nobody_is_lost() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Mail if moment.nth % 6 == 5 => Act::Say("454 4.7.0 too many, slow down"),
        _ => Act::Usual,
    }));
    let post = Post::at(&server, 20).await;
    let sent = post.send().await;
    ends(&sent, Class::Done);
    assert_eq!(server.count(), 20);
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}
