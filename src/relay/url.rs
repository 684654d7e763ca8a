//! A relay in one line, as `--relay` takes it.

use std::sync::Arc;

use url::{Host, Url};

use super::{Relay, Sendmail, Smtp, SmtpError};
use crate::config::{self, Login, Proof, Secret, Security, Way};

/// Where the password for a relay given as a URL is looked for, unless configured.
pub const PASSWORD_ENV: &str = "POSTRIDER_SMTP_PASSWORD";

impl Relay {
    /// Makes a relay of the configuration's `[relay]`.
    ///
    /// # Errors
    /// When what proves its login or its CA certificates are not to be had.
    pub fn configured(
        relay: &config::Relay,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SmtpError> {
        Ok(match &relay.way {
            Way::Smtp(server) => Self::Smtp(Arc::new(Smtp::new(server, relay, environment)?)),
            Way::Sendmail(program) => {
                Self::Sendmail(Arc::new(Sendmail::new(program, relay, environment)))
            }
        })
    }

    /// Makes a relay of `smtp://HOST:PORT` (in the clear, for a catcher), `smtp+starttls://USER@HOST`,
    /// `smtps://USER@HOST` or `sendmail:/PROGRAM`; what these cannot say is taken from the
    /// configuration: from the one relay there, or of several from the one at that host.
    ///
    /// The password comes from the configured place, or from `POSTRIDER_SMTP_PASSWORD`.
    ///
    /// # Errors
    /// When the text is no such relay, or what proves the login is not to be had.
    pub fn at(
        text: &str,
        configured: &[config::Relay],
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SmtpError> {
        let relay = read(text, configured)?;
        Self::configured(&relay, environment)
    }
}

const FORM: &str = "write smtp://HOST:PORT, smtp+starttls://USER@HOST, smtps://USER@HOST or \
                    sendmail:/usr/sbin/sendmail";

fn read(text: &str, configured: &[config::Relay]) -> Result<config::Relay, SmtpError> {
    let configured = match configured {
        [one] => Some(one),
        several => several.iter().find(|relay| is_at(text, relay)),
    };
    let way = match text.strip_prefix("sendmail:") {
        Some("") => return Err(SmtpError::Url { text: text.to_owned(), why: FORM }),
        Some(program) => Way::Sendmail(program.into()),
        None => Way::Smtp(server(text, configured.and_then(config::Relay::smtp))?),
    };
    Ok(config::Relay {
        name: None,
        weight: 1,
        way,
        connections: configured.map_or(4, |relay| relay.connections),
        timeout_seconds: configured.map_or(600, |relay| relay.timeout_seconds),
        limits: configured.map(|relay| relay.limits).unwrap_or_default(),
        domains: configured.map(|relay| relay.domains.clone()).unwrap_or_default(),
    })
}

/// Is this relay what the text names?
fn is_at(text: &str, relay: &config::Relay) -> bool {
    match relay.smtp() {
        None => relay.address() == text,
        Some(server) => Url::parse(text).is_ok_and(|url| url.host_str() == Some(&server.host)),
    }
}

fn server(text: &str, configured: Option<&config::Smtp>) -> Result<config::Smtp, SmtpError> {
    let url = Url::parse(text).map_err(|_| {
        let host = text.rsplit('@').next().unwrap_or_default();
        SmtpError::Url { text: host.chars().take(80).collect(), why: FORM }
    })?;
    let fail = |why| SmtpError::Url { text: without_password(&url), why };
    if url.password().is_some() {
        return Err(fail("a password does not belong here; set POSTRIDER_SMTP_PASSWORD"));
    }
    let (security, port) = match url.scheme() {
        "smtp" => (Security::None, 25),
        "smtp+starttls" => (Security::StartTls, 587),
        "smtps" => (Security::Tls, 465),
        _ => return Err(fail(FORM)),
    };
    let host = match url.host() {
        Some(Host::Ipv6(address)) => address.to_string(),
        Some(host) => host.to_string(),
        None => return Err(fail(FORM)),
    };
    let user = (!url.username().is_empty()).then(|| unescaped(url.username()));
    let login = user.map(|user| {
        // The configured proof is for the configured host and no other.
        let same = configured.filter(|server| server.host == host);
        let known = same.and_then(|server| server.login.as_ref()).map(|login| login.proof.clone());
        let asked = || Proof::Password(Secret::Env(PASSWORD_ENV.to_owned()));
        Login { user, proof: known.unwrap_or_else(asked) }
    });
    Ok(config::Smtp {
        host,
        port: url.port().unwrap_or(port),
        security,
        login,
        messages_per_connection: configured.map_or(100, |server| server.messages_per_connection),
        ca_file: configured.and_then(|server| server.ca_file.clone()),
        hello: configured.and_then(|server| server.hello.clone()),
    })
}

fn without_password(url: &Url) -> String {
    let mut url = url.clone();
    // Fails only for URLs that cannot have one.
    let _ = url.set_password(None);
    url.to_string()
}

/// Undoes percent-encoding, as in `user%40example.org@host`.
fn unescaped(text: &str) -> String {
    url::form_urlencoded::parse(format!("u={}", text.replace('+', "%2B")).as_bytes())
        .next()
        .map_or_else(|| text.to_owned(), |(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_catcher_is_plain_and_needs_no_more() {
        let relay = server("smtp://127.0.0.1:2525", None).unwrap();
        assert_eq!((relay.host.as_str(), relay.port), ("127.0.0.1", 2525));
        assert_eq!(relay.security, Security::None);
    }

    #[test]
    fn a_user_brings_a_password_from_the_environment() {
        let relay = server("smtp+starttls://ana%40a.example@mail.example", None).unwrap();
        let proof = Proof::Password(Secret::Env(PASSWORD_ENV.to_owned()));
        assert_eq!(relay.login, Some(Login { user: "ana@a.example".to_owned(), proof }));
        assert_eq!((relay.security, relay.port), (Security::StartTls, 587));
    }

    #[test]
    fn a_password_in_a_url_is_refused_and_not_repeated() {
        let told = read("smtps://ana:hunter2@mail.example", &[]).unwrap_err().to_string();
        assert!(!told.contains("hunter2"), "{told}");
    }

    #[test]
    fn the_mail_program_of_this_machine_is_a_relay_too() {
        let relay = Relay::at("sendmail:/usr/sbin/sendmail", &[], |_| None).unwrap();
        assert_eq!((relay.name().as_str(), relay.is_dry()), ("sendmail:/usr/sbin/sendmail", false));
        assert!(Relay::at("sendmail:", &[], |_| None).is_err());
    }

    #[test]
    fn a_login_never_crosses_in_the_clear() {
        let relay = Relay::at("smtp://ana@mail.example", &[], |_| Some("x".to_owned()));
        assert!(matches!(relay, Err(SmtpError::InTheClear)));
    }
}
