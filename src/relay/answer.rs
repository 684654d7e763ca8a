//! What comes back from a relay, or does not, as a failure with its phase.

use std::error::Error as _;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use lettre::transport::smtp::Error;
use lettre::transport::smtp::response::Response;
use tokio::time::error::Elapsed;
use tokio::time::timeout;

use super::failure::{Failure, Trouble};
use crate::ledger::Phase;

/// What is said of what came in place of a reply (RFC 5321 section 4.2); the parser's own words help
/// nobody.
pub(super) const UNREADABLE: &str = "what it answered is no reply";

/// How long to look once more for what lies there already when the time is up.
const LAST_LOOK: Duration = Duration::from_millis(100);

/// Waits so long for an answer; one that came in time and was not seen yet counts, as after a program
/// stood still (SIGSTOP, a laptop that slept) and its clock went on.
pub(super) async fn in_time<F: Future>(time: Duration, work: F) -> Result<F::Output, Elapsed> {
    let mut work = pin!(work);
    match timeout(time, &mut work).await {
        Ok(done) => Ok(done),
        Err(_) => timeout(LAST_LOOK, work).await,
    }
}

/// Waits for something of one phase.
pub(super) async fn within<F: Future>(
    time: Duration,
    phase: Phase,
    work: F,
) -> Result<F::Output, Failure> {
    in_time(time, work).await.map_err(|_| Failure::new(phase, Trouble::Silent(time)))
}

pub(super) async fn judged<T>(
    phase: Phase,
    time: Duration,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    settle(phase, time, in_time(time, work).await)
}

pub(super) fn settle<T>(
    phase: Phase,
    time: Duration,
    answer: Result<Result<T, Error>, Elapsed>,
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::time::{Instant, sleep_until};

    #[tokio::test(start_paused = true)]
    async fn an_answer_that_is_seen_only_when_the_time_is_up_counts() {
        let time = Duration::from_secs(4);
        let at = Instant::now() + time;
        assert!(in_time(time, sleep_until(at + Duration::from_millis(1))).await.is_ok());
        let at = Instant::now() + time;
        assert!(in_time(time, sleep_until(at + LAST_LOOK * 2)).await.is_err());
    }
}
