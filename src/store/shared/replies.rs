//! What many replies say together: whether the fault is a reader's or ours.

mod doubts;

use chrono::{DateTime, Utc};

use super::rows::{get, word};
use super::{Tx, issues, sql, suppress};
use crate::address::mask_addresses;
use crate::ledger::reply::Then;
use crate::ledger::{Cause, DeliveryState, IssueState, Outcome, SuppressionReason};
use crate::store::StoreError;

/// How many of the latest replies are looked at.
const WINDOW: i64 = 50;
/// From how many refusals among them on the fault counts as ours: a fifth.
const TOO_MANY: u32 = 10;
/// How often a reader is tried who is refused among many: were there no end to it, a list with a
/// fifth of dead mailboxes would never come to its end.
const TRIES: i64 = 3;

/// One outcome that was recorded.
pub(super) struct Answer {
    pub(super) delivery: i64,
    pub(super) subscriber: i64,
    pub(super) outcome: Outcome,
    pub(super) cause: Cause,
    pub(super) state: DeliveryState,
    pub(super) reply: String,
}

/// The outcomes of one issue in one commit.
#[derive(Default)]
pub(super) struct Tally {
    answers: Vec<Answer>,
}

impl Tally {
    pub(super) fn add(&mut self, answer: Answer) {
        self.answers.push(answer);
    }

    /// Counts the replies, begins, finishes or pauses the issue, and writes the suppressions that
    /// have become safe. With an open delivery there is no end to look for.
    ///
    /// A suppression waits for the fifty replies after the one that asked for it, or until everyone was
    /// tried once, whichever comes first. When a fifth of any fifty are refusals, the issue
    /// pauses and no suppression that still waits is ever written.
    pub(super) async fn settle(
        self,
        tx: &mut Tx,
        issue: i64,
        has_open: bool,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if self.answers.iter().any(|answer| answer.state == DeliveryState::Deferred) {
            reopen(tx, issue, now).await?;
        }
        let Heard { replies, window, has_wishes, .. } = self.count(tx, issue).await?;
        self.pause_for_fault(tx, issue, now).await?;
        self.pause_for_doubt(tx, issue, now).await?;
        let refusals = window.count_ones();
        if refusals >= TOO_MANY {
            let last = replies.min(WINDOW);
            let why = format!("{refusals} of the last {last} readers were refused");
            pause(tx, issue, &why, now).await?;
            return forget_wishes(tx, issue).await;
        }
        if has_wishes {
            let all =
                !has_open && !are_too_many(refusals, replies) && all_are_tried(tx, issue).await?;
            let until = if all { i64::MAX } else { replies - WINDOW };
            grant_wishes(tx, issue, until, now).await?;
        }
        if !has_open && self.answers.iter().any(|answer| answer.state.is_final()) {
            issues::finish(tx, issue, now).await?;
        }
        Ok(())
    }

    /// Adds the answers to the issue's window, and the wishes they lead to.
    ///
    /// A reader refused before the content left was tried too, without an intent: the issue has
    /// begun. Its time of change stays, for these answers came a little before it, and they count.
    async fn count(&self, tx: &mut Tx, issue: i64) -> Result<Heard, StoreError> {
        const SET: &str = "UPDATE issue SET replies = $2, refusals = $3,
            state = CASE WHEN state = 'frozen' THEN 'sending' ELSE state END WHERE id = $1";
        let mut heard = heard(tx, issue).await?;
        for answer in self.answers.iter().filter(|answer| answer.is_reply()) {
            let refused = i64::from(answer.outcome == Outcome::Rejected);
            // What was on its way when the issue paused must not hide why it did.
            if heard.state != IssueState::Paused || refused == 1 {
                heard.window = (heard.window << 1 | refused) & ((1 << WINDOW) - 1);
            }
            heard.replies += 1;
            heard.has_wishes |= answer.wish(tx, issue, heard.replies).await?;
        }
        let set = sql::query(SET).bind(issue).bind(heard.replies).bind(heard.window);
        set.execute(&mut *tx).await?;
        Ok(heard)
    }

