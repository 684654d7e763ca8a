//! Why a run ends before all readers had their turn.

mod words;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::committer::Unwritten;
use crate::address::mask_addresses;
use crate::fetch::DeadLink;
use crate::ledger::reply::{Cause, Then, cause};
use crate::ledger::{Phase, Reply};
use crate::relay::{Failure, Trouble};
use crate::store::{Full, StoreError};

pub(super) use words::{Around, words};

/// Why a run ended before all readers had their turn.
#[derive(Debug, Clone)]
pub enum End {
    /// Somebody asked.
    Asked,
    /// These addresses of the issue do not answer.
    Offline(Vec<DeadLink>),
    /// The relay cannot be reached, or goes away again and again.
    RelayDown(String),
    /// It does not serve this machine.
    TurnedAway(String),
    /// It can be reached, but breaks off what it begins.
    Unsteady(String),
    /// It does not offer STARTTLS.
    NoStartTls,
    /// TLS with it fails.
    Tls(String),
    /// It offers these ways to log in, none of which fits what proves the login.
    NoLogin(Vec<String>),
    /// There is no access token to show it.
    NoToken(String),
    /// It refuses the access token.
    Token(String),
    /// It refuses the login.
    Login(String),
    /// It cannot check the login now.
    LoginLater(String),
    /// It asks for less speed than the slowest we can.
    Throttled(String),
    /// The mail program is not there.
    NoProgram(String),
    /// The mail program fails, again and again.
    Program(String),
    /// A limit of `[relay]` is used up.
    Full(Full),
    /// None of several relays takes anybody: each by its name.
    Relays(Vec<(String, End)>),
    /// A file of a dry run could not be written.
    Files(String),
    /// The store failed.
    Store(Arc<StoreError>),
    /// A part of the program failed; the ledger holds.
    Broken(String),
}

impl End {
    /// Would the same end come to every other issue that goes to this relay?
    #[must_use]
    pub fn is_for_all(&self) -> bool {
        match self {
            Self::Offline(_) => false,
            Self::Relays(all) => all.iter().all(|(_, end)| end.is_for_all()),
            _ => !self.breaks_off(),
        }
    }

    /// Did a relay break off what it began? Once one is known to serve others, that was about readers.
    #[must_use]
    pub fn breaks_off(&self) -> bool {
        match self {
            Self::Unsteady(_) | Self::Program(_) | Self::Throttled(_) => true,
            Self::Relays(all) => all.iter().any(|(_, end)| end.breaks_off()),
            _ => false,
        }
    }

    /// When is there room again, if a limit is used up?
    #[must_use]
    pub fn room(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Full(full) => Some(full.until),
            Self::Relays(all) => all.iter().filter_map(|(_, end)| end.room()).min(),
            _ => None,
        }
    }

    /// Is nothing in the way that somebody could mend?
    #[must_use]
    pub fn is_peaceful(&self) -> bool {
        match self {
            Self::Asked | Self::Full(_) => true,
            Self::Relays(all) => all.iter().all(|(_, end)| end.is_peaceful()),
            _ => false,
        }
    }
}

impl From<Unwritten> for End {
    fn from(unwritten: Unwritten) -> Self {
        match unwritten {
            Unwritten::Store(error) => Self::Store(error),
            Unwritten::Gone => Self::Broken("nobody writes into the ledger any more".to_owned()),
        }
    }
}

/// The end that no further try would avert.
pub(super) fn certain_end(failure: &Failure) -> Option<End> {
    match &failure.trouble {
        Trouble::NoStartTls => Some(End::NoStartTls),
        Trouble::Tls(why) => Some(End::Tls(why.clone())),
        Trouble::NoLogin(offers) => Some(End::NoLogin(offers.clone())),
        Trouble::TokenRefused(_) => Some(End::Token(told(failure))),
        Trouble::NoProgram(why) => Some(End::NoProgram(why.clone())),
        Trouble::File(_) => Some(End::Files(failure.with_cause())),
        Trouble::Said { code, text } => {
            let reply = Reply::Said { code: *code, text };
            let login = cause(failure.phase, reply) == Cause::Login;
            login.then(|| End::Login(told(failure)))
        }
        _ => None,
    }
}

/// Gives a failure's words as a log may hold them: no whole address.
pub(super) fn told(failure: &Failure) -> String {
    mask_addresses(&failure.to_string())
}

/// The end after a failure that came too often.
pub(super) fn last_end(failure: &Failure, then: Then) -> End {
    if let Trouble::NoToken(why) = &failure.trouble {
        return End::NoToken(mask_addresses(why));
    }
    let why = told(failure);
    if matches!(
        failure.trouble,
        Trouble::Unstarted(_) | Trouble::Exit { .. } | Trouble::Killed(_) | Trouble::Endless(_)
    ) {
        return End::Program(why);
    }
    let said = match &failure.trouble {
        Trouble::Said { code, text } => {
            Some(cause(failure.phase, Reply::Said { code: *code, text }))
        }
        _ => None,
    };
    match (failure.phase, said) {
        (_, Some(Cause::LoginLater)) => End::LoginLater(why),
        (_, Some(Cause::TurnedAway)) => End::TurnedAway(why),
        _ if then == Then::SlowDown => End::Throttled(why),
        (Phase::Connect | Phase::Auth, _) => End::RelayDown(why),
        _ => End::Unsteady(why),
    }
}
