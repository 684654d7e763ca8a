//! One reader of an issue: all that is known, or why there is none.

use super::super::answer::Answer;
use super::super::failure::Failure;
use super::super::outside::stored;
use super::told;
use crate::address::Address;
use crate::issue::IssueKey;
use crate::ledger::{DeliveryState, Excluded, IssueState};
use crate::store::{DeliveryLine, Store};

/// Shows what became of one reader, whose address may be suppressed by now.
pub fn show(key: &IssueKey, state: IssueState, line: &DeliveryLine, is_suppressed: bool) -> Answer {
    let time = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let mut answer = Answer::default();
    answer.line(format!("{} of {key}: {}", line.address, line.state));
    let attempts = match line.attempts {
        0 if is_final(line.state) => "  never tried".to_owned(),
        0 => "  not tried yet".to_owned(),
        1 => "  tried once".to_owned(),
        many => format!("  tried {many} times"),
    };
    let first = line.first_attempt.map(|at| format!(", first at {}", time(at)));
    let last = line.at.filter(|_| line.attempts > 0).map(|at| format!(", last at {}", time(at)));
    answer.line(format!("{attempts}{}{}", first.unwrap_or_default(), last.unwrap_or_default()));
    if let Some(reply) = &line.reply {
        let phase = line.phase.map(|phase| format!(" at {phase}")).unwrap_or_default();
        let who = if told::is_ours(line) { "what happened" } else { "the relay said" };
        answer.line(format!("  {who}{phase}: {reply}"));
    }
    if let Some(relay) = &line.relay {
        answer.line(format!("  by the relay: {relay}"));
    }
    if let Some(decision) = told::decision(line) {
        answer.line(format!("  {decision}"));
    }
    if let Some(cause) = line.cause.filter(|_| line.state != DeliveryState::Accepted) {
        answer.line(format!("  which counts as: {cause}"));
    }
    if let Some(next) = line.next_attempt {
        answer.line(format!("  tried again at {}", time(next)));
    }
    let is_given_up = state == IssueState::Cancelled;
    match line.state {
        DeliveryState::InDoubt if is_given_up => answer.next(format!(
            "if the relay's log says they got it: `postrider issues resolve {key} --as accepted`"
        )),
        DeliveryState::InDoubt => answer.next(format!(
            "once the relay's log is read, for all who are in doubt: `postrider issues resolve {key} \
             --as accepted`, or `postrider issues resolve {key} --as resend`; with `--reader {}` for this one \
             alone",
            line.address
        )),
        _ if is_given_up => {}
        DeliveryState::Rejected | DeliveryState::Expired if is_suppressed => answer.next(format!(
            "the address is suppressed, so nothing is sent to it: `postrider subscribers show {}` \
             says why",
            line.address
        )),
        DeliveryState::Rejected | DeliveryState::Expired => answer.next(format!(
            "once the cause is mended, `postrider send {key} --missed` sends it again"
        )),
        _ => {}
    }
    answer.fact("issue", &key.0);
    answer.fact("delivery", told::delivery(line));
    answer
}

/// Is a reader who was never tried not to be tried any more?
fn is_final(state: DeliveryState) -> bool {
    matches!(state, DeliveryState::Suppressed | DeliveryState::Cancelled | DeliveryState::Expired)
}

/// Says why someone is not among the readers.
pub async fn none(
    store: &Store,
    key: &IssueKey,
    reader: &Address,
    why: Option<Excluded>,
) -> Result<Answer, Failure> {
    let mut answer = Answer::default();
    let because = match why {
        Some(Excluded::Pending) => "they had not confirmed when its readers were chosen",
        Some(Excluded::Unsubscribed) => "they had left when its readers were chosen",
        Some(Excluded::Suppressed) => "the address was suppressed when its readers were chosen",
        None if store.person(reader).await.map_err(stored)?.is_some() => {
            "they had no subscription to it when its readers were chosen"
        }
        None => "nobody of this address is known",
    };
    answer.line(format!("{reader} is not among the readers of {key}: {because}"));
    if why == Some(Excluded::Suppressed) {
        answer.next(format!("`postrider subscribers show {reader}` says what for"));
    }
    answer.fact("issue", &key.0);
    answer.fact("delivery", None::<()>);
    answer.fact("excluded", why.map(Excluded::word));
    Ok(answer)
}
