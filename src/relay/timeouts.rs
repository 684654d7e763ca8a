//! How long to wait for a relay.

use std::time::Duration;

/// How long each phase may take (RFC 5321 section 4.5.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For a TCP connection, which the RFC leaves open.
    pub connect: Duration,
    /// For the greeting, TLS, EHLO and AUTH.
    pub greeting: Duration,
    /// For the answers to MAIL and to RCPT.
    pub envelope: Duration,
    /// For the answer to DATA.
    pub data: Duration,
    /// For writing the content.
    pub content: Duration,
    /// For the answer to the final dot.
    pub dot: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        Self {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            envelope: minutes(5),
            data: minutes(2),
            content: minutes(3),
            dot: minutes(10),
        }
    }
}

impl Timeouts {
    /// The RFC's times, none above `most`.
    #[must_use]
    pub fn at_most(most: Duration) -> Self {
        let all = Self::default();
        Self {
            connect: all.connect.min(most),
            greeting: all.greeting.min(most),
            envelope: all.envelope.min(most),
            data: all.data.min(most),
            content: all.content.min(most),
            dot: all.dot.min(most),
        }
    }
}