    /// Pauses the issue when enough readers were refused for a fault that is not theirs.
    async fn pause_for_fault(
        &self,
        tx: &mut Tx,
        issue: i64,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const REFUSED: &str = "SELECT count(*) FROM (SELECT 1 FROM delivery d
            JOIN issue i ON i.id = d.issue WHERE d.issue = $1 AND d.state = 'rejected'
                AND d.cause = $2 AND d.at >= i.changed LIMIT $3) AS refused";
        for answer in self.answers.iter().filter(|answer| answer.outcome == Outcome::Rejected) {
            let Then::PauseAfter(limit) = answer.cause.then() else { continue };
            let refused = sql::scalar(REFUSED).bind(issue).bind(answer.cause.word());
            let refused: i64 = refused.bind(limit).fetch_one(&mut *tx).await?;
            if refused >= i64::from(limit) {
                let why = format!("{}: {}", answer.cause, mask_addresses(&answer.reply));
                return pause(tx, issue, &why, now).await;
            }
        }
        Ok(())
    }
}

/// Goes on with a finished issue: a late answer has turned a reader in doubt into a deferred one.
async fn reopen(tx: &mut Tx, issue: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    const REOPEN: &str = "UPDATE issue SET state = 'sending', changed = $2
        WHERE id = $1 AND state = 'finished'";
    sql::query(REOPEN).bind(issue).bind(now.timestamp_millis()).execute(&mut *tx).await?;
    Ok(())
}

/// What was heard so far about an issue.
struct Heard {
    state: IssueState,
    /// How many replies there were.
    replies: i64,
    /// A bit for each of the last replies: was it a refusal?
    window: i64,
    /// Does a suppression wait?
    has_wishes: bool,
}

async fn heard(tx: &mut Tx, issue: i64) -> Result<Heard, StoreError> {
    const HEARD: &str = "SELECT state, replies, refusals,
            (SELECT count(*) FROM suppression_wish WHERE issue = $1) AS wishes
        FROM issue WHERE id = $1";
    let row = sql::query(HEARD).bind(issue).fetch_one(&mut *tx).await?;
    Ok(Heard {
        state: word("a state", &get::<String>(&row, "state")?, IssueState::from_word)?,
        replies: get(&row, "replies")?,
        window: get(&row, "refusals")?,
        has_wishes: get::<i64>(&row, "wishes")? > 0,
    })
}

/// Decides at an issue's end about the suppressions that still wait.
pub(super) async fn close(tx: &mut Tx, issue: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    let Heard { replies, window, .. } = heard(tx, issue).await?;
    if are_too_many(window.count_ones(), replies) {
        return forget_wishes(tx, issue).await;
    }
    grant_wishes(tx, issue, i64::MAX, now).await
}

/// Are so many refusals among the last of these replies our own fault?
fn are_too_many(refusals: u32, replies: i64) -> bool {
    refusals > 0 && i64::from(refusals) * 5 >= replies.min(WINDOW)
}

/// Has every reader of an issue had a turn? Some may still be to be tried again.
async fn all_are_tried(tx: &mut Tx, issue: i64) -> Result<bool, StoreError> {
    const UNTRIED: &str = "SELECT count(*) FROM (SELECT 1 FROM delivery
        WHERE issue = $1 AND state IN ('queued', 'claimed', 'sending') LIMIT 1) AS untried";
    let untried: i64 = sql::scalar(UNTRIED).bind(issue).fetch_one(&mut *tx).await?;
    Ok(untried == 0)
}

/// Lets those wait again who were refused for our fault: the sender's or the message's, or one that
/// showed in too many refusals at once. They come after those who were not tried yet, and keep the
/// time of their first attempt, so that the message stays the same to the octet.
pub(super) async fn take_back(
    tx: &mut Tx,
    issue: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const BACK: &str = "UPDATE delivery SET state = 'queued', due = 1, at = $2, phase = NULL,
            cause = NULL, reply = NULL, relay = NULL
        WHERE issue = $1 AND state = 'rejected' AND (cause IN ($3, $4) OR attempts < $5 AND id IN
            (SELECT id FROM delivery WHERE issue = $1 AND state = 'rejected'
                ORDER BY at DESC, id DESC LIMIT $6))";
    let window = heard(tx, issue).await?.window;
    let refusals = Some(window.count_ones()).filter(|refusals| *refusals >= TOO_MANY);
    let back = sql::query(BACK).bind(issue).bind(now.timestamp_millis());
    let back = back.bind(Cause::Sender.word()).bind(Cause::Message.word()).bind(TRIES);
    back.bind(refusals.unwrap_or(0)).execute(&mut *tx).await?;
    Ok(())
}

