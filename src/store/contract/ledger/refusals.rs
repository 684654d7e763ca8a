//! Whether the fault is a reader's or ours.

use crate::ledger::{Cause, DeliveryState, IssueState, SuppressionReason};
use crate::store::contract::house::{House, intent, issue, key, later, now, outcome};
use crate::subscriber::Source;

impl House {
    /// Hands the issue over, the relay answering each reader by number, until it ends or pauses.
    async fn hand_over(&self, text: &str, answer: impl Fn(usize) -> Cause) {
        let sender = self.store.sender().unwrap();
        let mut number = 0;
        loop {
            let lease = chrono::Duration::minutes(5);
            let claims = self.store.claim(&key(text), &sender, 1, lease, now()).await.unwrap();
            let Some(claim) = claims.first() else { return };
            self.record(outcome(claim, answer(number))).await;
            number += 1;
        }
    }

    pub(super) async fn suppressed(&self) -> Vec<SuppressionReason> {
        let mut found = Vec::new();
        for (person, _) in self.store.list(None, 0.into(), 1000).await.unwrap() {
            let person = self.store.person(&person.address).await.unwrap().unwrap();
            found.extend(person.suppressed.map(|(reason, ..)| reason));
        }
        found
    }
}

#[tokio::test]
async fn no_such_mailbox_for_a_few_suppresses_exactly_those() {
    let house = House::with_readers(120).await;
    let answer = |number| if number % 30 == 7 { Cause::NoMailbox } else { Cause::Accepted };
    house.hand_over("weekly/1", answer).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert_eq!(house.suppressed().await, [SuppressionReason::NoMailbox; 4]);
}

