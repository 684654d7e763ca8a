//! Replies that say yes, no or neither, in any alphabet, and handshakes that break.

use postrider::delivery::Class;
use postrider::ledger::{Cause, DeliveryState};

use crate::post::{Post, ends, house, is_one_of, reader, told};
use crate::smtp_server::{Act, At, Script, SmtpServer};

/// Does this whenever one kind of moment comes; of one reader only, if a number is given.
fn doing(at: At, only: Option<usize>, act: Act) -> SmtpServer {
    SmtpServer::start(Script::new(move |moment| {
        let theirs = only.is_none_or(|n| is_one_of(&moment.to, &[n]));
        if moment.at == at && theirs { act.clone() } else { Act::Usual }
    }))
}

#[tokio::test]
async fn a_yes_in_another_alphabet_or_of_a_code_alone_is_a_yes() {
    for octets in
        [&b"250 2.0.0 angenommen f\xfcr Sie\r\n"[..], b"250\r\n", b"250-gr\xfc\xdfe\r\n250\r\n"]
    {
        for at in [At::Mail, At::Rcpt, At::Dot] {
            let act = if at == At::Dot {
                Act::Take(Box::new(Act::Octets(octets)))
            } else {
                Act::Octets(octets)
            };
            let server = doing(at, None, act);
            let post = Post::at(&server, 3).await;
            ends(&post.send().await, Class::Done);
            assert_eq!(server.count(), 3, "{at:?}");
        }
    }
    let server = doing(At::Greeting, None, Act::Octets(b"220 gr\xfc\xdfe\r\n"));
    ends(&Post::at(&server, 3).await.send().await, Class::Done);
}

#[tokio::test]
async fn a_no_in_another_alphabet_is_a_no_with_its_words() {
    let words = b"550 5.1.1 Empf\xe4nger unbekannt\r\n";
    let server = doing(At::Rcpt, Some(1), Act::Octets(words));
    let post = Post::at(&server, 3).await;
    ends(&post.send().await, Class::Partly);
    let rejected = post.lines(DeliveryState::Rejected).await;
    assert_eq!(rejected[0].cause, Some(Cause::NoMailbox));
    assert_eq!(rejected[0].reply.as_deref(), Some("550 5.1.1 Empf\u{e4}nger unbekannt"));
}

#[tokio::test]
async fn only_2xx_after_the_final_dot_says_that_a_message_was_taken() {
    for words in ["354 go on", "334 what", "300 see elsewhere"] {
        let server = doing(At::Dot, Some(1), Act::Say(words));
        let post = Post::at(&server, 3).await;
        ends(&post.send().await, Class::Partly);
        let doubt = post.lines(DeliveryState::InDoubt).await;
        assert_eq!(doubt.len(), 1, "{words}");
        assert_eq!(doubt[0].address.as_str(), reader(1));
        assert!(doubt[0].reply.as_deref().is_some_and(|reply| reply.contains(words)), "{doubt:?}");
        assert_eq!(post.totals().await.count(DeliveryState::Accepted), 2);
    }
}

#[tokio::test]
async fn what_is_no_reply_is_told_as_it_came_and_not_as_silence() {
    for (octets, words) in [
        (&b"250ok\r\n"[..], "it answered \"250ok\", which is no reply"),
        (b"199 x\r\n", "it answered \"199 x\", which is no reply"),
    ] {
        let server = doing(At::Dot, Some(1), Act::Octets(octets));
        let post = Post::at(&server, 3).await;
        let sent = post.send().await;
        ends(&sent, Class::Partly);
        let doubt = post.lines(DeliveryState::InDoubt).await;
        assert!(doubt[0].reply.as_deref().is_some_and(|reply| reply.contains(words)), "{doubt:?}");
        assert!(told(&sent).contains("in doubt: no clear answer came"), "{}", told(&sent));
    }
    let server = doing(At::Dot, Some(1), Act::Drop);
    let post = Post::at(&server, 3).await;
    post.send().await;
    let doubt = post.lines(DeliveryState::InDoubt).await;
    assert!(doubt[0].reply.as_deref().is_some_and(|reply| reply.contains("hung up")), "{doubt:?}");
}

#[tokio::test]
async fn only_2xx_to_the_envelope_lets_a_message_go() {
    for (at, only) in [(At::Rcpt, Some(1)), (At::Mail, None)] {
        let server = doing(at, only, Act::Say("334 what"));
        let post = Post::at(&server, 3).await;
        post.send().await;
        assert_eq!(server.count(), if only.is_some() { 2 } else { 0 }, "{at:?}");
        let totals = post.totals().await;
        assert_eq!(totals.count(DeliveryState::Accepted), server.count() as u64);
        assert_eq!(totals.count(DeliveryState::InDoubt), 0, "nothing of it left");
    }
}

#[tokio::test]
async fn a_handshake_that_breaks_costs_a_connection_and_no_reader() {
    for broken in [0, 1] {
        let server = SmtpServer::start(
            Script::new(move |moment| match moment.at {
                At::Handshake if moment.nth == broken => Act::Drop,
                _ => Act::Usual,
            })
            .with_tls(),
        );
        let relay = format!(
            "port = {}\nca_file = '{}'\nmessages_per_connection = 1\n",
            server.port,
            server.ca_file().display()
        );
        let post = Post::open(house(&relay), 5).await;
        ends(&post.send().await, Class::Done);
        assert_eq!(server.count(), 5);
        assert!(post.lines(DeliveryState::Accepted).await.iter().all(|line| line.attempts == 1));
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_stops_at_once_and_says_what_to_do() {
    let (server, other) = (SmtpServer::start(Script::default().with_tls()), SmtpServer::kind());
    let relay = format!("port = {}\nca_file = '{}'\n", server.port, other.ca_file().display());
    let post = Post::open(house(&relay), 3).await;
    let refused = post.send().await;
    ends(&refused, Class::Mend);
    for words in ["it is self-signed, or a private CA's", "`ca_file`"] {
        assert!(told(&refused).contains(words), "{}", told(&refused));
    }
    assert_eq!(server.connections(), 1);
}
