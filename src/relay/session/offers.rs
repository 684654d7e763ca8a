//! What a relay offers, as it says after EHLO.

use lettre::transport::smtp::extension::{Extension, ServerInfo};
use lettre::transport::smtp::response::Response;

/// What the relay offers beyond RFC 5321's minimum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Offers {
    /// Commands may be sent without waiting (RFC 2920).
    pub(super) pipelining: bool,
    /// Local parts outside ASCII (RFC 6531).
    pub(super) smtputf8: bool,
    /// Octets outside ASCII (RFC 6152).
    pub(super) eight_bit: bool,
    /// SIZE is understood (RFC 1870), with this limit unless 0.
    pub(super) size: Option<usize>,
}

impl Offers {
    /// What lettre kept of them.
    pub(super) fn kept(info: &ServerInfo) -> Self {
        Self {
            smtputf8: info.supports_feature(Extension::SmtpUtfEight),
            eight_bit: info.supports_feature(Extension::EightBitMime),
            ..Self::default()
        }
    }

    pub(super) fn read(answer: &Response) -> Self {
        let mut offers = Self::default();
        for line in answer.message().skip(1) {
            let mut words = line.split_whitespace();
            match words.next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "PIPELINING" => offers.pipelining = true,
                "8BITMIME" => offers.eight_bit = true,
                "SMTPUTF8" => offers.smtputf8 = true,
                "SIZE" => {
                    offers.size =
                        Some(words.next().and_then(|most| most.parse().ok()).unwrap_or(0));
                }
                _ => {}
            }
        }
        offers
    }
}
