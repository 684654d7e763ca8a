//! What comes back from a relay, or does not, as a failure with its phase.

use std::error::Error as _;
use std::future::Future;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use tokio::time::timeout;

use super::failure::{Failure, Trouble};
use crate::ledger::Phase;

/// What is said of what came in place of a reply (RFC 5321 section 4.2); the parser's own words help
/// nobody.
pub(super) const UNREADABLE: &str = "what it answered is no reply";

/// Waits for something of one phase.
pub(super) async fn within<F: Future>(
    time: Duration,
    phase: Phase,
    work: F,
) -> Result<F::Output, Failure> {
    timeout(time, work).await.map_err(|_| Failure::new(phase, Trouble::Silent(time)))
}

pub(super) async fn judged<T>(
    phase: Phase,
    time: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    settle(phase, time, timeout(time, work).await)
}

pub(super) fn settle<T>(
    phase: Phase,
    time: Duration,
    answer: Result<Result<T, Error>, tokio::time::error::Elapsed>,
) -> Result<T, Failure> {
    match answer {
        Ok(Ok(fine)) => Ok(fine),
        Ok(Err(error)) => Err(Failure::new(phase, trouble(&error))),
        Err(_) => Err(Failure::new(phase, Trouble::Silent(time))),
    }
}

fn trouble(error: &Error) -> Trouble {
    let text = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) => said(code.into(), &text),
        None if error.is_response() => match text.as_str() {
            "incomplete response" => Trouble::Broken("it hung up without an answer".to_owned()),
            _ => Trouble::Broken(UNREADABLE.to_owned()),
        },
        None => Trouble::Broken(clean(&error.to_string())),
    }
}

pub(super) fn said(code: u16, text: &str) -> Trouble {
    Trouble::Said { code, text: clean(text) }
}

pub(super) fn words(response: &Response) -> String {
    let text = response.message().collect::<Vec<_>>().join(" ");
    clean(&format!("{} {text}", response.code()))
}

/// A relay's words as a log may hold them: one line, nothing unseen, not endless.
pub(super) fn clean(text: &str) -> String {
    crate::text::visible_line(&text.chars().take(500).collect::<String>())
}
