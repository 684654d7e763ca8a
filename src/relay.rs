//! Where messages are handed over: an SMTP server, the mail program of this machine, or files that
//! hold the very same bytes.
//!
//! A hand-over has two halves, so that the ledger can commit its intent between them: [`Line::begin`]
//! names sender and recipient, [`Line::finish`] gives the content and takes the answer.

mod answer;
mod digest;
mod dots;
mod eml;
mod failure;
mod files;
mod login;
mod maildir;
mod manners;
mod mbox;
mod pictures;
mod relays;
mod sendmail;
mod session;
mod smtp;
mod socket;
mod staged;
mod terms;
mod timeouts;
mod tls;
mod url;
mod view;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::address::Address;
use crate::config::Limits;
use crate::issue::Issue;
use crate::message::Message;

pub use failure::{Failure, Trouble};
pub use files::{Files, FilesError};
pub use manners::{Manner, Trial};
pub use pictures::Pictures;
pub use relays::Relays;
pub use sendmail::{Parties, Sendmail};
pub use session::Session;
pub use smtp::{Smtp, SmtpError};
use terms::Terms;
pub use timeouts::Timeouts;

/// Sender and recipient of one message (RFC 5321 section 2.3.1), and its length.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The reverse-path.
    pub from: &'a Address,
    /// The one forward-path.
    pub to: &'a Address,
    /// The length of the content in octets.
    pub size: usize,
}

impl<'a> From<&'a Message> for Envelope<'a> {
    fn from(message: &'a Message) -> Self {
        Self { from: &message.from, to: &message.to, size: message.bytes.len() }
    }
}

/// Where messages go; a clone is the same relay.
#[derive(Debug, Clone)]
pub enum Relay {
    /// To an SMTP server.
    Smtp(Arc<Smtp>),
    /// To the mail program of this machine.
    Sendmail(Arc<Sendmail>),
    /// Into files: a dry run.
    Files(Arc<Files>),
}

/// One connection to a relay.
#[derive(Debug)]
pub enum Line {
    /// An SMTP session.
    Smtp(Box<Session>),
    /// A mail program needs no connection, but sender and recipient.
    Sendmail(Arc<Sendmail>, Option<Parties>),
    /// Files need no connection, but a recipient.
    Files(Arc<Files>, Option<Address>),
}

impl Relay {
    /// Writes to `path` instead of sending.
    ///
    /// `FILE.mbox` is an mbox; `maildir:DIR`, `DIR.maildir` and a folder that has `cur`, `new` and
    /// `tmp` are a Maildir; everything else is a folder of `.eml` files.
    ///
    /// # Errors
    /// When nothing can be written there, or what is there was not written by a dry run.
    pub fn dry(path: &Path, pictures: Pictures) -> Result<Self, FilesError> {
        Ok(Self::Files(Arc::new(Files::open(path, pictures)?)))
    }

    /// How many connections may be open at once?
    #[must_use]
    pub fn connections(&self) -> usize {
        self.terms().map_or(1, |terms| terms.connections)
    }

    /// Is this a dry run?
    #[must_use]
    pub fn is_dry(&self) -> bool {
        matches!(self, Self::Files(_))
    }

    /// What does it allow in a time, in all and to each domain with limits of its own? None where
    /// there are no limits, ever.
    #[must_use]
    pub fn limits(&self) -> Option<(Limits, BTreeMap<String, Limits>)> {
        self.terms().map(Terms::limits)
    }

