//! AUTH (RFC 4954): a password by PLAIN or LOGIN, an access token by XOAUTH2.

use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::commands::{Auth, Ehlo};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use mail_parser::decoders::base64::base64_decode;
use serde_json::Value;

use super::super::answer::judged;
use super::super::failure::{Failure, Trouble};
use super::super::login::Credential;
use super::{Session, consent};
use crate::ledger::Phase;
use crate::text::visible_line;

/// How many ways to log in are told of a relay that offers none of ours.
const TOLD: usize = 8;
/// How often a relay may ask before it believes or refuses: LOGIN takes two.
const CHALLENGES: usize = 10;

impl Session {
    pub(super) async fn log_in(
        &mut self,
        hello: &ClientId,
        login: &Credential<'_>,
    ) -> Result<(), Failure> {
        let secret = Credentials::new(login.user.to_owned(), login.secret.to_string());
        let way = match self.connection.server_info().get_auth_mechanism(login.ways) {
            Some(way) => way,
            None => self.find_way(hello, login.ways).await?,
        };
        match way {
            Mechanism::Xoauth2 => self.show_token(secret).await,
            _ => self.show_password(way, &secret).await,
        }
    }

    /// AUTH PLAIN or LOGIN, and answers to what the relay asks for.
    async fn show_password(&mut self, way: Mechanism, secret: &Credentials) -> Result<(), Failure> {
        let time = self.timeouts.greeting;
        let mut auth = Auth::new(way, secret.clone(), None);
        for _ in 0..CHALLENGES {
            let command = auth.map_err(|error| broken(&error.to_string()))?;
            let said = judged(Phase::Auth, time, self.connection.command(command)).await?;
            if !said.has_code(334) {
                return consent(Phase::Auth, said).map(drop);
            }
            auth = Auth::new_from_response(way, secret.clone(), &said);
        }
        Err(broken("it asks again and again"))
    }

    /// AUTH XOAUTH2: the token in one line. A relay that refuses it may say why in a challenge, and
    /// waits for an empty answer before it says no.
    async fn show_token(&mut self, secret: Credentials) -> Result<(), Failure> {
        let time = self.timeouts.greeting;
        let auth = Auth::new(Mechanism::Xoauth2, secret, None);
        let auth = auth.map_err(|error| broken(&error.to_string()))?;
        let mut answer = judged(Phase::Auth, time, self.connection.command(auth)).await;
        let mut why = None;
        if let Ok(said) = &answer
            && said.has_code(334)
        {
            why = challenge(said);
            answer = judged(Phase::Auth, time, self.connection.command("\r\n")).await;
        }
        let refused = |failure: Failure| match failure.trouble {
            Trouble::Said { code: code @ 500..=599, text } => {
                let why = why.map_or_else(String::new, |why| format!(" ({why})"));
                let words = format!("{code} {text}{why}");
                Failure::new(Phase::Auth, Trouble::TokenRefused(words))
            }
            _ => failure,
        };
        consent(Phase::Auth, answer.map_err(refused)?).map(drop)
    }

    /// Asks once more what the relay offers, and chooses: lettre forgets the ways to log in that it
    /// does not know, and knows them in capitals only.
    async fn find_way(
        &mut self,
        hello: &ClientId,
        ways: &[Mechanism],
    ) -> Result<Mechanism, Failure> {
        let time = self.timeouts.greeting;
        let answer = self.say(Phase::Auth, time, Ehlo::new(hello.clone())).await?;
        let mut offers = offered(&answer);
        let has = |way: &&Mechanism| offers.contains(&way.to_string());
        if let Some(way) = ways.iter().find(has) {
            return Ok(*way);
        }
        offers.truncate(TOLD);
        Err(Failure::new(Phase::Auth, Trouble::NoLogin(offers)))
    }
}

/// Gives the ways to log in that a relay offers, in capitals (RFC 4954 section 3).
fn offered(answer: &Response) -> Vec<String> {
    let mut offers = Vec::new();
    for line in answer.message().skip(1) {
        // `AUTH=LOGIN` is how it was written before there was a standard.
        let mut words = line.split([' ', '=']);
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("AUTH")) {
            let words = words.map(visible_line).filter(|word| !word.is_empty());
            offers.extend(words.map(|word| word.to_ascii_uppercase()));
        }
    }
    offers.sort();
    offers.dedup();
    offers
}

fn broken(why: &str) -> Failure {
    Failure::new(Phase::Auth, Trouble::Broken(why.to_owned()))
}

/// Reads the reason out of a challenge: JSON in base64, whose `scope` is what the token lacks.
fn challenge(said: &Response) -> Option<String> {
    let octets = base64_decode(said.first_word()?.as_bytes())?;
    let told: Value = serde_json::from_slice(&octets).ok()?;
    let of = |name: &str| {
        let value = match told.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let value: String = visible_line(&value).chars().take(200).collect();
        (!value.is_empty()).then(|| format!("{name} {value}"))
    };
    let told: Vec<_> =
        ["status", "error", "error_description", "scope"].into_iter().filter_map(of).collect();
    (!told.is_empty()).then(|| told.join(", "))
}
