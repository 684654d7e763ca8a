//! Access tokens in place of a password (AUTH XOAUTH2): asked for anew with each connection.

use std::path::Path;

use super::{
    Config, Login, Proof, Secret, Security, Trouble, config, hand_over, relay, secure, with,
};
use crate::smtp_server::{Act, At, Moment, Script, SmtpServer, base64};
use postrider::config::Token;

fn server() -> SmtpServer {
    let tokens = &["hunter2", "second", "first"];
    SmtpServer::start(Script::default().with_tls().with_tokens("ana", tokens))
}

fn showing(server: &SmtpServer, token: Token) -> Config {
    with(config(server), |smtp| {
        smtp.security = Security::StartTls;
        smtp.login = Some(Login { user: "ana".to_owned(), proof: Proof::Token(token) });
    })
}

fn in_file(dir: &Path) -> Token {
    Token::Kept(Secret::File(dir.join("token")))
}

/// The tokens that were shown, in the order of the connections.
fn shown(server: &SmtpServer) -> Vec<String> {
    let said = server.said();
    let shown = said.iter().filter_map(|line| line.strip_prefix("AUTH XOAUTH2 "));
    shown.map(str::to_owned).collect()
}

fn bearer(token: &str) -> String {
    base64(&format!("user=ana\u{1}auth=Bearer {token}\u{1}\u{1}"))
}

#[tokio::test]
async fn a_token_opens_the_relay_in_place_of_a_password() {
    let server = server();
    let relay = relay(&showing(&server, Token::Kept(Secret::Env("TOKEN".to_owned()))));
    let mut line = relay.open().await.unwrap();
    hand_over(&mut line, "ana@reader.example").await.unwrap();
    assert_eq!((server.count(), shown(&server)), (1, vec![bearer("hunter2")]));
}

#[tokio::test]
async fn each_connection_shows_the_token_of_the_moment() {
    let (server, dir) = (server(), tempfile::tempdir().unwrap());
    let file = dir.path().join("token");
    std::fs::write(&file, "first\n").unwrap();
    let relay = relay(&showing(&server, in_file(dir.path())));
    let first = relay.open().await.unwrap();
    std::fs::write(&file, "second\n").unwrap();
    let second = relay.open().await.unwrap();
    first.quit().await;
    second.quit().await;
    assert_eq!(shown(&server), [bearer("first"), bearer("second")]);
}

#[tokio::test]
async fn a_program_may_print_the_token_and_nothing_that_it_writes_is_told() {
    let server = server();
    let printed = |script: &str| {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        showing(&server, Token::Printed(words.to_vec()))
    };
    let line = relay(&printed("echo a warning >&2; echo first")).open().await.unwrap();
    line.quit().await;
    assert_eq!(shown(&server), [bearer("first")]);
    for (script, words) in [
        ("echo no grant for first >&2; exit 3", "exit status: 3; run it by hand"),
        ("echo first; echo second", "more than a token"),
        ("true", "empty"),
    ] {
        let failure = relay(&printed(script)).open().await.unwrap_err();
        assert!(matches!(failure.trouble, Trouble::NoToken(_)), "{failure:?}");
        let told = failure.to_string();
        assert!(told.contains(words) && !told.contains("first"), "{told}");
    }
    assert_eq!(server.connections(), 1, "no connection waits for a token");
}

#[tokio::test]
async fn a_program_that_does_not_end_is_given_up_after_its_time() {
    let server = server();
    let words = ["/bin/sh", "-c", "sleep 60"].map(str::to_owned).to_vec();
    let config = Config { timeout_seconds: 1, ..showing(&server, Token::Printed(words)) };
    let failure = relay(&config).open().await.unwrap_err();
    assert!(failure.to_string().contains("did not end within 1 s"), "{failure}");
}

#[tokio::test]
async fn a_relay_that_takes_passwords_only_never_sees_a_token() {
    let server = SmtpServer::start(Script::default().with_tls().with_login("ana", "hunter2"));
    let kept = Token::Kept(Secret::Env("TOKEN".to_owned()));
    let failure = relay(&showing(&server, kept)).open().await.unwrap_err();
    assert!(matches!(&failure.trouble, Trouble::NoLogin(offers) if offers == &["LOGIN", "PLAIN"]));
    assert!(!server.said().iter().any(|line| line.starts_with("AUTH")));
}

#[tokio::test]
async fn a_relay_that_repeats_what_proves_the_login_is_told_without_it() {
    let secrets =
        ["hunter2", "AGFuYQBodW50ZXIy", "aHVudGVyMg", &bearer("hunter2")].map(str::to_owned);
    let said: &'static str = format!("535 5.7.8 bad {}", secrets.join(" ")).leak();
    for at in [At::Auth, At::Rcpt, At::Dot] {
        let act = move |moment: &Moment| if moment.at == at { Act::Say(said) } else { Act::Usual };
        let script = || Script::new(act).with_tls();
        let tokens = SmtpServer::start(script().with_tokens("ana", &["hunter2"]));
        let passwords = SmtpServer::start(script().with_login("ana", "hunter2"));
        let token = Token::Kept(Secret::Env("TOKEN".to_owned()));
        for config in [showing(&tokens, token), secure(&passwords, Security::StartTls)] {
            let failure = match relay(&config).open().await {
                Ok(mut line) => hand_over(&mut line, "ana@reader.example").await.unwrap_err(),
                Err(failure) => failure,
            };
            let told = failure.to_string();
            assert!(told.starts_with("535 5.7.8 bad [secret]"), "{told}");
            assert!(!secrets.iter().any(|secret| told.contains(secret)), "{told}");
        }
    }
}
