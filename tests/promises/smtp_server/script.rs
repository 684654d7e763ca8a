//! What a scripted server does, moment by moment.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The kinds of moments at which a script may act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum At {
    /// Before the greeting.
    Greeting,
    /// After EHLO.
    Ehlo,
    /// After STARTTLS.
    StartTls,
    /// When TLS is about to start.
    Handshake,
    /// After AUTH and its answers.
    Auth,
    /// After MAIL.
    Mail,
    /// After RCPT.
    Rcpt,
    /// After DATA.
    Data,
    /// After the first octets of a content.
    Content,
    /// After the final dot.
    Dot,
    /// After RSET.
    Reset,
}

/// One moment.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Of which kind.
    pub at: At,
    /// On which connection, counted from 0.
    pub connection: usize,
    /// The how many-th of its kind on this server, counted from 0.
    pub nth: usize,
    /// The recipient, where there is one.
    pub to: String,
    /// Has more come already, in the same write?
    pub more: bool,
    /// Did this command come in the same write as a final dot?
    pub ahead: bool,
}

/// What to do.
#[derive(Debug, Clone)]
pub enum Act {
    /// What a kind server does.
    Usual,
    /// Say this instead.
    Say(&'static str),
    /// Say these octets, the line's end among them.
    Octets(&'static [u8]),
    /// Say this and close the connection.
    SayAndDrop(&'static str),
    /// Close the connection.
    Drop,
    /// Say nothing more, keep the connection open.
    Silent,
    /// Forget what has come already and was not read, then do that.
    Deaf(Box<Act>),
    /// Wait, then do that.
    After(Duration, Box<Act>),
    /// Wait until this is so, then do that.
    Until(Arc<AtomicBool>, Box<Act>),
    /// Accept and log the message, then do that: for the moment after the final dot.
    Take(Box<Act>),
}

/// A server's whole behaviour.
pub struct Script {
    /// What it does at each moment.
    pub act: Box<dyn Fn(&Moment) -> Act + Send + Sync>,
    /// Does it say 354 to DATA though it has no recipient?
    pub gullible: bool,
    /// The extensions it offers in EHLO.
    pub offers: Vec<&'static str>,
    /// Does it offer STARTTLS?
    pub tls: bool,
    /// Does it speak TLS from the first octet?
    pub implicit_tls: bool,
    /// Name and password it wants, if any.
    pub login: Option<(&'static str, &'static str)>,
    /// Name and access tokens it takes, if it wants any.
    pub tokens: Option<(&'static str, &'static [&'static str])>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            act: Box::new(|_| Act::Usual),
            gullible: false,
            offers: vec!["PIPELINING", "SIZE 10000000", "8BITMIME", "SMTPUTF8"],
            tls: false,
            implicit_tls: false,
            login: None,
            tokens: None,
        }
    }
}

impl Script {
    /// Acts as the function says.
    pub fn new(act: impl Fn(&Moment) -> Act + Send + Sync + 'static) -> Self {
        Self { act: Box::new(act), ..Self::default() }
    }

    /// Offers STARTTLS.
    pub fn with_tls(self) -> Self {
        Self { tls: true, ..self }
    }

    /// Speaks TLS from the first octet.
    pub fn with_implicit_tls(self) -> Self {
        Self { tls: true, implicit_tls: true, ..self }
    }

    /// Wants a login.
    pub fn with_login(self, user: &'static str, password: &'static str) -> Self {
        Self { login: Some((user, password)), ..self }
    }

    /// Wants one of these access tokens.
    pub fn with_tokens(self, user: &'static str, tokens: &'static [&'static str]) -> Self {
        Self { tokens: Some((user, tokens)), ..self }
    }

    /// Says 354 to DATA though it has no recipient.
    pub fn gullible(self) -> Self {
        Self { gullible: true, ..self }
    }

    /// Offers only these extensions.
    pub fn offering(self, offers: &[&'static str]) -> Self {
        Self { offers: offers.to_vec(), ..self }
    }
}
