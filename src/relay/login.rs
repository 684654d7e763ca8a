//! Who we are to a relay: a password that was read, or an access token that is asked for each time.

mod printed;
mod secrets;

use std::borrow::Cow;
use std::time::Duration;

use lettre::transport::smtp::authentication::Mechanism;

use super::failure::{Failure, Trouble, with_cause};
use super::smtp::SmtpError;
use crate::config::{self, Proof, Secret};
use crate::ledger::Phase;
pub(super) use secrets::Secrets;

/// A name at a relay, and how to prove it.
pub(super) struct Login {
    user: String,
    proof: Known,
}

enum Known {
    Password(String),
    Token(Token),
}

/// An access token lives an hour or so, and a run may last longer: only one in the environment, which
/// nobody can change for us any more, is kept.
enum Token {
    Held(String),
    File(Secret),
    Printed(Vec<String>),
}

/// What is said to prove a login, now.
pub(super) struct Credential<'a> {
    /// The name.
    pub(super) user: &'a str,
    /// The password or the token.
    pub(super) secret: Cow<'a, str>,
    /// The ways to say it, the best first.
    pub(super) ways: &'static [Mechanism],
}

impl Login {
    /// Reads a password; sees to it that a token is where it should be, as far as that can be told.
    pub(super) fn new(
        login: &config::Login,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SmtpError> {
        let proof = match &login.proof {
            Proof::Password(secret) => Known::Password(secret.read(environment)?),
            Proof::Token(config::Token::Printed(words)) => {
                Known::Token(Token::Printed(words.clone()))
            }
            Proof::Token(config::Token::Kept(secret)) => {
                let token = secret.read(environment).map_err(SmtpError::Token)?;
                Known::Token(match secret {
                    Secret::Env(_) => Token::Held(token),
                    Secret::File(_) => Token::File(secret.clone()),
                })
            }
        };
        Ok(Self { user: login.user.clone(), proof })
    }

    /// Gives what proves the login now.
    ///
    /// # Errors
    /// When there is no token to be had, or none that could be one.
    pub(super) async fn credential(&self, time: Duration) -> Result<Credential<'_>, Failure> {
        let user = self.user.as_str();
        let token = match &self.proof {
            Known::Password(password) => {
                let ways = &[Mechanism::Plain, Mechanism::Login];
                return Ok(Credential { user, secret: Cow::Borrowed(password), ways });
            }
            Known::Token(token) => token.now(time).await.and_then(|token| whole(&token)),
        };
        let fail = |why| Failure::new(Phase::Auth, Trouble::NoToken(why));
        let secret = Cow::Owned(token.map_err(fail)?);
        Ok(Credential { user, secret, ways: &[Mechanism::Xoauth2] })
    }
}

impl Credential<'_> {
    /// Gives what must not be repeated of it.
    pub(super) fn secrets(&self) -> Secrets {
        Secrets::of(self.user, &self.secret)
    }
}

impl Token {
    async fn now(&self, time: Duration) -> Result<String, String> {
        match self {
            Self::Held(token) => Ok(token.clone()),
            Self::File(secret) => secret.read(|_| None).map_err(|error| with_cause(&error)),
            Self::Printed(words) => printed::token(words, time).await,
        }
    }
}

/// Takes a token as it may stand in a header (RFC 6750 section 2.1), spaces around it dropped.
fn whole(token: &str) -> Result<String, String> {
    let token = token.trim();
    if token.is_empty() {
        return Err("what was read is empty".to_owned());
    }
    // Not shown: it may be the token and more.
    if !token.bytes().all(|octet| octet.is_ascii_graphic()) {
        return Err("what was read is more than a token: one word on one line".to_owned());
    }
    Ok(token.to_owned())
}
