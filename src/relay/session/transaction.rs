//! One mail transaction (RFC 5321 section 3.3): sender and recipient, content, answer.

use lettre::transport::smtp::commands::{Data, Rset};
use lettre::transport::smtp::response::Response;

use super::super::Envelope;
use super::super::answer::{in_time, settle, within, words};
use super::super::dots;
use super::super::failure::{Failure, Trouble};
use super::super::manners::{Leave, Manner, Trial};
use super::{Session, consent};
use crate::ledger::Phase;

type Heard = Result<Response, Failure>;

impl Session {
    /// MAIL, RCPT and DATA, up to 354; in one write where the relay offers it (RFC 2920), and only
    /// their answers where they went ahead.
    ///
    /// # Errors
    /// What the relay said to which command, or how the connection broke.
    pub async fn begin(&mut self, envelope: Envelope<'_>) -> Result<(), Failure> {
        let begun = self.envelope(envelope).await;
        begun.map_err(|failure| self.told(failure))
    }

    async fn envelope(&mut self, envelope: Envelope<'_>) -> Result<(), Failure> {
        let begun = if let Some(to) = self.ahead.take() {
            if to != *envelope.to {
                self.broken = true;
                return Err(other());
            }
            let mail = self.hear(Phase::Mail, self.timeouts.envelope).await;
            self.hear_the_rest(mail).await
        } else {
            let commands = self.commands(envelope)?;
            self.in_step(Phase::Mail)?;
            self.left = self.left.saturating_sub(1);
            if self.takes_all_at_once() {
                let mail = self.say(Phase::Mail, self.timeouts.envelope, commands.concat()).await;
                self.hear_the_rest(mail).await
            } else {
                self.begin_in_turn(&commands).await
            }
        };
        let begun = self.with_nothing_left(begun);
        self.learn(&begun);
        if begun.is_err() && !self.broken {
            // A refused recipient wants RSET, not QUIT: the session is as good as before.
            let _ = self.say(Phase::Mail, self.timeouts.envelope, Rset).await;
        }
        begun
    }

    /// What was being found out when the last transaction failed, if that may explain it: nothing of
    /// its message left, and the failure is not to be believed until it was tried another way.
    pub fn doubt(&mut self) -> Option<Trial> {
        self.trial.take()
    }

    /// May the next message's commands follow a final dot?
    #[must_use]
    pub fn may_go_ahead(&self) -> bool {
        let allow = |manner| self.terms.manners.allow(manner);
        let is_offered = self.offers.pipelining && allow(Manner::AtOnce) && allow(Manner::Ahead);
        is_offered && self.left > 0 && !self.broken
    }

    /// Writes the content and the final dot, and takes the answer; in one write with the dot go MAIL,
    /// RCPT and DATA of the next message, if there is one and the relay bears that. The content goes in
    /// the same write, as far as the socket takes it, and what it did not take has not left.
    ///
    /// # Errors
    /// The phase tells whether any octet of the final dot may have left.
    pub async fn finish(
        &mut self,
        content: &[u8],
        next: Option<Envelope<'_>>,
    ) -> Result<String, Failure> {
        match self.content(content, next).await {
            Ok(words) => Ok(self.secrets.masked(&words)),
            Err(failure) => Err(self.told(failure)),
        }
    }

    async fn content(
        &mut self,
        content: &[u8],
        next: Option<Envelope<'_>>,
    ) -> Result<String, Failure> {
        let times = self.timeouts;
        // Whatever came by now is no answer to what has not left.
        self.in_step(Phase::Data)?;
        let lines = dots::doubled(content);
        let ahead = next.and_then(|next| self.go_ahead(next)).unwrap_or_default();
        let end = [dots::END, &ahead].concat();
        let written = self.pen.write_with_end(&lines, end.as_bytes());
        let written = within(times.content, Phase::Data, written).await;
        let written = written.and_then(|done| done.map_err(|error| broke(Phase::Data, &error)));
        self.note(&written);
        let rest = end.as_bytes().get(written?..).unwrap_or_default();
        // From here on any octet of the dot may have left.
        let answer = in_time(times.dot, async {
            let written = self.pen.write_whole(rest).await;
            written.map_err(|error| broke(Phase::Dot, &error))?;
            settle(Phase::Dot, times.dot, Ok(self.connection.read_response().await))
        });
        let silent = || Failure::new(Phase::Dot, Trouble::Silent(times.dot));
        let answer = answer.await.unwrap_or_else(|_| Err(silent()));
        let answer = answer.and_then(|said| consent(Phase::Dot, said));
        let answer = answer.map_err(|failure| self.wonder(failure));
        self.note(&answer);
        let said = answer.map(|response| words(&response))?;
        self.terms.note_accepted();
        self.served = true;
        Ok(said)
    }

    /// Believes what the relay said to a message's commands only if nothing came behind that: else
    /// nobody knows which of them it answered.
    fn with_nothing_left(&mut self, begun: Result<(), Failure>) -> Result<(), Failure> {
        if self.broken {
            return begun;
        }
        let phase = begun.as_ref().map_or_else(|failure| failure.phase, |()| Phase::Data);
        match self.pen.unread() {
            Some(unread) if !unread.is_empty() => self.in_step(phase).and(begun),
            _ => begun,
        }
    }

