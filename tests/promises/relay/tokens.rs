//! Access tokens in place of a password (AUTH XOAUTH2): asked for anew with each connection.

use std::path::Path;

use super::{Config, Login, Proof, Secret, Security, Trouble, config, hand_over, relay, with};
use crate::smtp_server::{Script, SmtpServer, base64};
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
async fn a_program_may_print_the_token_and_what_it_complains_is_told_without_it() {
    let server = server();
    let printed = |script: &str| {
        let words = ["/bin/sh", "-c", script].map(str::to_owned);
        showing(&server, Token::Printed(words.to_vec()))
    };
    let line = relay(&printed("echo a warning >&2; echo first")).open().await.unwrap();
    line.quit().await;
    assert_eq!(shown(&server), [bearer("first")]);
    for (script, words) in [
        ("echo first; echo no grant for ana@a.example >&2; exit 3", "no grant for a…@a.example"),
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
