//! How long a relay may take over an answer: the times of RFC 5321, on tokio's clock.

use std::time::Duration;

use postrider::delivery::Class;
use postrider::ledger::DeliveryState;

use crate::ahead::by_one_connection;
use crate::kills::points::{Still, still};
use crate::post::{ends, reader, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// Sets the clock forward; what takes no answer of the server goes on meanwhile.
async fn pass(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

/// Waits, for real, until the server has seen it.
async fn until(mut is_so: impl FnMut() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn an_answer_that_comes_90_seconds_after_the_final_dot_is_an_answer() {
    let Still { server, reached, goes_on } = still(At::Dot, 1, Act::Usual);
    let post = by_one_connection(&server, 4).await;
    let slow = async {
        until(|| reached.try_recv().is_ok()).await;
        pass(90).await;
        goes_on.send(()).unwrap();
    };
    let (sent, ()) = tokio::join!(post.send(), slow);
    ends(&sent, Class::Done);
    let got: Vec<_> = (0..4).map(reader).collect();
    assert_eq!(server.recipients(), got, "each once");
    assert_eq!(server.connections(), 1);
    assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
}

/// Falls silent once, the first time that such a moment comes.
fn silent_once(at: At, act: Act) -> SmtpServer {
    SmtpServer::start(Script::new(move |moment| {
        if moment.at == at && moment.nth == 0 { act.clone() } else { Act::Usual }
    }))
}

#[tokio::test]
async fn an_answer_that_never_comes_is_waited_for_ten_minutes_and_leaves_that_reader_in_doubt() {
    let server = silent_once(At::Dot, Act::Take(Box::new(Act::Silent)));
    let post = by_one_connection(&server, 3).await;
    let time = async {
        until(|| server.count() == 1).await;
        pass(570).await;
        assert_eq!(server.connections(), 1, "it is waited for");
        pass(60).await;
    };
    let (sent, ()) = tokio::join!(post.send(), time);
    ends(&sent, Class::Partly);
    assert!(told(&sent).contains("1 reader is in doubt"), "{}", told(&sent));
    let doubtful = post.lines(DeliveryState::InDoubt).await;
    assert_eq!(doubtful[0].reply.as_deref(), Some("no answer within 600 s"));
    assert_eq!(server.recipients(), [0, 1, 2].map(reader), "the others, and nobody twice");
}

#[tokio::test]
async fn each_answer_before_is_waited_for_as_long_as_the_standard_says_and_nobody_is_lost() {
    let said =
        |server: &SmtpServer, verb: &str| server.said().iter().any(|line| line.starts_with(verb));
    for (at, verb, seconds) in [
        (At::Greeting, "", 300),
        (At::Mail, "MAIL", 300),
        (At::Rcpt, "RCPT", 300),
        (At::Data, "DATA", 120),
    ] {
        let server = silent_once(at, Act::Silent);
        let post = by_one_connection(&server, 2).await;
        let time = async {
            until(|| server.connections() == 1 && (verb.is_empty() || said(&server, verb))).await;
            pass(seconds - 30).await;
            assert_eq!(server.connections(), 1, "{at:?}: it is waited for");
            // Of a greeting nobody can tell when it began to be waited for.
            while server.connections() == 1 {
                pass(60).await;
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        };
        let (sent, ()) = tokio::join!(post.send(), time);
        ends(&sent, Class::Done);
        let mut got = server.recipients();
        got.sort();
        assert_eq!(got, [0, 1].map(reader), "{at:?}");
        assert_eq!(server.connections(), 2, "{at:?}");
    }
}
