//! Answers that nobody asked for: they are booked to nobody, and the connection is closed.

use std::collections::HashSet;
use std::sync::Mutex;

use postrider::delivery::Class;
use postrider::ledger::DeliveryState;

use crate::ahead::{all_once_but, by_one_connection};
use crate::post::{ends, is_one_of};
use crate::smtp_server::{Act, At, Script, SmtpServer};

const PIPELINING: &[&str] = &["PIPELINING", "SIZE 10000000"];
const PLAIN: &[&str] = &["SIZE 10000000"];

/// Does this once when a kind of moment comes to one reader.
fn once(at: At, act: Act, offers: &[&'static str]) -> SmtpServer {
    let done = Mutex::new(HashSet::new());
    let script = Script::new(move |moment| {
        let theirs = moment.at == at && is_one_of(&moment.to, &[1]);
        if theirs && done.lock().unwrap().insert(at) { act.clone() } else { Act::Usual }
    });
    SmtpServer::start(script.offering(offers))
}

#[tokio::test]
async fn an_answer_that_comes_before_the_message_is_no_answer_to_it() {
    for offers in [PIPELINING, PLAIN] {
        let early = Act::Octets(b"354 go ahead\r\n250 2.0.0 early\r\n");
        let server = once(At::Data, early, offers);
        let post = by_one_connection(&server, 6).await;
        ends(&post.send().await, Class::Done);
        all_once_but(&server, 6, &[]);
        assert!(server.connections() > 1);
        for line in post.lines(DeliveryState::Accepted).await {
            assert_eq!(line.reply.as_deref(), Some("250 2.0.0 queued"), "{line:?}");
        }
    }
}

#[tokio::test]
async fn a_surplus_answer_after_a_message_is_not_booked_to_the_next_reader() {
    for offers in [PIPELINING, PLAIN] {
        for surplus in [
            &b"250 2.0.0 queued\r\n550 5.1.1 surplus\r\n"[..],
            b"250 2.0.0 queued\r\n250 2.1.0 surplus\r\n",
            b"250 2.0.0 queued\r\n4",
        ] {
            let server = once(At::Dot, Act::Take(Box::new(Act::Octets(surplus))), offers);
            let post = by_one_connection(&server, 6).await;
            ends(&post.send().await, Class::Done);
            all_once_but(&server, 6, &[]);
            assert!(server.connections() > 1);
        }
    }
}

#[tokio::test]
async fn a_surplus_answer_to_the_envelope_costs_a_connection_and_no_reader() {
    for at in [At::Mail, At::Rcpt, At::Reset] {
        for offers in [PIPELINING, PLAIN] {
            let server = once(at, Act::Octets(b"250 ok\r\n550 5.1.1 surplus\r\n"), offers);
            let post = by_one_connection(&server, 6).await;
            ends(&post.send().await, Class::Done);
            all_once_but(&server, 6, &[]);
        }
    }
}
