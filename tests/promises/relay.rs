//! The relay as a client of SMTP, against a server that does what its script says.

mod tokens;

use std::time::Duration;

use postrider::address::Address;
use postrider::config::{Limits, Login, Proof, Relay as Config, Secret, Security, Smtp, Way};
use postrider::ledger::Phase;
use postrider::relay::{Envelope, Failure, Line, Relay, Trouble};

use crate::smtp_server::{Act, At, Script, SmtpServer};

const MAIL: &[u8] = b"Subject: hello\r\n\r\n.one\r\n..\r\nlast\r\n";

fn config(server: &SmtpServer) -> Config {
    let smtp = Smtp {
        host: "127.0.0.1".to_owned(),
        port: server.port,
        security: Security::None,
        login: None,
        messages_per_connection: 100,
        ca_file: Some(server.ca_file()),
        hello: None,
    };
    Config {
        name: None,
        weight: 1,
        way: Way::Smtp(smtp),
        connections: 2,
        timeout_seconds: 30,
        limits: Limits::default(),
        domains: std::collections::BTreeMap::new(),
    }
}

/// Changes what is said of the server.
fn with(config: Config, change: impl FnOnce(&mut Smtp)) -> Config {
    let mut smtp = config.smtp().cloned().unwrap();
    change(&mut smtp);
    Config { way: Way::Smtp(smtp), ..config }
}

fn secure(server: &SmtpServer, security: Security) -> Config {
    let proof = Proof::Password(Secret::Env("PASSWORD".to_owned()));
    with(config(server), |smtp| {
        smtp.security = security;
        smtp.login = Some(Login { user: "ana".to_owned(), proof });
    })
}