/// Begins a new window when an issue goes on: the replies from before the mending say nothing
/// about those after it. A suppression that still waits is dropped, for what it waits for will not
/// come; a mailbox that is really gone says so again at the next issue.
pub(super) async fn start_anew(tx: &mut Tx, issue: i64) -> Result<(), StoreError> {
    const ISSUE: &str = "UPDATE issue SET replies = 0, refusals = 0 WHERE id = $1";
    sql::query(ISSUE).bind(issue).execute(&mut *tx).await?;
    forget_wishes(tx, issue).await
}

impl Answer {
    /// Did the relay say something about this reader?
    fn is_reply(&self) -> bool {
        !matches!(self.cause, Cause::BrokenBeforeDot | Cause::SilentAfterDot)
    }

    /// Notes that the address is to be suppressed, if this is the last of enough issues in a row
    /// that ended so; says whether it is.
    async fn wish(&self, tx: &mut Tx, issue: i64, reply: i64) -> Result<bool, StoreError> {
        const SQLITE: &str = "SELECT d.cause FROM issue i CROSS JOIN delivery d
            ON d.issue = i.id AND d.subscriber = $1 ORDER BY i.id DESC LIMIT $2";
        const POSTGRES: &str = "SELECT d.cause FROM issue i JOIN delivery d
            ON d.issue = i.id AND d.subscriber = $1 ORDER BY i.id DESC LIMIT $2";
        const WISH: &str = "INSERT INTO suppression_wish (issue, delivery, reason, reply)
            VALUES ($1, $2, $3, $4) ON CONFLICT (issue, delivery)
            DO UPDATE SET reason = excluded.reason, reply = excluded.reply";
        let Some((reason, in_a_row)) = self.cause.suppresses() else { return Ok(false) };
        if !matches!(self.state, DeliveryState::Rejected | DeliveryState::Expired) {
            return Ok(false);
        }
        let latest = sql::scalar(tx.either(SQLITE, POSTGRES)).bind(self.subscriber).bind(in_a_row);
        let latest: Vec<Option<String>> = latest.fetch_all(&mut *tx).await?;
        let same = |cause: &Option<String>| cause.as_deref() == Some(self.cause.word());
        let is_wished = latest.iter().filter(|cause| same(cause)).count() >= in_a_row as usize;
        if is_wished {
            let wish = sql::query(WISH).bind(issue).bind(self.delivery).bind(reason.word());
            wish.bind(reply).execute(&mut *tx).await?;
        }
        Ok(is_wished)
    }
}

/// Pauses an issue that is being sent.
async fn pause(tx: &mut Tx, issue: i64, why: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    if matches!(state(tx, issue).await?, IssueState::Frozen | IssueState::Sending) {
        issues::set_state(tx, issue, IssueState::Paused, Some(why), now).await?;
    }
    Ok(())
}

/// Gives where an issue stands.
async fn state(tx: &mut Tx, issue: i64) -> Result<IssueState, StoreError> {
    let state = sql::scalar("SELECT state FROM issue WHERE id = $1").bind(issue);
    let state: String = state.fetch_one(&mut *tx).await?;
    word("a state", &state, IssueState::from_word)
}

/// Drops the suppressions that still wait.
pub(super) async fn forget_wishes(tx: &mut Tx, issue: i64) -> Result<(), StoreError> {
    let forget = sql::query("DELETE FROM suppression_wish WHERE issue = $1").bind(issue);
    forget.execute(&mut *tx).await?;
    Ok(())
}

/// Suppresses those whose reply was the `until`th of the issue or an earlier one.
async fn grant_wishes(
    tx: &mut Tx,
    issue: i64,
    until: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const RIPE: &str = "SELECT w.delivery, w.reason, s.key, d.reply FROM suppression_wish w
        JOIN delivery d ON d.id = w.delivery JOIN subscriber s ON s.id = d.subscriber
        WHERE w.issue = $1 AND w.reply <= $2";
    let ripe = sql::query(RIPE).bind(issue).bind(until).fetch_all(&mut *tx).await?;
    if !ripe.is_empty() {
        tx.lock("suppression").await?;
    }
    for row in ripe {
        let reason: String = get(&row, "reason")?;
        let reason = word("a reason", &reason, SuppressionReason::from_word)?;
        let (key, reply): (String, Option<String>) = (get(&row, "key")?, get(&row, "reply")?);
        suppress::set(tx, &key, reason, reply.as_deref(), now).await?;
        let done = sql::query("DELETE FROM suppression_wish WHERE issue = $1 AND delivery = $2");
        done.bind(issue).bind(get::<i64>(&row, "delivery")?).execute(&mut *tx).await?;
    }
    Ok(())
}
