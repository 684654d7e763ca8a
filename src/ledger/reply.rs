//! What a relay's reply means and what is done about it: every row of the table, pure.

mod exit;

use chrono::Duration;

use super::{Outcome, Phase, SuppressionReason};
use crate::subscriber::words;

pub use exit::name as exit_name;

/// What the relay said, or did not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reply<'a> {
    /// A reply (RFC 5321 section 4.2).
    Said {
        /// The three-digit code.
        code: u16,
        /// All of its text, without the codes; an enhanced code (RFC 3463) may start it.
        text: &'a str,
    },
    /// A mail program ended with this code (sysexits.h).
    Exit(i32),
    /// The connection broke.
    Broken,
    /// Nothing came within the phase's time.
    Silent,
}

/// One row of the table of replies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// 2xx after the final dot.
    Accepted,
    /// No connection, TLS or greeting; 4xx greeting; 421 at any time.
    RelayUnwell,
    /// 5xx instead of a greeting: it does not serve this machine (RFC 5321 section 3.1).
    TurnedAway,
    /// Too fast for the relay.
    Throttled,
    /// Greylisted: this reader again, later.
    Greylisted,
    /// The mailbox is full.
    MailboxFull,
    /// There is no such mailbox.
    NoMailbox,
    /// The message is too large for that mailbox.
    TooLargeForMailbox,
    /// The message itself is refused.
    Message,
    /// Refused by policy for one reader.
    Policy,
    /// The sender is refused, whoever the reader.
    Sender,
    /// Any other 4xx.
    Soft,
    /// Any other 5xx.
    Hard,
    /// The login is refused.
    Login,
    /// The login cannot be checked now (RFC 4954 section 6).
    LoginLater,
    /// Broken or silent before the final dot: not sent.
    BrokenBeforeDot,
    /// Broken or silent after the final dot.
    SilentAfterDot,
}

words!(Cause {
    Accepted = "accepted",
    RelayUnwell = "relay unwell",
    TurnedAway = "turned away",
    Throttled = "throttled",
    Greylisted = "greylisted",
    MailboxFull = "mailbox full",
    NoMailbox = "no mailbox",
    TooLargeForMailbox = "too large for that mailbox",
    Message = "message at fault",
    Policy = "policy",
    Sender = "sender at fault",
    Soft = "other 4xx",
    Hard = "other 5xx",
    Login = "login refused",
    LoginLater = "login not now",
    BrokenBeforeDot = "broken before the final dot",
    SilentAfterDot = "silent after the final dot",
});

/// What the sender does besides recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Go on with the next reader.
    GoOn,
    /// Go on, more slowly.
    SlowDown,
    /// Connect again after a pause, with fewer connections.
    Reconnect,
    /// Go on; pause the issue once this many readers were refused for this cause.
    PauseAfter(u32),
    /// Stop using the relay at once.
    StopRelay,
}

/// What one reply leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Which row of the table it is.
    pub cause: Cause,
    /// What to record; none means that the reader is untouched and is released.
    pub outcome: Option<Outcome>,
    /// How long to wait before this reader's next attempt.
    pub retry_after: Option<Duration>,
    /// What the sender does.
    pub then: Then,
}

impl Verdict {
    /// Turns "the relay is unwell" or "too fast" into "not this reader now": what the relay says to
    /// one alone, again and again, while it serves the others, is about that one.
    #[must_use]
    pub fn about_reader(self, attempts: u32) -> Self {
        Self {
            outcome: Some(Outcome::Deferred),
            retry_after: Some(self.cause.retry_after(attempts)),
            then: Then::GoOn,
            ..self
        }
    }
}

/// Judges the reply that ends a transaction; `attempts` came before it for this reader.
#[must_use]
pub fn judge(phase: Phase, reply: Reply<'_>, attempts: u32) -> Verdict {
    let cause = cause(phase, reply);
    let outcome = cause.outcome(matches!(reply, Reply::Said { code: 400..=499, .. }));
    let retry_after = (outcome == Some(Outcome::Deferred)).then(|| cause.retry_after(attempts));
    Verdict { cause, outcome, retry_after, then: cause.then() }
}

/// Finds the row of the table.
#[must_use]
pub fn cause(phase: Phase, reply: Reply<'_>) -> Cause {
    match reply {
        Reply::Broken | Reply::Silent => match phase {
            Phase::Connect | Phase::Auth => Cause::RelayUnwell,
            Phase::Mail | Phase::Rcpt | Phase::Data => Cause::BrokenBeforeDot,
            Phase::Dot => Cause::SilentAfterDot,
        },
        Reply::Exit(code) => exit::cause(code),
        Reply::Said { code: 421, .. } => Cause::RelayUnwell,
        Reply::Said { code: 530 | 534 | 535 | 538, .. } => Cause::Login,
        Reply::Said { code, text } => match (phase, code) {
            (Phase::Auth, 400..=499) => Cause::LoginLater,
            (Phase::Auth, 500..=599) => Cause::Login,
            (Phase::Connect, 500..=599) => Cause::TurnedAway,
            (Phase::Connect | Phase::Auth, _) => Cause::RelayUnwell,
            (_, 400..=499) => soft(code, enhanced(text), text),
            (_, 500..=599) => hard(phase, code, enhanced(text), text),
            (Phase::Dot, 200..=299) => Cause::Accepted,
            // No code of RFC 5321: whether the message was taken is anyone's guess.
            (Phase::Dot, _) => Cause::SilentAfterDot,
            _ => Cause::RelayUnwell,
        },
    }
}

