//! `[relay]`, `[[relays]]` and `[[dkim]]`: where mail goes, what that allows, and the keys that sign it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Secret;

/// What messages are handed to.
#[derive(Debug, Clone)]
pub struct Relay {
    /// What it is called; without a name it goes by its address.
    pub name: Option<String>,
    /// Its share of the messages beside the other relays' shares; none for one that stands by.
    pub weight: u32,
    /// How they get there.
    pub way: Way,
    /// How many at once: connections, or runs of a program.
    pub connections: usize,
    /// How long to wait for it in any phase, in seconds; RFC 5321's times where shorter.
    pub timeout_seconds: u32,
    /// What it allows in all.
    pub limits: Limits,
    /// What it allows to one recipient domain, by its name in small letters.
    pub domains: BTreeMap<String, Limits>,
}

/// The kinds of relays.
#[derive(Debug, Clone)]
pub enum Way {
    /// A server.
    Smtp(Smtp),
    /// The mail program of this machine: the file that is run.
    Sendmail(PathBuf),
}

/// An SMTP server.
#[derive(Debug, Clone)]
pub struct Smtp {
    /// Its host name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who we are to it, if it wants to know.
    pub login: Option<Login>,
    /// How many messages over one connection.
    pub messages_per_connection: u32,
    /// A CA certificate (PEM) to trust besides the system's.
    pub ca_file: Option<PathBuf>,
    /// The name to say in EHLO.
    pub hello: Option<String>,
}

impl Relay {
    /// Gives its name, or its address: `host:port`, or `sendmail:` and the program.
    #[must_use]
    pub fn called(&self) -> String {
        self.name.clone().unwrap_or_else(|| self.address())
    }

    /// Gives its address.
    #[must_use]
    pub fn address(&self) -> String {
        match &self.way {
            Way::Smtp(server) => format!("{}:{}", server.host, server.port),
            Way::Sendmail(program) => format!("sendmail:{}", program.display()),
        }
    }

    /// Gives the server, if it is one.
    #[must_use]
    pub fn smtp(&self) -> Option<&Smtp> {
        match &self.way {
            Way::Smtp(smtp) => Some(smtp),
            Way::Sendmail(_) => None,
        }
    }
}

/// A name at a relay, and what proves that it is ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The name.
    pub user: String,
    /// What proves it.
    pub proof: Proof,
}

/// What proves a login; never the secret itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A password, for AUTH PLAIN or LOGIN (RFC 4616).
    Password(Secret),
    /// An access token that lives an hour or so, for AUTH XOAUTH2.
    Token(Token),
}

/// Where the access token of the moment is to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Somebody else keeps it fresh there.
    Kept(Secret),
    /// A program prints it: its name and its arguments, no shell between.
    Printed(Vec<String>),
}

/// How many messages a relay allows in a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// In a second, evenly.
    pub per_second: Option<u32>,
    /// In any sixty minutes.
    pub per_hour: Option<u32>,
    /// In any twenty-four hours.
    pub per_day: Option<u32>,
    /// On the first day; on each later one twice as many as on the busiest before it.
    pub warm_up: Option<u32>,
}

/// How a connection to a relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// STARTTLS, required (port 587).
    #[default]
    StartTls,
    /// TLS from the first octet (port 465).
    Tls,
    /// None, said in so many words: for a catcher on this machine.
    None,
}

/// A key that signs mail (RFC 6376).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dkim {
    /// The domain it signs for, in lower case.
    pub domain: String,
    /// The name under which its public half is in the DNS.
    pub selector: String,
    /// Where the private key is, in PEM form; never the key itself.
    pub key: Secret,
    /// The line of its table.
    pub line: u32,
}