#[tokio::test]
async fn no_such_mailbox_for_many_pauses_and_suppresses_nobody() {
    let house = House::with_readers(120).await;
    let answer = |number| if number % 5 < 3 { Cause::NoMailbox } else { Cause::Accepted };
    house.hand_over("weekly/1", answer).await;
    let why = Some("10 of the last 16 readers were refused".to_owned());
    assert_eq!(house.state().await, (IssueState::Paused, why));
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn a_relay_that_turns_bad_in_mid_issue_suppresses_nobody_for_it() {
    let house = House::with_readers(150).await;
    let answer = |number| if number < 100 { Cause::Accepted } else { Cause::NoMailbox };
    house.hand_over("weekly/1", answer).await;
    assert_eq!(house.state().await.0, IssueState::Paused);
    assert!(house.suppressed().await.is_empty());
    house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
    house.hand_over("weekly/1", |_| Cause::Accepted).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn a_small_list_that_is_refused_altogether_suppresses_nobody() {
    let house = House::with_readers(5).await;
    house.hand_over("weekly/1", |_| Cause::NoMailbox).await;
    assert_eq!(house.count(DeliveryState::Rejected).await, 5);
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn a_fault_of_the_sender_pauses_after_three_readers_and_suppresses_nobody() {
    for cause in [Cause::Sender, Cause::Message] {
        let house = House::with_readers(9).await;
        house.hand_over("weekly/1", |_| cause).await;
        let (state, why) = house.state().await;
        assert_eq!((state, house.count(DeliveryState::Rejected).await), (IssueState::Paused, 3));
        assert_eq!(why, Some(format!("{cause}: the relay's words: {cause}")));
        assert!(house.suppressed().await.is_empty());
        house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
        house.hand_over("weekly/1", |_| Cause::Accepted).await;
        assert_eq!(house.state().await.0, IssueState::Finished);
    }
}

#[tokio::test]
async fn those_refused_for_our_fault_get_the_same_message_after_the_issue_is_resumed() {
    for (cause, readers, refused) in
        [(Cause::Sender, 9, 3), (Cause::Message, 9, 3), (Cause::Hard, 30, 10)]
    {
        let house = House::with_readers(readers).await;
        house.hand_over("weekly/1", |_| cause).await;
        assert_eq!(house.count(DeliveryState::Rejected).await, refused);
        house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
        assert_eq!(house.count(DeliveryState::Queued).await, readers as u64);
        let sender = house.store.sender().unwrap();
        let claims = house.claim_at(&sender, 50, later(2)).await;
        let again = claims.iter().filter(|claim| claim.first_attempt == Some(now()));
        assert_eq!((claims.len(), again.count() as u64), (readers, refused));
        assert!(claims[0].first_attempt.is_none(), "those not tried yet come first");
    }
}

#[tokio::test]
async fn a_pause_by_the_operator_brings_no_refused_reader_back() {
    let house = House::with_readers(9).await;
    let sender = house.store.sender().unwrap();
    for claim in &house.claim(&sender, 4).await {
        house.record(outcome(claim, Cause::Hard)).await;
    }
    house.store.pause(&key("weekly/1"), "lunch", now()).await.unwrap();
    house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
    assert_eq!(house.count(DeliveryState::Rejected).await, 4);
}

#[tokio::test]
async fn a_list_of_dead_mailboxes_comes_to_an_end_when_resumed_again_and_again() {
    let house = House::with_readers(30).await;
    for _ in 0..12 {
        house.hand_over("weekly/1", |_| Cause::NoMailbox).await;
        if house.state().await.0 == IssueState::Paused {
            house.store.resume(&key("weekly/1"), now()).await.unwrap();
        }
    }
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn a_full_mailbox_is_suppressed_after_five_issues_and_a_policy_after_three() {
    for (cause, reason, issues) in [
        (Cause::MailboxFull, SuppressionReason::MailboxFull, 5),
        (Cause::Policy, SuppressionReason::Policy, 3),
    ] {
        let house = House::with_readers(8).await;
        let answer = |number| if number == 7 { cause } else { Cause::Accepted };
        house.hand_over("weekly/1", answer).await;
        for number in 2..=issues {
            assert!(house.suppressed().await.is_empty(), "before issue {number}");
            let (text, article) = (format!("weekly/{number}"), format!("article {number}"));
            let next = issue(&text, &[&article]);
            house.store.freeze(&next, &[], false, now()).await.unwrap();
            house.hand_over(&text, answer).await;
        }
        assert_eq!(house.suppressed().await, [reason]);
    }
}

#[tokio::test]
async fn issues_that_went_well_in_between_start_the_count_anew() {
    let house = House::with_readers(8).await;
    for number in 1..=6 {
        let (text, article) = (format!("weekly/{number}"), format!("article {number}"));
        let next = issue(&text, &[&article]);
        house.store.freeze(&next, &[], false, now()).await.unwrap();
        let full = number != 3;
        let answer = |n| if n == 7 && full { Cause::MailboxFull } else { Cause::Accepted };
        house.hand_over(&text, answer).await;
    }
    assert!(house.suppressed().await.is_empty());
}

#[tokio::test]
async fn a_suppression_is_not_lost_when_the_last_reader_left() {
    let house = House::with_readers(12).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 12).await;
    house.record(outcome(&claims[0], Cause::NoMailbox)).await;
    for claim in &claims[1..11] {
        house.record(outcome(claim, Cause::Accepted)).await;
    }
    assert!(house.suppressed().await.is_empty(), "the issue is not over yet");
    let source = Source::of("one click");
    house.store.unsubscribe("weekly", claims[11].subscriber, &source, now()).await.unwrap();
    house.record(intent(&claims[11])).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert_eq!(house.suppressed().await, [SuppressionReason::NoMailbox]);
}

#[tokio::test]
async fn a_pause_loses_no_suppression_that_fifty_replies_have_confirmed() {
    let house = House::with_readers(70).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 60).await;
    for (number, claim) in claims.iter().enumerate() {
        let gone = number == 5 || number == 59;
        house.record(outcome(claim, if gone { Cause::NoMailbox } else { Cause::Accepted })).await;
    }
    house.store.pause(&key("weekly/1"), "lunch", now()).await.unwrap();
    house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
    house.hand_over("weekly/1", |_| Cause::Accepted).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert_eq!(house.suppressed().await, [SuppressionReason::NoMailbox]);
}

#[tokio::test]
async fn a_pause_and_a_resume_do_not_suppress_nine_of_ten_readers() {
    let house = House::with_readers(10).await;
    let sender = house.store.sender().unwrap();
    for claim in &house.claim(&sender, 9).await {
        house.record(outcome(claim, Cause::NoMailbox)).await;
    }
    house.store.pause(&key("weekly/1"), "lunch", now()).await.unwrap();
    house.store.resume(&key("weekly/1"), later(1)).await.unwrap();
    house.hand_over("weekly/1", |_| Cause::Accepted).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    assert!(house.suppressed().await.is_empty());
}