fn relay(config: &Config) -> Relay {
    Relay::configured(config, |_| Some("hunter2".to_owned())).unwrap()
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

async fn hand_over(line: &mut Line, to: &str) -> Result<String, Failure> {
    let from = address("hello@tidewater.example");
    line.begin(Envelope { from: &from, to: &address(to), size: MAIL.len() }).await?;
    line.finish(MAIL, None).await
}

#[track_caller]
fn said(result: Result<String, Failure>) -> (Phase, u16) {
    match result.unwrap_err() {
        Failure { phase, trouble: Trouble::Said { code, .. } } => (phase, code),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_bytes_arrive_as_they_were_written() {
    for offers in [&["PIPELINING", "SIZE 1000000"][..], &[][..]] {
        let server = SmtpServer::start(Script::default().offering(offers));
        let relay = relay(&config(&server));
        let mut line = relay.open().await.unwrap();
        let answer = hand_over(&mut line, "ana@reader.example").await.unwrap();
        assert_eq!(answer, "250 2.0.0 queued");
        line.quit().await;
        assert_eq!(server.taken()[0].bytes, MAIL);
        assert_eq!(server.recipients(), ["ana@reader.example"]);
    }
}

#[tokio::test]
async fn a_refused_recipient_leaves_the_connection_good_for_the_next() {
    for offers in [&["PIPELINING"][..], &[][..]] {
        let server = SmtpServer::start(
            Script::new(|moment| match moment.at {
                At::Rcpt if moment.to.starts_with("bad") => Act::Say("550 5.1.1 no such user"),
                _ => Act::Usual,
            })
            .offering(offers),
        );
        let relay = relay(&config(&server));
        let mut line = relay.open().await.unwrap();
        let refused = hand_over(&mut line, "bad@reader.example").await;
        assert_eq!(said(refused), (Phase::Rcpt, 550));
        hand_over(&mut line, "ana@reader.example").await.unwrap();
        assert_eq!(server.recipients(), ["ana@reader.example"]);
        assert_eq!(server.connections(), 1);
    }
}

#[tokio::test]
async fn a_connection_that_was_told_of_one_reader_takes_no_message_of_another() {
    let server = SmtpServer::kind();
    let relay = relay(&config(&server));
    let mut line = relay.open().await.unwrap();
    let from = address("hello@tidewater.example");
    let [ana, bo, cy] = ["ana", "bo", "cy"].map(|name| address(&format!("{name}@reader.example")));
    let to = |to| Envelope { from: &from, to, size: MAIL.len() };
    line.begin(to(&ana)).await.unwrap();
    line.finish(MAIL, Some(to(&bo))).await.unwrap();
    assert_eq!(line.ahead(), Some(&bo));
    assert_eq!(line.begin(to(&cy)).await.unwrap_err().phase, Phase::Mail);
    assert!(!line.is_usable());
    line.quit().await;
    assert_eq!(server.recipients(), ["ana@reader.example"]);
}

#[tokio::test]
async fn each_refusal_names_its_phase() {
    let phases = [(At::Mail, Phase::Mail), (At::Rcpt, Phase::Rcpt), (At::Data, Phase::Data)];
    for (at, phase) in phases.into_iter().chain([(At::Dot, Phase::Dot)]) {
        for offers in [&["PIPELINING"][..], &[][..]] {
            let refusing = Script::new(move |moment| {
                if moment.at == at { Act::Say("451 4.3.0 not now") } else { Act::Usual }
            });
            let server = SmtpServer::start(refusing.offering(offers));
            let relay = relay(&config(&server));
            let mut line = relay.open().await.unwrap();
            assert_eq!(said(hand_over(&mut line, "ana@reader.example").await), (phase, 451));
            assert!(line.is_usable());
        }
    }
}

#[tokio::test]
async fn starttls_and_a_login_protect_the_password() {
    let script = Script::default().with_tls().with_login("ana", "hunter2");
    let server = SmtpServer::start(script);
    let relay = relay(&secure(&server, Security::StartTls));
    let mut line = relay.open().await.unwrap();
    hand_over(&mut line, "ana@reader.example").await.unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn tls_from_the_first_octet_works_as_well() {
    let script = Script::default().with_implicit_tls().with_login("ana", "hunter2");
    let server = SmtpServer::start(script);
    let relay = relay(&secure(&server, Security::Tls));
    let mut line = relay.open().await.unwrap();
    hand_over(&mut line, "ana@reader.example").await.unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_relay_that_offers_no_starttls_never_hears_a_password() {
    let server = SmtpServer::start(Script::default().with_login("ana", "hunter2"));
    let relay = relay(&secure(&server, Security::StartTls));
    let failure = relay.open().await.unwrap_err();
    assert!(matches!(failure.trouble, Trouble::NoStartTls), "{failure:?}");
    let said = server.said().join("\n");
    assert!(!said.contains("AUTH") && !said.contains("MAIL"), "{said}");
}

#[tokio::test]
async fn words_slipped_in_before_the_handshake_are_an_attack() {
    let slipped = Script::new(|moment| match moment.at {
        At::StartTls => Act::Say("220 go ahead\r\n250-evil.example\r\n250 AUTH PLAIN"),
        _ => Act::Usual,
    });
    let server = SmtpServer::start(slipped.with_tls().with_login("ana", "hunter2"));
    let failure = relay(&secure(&server, Security::StartTls)).open().await.unwrap_err();
    assert!(matches!(failure.trouble, Trouble::Tls(_)), "{failure:?}");
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for_is_refused() {
    let server = SmtpServer::start(Script::default().with_tls());
    let other = SmtpServer::kind();
    let config =
        with(secure(&server, Security::StartTls), |smtp| smtp.ca_file = Some(other.ca_file()));
    let failure = relay(&config).open().await.unwrap_err();
    assert!(matches!(failure.trouble, Trouble::Tls(_)), "{failure:?}");
}

#[tokio::test]
async fn a_login_is_found_however_it_is_written() {
    for offer in ["auth plain login", "Auth Login", "AUTH=PLAIN", "AUTH login"] {
        let ehlo: &'static str = format!("250-test.example\r\n250 {offer}").leak();
        let script = Script::new(move |moment| match moment.at {
            At::Ehlo if moment.nth > 0 => Act::Say(ehlo),
            _ => Act::Usual,
        });
        let server = SmtpServer::start(script.with_tls().with_login("ana", "hunter2"));
        let relay = relay(&secure(&server, Security::StartTls));
        let mut line = relay.open().await.unwrap();
        hand_over(&mut line, "ana@reader.example").await.unwrap();
        assert_eq!(server.count(), 1, "{offer}");
    }
}

#[tokio::test]
async fn a_refused_login_is_told_with_the_relays_words_and_without_the_password() {
    let server = SmtpServer::start(Script::default().with_tls().with_login("ana", "right"));
    let failure = relay(&secure(&server, Security::StartTls)).open().await.unwrap_err();
    assert_eq!(failure.phase, Phase::Auth);
    let told = format!("{failure} {failure:?}");
    assert!(told.contains("535") && told.contains("wrong name or password"), "{told}");
    assert!(!told.contains("hunter2") && !told.contains("aHVudGVyMg"), "{told}");
}

#[tokio::test]
async fn silence_before_the_final_dot_is_no_doubt_and_after_it_is() {
    for (at, in_doubt) in [(At::Rcpt, false), (At::Content, false), (At::Dot, true)] {
        let server =
            SmtpServer::start(Script::new(
                move |moment| {
                    if moment.at == at { Act::Drop } else { Act::Usual }
                },
            ));
        let relay = relay(&config(&server));
        let mut line = relay.open().await.unwrap();
        let failure = hand_over(&mut line, "ana@reader.example").await.unwrap_err();
        // A content that fits into the socket's buffers has left before the peer's end is seen.
        let dotted = failure.phase == Phase::Dot;
        assert_eq!(failure.is_in_doubt(), dotted);
        assert!(dotted || !in_doubt, "{failure:?}");
        assert!(!line.is_usable());
    }
}

#[tokio::test]
async fn a_connection_broken_in_mid_content_is_no_doubt() {
    let server = SmtpServer::start(
        Script::new(|moment| if moment.at == At::Content { Act::Drop } else { Act::Usual })
            .offering(&[]),
    );
    let relay = relay(&config(&server));
    let mut line = relay.open().await.unwrap();
    let (from, to) = (address("hello@tidewater.example"), address("ana@reader.example"));
    // More than the buffers on the way hold, so that its end cannot have left.
    let long = b"The moon pulls and the sea follows.\r\n".repeat(1_000_000);
    line.begin(Envelope { from: &from, to: &to, size: long.len() }).await.unwrap();
    let failure = line.finish(&long, None).await.unwrap_err();
    assert_eq!(failure.phase, Phase::Data);
    assert!(!failure.is_in_doubt());
}

#[tokio::test]
async fn a_silent_relay_is_given_up_after_its_time() {
    for (at, phase) in [(At::Rcpt, Phase::Rcpt), (At::Dot, Phase::Dot)] {
        let server =
            SmtpServer::start(Script::new(
                move |moment| {
                    if moment.at == at { Act::Silent } else { Act::Usual }
                },
            ));
        let relay = relay(&Config { timeout_seconds: 1, ..config(&server) });
        let mut line = relay.open().await.unwrap();
        let started = std::time::Instant::now();
        let failure = hand_over(&mut line, "ana@reader.example").await.unwrap_err();
        assert_eq!(failure.phase, phase);
        assert!(matches!(failure.trouble, Trouble::Silent(_)), "{failure:?}");
        assert!(started.elapsed() >= Duration::from_secs(1));
        assert!(!line.is_usable());
    }
}

#[tokio::test]
async fn the_time_for_the_answer_begins_with_the_final_dot() {
    let server = SmtpServer::start(Script::new(|moment| match moment.at {
        At::Dot => Act::Silent,
        _ => Act::Usual,
    }));
    let relay = relay(&Config { timeout_seconds: 5, ..config(&server) });
    let mut line = relay.open().await.unwrap();
    let started = std::time::Instant::now();
    let failure = hand_over(&mut line, "ana@reader.example").await.unwrap_err();
    assert!(failure.is_in_doubt(), "{failure:?}");
    assert!(started.elapsed() < Duration::from_millis(9_500), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_local_part_outside_ascii_needs_a_relay_that_takes_it() {
    for (offers, fine) in [(&["SMTPUTF8"][..], true), (&[][..], false)] {
        let server = SmtpServer::start(Script::default().offering(offers));
        let relay = relay(&config(&server));
        let mut line = relay.open().await.unwrap();
        let result = hand_over(&mut line, "élise@reader.example").await;
        assert_eq!(result.is_ok(), fine, "{result:?}");
        assert!(line.is_usable());
    }
}

#[tokio::test]
async fn mail_says_how_large_a_message_is_and_what_letters_it_needs_where_the_relay_offers_that() {
    for (offers, to, said) in [
        (&["SIZE 0", "8BITMIME", "SMTPUTF8"][..], "ana@reader.example", " SIZE=34"),
        (&["8BITMIME", "SMTPUTF8"], "élise@reader.example", " BODY=8BITMIME SMTPUTF8"),
        (&["SMTPUTF8"], "élise@reader.example", " SMTPUTF8"),
        (&[], "ana@reader.example", ""),
    ] {
        let server = SmtpServer::start(Script::default().offering(offers));
        let relay = relay(&config(&server));
        let mut line = relay.open().await.unwrap();
        hand_over(&mut line, to).await.unwrap();
        let mail = format!("MAIL FROM:<hello@tidewater.example>{said}");
        assert!(server.said().contains(&mail), "{:?}", server.said());
    }
}

#[tokio::test]
async fn a_message_over_the_relays_size_is_not_even_offered() {
    let server = SmtpServer::start(Script::default().offering(&["SIZE 10"]));
    let relay = relay(&config(&server));
    let mut line = relay.open().await.unwrap();
    let failure = hand_over(&mut line, "ana@reader.example").await.unwrap_err();
    assert!(matches!(failure.trouble, Trouble::TooLong { most: 10, .. }), "{failure:?}");
    assert_eq!(server.count(), 0);
}
