//! What an operator does with an issue.

use crate::ledger::{Cause, DeliveryState, Granted, IssueState};
use crate::store::contract::house::{House, intent, issue, key, later, now, outcome};
use crate::store::{Resolve, StoreError};
use crate::subscriber::Source;

/// An issue of two readers, one accepted and one in doubt.
async fn with_doubt() -> House {
    let house = House::with_readers(2).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    for (claim, cause) in claims.iter().zip([Cause::Accepted, Cause::SilentAfterDot]) {
        house.record(intent(claim)).await;
        house.record(outcome(claim, cause)).await;
    }
    house
}

#[tokio::test]
async fn a_reader_in_doubt_is_never_sent_again_unasked() {
    let house = with_doubt().await;
    assert_eq!(house.state().await.0, IssueState::Finished);
    let sender = house.store.sender().unwrap();
    assert!(house.claim_at(&sender, 5, later(60 * 24 * 30)).await.is_empty());
    let weekly = key("weekly/1");
    let held = house.store.resolve(&weekly, None, Resolve::Hold, later(1)).await.unwrap();
    assert_eq!((held, house.count(DeliveryState::InDoubt).await), (1, 1));
}

#[tokio::test]
async fn resending_gives_the_same_date_and_only_to_those_in_doubt() {
    let house = with_doubt().await;
    let weekly = key("weekly/1");
    let resent = house.store.resolve(&weekly, None, Resolve::Resend, later(1)).await.unwrap();
    assert_eq!((resent, house.state().await.0), (1, IssueState::Sending));
    let sender = house.store.sender().unwrap();
    let claims = house.claim_at(&sender, 5, later(2)).await;
    assert_eq!(claims.len(), 1);
    assert_eq!(claims[0].first_attempt, Some(now()));
    assert_eq!(house.record_at(intent(&claims[0]), later(2)).await, Granted::Yes);
    house.record_at(outcome(&claims[0], Cause::Accepted), later(2)).await;
    assert_eq!(house.count(DeliveryState::Accepted).await, 2);
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn who_is_not_sent_the_message_again_after_all_is_in_doubt_as_before() {
    let weekly = key("weekly/1");
    for leaves in [false, true] {
        let house = with_doubt().await;
        let before = house.store.deliveries(&weekly, Some(DeliveryState::InDoubt), 0, 9).await;
        let before = before.unwrap().remove(0);
        house.store.resolve(&weekly, None, Resolve::Resend, later(1)).await.unwrap();
        if leaves {
            let sender = house.store.sender().unwrap();
            let claim = house.claim_at(&sender, 5, later(2)).await.remove(0);
            let source = Source::of("a test");
            let left = house.store.unsubscribe("weekly", claim.subscriber, &source, later(2));
            left.await.unwrap();
            assert_eq!(house.record_at(intent(&claim), later(2)).await, Granted::NoConsent);
        } else {
            house.store.cancel(&weekly, None, later(2)).await.unwrap();
        }
        let after = house.store.deliveries(&weekly, Some(DeliveryState::InDoubt), 0, 9).await;
        let after = after.unwrap().remove(0);
        assert_eq!((after.subscriber, &after.reply), (before.subscriber, &before.reply));
        let one = house.store.resolve(&weekly, None, Resolve::Accepted, later(3)).await.unwrap();
        assert_eq!((one, house.count(DeliveryState::Accepted).await), (1, 2), "{leaves}");
    }
}

#[tokio::test]
async fn one_reader_in_doubt_can_be_called_accepted() {
    let house = with_doubt().await;
    let weekly = key("weekly/1");
    let doubt = house.store.deliveries(&weekly, Some(DeliveryState::InDoubt), 0, 9).await.unwrap();
    let stranger = crate::store::contract::house::mailbox("stranger");
    let accepted = Resolve::Accepted;
    let none = house.store.resolve(&weekly, Some(&stranger), accepted, later(1)).await.unwrap();
    let reader = Some(&doubt[0].address);
    let one = house.store.resolve(&weekly, reader, accepted, later(1)).await.unwrap();
    assert_eq!((none, one), (0, 1));
    assert_eq!(house.count(DeliveryState::Accepted).await, 2);
}

#[tokio::test]
async fn one_to_be_resent_is_due_from_the_moment_of_the_decision_on() {
    let house = with_doubt().await;
    let weekly = key("weekly/1");
    house.store.resolve(&weekly, None, Resolve::Resend, later(1)).await.unwrap();
    let resent =
        house.store.deliveries(&weekly, Some(DeliveryState::Deferred), 0, 9).await.unwrap();
    assert_eq!(resent[0].next_attempt, Some(later(1)));
    assert_eq!(house.store.next_attempt(&weekly).await.unwrap(), Some(later(1)));
}

#[tokio::test]
async fn a_late_answer_does_not_undo_what_the_operator_decided() {
    let house = House::with_readers(1).await;
    let (slow, quick) = (house.store.sender().unwrap(), house.store.sender().unwrap());
    let claim = house.claim(&slow, 1).await.remove(0);
    house.record(intent(&claim)).await;
    house.claim_at(&quick, 1, later(60)).await;
    let weekly = key("weekly/1");
    house.store.resolve(&weekly, None, Resolve::Resend, later(61)).await.unwrap();
    let late = house.record_at(outcome(&claim, Cause::Hard), later(62)).await;
    assert_eq!(late, Granted::Lost);
    assert_eq!(house.claim_at(&quick, 1, later(62)).await.len(), 1);
}

#[tokio::test]
async fn a_paused_issue_begins_nothing_and_goes_on_when_resumed() {
    let house = House::with_readers(3).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.record(intent(&claims[0])).await;
    let weekly = key("weekly/1");
    house.store.pause(&weekly, "the operator says so", now()).await.unwrap();
    let why = Some("the operator says so".to_owned());
    assert_eq!(house.state().await, (IssueState::Paused, why));
    assert_eq!(house.record(intent(&claims[1])).await, Granted::Lost);
    assert_eq!(house.record(outcome(&claims[0], Cause::Accepted)).await, Granted::Yes);
    assert!(house.claim(&sender, 5).await.is_empty());
    house.store.resume(&weekly, later(1)).await.unwrap();
    assert_eq!(house.claim(&sender, 5).await.len(), 2);
}

#[tokio::test]
async fn a_cancelled_issue_reaches_nobody_more_and_nobody_is_forgotten() {
    let house = House::with_readers(3).await;
    let sender = house.store.sender().unwrap();
    let claims = house.claim(&sender, 2).await;
    house.record(intent(&claims[0])).await;
    let weekly = key("weekly/1");
    house.store.cancel(&weekly, None, later(1)).await.unwrap();
    assert_eq!(house.record(intent(&claims[1])).await, Granted::Lost);
    assert_eq!(house.record(outcome(&claims[0], Cause::Accepted)).await, Granted::Yes);
    assert_eq!(house.count(DeliveryState::Accepted).await, 1);
    assert_eq!(house.count(DeliveryState::Cancelled).await, 2);
    assert_eq!(house.state().await.0, IssueState::Cancelled);
    let taken = house.store.freeze(&issue("weekly/2", &["a"]), &[], false, later(2)).await;
    assert!(matches!(taken, Err(StoreError::ArticleTaken { .. })), "one reader has the article");
}

#[tokio::test]
async fn the_articles_of_an_issue_cancelled_before_its_first_reader_are_free_again() {
    let house = House::with_readers(1).await;
    house.store.cancel(&key("weekly/1"), Some("a typo"), later(1)).await.unwrap();
    assert_eq!(house.state().await, (IssueState::Cancelled, Some("a typo".to_owned())));
    house.store.freeze(&issue("weekly/2", &["a"]), &[], false, later(2)).await.unwrap();
    let kept = house.store.issue(&key("weekly/1")).await.unwrap().issue.articles;
    assert_eq!(kept.len(), 1, "what the issue held is still known");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_with_the_issues_state() {
    let house = with_doubt().await;
    let weekly = key("weekly/1");
    let resumed = house.store.resume(&weekly, now()).await.unwrap_err();
    assert_eq!(resumed.to_string(), "weekly/1 is finished: it cannot be resumed");
    assert!(house.store.pause(&weekly, "why", now()).await.is_err());
    assert!(house.store.cancel(&weekly, None, now()).await.is_err());
    let unknown = house.store.pause(&key("weekly/9"), "why", now()).await.unwrap_err();
    assert_eq!(unknown.to_string(), "there is no issue `weekly/9`");
}
