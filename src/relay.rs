//! Where messages are handed over: an SMTP server, or files that hold the very same bytes.
//!
//! A hand-over has two halves, so that the ledger can commit its intent between them: [`Line::begin`]
//! names sender and recipient, [`Line::finish`] gives the content and takes the answer.

mod answer;
mod digest;
mod eml;
mod failure;
mod login;
mod maildir;
mod mbox;
mod pictures;
mod session;
mod smtp;
mod socket;
mod staged;
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
pub use pictures::Pictures;
pub use session::Session;
pub use smtp::{Smtp, SmtpError};
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
    /// Into files: a dry run.
    Files(Arc<Files>),
}

/// One connection to a relay.
#[derive(Debug)]
pub enum Line {
    /// An SMTP session.
    Smtp(Box<Session>),
    /// Files need no connection, but a recipient.
    Files(Arc<Files>, Option<Address>),
}

/// The kinds of files a dry run writes.
#[derive(Debug)]
pub enum Files {
    /// A folder of `.eml` files with an index to look at them.
    Eml(eml::EmlDir),
    /// One mbox file.
    Mbox(mbox::Mbox),
    /// A Maildir.
    Maildir(maildir::Maildir),
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
        match self {
            Self::Smtp(smtp) => smtp.connections(),
            Self::Files(_) => 1,
        }
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
        match self {
            Self::Smtp(smtp) => Some(smtp.limits()),
            Self::Files(_) => None,
        }
    }

    /// Was a message accepted here since the program started?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        match self {
            Self::Smtp(smtp) => smtp.has_accepted(),
            Self::Files(_) => false,
        }
    }

    /// Names the relay as a person would.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Smtp(smtp) => smtp.name(),
            Self::Files(files) => files.path().display().to_string(),
        }
    }

    /// Opens a connection, ready for a message.
    ///
    /// # Errors
    /// What went wrong, and in which phase.
    pub async fn open(&self) -> Result<Line, Failure> {
        match self {
            Self::Smtp(smtp) => Ok(Line::Smtp(Box::new(smtp.open().await?))),
            Self::Files(files) => Ok(Line::Files(Arc::clone(files), None)),
        }
    }

    /// Tells a file relay which issue comes next; an SMTP server need not know.
    ///
    /// # Errors
    /// When the issue's page cannot be written.
    pub fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        match self {
            Self::Smtp(_) => Ok(()),
            Self::Files(files) => files.announce(issue),
        }
    }

    /// Ends the work: files of a dry run take their places now, all at once.
    ///
    /// # Errors
    /// When a file cannot be put in its place.
    pub fn close(&self) -> Result<(), FilesError> {
        match self {
            Self::Smtp(_) => Ok(()),
            Self::Files(files) => files.close(),
        }
    }
}

impl Line {
    /// Names sender and recipient, up to the relay's readiness for the content.
    ///
    /// # Errors
    /// What the relay said, or how the connection broke. Nothing was handed over.
    pub async fn begin(&mut self, envelope: Envelope<'_>) -> Result<(), Failure> {
        match self {
            Self::Smtp(session) => session.begin(envelope).await,
            Self::Files(_, held) => {
                *held = Some(envelope.to.clone());
                Ok(())
            }
        }
    }

    /// Gives the content and takes the answer: the relay's own words.
    ///
    /// # Errors
    /// With phase [`Phase::Dot`](crate::ledger::Phase::Dot) and no reply, nobody knows whether the
    /// relay has the message; with any other it has not.
    pub async fn finish(&mut self, content: &[u8]) -> Result<String, Failure> {
        match self {
            Self::Smtp(session) => session.finish(content).await,
            Self::Files(files, held) => match held.take() {
                Some(to) => files.write(&to, content).map_err(Failure::file),
                None => Err(Failure::file(FilesError::NoEnvelope)),
            },
        }
    }

    /// May another message go over this connection?
    #[must_use]
    pub fn is_usable(&self) -> bool {
        match self {
            Self::Smtp(session) => session.is_usable(),
            Self::Files(..) => true,
        }
    }

    /// Says goodbye; a connection that is merely dropped hands nothing over either.
    pub async fn quit(self) {
        if let Self::Smtp(session) = self {
            session.quit().await;
        }
    }
}

/// Why files of a dry run could not be written.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The disk said no.
    #[error("cannot write `{path}`")]
    Io {
        /// Which file.
        path: String,
        /// What the disk said.
        source: std::io::Error,
    },
    /// Something of the user's own is in the way.
    #[error("`{path}` is there and was not written by a dry run; name another place")]
    InTheWay {
        /// Which file.
        path: String,
    },
    /// Content came without an envelope.
    #[error("content came before its envelope")]
    NoEnvelope,
}

impl Files {
    fn open(path: &Path, pictures: Pictures) -> Result<Self, FilesError> {
        let text = path.to_string_lossy();
        let ends_in = |what: &str| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(what))
        };
        let is_maildir = ["cur", "new", "tmp"].iter().all(|below| path.join(below).is_dir());
        if let Some(dir) = text.strip_prefix("maildir:") {
            return Ok(Self::Maildir(maildir::Maildir::open(Path::new(dir))?));
        }
        if ends_in("mbox") && !path.is_dir() {
            return Ok(Self::Mbox(mbox::Mbox::open(path)?));
        }
        if is_maildir || ends_in("maildir") {
            return Ok(Self::Maildir(maildir::Maildir::open(path)?));
        }
        Ok(Self::Eml(eml::EmlDir::open(path, pictures)?))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Eml(dir) => dir.path(),
            Self::Mbox(file) => file.path(),
            Self::Maildir(dir) => dir.path(),
        }
    }

    fn announce(&self, issue: &Issue) -> Result<(), FilesError> {
        match self {
            Self::Eml(dir) => dir.announce(issue),
            Self::Mbox(_) => Ok(()),
            Self::Maildir(dir) => {
                dir.announce(issue);
                Ok(())
            }
        }
    }

    fn write(&self, to: &Address, content: &[u8]) -> Result<String, FilesError> {
        match self {
            Self::Eml(dir) => dir.write(to, content),
            Self::Mbox(file) => file.write(content),
            Self::Maildir(dir) => dir.write(content),
        }
    }

    fn close(&self) -> Result<(), FilesError> {
        match self {
            Self::Eml(dir) => dir.close(),
            Self::Mbox(file) => file.close(),
            Self::Maildir(dir) => dir.close(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_which_files_are_wanted() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |name: &str| Files::open(&dir.path().join(name), Pictures::default()).unwrap();
        assert!(matches!(kind("letters.mbox"), Files::Mbox(_)));
        assert!(matches!(kind("letters.maildir"), Files::Maildir(_)));
        assert!(matches!(kind("outbox"), Files::Eml(_)));
        for below in ["box/cur", "box/new", "box/tmp"] {
            std::fs::create_dir_all(dir.path().join(below)).unwrap();
        }
        assert!(matches!(kind("box"), Files::Maildir(_)));
        let said = format!("maildir:{}", dir.path().join("said").display());
        assert!(matches!(
            Files::open(Path::new(&said), Pictures::default()).unwrap(),
            Files::Maildir(_)
        ));
    }
}
