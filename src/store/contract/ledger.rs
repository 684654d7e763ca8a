//! What the ledger promises.

mod abandoned;
#[cfg(feature = "postgres")]
mod beside;
mod freezing;
mod operator;
mod refusals;
mod together;

use super::house::{House, intent, key, later, now, outcome, outcome_at, release};
use crate::ledger::{Cause, DeliveryState, Granted, IssueState, SuppressionReason};
use crate::subscriber::Source;

impl House {
    pub(super) async fn count(&self, state: DeliveryState) -> u64 {
        let totals = self.store.totals(&key("weekly/1")).await.unwrap();
        assert!(totals.balance(), "{totals:?}");
        totals.count(state)
    }

    pub(super) async fn state(&self) -> (IssueState, Option<String>) {
        let stored = self.store.issue(&key("weekly/1")).await.unwrap();
        (stored.state, stored.why)
    }
}

#[tokio::test]
async fn every_reader_is_claimed_once_and_the_issue_finishes() {
    let house = House::with_readers(5).await;
    let sender = house.store.sender().unwrap();
    let first = house.claim(&sender, 3).await;
    let second = house.claim(&sender, 3).await;
    assert_eq!((first.len(), second.len()), (3, 2));
    assert!(house.claim(&sender, 3).await.is_empty());
    for claim in first.iter().chain(&second) {
        assert_eq!(house.record(intent(claim)).await, Granted::Yes);
        assert_eq!(house.state().await.0, IssueState::Sending);
        assert_eq!(house.record(outcome(claim, Cause::Accepted)).await, Granted::Yes);
    }
    assert_eq!(house.count(DeliveryState::Accepted).await, 5);
    assert_eq!(house.state().await, (IssueState::Finished, None));
}

#[tokio::test]
async fn who_leaves_in_mid_issue_gets_nothing_more() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    let source = Source::of("the unsubscribe page");
    let left = house.store.unsubscribe("weekly", claims[0].subscriber, &source, now());
    assert!(left.await.unwrap());
    assert_eq!(house.record(intent(&claims[0])).await, Granted::NoConsent);
    assert_eq!(house.record(intent(&claims[1])).await, Granted::Yes);
    assert_eq!(house.count(DeliveryState::Suppressed).await, 1);
}

#[tokio::test]
async fn who_is_suppressed_in_mid_issue_gets_nothing_more() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    let reason = SuppressionReason::Complaint;
    house.store.suppress(&claim.address, reason, None, now()).await.unwrap();
    assert_eq!(house.record(intent(&claim)).await, Granted::NoConsent);
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn an_intent_and_an_outcome_of_another_share_a_commit() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.record(intent(&claims[0])).await;
    let both = [outcome(&claims[0], Cause::Accepted), intent(&claims[1])];
    let granted = house.store.record(&both, now()).await.unwrap();
    assert_eq!(granted, [Granted::Yes, Granted::Yes]);
}

#[tokio::test]
async fn an_issue_is_finished_also_when_its_last_intent_and_outcome_share_a_commit() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    let both = [intent(&claim), outcome(&claim, Cause::Accepted)];
    let granted = house.store.record(&both, now()).await.unwrap();
    assert_eq!(granted, [Granted::Yes, Granted::Yes]);
    assert_eq!(house.count(DeliveryState::Accepted).await, 1);
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn a_commit_tells_apart_as_many_readers_as_it_holds() {
    let house = House::with_readers(40).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 40).await;
    let source = Source::of("a test");
    let left = house.store.unsubscribe("weekly", claims[17].subscriber, &source, now());
    assert!(left.await.unwrap());
    let intents: Vec<_> = claims.iter().map(intent).collect();
    let mut expected = vec![Granted::Yes; 40];
    expected[17] = Granted::NoConsent;
    assert_eq!(house.store.record(&intents, now()).await.unwrap(), expected);
    let cause = |n: usize| if n == 30 { Cause::Hard } else { Cause::Accepted };
    let outcomes: Vec<_> = (0..).zip(&claims).map(|(n, claim)| outcome(claim, cause(n))).collect();
    expected[17] = Granted::Lost;
    assert_eq!(house.store.record(&outcomes, now()).await.unwrap(), expected);
    assert_eq!(house.count(DeliveryState::Accepted).await, 38);
    assert_eq!(house.count(DeliveryState::Rejected).await, 1);
    assert_eq!(house.count(DeliveryState::Suppressed).await, 1);
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn a_reader_refused_before_the_content_left_begins_the_issue_too() {
    for cause in [Cause::Hard, Cause::Greylisted] {
        let house = House::with_readers(2).await;
        let sender = house.store.sender().unwrap();
        let claim = house.claim(&sender, 1).await.remove(0);
        assert_eq!(house.state().await.0, IssueState::Frozen);
        house.record_at(outcome(&claim, cause), later(1)).await;
        assert_eq!(house.state().await.0, IssueState::Sending);
    }
}

