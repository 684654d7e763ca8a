//! One SMTP session: a command at a time or three in one write, each with its phase and its time.

mod auth;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::commands::{Data, Ehlo, Quit, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::{Response, Severity};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::answer::{judged, settle, words};
use super::failure::{Failure, Trouble};
use super::login::Credential;
use super::terms::Terms;
use super::{Envelope, Timeouts};
use crate::ledger::Phase;

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

/// What the relay offers beyond RFC 5321's minimum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Offers {
    /// Commands may be sent without waiting (RFC 2920).
    pipelining: bool,
    /// Local parts outside ASCII (RFC 6531).
    smtputf8: bool,
    /// SIZE is understood (RFC 1870), with this limit unless 0.
    size: Option<usize>,
}

/// An open SMTP session.
pub struct Session {
    connection: AsyncSmtpConnection,
    offers: Offers,
    timeouts: Timeouts,
    left: u32,
    broken: bool,
    terms: Arc<Terms>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("offers", &self.offers).finish_non_exhaustive()
    }
}

impl Session {
    /// Takes the greeting, says EHLO and logs in.
    pub(super) async fn start(
        stream: Box<dyn AsyncTokioStream>,
        opening: Opening<'_>,
    ) -> Result<Self, Failure> {
        let time = opening.timeouts.greeting;
        let hello = client_id(opening.hello);
        let greeted = AsyncSmtpConnection::connect_with_transport(stream, &hello);
        let connection = judged(Phase::Connect, time, greeted).await?;
        let mut session = Self {
            connection,
            offers: Offers::default(),
            timeouts: opening.timeouts,
            left: opening.messages,
            broken: false,
            terms: opening.terms,
        };
        if let Some(login) = &opening.login {
            session.log_in(&hello, login).await?;
        }
        // lettre keeps only the extensions it uses itself, so EHLO is said once more.
        let offers = session.say(Phase::Connect, time, Ehlo::new(hello)).await?;
        session.offers = Offers::read(&offers);
        Ok(session)
    }

    /// May another message go over this session?
    #[must_use]
    pub fn is_usable(&self) -> bool {
        !self.broken && self.left > 0
    }

    /// MAIL, RCPT and DATA, up to 354; in one write where the relay offers it (RFC 2920).
    ///
    /// # Errors
    /// What the relay said to which command, or how the connection broke.
    pub async fn begin(&mut self, envelope: Envelope<'_>) -> Result<(), Failure> {
        let mail = self.mail(envelope)?;
        let rcpt = format!("RCPT TO:<{}>\r\n", envelope.to);
        self.left = self.left.saturating_sub(1);
        let begun = if self.offers.pipelining {
            self.begin_at_once(&mail, &rcpt).await
        } else {
            self.begin_in_turn(&mail, &rcpt).await
        };
        if begun.is_err() && !self.broken {
            // A refused recipient wants RSET, not QUIT: the session is as good as before.
            let _ = self.say(Phase::Mail, self.timeouts.envelope, Rset).await;
        }
        begun
    }

    fn mail(&self, envelope: Envelope<'_>) -> Result<String, Failure> {
        let mut mail = format!("MAIL FROM:<{}>", envelope.from);
        if let Some(most) = self.offers.size {
            if most > 0 && envelope.size > most {
                let text =
                    format!("5.3.4 the relay takes {most} octets, this is {}", envelope.size);
                return Err(Failure::new(Phase::Mail, Trouble::Said { code: 552, text }));
            }
            mail.push_str(" SIZE=");
            mail.push_str(&envelope.size.to_string());
        }
        if envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8() {
            if !self.offers.smtputf8 {
                let why = "the relay takes no address with letters outside ASCII (SMTPUTF8)";
                return Err(Failure::new(Phase::Rcpt, Trouble::Unfit(why)));
            }
            mail.push_str(" SMTPUTF8");
        }
        mail.push_str("\r\n");
        Ok(mail)
    }

    async fn begin_in_turn(&mut self, mail: &str, rcpt: &str) -> Result<(), Failure> {
        let times = self.timeouts;
        self.say(Phase::Mail, times.envelope, mail).await?;
        self.say(Phase::Rcpt, times.envelope, rcpt).await?;
        let ready = self.say(Phase::Data, times.data, Data).await?;
        self.is_ready(&ready)
    }

