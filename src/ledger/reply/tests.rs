//! One test for each row of the table of replies.

use chrono::Duration;

use super::{Cause, Reply, Then, Verdict, judge};
use crate::ledger::Phase::{Auth, Connect, Data, Dot, Mail, Rcpt};
use crate::ledger::{Outcome, Phase, SuppressionReason};

const TRANSACTION: [Phase; 4] = [Mail, Rcpt, Data, Dot];

fn said(phase: Phase, code: u16, text: &str) -> Verdict {
    judge(phase, Reply::Said { code, text }, 0)
}

#[track_caller]
fn assert_untouched(verdict: Verdict, cause: Cause, then: Then) {
    let expected = Verdict { cause, outcome: None, retry_after: None, then };
    assert_eq!(verdict, expected);
}

#[track_caller]
fn assert_recorded(verdict: Verdict, cause: Cause, outcome: Outcome) {
    assert_eq!((verdict.cause, verdict.outcome), (cause, Some(outcome)));
    assert_eq!(verdict.retry_after.is_some(), outcome == Outcome::Deferred);
}

#[test]
fn two_hundred_and_something_after_the_dot_is_accepted() {
    for code in [200, 250, 251, 252] {
        let verdict = said(Dot, code, "2.0.0 Ok: queued as 4F2A");
        assert_recorded(verdict, Cause::Accepted, Outcome::Accepted);
        assert_eq!(verdict.then, Then::GoOn);
    }
}

#[test]
fn a_relay_that_does_not_greet_is_unwell_and_the_reader_untouched() {
    for reply in [Reply::Broken, Reply::Silent, Reply::Said { code: 450, text: "busy" }] {
        assert_untouched(judge(Connect, reply, 0), Cause::RelayUnwell, Then::Reconnect);
    }
}

#[test]
fn a_relay_that_turns_us_away_is_told_from_one_that_is_unwell() {
    for (code, text) in [(554, "no SMTP service here"), (521, "no mail"), (550, "5.7.1 blocked")] {
        assert_untouched(said(Connect, code, text), Cause::TurnedAway, Then::Reconnect);
    }
}

#[test]
fn a_login_that_cannot_be_checked_now_is_not_a_refused_one() {
    for code in [454, 451, 432] {
        assert_untouched(said(Auth, code, "4.7.0 later"), Cause::LoginLater, Then::Reconnect);
    }
}

#[test]
fn what_is_said_to_one_reader_alone_defers_that_reader() {
    for (code, cause) in [(421, Cause::RelayUnwell), (432, Cause::Throttled)] {
        let verdict = said(Rcpt, code, "4.7.0 no").about_reader(1);
        assert_recorded(verdict, cause, Outcome::Deferred);
        assert_eq!(verdict.retry_after, Some(Duration::minutes(15)));
        assert_eq!(verdict.then, Then::GoOn);
    }
}

#[test]
fn four_twenty_one_at_any_time_leaves_the_reader_untouched() {
    for phase in [Connect, Auth, Mail, Rcpt, Data, Dot] {
        let verdict = said(phase, 421, "4.3.2 closing");
        assert_untouched(verdict, Cause::RelayUnwell, Then::Reconnect);
    }
}

#[test]
fn too_fast_slows_down_and_is_no_attempt() {
    for (code, text) in [
        (454, "4.7.0 try later"),
        (450, "4.7.28 rate limited"),
        (450, "4.2.1 receiving mail at too high a rate"),
        (452, "4.5.3 too many recipients"),
        (432, "recipient's queue is stopped"),
    ] {
        for phase in TRANSACTION {
            assert_untouched(said(phase, code, text), Cause::Throttled, Then::SlowDown);
        }
    }
}

#[test]
fn too_fast_is_said_in_whole_words_and_not_by_letters_inside_others() {
    for text in
        ["mailbox is being migrated", "corporate mailbox", "on a separate server", "a pirate"]
    {
        assert_eq!(said(Rcpt, 450, &format!("4.2.1 {text}")).cause, Cause::Soft, "{text}");
    }
    for text in ["RATE-limited", "rate limit exceeded", "excessive rates", "you send too  fast"] {
        assert_eq!(said(Rcpt, 450, &format!("4.2.1 {text}")).cause, Cause::Throttled, "{text}");
    }
    for (text, cause) in [
        ("<a@b.example>: Relay access denied", Cause::Sender),
        ("we do not relay", Cause::Hard),
        ("prelay access denied", Cause::Hard),
    ] {
        assert_eq!(said(Rcpt, 554, text).cause, cause, "{text}");
    }
}

#[test]
fn a_greylisted_reader_comes_again_in_five_fifteen_thirty_and_sixty_minutes() {
    for (code, text) in [(450, "4.7.1 greylisted"), (451, "4.7.1 later"), (450, "4.2.0 greylisted")]
    {
        assert_recorded(said(Rcpt, code, text), Cause::Greylisted, Outcome::Deferred);
    }
    let after = |attempts| {
        let reply = Reply::Said { code: 451, text: "4.7.1 greylisted" };
        judge(Rcpt, reply, attempts).retry_after.unwrap()
    };
    assert_eq!([0, 1, 2, 3, 4, 99].map(after), [5, 15, 30, 60, 60, 60].map(Duration::minutes));
}

#[test]
fn a_full_mailbox_is_soft_and_suppressed_after_five_issues() {
    let soft = said(Rcpt, 452, "4.2.2 over quota");
    assert_recorded(soft, Cause::MailboxFull, Outcome::Deferred);
    let hard = said(Dot, 552, "5.2.2 over quota");
    assert_recorded(hard, Cause::MailboxFull, Outcome::Rejected);
    let reason = (SuppressionReason::MailboxFull, 5);
    assert_eq!(Cause::MailboxFull.suppresses(), Some(reason));
}