#[tokio::test]
async fn an_intent_is_granted_once() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    assert_eq!(house.record(intent(&claim)).await, Granted::Yes);
    assert_eq!(house.record(intent(&claim)).await, Granted::Lost);
}

#[tokio::test]
async fn a_deferred_reader_comes_again_when_due_with_the_first_attempts_date() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 1).await;
    house.record(intent(&claims[0])).await;
    house.record(outcome_at(&claims[0], Cause::Soft, later(1))).await;
    let others = house.claim_at(&sender, 5, later(2)).await;
    assert_eq!(others.len(), 1);
    assert_ne!(others[0].delivery, claims[0].delivery);
    let again = house.claim_at(&sender, 5, later(6)).await;
    assert_eq!(again[0].delivery, claims[0].delivery);
    assert_eq!((again[0].attempts, again[0].first_attempt), (1, Some(now())));
}

#[tokio::test]
async fn a_reader_deferred_for_two_days_expires() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    for hours in [0, 24, 47] {
        let at = later(60 * hours);
        let claim = house.claim_at(&sender, 1, at).await.remove(0);
        house.record_at(outcome_at(&claim, Cause::Greylisted, at), at).await;
        assert_eq!(house.count(DeliveryState::Deferred).await, 1);
    }
    let at = later(60 * 48);
    let claim = house.claim_at(&sender, 1, at).await.remove(0);
    house.record_at(outcome_at(&claim, Cause::Greylisted, at), at).await;
    assert_eq!(house.count(DeliveryState::Expired).await, 1);
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn a_released_reader_is_untouched() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    assert_eq!(house.record(release(&claim)).await, Granted::Yes);
    let again = house.claim(&sender, 1).await.remove(0);
    assert_eq!((again.delivery, again.attempts), (claim.delivery, 0));
    assert_eq!(house.record(intent(&claim)).await, Granted::Lost, "the old fence");
    assert_eq!(house.record(intent(&again)).await, Granted::Yes);
    assert_eq!(house.record(release(&again)).await, Granted::Yes, "cut off before the dot");
    assert_eq!(house.count(DeliveryState::Queued).await, 1);
}

#[tokio::test]
async fn the_relays_own_words_are_kept() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    let claim = house.claim(&sender, 1).await.remove(0);
    house.record(outcome(&claim, Cause::Hard)).await;
    let line = house.store.delivery_of(&key("weekly/1"), &claim.address).await.unwrap().unwrap();
    assert_eq!(line.state, DeliveryState::Rejected);
    assert_eq!(line.cause, Some(Cause::Hard));
    assert_eq!(line.reply.as_deref(), Some("the relay's words: other 5xx"));
    assert_eq!((line.attempts, line.at, line.first_attempt), (1, Some(now()), Some(now())));
}

#[tokio::test]
async fn the_relay_of_the_last_attempt_is_known_before_its_answer_and_after() {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    let relay = async |n: usize| {
        let line = house.store.delivery_of(&key("weekly/1"), &claims[n].address).await;
        line.unwrap().unwrap().relay
    };
    assert_eq!(relay(0).await, None);
    house.record(intent(&claims[0])).await;
    assert_eq!(relay(0).await.as_deref(), Some("relay.example:587"), "in doubt if all ends now");
    // Refused before the content left, so without an intent.
    house.record(outcome(&claims[1], Cause::Hard)).await;
    assert_eq!(relay(1).await.as_deref(), Some("relay.example:587"));
    assert!(!house.store.had_several_relays(&key("weekly/1")).await.unwrap());
    assert_eq!(house.store.take_up_missed(&key("weekly/1"), later(1)).await.unwrap(), 1);
    assert_eq!(relay(1).await, None, "a new beginning");
}

#[tokio::test]
async fn a_clock_set_back_holds_nobody_up() {
    let house = House::with_readers(1).await;
    let sender = house.store.sender().unwrap();
    assert_eq!(house.claim_at(&sender, 1, later(-60)).await.len(), 1);
}