    /// Was a message accepted here since the program started?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        self.terms().is_some_and(Terms::has_accepted)
    }

    /// It is known from before that it does not bear this.
    pub fn avoid(&self, manner: Manner) {
        if let Some(terms) = self.terms() {
            terms.manners.avoid(manner);
        }
    }

    /// What was found since the last question that it does not bear.
    #[must_use]
    pub fn news(&self) -> Vec<Manner> {
        self.terms().map_or_else(Vec::new, |terms| terms.manners.news())
    }

    /// What a relay allows; nothing is bounded where messages only become files.
    fn terms(&self) -> Option<&Terms> {
        match self {
            Self::Smtp(smtp) => Some(smtp.terms()),
            Self::Sendmail(program) => Some(program.terms()),
            Self::Files(_) => None,
        }
    }

    /// Names the relay as a person would.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Smtp(smtp) => smtp.terms().name.clone(),
            Self::Sendmail(program) => program.terms().name.clone(),
            Self::Files(files) => files.path().display().to_string(),
        }
    }

    /// Its share of the messages beside the shares of other relays; none for one that stands by.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.terms().map_or(1, |terms| terms.weight)
    }

    /// Opens a connection, ready for a message.
    ///
    /// # Errors
    /// What went wrong, and in which phase.
    pub async fn open(&self) -> Result<Line, Failure> {
        match self {
            Self::Smtp(smtp) => Ok(Line::Smtp(Box::new(smtp.open().await?))),
            Self::Sendmail(program) => {
                program.look()?;
                Ok(Line::Sendmail(Arc::clone(program), None))
            }
            Self::Files(files) => Ok(Line::Files(Arc::clone(files), None)),
        }
    }

    /// Tells a file relay which issue comes next; the others need not know.
    ///
    /// # Errors
    /// When the issue's page cannot be written.
    pub fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        match self {
            Self::Smtp(_) | Self::Sendmail(_) => Ok(()),
            Self::Files(files) => files.announce(issue),
        }
    }

    /// Ends the work: files of a dry run take their places now, all at once.
    ///
    /// # Errors
    /// When a file cannot be put in its place.
    pub fn close(&self) -> Result<(), FilesError> {
        match self {
            Self::Smtp(_) | Self::Sendmail(_) => Ok(()),
            Self::Files(files) => files.close(),
        }
    }
}

impl Line {
    /// Names sender and recipient, up to the relay's readiness for the content; where they [went
    /// ahead](Self::ahead), hears only what it says to them.
    ///
    /// # Errors
    /// What the relay said, or how the connection broke. Nothing was handed over.
    pub async fn begin(&mut self, envelope: Envelope<'_>) -> Result<(), Failure> {
        match self {
            Self::Smtp(session) => session.begin(envelope).await,
            Self::Sendmail(_, held) => {
                *held = Some(Parties::new(envelope.from, envelope.to));
                Ok(())
            }
            Self::Files(_, held) => {
                *held = Some(envelope.to.clone());
                Ok(())
            }
        }
    }

    /// Gives the content and takes the answer: the relay's own words.
    ///
    /// The `next` sender and recipient may go ahead, in one write with the end of the content.
    ///
    /// # Errors
    /// With phase [`Phase::Dot`](crate::ledger::Phase::Dot) and no reply, nobody knows whether the
    /// relay has the message; with any other it has not.
    pub async fn finish(
        &mut self,
        content: &[u8],
        next: Option<Envelope<'_>>,
    ) -> Result<String, Failure> {
        match self {
            Self::Smtp(session) => session.finish(content, next).await,
            Self::Sendmail(program, held) => match held.take() {
                Some(parties) => program.hand_over(&parties, content).await,
                None => Err(Failure::no_line()),
            },
            Self::Files(files, held) => match held.take() {
                Some(to) => files.write(&to, content).map_err(Failure::file),
                None => Err(Failure::file(FilesError::NoEnvelope)),
            },
        }
    }

    /// May the next sender and recipient go ahead, in one write with the end of a content?
    #[must_use]
    pub fn may_go_ahead(&self) -> bool {
        matches!(self, Self::Smtp(session) if session.may_go_ahead())
    }

    /// Whose did? Until that message has begun, the connection is of no use to any other.
    #[must_use]
    pub fn ahead(&self) -> Option<&Address> {
        match self {
            Self::Smtp(session) => session.ahead(),
            Self::Sendmail(..) | Self::Files(..) => None,
        }
    }

    /// After sender and recipient failed: what was being found out, if that may be why. The connection
    /// is of no use then, and the failure says nothing yet.
    pub fn doubt(&mut self) -> Option<Trial> {
        match self {
            Self::Smtp(session) => session.doubt(),
            Self::Sendmail(..) | Self::Files(..) => None,
        }
    }

    /// May another message go over this connection?
    #[must_use]
    pub fn is_usable(&self) -> bool {
        match self {
            Self::Smtp(session) => session.is_usable(),
            Self::Sendmail(..) | Self::Files(..) => true,
        }
    }

    /// Was a message accepted over it?
    #[must_use]
    pub fn has_served(&self) -> bool {
        matches!(self, Self::Smtp(session) if session.has_served())
    }

    /// Does its being open show that somebody answers? A mail program is started for each message.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !matches!(self, Self::Sendmail(..))
    }

    /// Says goodbye; a connection that is merely dropped hands nothing over either.
    pub async fn quit(self) {
        if let Self::Smtp(session) = self {
            session.quit().await;
        }
    }
}
