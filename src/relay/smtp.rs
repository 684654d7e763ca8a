//! An SMTP server as a relay: how to reach it, and how it is protected.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::answer::within;
use super::failure::{Failure, Trouble};
use super::login::Login;
use super::session::{Opening, Session};
use super::socket::Socket;
use super::terms::Terms;
use super::{Timeouts, tls};
use crate::config::{self, SecretError, Security};
use crate::ledger::Phase;

/// An SMTP server, its login read and its trust settled.
pub struct Smtp {
    server: config::Smtp,
    login: Option<Login>,
    tls: Option<TlsConnector>,
    timeouts: Timeouts,
    terms: Arc<Terms>,
}

/// Why a relay cannot be used as configured.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The password is not where it should be.
    #[error("the relay's password is not to be had")]
    Password(#[from] SecretError),
    /// The access token is not where it should be.
    #[error("the relay's access token is not to be had")]
    Token(#[source] SecretError),
    /// The CA certificates cannot be used.
    #[error("no CA certificates from `{file}`: {why}")]
    CaFile {
        /// Which file.
        file: PathBuf,
        /// Why not.
        why: String,
    },
    /// TLS cannot be set up on this machine.
    #[error("TLS cannot be set up; are the system's CA certificates installed?")]
    Tls(#[from] rustls::Error),
    /// What was given to `--relay` is no relay.
    #[error("`{text}` is no relay: {why}")]
    Url {
        /// What was given, without a password.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A password would cross the network in the clear.
    #[error("a login would cross the network in the clear; use TLS")]
    InTheClear,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("relay", &self.terms.name).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Prepares a relay; nothing is connected yet.
    ///
    /// `environment` gives the value of an environment variable.
    ///
    /// # Errors
    /// When the password or the CA certificates are not to be had.
    pub fn new(
        server: &config::Smtp,
        relay: &config::Relay,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SmtpError> {
        if server.login.is_some() && server.security == Security::None {
            return Err(SmtpError::InTheClear);
        }
        let login =
            server.login.as_ref().map(|login| Login::new(login, environment)).transpose()?;
        let tls = match server.security {
            Security::None => None,
            Security::Tls | Security::StartTls => Some(tls::connector(server.ca_file.as_deref())?),
        };
        let timeouts = Timeouts::at_most(Duration::from_secs(u64::from(relay.timeout_seconds)));
        Ok(Self {
            server: server.clone(),
            login,
            tls,
            timeouts,
            terms: Arc::new(Terms::new(relay)),
        })
    }

    pub(super) fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Connects, secures the connection, says EHLO and logs in.
    ///
    /// # Errors
    /// In which phase it failed, and why.
    pub async fn open(&self) -> Result<Session, Failure> {
        // Before there is a connection that would have to wait for it.
        let login = match &self.login {
            Some(login) => Some(login.credential(self.timeouts.connect).await?),
            None => None,
        };
        let stream = self.connect().await?;
        let here = stream.local_addr().map(|here| here.ip()).ok();
        let hello = self.server.hello.clone().unwrap_or_else(|| address_literal(here));
        let host = &self.server.host;
        let socket = match (&self.tls, self.server.security) {
            (Some(tls), Security::Tls) => {
                Socket::tls(tls::wrap(tls, stream, host, &self.timeouts).await?)
            }
            (Some(tls), _) => Socket::after_starttls(
                tls::starttls(tls, stream, host, &hello, &self.timeouts).await?,
            ),
            (None, _) => Socket::plain(stream),
        };
        let messages = self.server.messages_per_connection;
        let terms = Arc::clone(&self.terms);
        let timeouts = self.timeouts;
        let opening = Opening { hello: &hello, login, messages, timeouts, terms };
        Session::start(socket, opening).await
    }

    async fn connect(&self) -> Result<TcpStream, Failure> {
        let fail =
            |why: String| Failure { phase: Phase::Connect, trouble: Trouble::Unreachable(why) };
        let place = (self.server.host.as_str(), self.server.port);
        let work = TcpStream::connect(place);
        let stream = within(self.timeouts.connect, Phase::Connect, work).await?;
        let stream = stream.map_err(|error| fail(error.to_string()))?;
        stream.set_nodelay(true).map_err(|error| fail(error.to_string()))?;
        Ok(stream)
    }
}

/// The name of a client that knows none (RFC 5321 section 4.1.3).
fn address_literal(here: Option<std::net::IpAddr>) -> String {
    match here {
        Some(std::net::IpAddr::V6(address)) => format!("[IPv6:{address}]"),
        Some(std::net::IpAddr::V4(address)) => format!("[{address}]"),
        None => "[127.0.0.1]".to_owned(),
    }
}
