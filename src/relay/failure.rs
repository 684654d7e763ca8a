//! Why a hand-over did not succeed, and how far it had come.

use std::fmt;
use std::time::Duration;

use super::FilesError;
use crate::ledger::reply::{Cause, cause, exit_name};
use crate::ledger::{Phase, Reply};

/// A hand-over, or a connection, that failed.
#[derive(Debug)]
pub struct Failure {
    /// How far it had come.
    pub phase: Phase,
    /// What happened.
    pub trouble: Trouble,
}

/// What went wrong with a relay.
#[derive(Debug)]
pub enum Trouble {
    /// It answered 4xx or 5xx.
    Said {
        /// The reply code (RFC 5321 section 4.2).
        code: u16,
        /// The text after it, its lines joined.
        text: String,
    },
    /// There is no connection to be had.
    Unreachable(String),
    /// It does not offer STARTTLS (RFC 3207), which we were told to insist on.
    NoStartTls,
    /// The TLS handshake failed.
    Tls(String),
    /// It offers these ways to log in, and none that fits our proof.
    NoLogin(Vec<String>),
    /// There is no access token to show it, or none that could be one.
    NoToken(String),
    /// It refuses the access token, with these words.
    TokenRefused(String),
    /// The connection broke, or what came over it was not SMTP.
    Broken(String),
    /// Nothing came within the time RFC 5321 section 4.5.3.2 grants.
    Silent(Duration),
    /// The message is longer than the relay said that it takes (RFC 1870), so it was not offered.
    TooLong {
        /// How many octets it takes.
        most: usize,
        /// How many it would have been.
        size: usize,
    },
    /// This relay cannot serve this reader.
    Unfit(&'static str),
    /// The mail program is not there.
    NoProgram(String),
    /// The mail program did not start: nothing was handed over.
    Unstarted(String),
    /// The mail program ended with this code (sysexits.h), not 0, and these words.
    Exit {
        /// The code.
        code: i32,
        /// What it wrote, addresses masked.
        words: String,
    },
    /// The mail program ended without a code: it was killed.
    Killed(String),
    /// The mail program did not end in its time.
    Endless(Duration),
    /// A file of a dry run could not be written.
    File(FilesError),
}

impl Failure {
    pub(super) fn new(phase: Phase, trouble: Trouble) -> Self {
        Self { phase, trouble }
    }

    pub(super) fn file(error: FilesError) -> Self {
        Self::new(Phase::Data, Trouble::File(error))
    }

    /// There is no connection to hand anything over by.
    #[must_use]
    pub fn no_line() -> Self {
        Self::new(Phase::Connect, Trouble::Unreachable("it was closed".to_owned()))
    }

    /// Says what happened and what the disk said, if it is about a file.
    #[must_use]
    pub fn with_cause(&self) -> String {
        with_cause(self)
    }

    /// Gives what the relay said, or did not say; a connection that is none is a broken one.
    #[must_use]
    pub fn reply(&self) -> Reply<'_> {
        match &self.trouble {
            Trouble::Said { code, text } => Reply::Said { code: *code, text },
            Trouble::Exit { code, .. } => Reply::Exit(*code),
            // What the relay would say to it (RFC 1870 section 6.1).
            Trouble::TooLong { .. } => Reply::Said { code: 552, text: "5.3.4" },
            Trouble::Silent(_) | Trouble::Endless(_) => Reply::Silent,
            _ => Reply::Broken,
        }
    }

    /// Nobody knows whether the relay took the message.
    #[must_use]
    pub fn is_in_doubt(&self) -> bool {
        cause(self.phase, self.reply()) == Cause::SilentAfterDot
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.trouble {
            Trouble::Said { code, text } => write!(f, "{code} {text}"),
            Trouble::Unreachable(why) => write!(f, "no connection: {why}"),
            Trouble::NoStartTls => f.write_str("it does not offer STARTTLS"),
            Trouble::Tls(why) => write!(f, "the TLS handshake failed: {why}"),
            Trouble::NoLogin(offers) if offers.is_empty() => {
                f.write_str("it offers no AUTH at all")
            }
            Trouble::NoLogin(offers) => write!(f, "it offers only AUTH {}", offers.join(", ")),
            Trouble::NoToken(why) => write!(f, "no access token: {why}"),
            Trouble::TokenRefused(words) => f.write_str(words),
            Trouble::Broken(why) => write!(f, "the connection broke: {why}"),
            Trouble::Silent(time) => write!(f, "no answer within {} s", time.as_secs_f32()),
            Trouble::TooLong { most, size } => write!(
                f,
                "not offered, for it is too long: the relay takes {most} octets, this is {size}"
            ),
            Trouble::Unfit(why) => f.write_str(why),
            Trouble::NoProgram(why) => write!(f, "no program: {why}"),
            Trouble::Unstarted(why) => write!(f, "it does not start: {why}"),
            Trouble::Exit { code, words } => exit(f, *code, words),
            Trouble::Killed(why) => write!(f, "it ended without a code: {why}"),
            Trouble::Endless(time) => write!(f, "it did not end within {} s", time.as_secs_f32()),
            Trouble::File(error) => write!(f, "{error}"),
        }
    }
}

/// Says what happened and the nearest reason.
pub(super) fn with_cause(error: &impl std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// `exit 67 (EX_NOUSER): no such mailbox`.
fn exit(f: &mut fmt::Formatter<'_>, code: i32, words: &str) -> fmt::Result {
    write!(f, "exit {code}")?;
    if let Some(name) = exit_name(code) {
        write!(f, " ({name})")?;
    }
    if words.is_empty() { Ok(()) } else { write!(f, ": {words}") }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.trouble {
            Trouble::File(error) => std::error::Error::source(error),
            _ => None,
        }
    }
}
