//! Why a model gave no reply.

use std::error::Error as _;
use std::time::Duration;

use genai::webc::Error as Web;
use reqwest::StatusCode;

/// The most of a server's own words that are told, in characters.
const MOST_TOLD: usize = 160;

/// Why a model gave no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It did not answer in time.
    #[error("the model did not answer in time")]
    Slow,
    /// There is no way to it.
    #[error("the model cannot be reached: {0}")]
    Unreachable(String),
    /// It has too much to do, or is broken.
    #[error("the model answers {status}{told}")]
    Busy {
        /// The status (RFC 9110).
        status: u16,
        /// What else it said.
        told: String,
        /// How long it wants us to wait.
        pause: Option<Duration>,
    },
    /// It will not answer such a question, now or later.
    #[error("the model refuses with {status}{told}")]
    Refused {
        /// The status (RFC 9110).
        status: u16,
        /// What else it said.
        told: String,
    },
    /// What came is no answer of its dialect.
    #[error("what the model's server sent is no answer")]
    Garbled,
}

impl Trouble {
    /// Is it worth asking again?
    pub(super) fn may_pass(&self) -> bool {
        matches!(self, Self::Slow | Self::Unreachable(_) | Self::Busy { .. })
    }

    /// How long the server wants us to wait.
    pub(super) fn pause(&self) -> Option<Duration> {
        match self {
            Self::Busy { pause, .. } => *pause,
            _ => None,
        }
    }

    /// Will other questions meet it too?
    #[must_use]
    pub fn is_general(&self) -> bool {
        !matches!(self, Self::Garbled)
    }

    /// Takes an error apart; `secret` is kept out of what is told.
    pub(super) fn of(error: &genai::Error, secret: Option<&str>) -> Self {
        let (genai::Error::WebModelCall { webc_error: web, .. }
        | genai::Error::WebAdapterCall { webc_error: web, .. }) = error
        else {
            return Self::Garbled;
        };
        match web {
            Web::Reqwest(error) if error.is_timeout() => Self::Slow,
            Web::Reqwest(error) => Self::Unreachable(cause(error)),
            Web::ResponseFailedStatus { status, body, headers } => {
                let told = message(body, secret);
                let status_number = status.as_u16();
                if is_busy(*status) {
                    let pause = headers.get("retry-after").and_then(|value| value.to_str().ok());
                    let pause = pause.and_then(|seconds| seconds.trim().parse().ok());
                    let pause = pause.map(Duration::from_secs);
                    return Self::Busy { status: status_number, told, pause };
                }
                Self::Refused { status: status_number, told }
            }
            _ => Self::Garbled,
        }
    }
}

fn is_busy(status: StatusCode) -> bool {
    status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
}

/// The last cause of an error: the one that says what happened. It names no address, which could
/// hold a key.
pub(super) fn cause(error: &reqwest::Error) -> String {
    match error.source() {
        None => "the connection broke off".to_owned(),
        Some(mut cause) => {
            while let Some(source) = cause.source() {
                cause = source;
            }
            crate::text::one_line(&cause.to_string())
        }
    }
}

/// Gives the server's own words, cut short, with the key taken out.
fn message(body: &str, secret: Option<&str>) -> String {
    let value: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let places = ["/error/message", "/message", "/error"];
    let said = places.iter().find_map(|place| value.pointer(place)?.as_str()).unwrap_or_default();
    let mut said = crate::text::one_line(said);
    if let Some(secret) = secret.filter(|secret| !secret.is_empty()) {
        said = said.replace(secret, "…");
    }
    // Servers tell the first and last letters of a key that they do not know.
    let words: Vec<&str> = said.split(' ').filter(|word| !word.contains("**")).collect();
    let said: String =
        words.join(" ").chars().filter(|c| !c.is_control()).take(MOST_TOLD).collect();
    if said.is_empty() { said } else { format!(": {said}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_told() {
        let body = r#"{"error": {"message": "Incorrect API key sk-abc123 (sk-a******c123)."}}"#;
        let told = message(body, Some("sk-abc123"));
        assert!(!told.contains("abc123") && !told.contains("c123"), "{told}");
        assert!(told.contains("Incorrect API key"), "{told}");
    }
}