    /// Takes leave to say the commands of the next message ahead, and gives them.
    fn go_ahead(&mut self, next: Envelope<'_>) -> Option<String> {
        if !self.may_go_ahead() {
            return None;
        }
        // Whom this relay cannot serve finds that out alone.
        let commands = self.commands(next).ok()?.concat();
        match self.terms.manners.leave(Manner::Ahead) {
            Leave::No => return None,
            Leave::Trial(trial) => self.trial = Some(trial),
            Leave::Yes => {}
        }
        self.left -= 1;
        self.ahead = Some(next.to.clone());
        Some(commands)
    }

    /// Hears what went wrong after a dot, and wonders whether it is about the commands that followed.
    ///
    /// Then it is not known what the relay answered: the dot, or what came after it.
    fn wonder(&mut self, failure: Failure) -> Failure {
        let Some(trial) = self.trial.take_if(|trial| trial.explains(&failure)) else {
            return failure;
        };
        trial.disliked();
        let Trouble::Said { code, text } = failure.trouble else { return failure };
        let why = format!("it answered \"{code} {text}\" where commands followed a message");
        Failure::new(Phase::Dot, Trouble::Broken(why))
    }

    fn takes_all_at_once(&mut self) -> bool {
        if !self.offers.pipelining {
            return false;
        }
        match self.terms.manners.leave(Manner::AtOnce) {
            Leave::No => return false,
            Leave::Trial(trial) => self.trial = Some(trial),
            Leave::Yes => {}
        }
        true
    }

    /// Ends a trial. One that may explain a failure waits to be asked for, and the session, of which
    /// nobody knows any more where it stands, is not used again.
    fn learn(&mut self, begun: &Result<(), Failure>) {
        let Some(trial) = self.trial.take() else { return };
        match begun {
            Ok(()) => trial.borne(),
            Err(failure) if trial.explains(failure) => {
                self.broken = true;
                self.trial = Some(trial);
            }
            Err(_) => {}
        }
    }

    /// MAIL, RCPT and DATA.
    fn commands(&self, envelope: Envelope<'_>) -> Result<[String; 3], Failure> {
        let rcpt = format!("RCPT TO:<{}>\r\n", envelope.to);
        Ok([self.mail(envelope)?, rcpt, Data.to_string()])
    }

    fn mail(&self, envelope: Envelope<'_>) -> Result<String, Failure> {
        let mut mail = format!("MAIL FROM:<{}>", envelope.from);
        if let Some(most) = self.offers.size {
            if most > 0 && envelope.size > most {
                let trouble = Trouble::TooLong { most, size: envelope.size };
                return Err(Failure::new(Phase::Mail, trouble));
            }
            mail.push_str(" SIZE=");
            mail.push_str(&envelope.size.to_string());
        }
        if envelope.to.needs_smtputf8() || envelope.from.needs_smtputf8() {
            if !self.offers.smtputf8 {
                let why = "the relay takes no address with letters outside ASCII (SMTPUTF8)";
                return Err(Failure::new(Phase::Rcpt, Trouble::Unfit(why)));
            }
            // Everything else is in ASCII and needs no leave (RFC 6152); this address in a header does.
            if self.offers.eight_bit {
                mail.push_str(" BODY=8BITMIME");
            }
            mail.push_str(" SMTPUTF8");
        }
        mail.push_str("\r\n");
        Ok(mail)
    }

    async fn begin_in_turn(&mut self, [mail, rcpt, data]: &[String; 3]) -> Result<(), Failure> {
        let times = self.timeouts;
        self.say(Phase::Mail, times.envelope, mail).await?;
        self.say(Phase::Rcpt, times.envelope, rcpt).await?;
        let ready = self.say(Phase::Data, times.data, data).await?;
        self.is_ready(&ready)
    }

    /// Hears the answers to RCPT and DATA, and draws the sum.
    async fn hear_the_rest(&mut self, mail: Heard) -> Result<(), Failure> {
        let times = self.timeouts;
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
        if let Ok(ready) = &data {
            // Anything but 354 and a refusal is the answer to another command: so are those before it.
            self.is_ready(ready)?;
        }
        match (mail, rcpt, data) {
            (Ok(_), Ok(_), Ok(_)) => Ok(()),
            (Ok(_), Err(failure), Ok(_)) => self.refuse_content(failure).await,
            (Err(failure), _, Ok(_)) => {
                // It may have a recipient, who is not to get an empty message.
                self.broken = true;
                Err(failure)
            }
            (mail, rcpt, data) => mail.and(rcpt).and(data).map(drop),
        }
    }

    /// The relay waits for a content without a recipient: a lone dot ends that (RFC 2920 section 3.1).
    /// Where it is not sure which command it refused, there may be one.
    async fn refuse_content(&mut self, failure: Failure) -> Result<(), Failure> {
        if self.trial.as_ref().is_some_and(|trial| trial.explains(&failure)) {
            self.broken = true;
        } else {
            let _ = self.say(Phase::Data, self.timeouts.dot, ".\r\n").await;
        }
        Err(failure)
    }

    fn is_ready(&mut self, answer: &Response) -> Result<(), Failure> {
        if answer.has_code(354) {
            return Ok(());
        }
        self.broken = true;
        let why = format!("it answered {} to DATA", answer.code());
        Err(Failure::new(Phase::Data, Trouble::Broken(why)))
    }
}

/// The relay waits for another reader's message.
fn other() -> Failure {
    let why = "the relay was told of another message".to_owned();
    Failure::new(Phase::Mail, Trouble::Broken(why))
}

fn broke(phase: Phase, error: &std::io::Error) -> Failure {
    Failure::new(phase, Trouble::Broken(error.to_string()))
}