    async fn begin_at_once(&mut self, mail: &str, rcpt: &str) -> Result<(), Failure> {
        let times = self.timeouts;
        let all = format!("{mail}{rcpt}{Data}");
        let mail = self.say(Phase::Mail, times.envelope, all).await;
        if self.broken {
            return mail.map(drop);
        }
        let rcpt = self.hear(Phase::Rcpt, times.envelope).await;
        if self.broken {
            return mail.and(rcpt).map(drop);
        }
        let data = self.hear(Phase::Data, times.data).await;
        if self.broken {
            return mail.and(rcpt).and(data).map(drop);
        }
        match (mail, rcpt, data) {
            (Ok(_), Ok(_), Ok(ready)) => self.is_ready(&ready),
            (Ok(_), Err(failure), Ok(_)) => {
                // It waits for content without a recipient: a lone dot ends that (RFC 2920 3.1).
                let _ = self.say(Phase::Data, times.dot, ".\r\n").await;
                Err(failure)
            }
            (Err(failure), _, Ok(_)) => {
                // It may have a recipient, who is not to get an empty message.
                self.broken = true;
                Err(failure)
            }
            (mail, rcpt, data) => mail.and(rcpt).and(data).map(drop),
        }
    }

    fn is_ready(&mut self, answer: &Response) -> Result<(), Failure> {
        if answer.has_code(354) {
            return Ok(());
        }
        self.broken = true;
        let why = format!("it answered {} to DATA", answer.code());
        Err(Failure::new(Phase::Data, Trouble::Broken(why)))
    }

    /// Writes the content and the final dot, and takes the answer.
    ///
    /// # Errors
    /// The phase tells whether any octet of the final dot may have left.
    pub async fn finish(&mut self, content: &[u8]) -> Result<String, Failure> {
        let dotted = Dotted::default();
        // lettre ends the last line itself.
        let content = content.strip_suffix(b"\r\n").unwrap_or(content);
        let parts = Content { octets: Some(content), dotted: &dotted };
        let mut sent = Box::pin(self.connection.message_iter(parts));
        let mut time = self.timeouts.content;
        let begun = timeout(time, async {
            tokio::select! {
                answer = &mut sent => Some(answer),
                () = dotted.heard.notified() => None,
            }
        });
        let answer = match begun.await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => {
                // Its time begins with the dot, not with the content.
                time = self.timeouts.dot;
                timeout(time, &mut sent).await
            }
            Err(late) => Err(late),
        };
        drop(sent);
        let phase = if dotted.is_out.load(Ordering::Relaxed) { Phase::Dot } else { Phase::Data };
        let answer = settle(phase, time, answer).and_then(|said| consent(phase, said));
        self.note(&answer);
        let said = answer.map(|response| words(&response))?;
        self.terms.note_accepted();
        Ok(said)
    }

    /// Says goodbye, without waiting long for an answer.
    pub async fn quit(mut self) {
        if !self.broken {
            let _ = timeout(Duration::from_secs(2), self.connection.command(Quit)).await;
        }
    }

    async fn say<C: fmt::Display + Send>(
        &mut self,
        phase: Phase,
        time: Duration,
        command: C,
    ) -> Result<Response, Failure> {
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

impl Offers {
    fn read(answer: &Response) -> Self {
        let mut offers = Self::default();
        for line in answer.message().skip(1) {
            let mut words = line.split_whitespace();
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "PIPELINING" => offers.pipelining = true,
                "SMTPUTF8" => offers.smtputf8 = true,
                "SIZE" => {
                    offers.size =
                        Some(words.next().and_then(|most| most.parse().ok()).unwrap_or(0));
                }
                _ => {}
            }
        }
        offers
    }
}

/// The content in one piece; asking for the next one means that the final dot is about to leave.
struct Content<'a> {
    octets: Option<&'a [u8]>,
    dotted: &'a Dotted,
}

/// Whether the final dot is about to leave, and who waits for that.
#[derive(Default)]
struct Dotted {
    is_out: AtomicBool,
    heard: Notify,
}

impl<'a> Iterator for Content<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let octets = self.octets.take();
        if octets.is_none() {
            self.dotted.is_out.store(true, Ordering::Relaxed);
            self.dotted.heard.notify_one();
        }
        octets
    }
}

fn client_id(name: &str) -> ClientId {
    ClientId::Domain(name.to_owned())
}