#[test]
fn no_such_mailbox_at_rcpt_is_suppressed_now() {
    for code in [550, 551, 553] {
        for text in ["5.1.0 x", "5.1.1 x", "5.1.2 x", "5.1.3 x", "5.1.6 x", "5.1.10 x"] {
            let verdict = said(Rcpt, code, text);
            assert_recorded(verdict, Cause::NoMailbox, Outcome::Rejected);
            assert_eq!(said(Dot, code, text).cause, Cause::Hard, "known at RCPT only");
        }
    }
    assert_eq!(Cause::NoMailbox.suppresses(), Some((SuppressionReason::NoMailbox, 1)));
}

#[test]
fn too_large_for_one_mailbox_concerns_that_reader_only() {
    let verdict = said(Dot, 552, "5.2.3 message too large for recipient");
    assert_recorded(verdict, Cause::TooLargeForMailbox, Outcome::Rejected);
    assert_eq!((verdict.then, verdict.cause.suppresses()), (Then::GoOn, None));
}

#[test]
fn a_message_at_fault_pauses_the_issue_after_three_readers() {
    for (phase, code, text) in
        [(Dot, 552, "5.3.4 too big"), (Mail, 552, "5.3.4 too big"), (Dot, 554, "5.6.0 malformed")]
    {
        let verdict = said(phase, code, text);
        assert_recorded(verdict, Cause::Message, Outcome::Rejected);
        assert_eq!((verdict.then, verdict.cause.suppresses()), (Then::PauseAfter(3), None));
    }
}

#[test]
fn refused_by_policy_is_recorded_and_suppressed_after_three_issues() {
    for phase in [Rcpt, Dot] {
        let verdict = said(phase, 550, "5.7.1 not wanted here");
        assert_recorded(verdict, Cause::Policy, Outcome::Rejected);
        assert_eq!(verdict.then, Then::GoOn);
    }
    assert_eq!(Cause::Policy.suppresses(), Some((SuppressionReason::Policy, 3)));
}

#[test]
fn a_sender_at_fault_pauses_the_issue_after_three_readers_and_suppresses_nobody() {
    let mut verdicts = vec![said(Mail, 550, "5.1.1 x"), said(Mail, 554, "go away")];
    let at_rcpt =
        ["5.1.7 x", "5.1.8 x", "5.7.1 Relay access denied", "5.7.25 x", "5.7.26 x", "5.7.30 x"];
    verdicts.extend(at_rcpt.map(|text| said(Rcpt, 554, text)));
    verdicts.push(said(Dot, 550, "5.7.515 x"));
    for verdict in verdicts {
        assert_recorded(verdict, Cause::Sender, Outcome::Rejected);
        assert_eq!((verdict.then, verdict.cause.suppresses()), (Then::PauseAfter(3), None));
    }
}

#[test]
fn any_other_temporary_failure_is_deferred() {
    for (code, text) in [(450, "4.2.1 mailbox disabled"), (451, "4.3.0 error"), (452, "no space")] {
        for phase in TRANSACTION {
            assert_recorded(said(phase, code, text), Cause::Soft, Outcome::Deferred);
        }
    }
}

#[test]
fn any_other_permanent_failure_is_rejected_and_soft() {
    for text in ["no", "5.0.0 no", "5.4.1 no"] {
        for phase in [Rcpt, Data, Dot] {
            let verdict = said(phase, 550, text);
            assert_recorded(verdict, Cause::Hard, Outcome::Rejected);
            assert_eq!((verdict.then, verdict.cause.suppresses()), (Then::GoOn, None));
        }
    }
}

#[test]
fn a_refused_login_stops_the_relay_at_once() {
    for code in [530, 534, 535, 538] {
        for phase in [Connect, Auth, Mail, Rcpt] {
            assert_untouched(said(phase, code, "5.7.8 no"), Cause::Login, Then::StopRelay);
        }
    }
    assert_untouched(said(Auth, 504, "no such mechanism"), Cause::Login, Then::StopRelay);
}

#[test]
fn broken_before_the_final_dot_is_not_sent_and_tried_again_safely() {
    for phase in [Mail, Rcpt, Data] {
        for reply in [Reply::Broken, Reply::Silent] {
            let verdict = judge(phase, reply, 0);
            assert_recorded(verdict, Cause::BrokenBeforeDot, Outcome::Deferred);
            assert_eq!(verdict.retry_after, Some(Duration::zero()), "at once");
            assert_eq!(verdict.then, Then::Reconnect);
        }
    }
    let third = judge(Data, Reply::Broken, 2).retry_after;
    assert_eq!(third, Some(Duration::minutes(5)), "a message that breaks them all must wait");
}

#[test]
fn no_answer_after_the_final_dot_is_in_doubt() {
    for reply in [Reply::Broken, Reply::Silent, Reply::Said { code: 354, text: "what?" }] {
        let verdict = judge(Dot, reply, 0);
        assert_recorded(verdict, Cause::SilentAfterDot, Outcome::InDoubt);
        assert_eq!(verdict.then, Then::Reconnect);
    }
}

#[test]
fn what_looks_like_an_enhanced_code_and_is_none_is_not_taken_for_one() {
    for text in ["", "5.1", "5.1.1.1 x", "5.1.x x", "3.1.1 x", "see 5.1.1", "5..1 x"] {
        assert_eq!(said(Rcpt, 550, text).cause, Cause::Hard, "{text}");
    }
}
