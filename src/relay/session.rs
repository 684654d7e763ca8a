//! One SMTP session: a command at a time or several in one write, each with its phase and its time.

mod auth;
mod offers;
mod transaction;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Ehlo, Quit};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::time::timeout;

use super::Timeouts;
use super::answer::{UNREADABLE, clean, judged, words};
use super::failure::{Failure, Trouble};
use super::login::{Credential, Secrets};
use super::manners::Trial;
use super::socket::{Pen, Socket};
use super::terms::Terms;
use crate::address::Address;
use crate::ledger::Phase;
use offers::Offers;

/// What a session needs to know before its first message.
pub(super) struct Opening<'a> {
    /// The name to say in EHLO.
    pub(super) hello: &'a str,
    /// Who we are, if the relay wants to know.
    pub(super) login: Option<Credential<'a>>,
    /// How many messages it may carry.
    pub(super) messages: u32,
    /// How long each phase may take.
    pub(super) timeouts: Timeouts,
    /// Told of each message that is accepted.
    pub(super) terms: Arc<Terms>,
}

/// An open SMTP session.
pub struct Session {
    connection: AsyncSmtpConnection,
    pen: Pen,
    offers: Offers,
    timeouts: Timeouts,
    left: u32,
    served: bool,
    broken: bool,
    /// For whom MAIL, RCPT and DATA of the next message were said, and not heard yet.
    ahead: Option<Address>,
    /// What is being found out with what was said last.
    trial: Option<Trial>,
    terms: Arc<Terms>,
    /// What was shown to it, and is not to be repeated.
    secrets: Secrets,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("offers", &self.offers).finish_non_exhaustive()
    }
}

impl Session {
    /// Takes the greeting, says EHLO and logs in.
    pub(super) async fn start(socket: Socket, opening: Opening<'_>) -> Result<Self, Failure> {
        let time = opening.timeouts.greeting;
        let hello = client_id(opening.hello);
        let pen = socket.pen();
        let greeted = AsyncSmtpConnection::connect_with_transport(Box::new(socket), &hello);
        let connection = judged(Phase::Connect, time, greeted).await?;
        let mut session = Self {
            connection,
            pen,
            offers: Offers::default(),
            timeouts: opening.timeouts,
            left: opening.messages,
            served: false,
            broken: false,
            ahead: None,
            trial: None,
            terms: opening.terms,
            secrets: Secrets::default(),
        };
        match session.get_ready(hello, opening.login.as_ref()).await {
            Ok(()) => Ok(session),
            Err(failure) => Err(session.told(failure)),
        }
    }

    async fn get_ready(
        &mut self,
        hello: ClientId,
        login: Option<&Credential<'_>>,
    ) -> Result<(), Failure> {
        if let Some(login) = login {
            self.secrets = login.secrets();
            self.log_in(&hello, login).await?;
        }
        self.offers = self.ask(&hello).await?;
        Ok(())
    }

    /// Finds out what the relay offers: lettre keeps only the extensions it uses itself, so EHLO is
    /// said once more. Some hear it only once; what lettre kept has to do then.
    async fn ask(&mut self, hello: &ClientId) -> Result<Offers, Failure> {
        let time = self.timeouts.greeting;
        match self.say(Phase::Connect, time, Ehlo::new(hello.clone())).await {
            Ok(answer) => Ok(Offers::read(&answer)),
            Err(Failure { trouble: Trouble::Said { code: 503, .. }, .. }) => {
                Ok(Offers::kept(self.connection.server_info()))
            }
            Err(failure) => Err(failure),
        }
    }

    /// Was a message accepted over this session?
    #[must_use]
    pub fn has_served(&self) -> bool {
        self.served
    }

    /// May another message go over this session?
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.broken && (self.ahead.is_some() || (self.left > 0 && self.pen.unread().is_none()))
    }

    /// Of whose message was the relay told already, and of nothing but sender and recipient?
    #[must_use]
    pub fn ahead(&self) -> Option<&Address> {
        self.ahead.as_ref()
    }

    /// Says goodbye, without waiting long for an answer; where the relay waits for a content, only by
    /// closing the connection.
    pub async fn quit(mut self) {
        if !self.broken && self.ahead.is_none() && self.pen.unread().is_none() {
            let _ = timeout(Duration::from_secs(2), self.connection.command(Quit)).await;
        }
    }

    async fn say<C: fmt::Display + Send>(
        &mut self,
        phase: Phase,
        time: Duration,
        command: C,
    ) -> Result<Response, Failure> {
        self.in_step(phase)?;
        let answer = judged(phase, time, self.connection.command(command)).await;
        let answer = answer.and_then(|said| consent(phase, said));
        self.note(&answer);
        answer
    }

    async fn hear(&mut self, phase: Phase, time: Duration) -> Result<Response, Failure> {
        let answer = judged(phase, time, self.connection.read_response()).await;
        let answer = answer.and_then(|said| consent(phase, said));
        self.note(&answer);
        answer
    }

    /// Sees to it, where no answer is outstanding, that none came: whoever believes an answer to what
    /// was not asked yet books it to the wrong reader, or calls sent what was not.
    fn in_step(&mut self, phase: Phase) -> Result<(), Failure> {
        let Some(unread) = self.pen.unread() else { return Ok(()) };
        self.broken = true;
        let why = match clean(&unread).as_str() {
            "" => "it hung up".to_owned(),
            words => format!("it answered \"{words}\" unasked"),
        };
        Err(Failure::new(phase, Trouble::Broken(why)))
    }

    /// Tells a failure with what came over the wire, and without what is secret.
    fn told(&self, mut failure: Failure) -> Failure {
        if let Trouble::Broken(why) = &mut failure.trouble
            && why == UNREADABLE
        {
            *why = format!("it answered \"{}\", which is no reply", clean(&self.pen.last_line()));
        }
        self.secrets.hidden(failure)
    }

    /// Remembers that the session cannot be used again: it broke, timed out, or 421 closed it.
    fn note<T>(&mut self, answer: &Result<T, Failure>) {
        if let Err(failure) = answer {
            self.broken |= !matches!(failure.trouble, Trouble::Said { code, .. } if code != 421);
        }
    }
}

/// Lets a reply pass that says yes: 2xx, and 354 to DATA. Any other 3xx answers nothing that was asked
/// (RFC 5321 section 4.3.2), so whether anything was taken is not known.
fn consent(phase: Phase, said: Response) -> Result<Response, Failure> {
    let is_ready = phase == Phase::Data && said.has_code(354);
    if said.code().severity == Severity::PositiveCompletion || is_ready {
        return Ok(said);
    }
    let why = format!("it answered \"{}\", which is neither yes nor no here", words(&said));
    Err(Failure::new(phase, Trouble::Broken(why)))
}

fn client_id(name: &str) -> ClientId {
    ClientId::Domain(name.to_owned())
}