/// Finds the row of a 4xx.
fn soft(code: u16, enhanced: Option<Enhanced>, text: &str) -> Cause {
    let rate = || says(text, &["rate", "rates", "too many", "too fast"]);
    match (code, enhanced) {
        (454, Some((4, 7, 0))) | (432, _) | (452, Some((4, 5, 3))) | (_, Some((4, 7, 28))) => {
            Cause::Throttled
        }
        (450, Some((4, 2, 1))) if rate() => Cause::Throttled,
        (452, Some((4, 2, 2))) => Cause::MailboxFull,
        (450 | 451, Some((4, 7, 1) | (4, 2, 0))) => Cause::Greylisted,
        _ => Cause::Soft,
    }
}

/// Finds the row of a 5xx.
fn hard(phase: Phase, code: u16, enhanced: Option<Enhanced>, text: &str) -> Cause {
    let relaying = says(text, &["relay access denied", "relaying denied"]);
    match (code, enhanced) {
        (552 | 554, Some((5, 3, 4) | (5, 6, _))) => Cause::Message,
        _ if phase == Phase::Mail || relaying => Cause::Sender,
        (_, Some((5, 1, 7 | 8) | (5, 7, 25..=30 | 515))) => Cause::Sender,
        (550 | 551 | 553, Some((5, 1, 0..=3 | 6 | 10))) if phase == Phase::Rcpt => Cause::NoMailbox,
        (552, Some((5, 2, 2))) => Cause::MailboxFull,
        (_, Some((5, 2, 3))) => Cause::TooLargeForMailbox,
        (_, Some((5, 7, 1))) => Cause::Policy,
        _ => Cause::Hard,
    }
}

/// Class, subject and detail of an enhanced status code (RFC 3463).
type Enhanced = (u16, u16, u16);

/// Reads the enhanced code that starts a reply's text.
fn enhanced(text: &str) -> Option<Enhanced> {
    let word = text.split_whitespace().next()?;
    let mut numbers = word.split('.').map(|part| part.parse::<u16>().ok());
    let code = (numbers.next()??, numbers.next()??, numbers.next()??);
    (numbers.next().is_none() && matches!(code.0, 2 | 4 | 5)).then_some(code)
}

/// Does a text say one of these phrases, in whole words? A mailbox that is being migrated is no "rate".
fn says(text: &str, phrases: &[&str]) -> bool {
    let text = text.to_ascii_lowercase();
    let words: Vec<_> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    phrases.iter().any(|phrase| {
        let phrase: Vec<_> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|words| words == phrase)
    })
}

impl Cause {
    /// What is recorded; none means that the reader is untouched: it was no attempt.
    fn outcome(self, is_4xx: bool) -> Option<Outcome> {
        match self {
            Self::Accepted => Some(Outcome::Accepted),
            Self::RelayUnwell
            | Self::TurnedAway
            | Self::Throttled
            | Self::Login
            | Self::LoginLater => None,
            Self::Greylisted | Self::Soft | Self::BrokenBeforeDot => Some(Outcome::Deferred),
            Self::SilentAfterDot => Some(Outcome::InDoubt),
            Self::MailboxFull if is_4xx => Some(Outcome::Deferred),
            Self::MailboxFull
            | Self::NoMailbox
            | Self::TooLargeForMailbox
            | Self::Message
            | Self::Policy
            | Self::Sender
            | Self::Hard => Some(Outcome::Rejected),
        }
    }

    /// What the sender does besides recording.
    #[must_use]
    pub fn then(self) -> Then {
        match self {
            Self::RelayUnwell
            | Self::TurnedAway
            | Self::LoginLater
            | Self::BrokenBeforeDot
            | Self::SilentAfterDot => Then::Reconnect,
            Self::Throttled => Then::SlowDown,
            Self::Message | Self::Sender => Then::PauseAfter(3),
            Self::Login => Then::StopRelay,
            _ => Then::GoOn,
        }
    }

    /// Why its address is suppressed, and after how many issues in a row that ended so.
    #[must_use]
    pub fn suppresses(self) -> Option<(SuppressionReason, u32)> {
        match self {
            Self::NoMailbox => Some((SuppressionReason::NoMailbox, 1)),
            Self::MailboxFull => Some((SuppressionReason::MailboxFull, 5)),
            Self::Policy => Some((SuppressionReason::Policy, 3)),
            _ => None,
        }
    }

    /// How long until this reader's next attempt, after `attempts` earlier ones.
    ///
    /// A broken connection is tried again at once, but it counts as an attempt: a message that
    /// breaks every connection must not keep the others waiting.
    fn retry_after(self, attempts: u32) -> Duration {
        let minutes: &[i64] = match self {
            Self::BrokenBeforeDot => &[0, 1, 5, 15, 30],
            _ => &[5, 15, 30],
        };
        let step = usize::try_from(attempts).unwrap_or(usize::MAX);
        Duration::minutes(minutes.get(step).copied().unwrap_or(60))
    }
}

#[cfg(test)]
mod tests;
