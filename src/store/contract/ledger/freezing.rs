//! What is frozen stays, and its numbers add up.

use crate::ledger::{DeliveryState, Excluded, IssueState, SuppressionReason};
use crate::store::StoreError;
use crate::store::contract::house::{House, issue, key, later, mailbox, now};
use crate::subscriber::{Source, State};

#[tokio::test]
async fn freezing_again_changes_nothing() {
    let house = House::with_readers(2).await;
    house.confirmed("weekly", "late").await;
    let again = house.store.freeze(&issue("weekly/1", &["b"]), &[], false, later(1)).await.unwrap();
    assert_eq!(again.readers, 2);
    let stored = house.store.issue(&key("weekly/1")).await.unwrap();
    assert_eq!(stored.issue, issue("weekly/1", &["a"]));
}

#[tokio::test]
async fn everyone_is_a_reader_or_excluded_with_a_reason() {
    let house = House::new().await;
    for name in ["ana", "bo", "gone", "full"] {
        house.confirmed("weekly", name).await;
    }
    house.confirmed("daily", "elsewhere").await;
    let source = Source::of("a test");
    let cy = mailbox("cy");
    house.store.subscribe("weekly", &cy, None, State::Pending, &source, now()).await.unwrap();
    house.store.remove(&mailbox("gone"), None, &source, now()).await.unwrap();
    let reason = SuppressionReason::MailboxFull;
    house.store.suppress(&mailbox("full"), reason, None, now()).await.unwrap();
    let totals = house.store.freeze(&issue("weekly/1", &["a"]), &[], false, now()).await.unwrap();
    assert_eq!((totals.candidates, totals.readers), (5, 2));
    let excluded = [Excluded::Pending, Excluded::Unsubscribed, Excluded::Suppressed];
    assert!(excluded.iter().all(|reason| totals.excluded[reason] == 1), "{totals:?}");
    assert!(totals.balance());
    let of = async |name| house.store.delivery_of(&key("weekly/1"), &mailbox(name)).await.unwrap();
    assert_eq!(of("full").await, Err(Some(Excluded::Suppressed)));
    assert_eq!(of("elsewhere").await, Err(None));
    assert_eq!(of("ana").await.unwrap().state, DeliveryState::Queued);
}

#[tokio::test]
async fn an_article_is_in_one_issue_of_a_newsletter() {
    let house = House::with_readers(1).await;
    let second = issue("weekly/2", &["b", "a"]);
    let error = house.store.freeze(&second, &[], false, now()).await.unwrap_err();
    assert!(matches!(&error, StoreError::ArticleTaken { article, .. } if article == "a"));
    let none = house.store.issue(&key("weekly/2")).await.unwrap_err();
    assert!(matches!(none, StoreError::NoIssue(_)), "nothing of it was written");
    house.store.freeze(&issue("daily/1", &["a"]), &[], false, now()).await.unwrap();
}

#[tokio::test]
async fn history_tells_what_was_sent_and_what_was_skipped() {
    let house = House::new().await;
    assert_eq!(house.store.history("weekly").await.unwrap().last_run, None);
    let skipped = ["b".to_owned()];
    house.store.mark_run("weekly", later(-60)).await.unwrap();
    house.store.freeze(&issue("weekly/1", &["a"]), &skipped, false, now()).await.unwrap();
    house.store.skip_articles("weekly", &["a".to_owned(), "c".to_owned()]).await.unwrap();
    let history = house.store.history("weekly").await.unwrap();
    assert_eq!((history.first_run, history.last_run), (Some(later(-60)), Some(now())));
    let articles: Vec<_> =
        history.articles.iter().map(|(id, key)| (&**id, key.as_deref())).collect();
    assert_eq!(articles, [("a", Some("weekly/1")), ("b", None), ("c", None)]);
    assert!(history.keys.contains("weekly/1"));
}

#[tokio::test]
async fn a_drafts_readers_are_chosen_when_it_is_approved() {
    let house = House::new().await;
    house.confirmed("weekly", "ana").await;
    let draft = house.store.freeze(&issue("weekly/1", &["a"]), &[], true, now()).await.unwrap();
    assert_eq!((draft.candidates, house.state().await.0), (0, IssueState::Draft));
    let sender = house.store.sender().unwrap();
    assert!(house.claim(&sender, 5).await.is_empty());
    house.confirmed("weekly", "bo").await;
    let totals = house.store.approve(&key("weekly/1"), later(1)).await.unwrap();
    assert_eq!((totals.readers, house.state().await.0), (2, IssueState::Frozen));
    let again = house.store.approve(&key("weekly/1"), later(2)).await.unwrap_err();
    assert_eq!(again.to_string(), "weekly/1 is frozen: it cannot be approved");
}

#[tokio::test]
async fn an_issue_without_readers_is_finished() {
    let house = House::with_readers(0).await;
    assert_eq!(house.state().await.0, IssueState::Finished);
}

#[tokio::test]
async fn issues_are_listed_the_newest_first_with_their_numbers() {
    let house = House::with_readers(2).await;
    let mut second = issue("weekly/2", &["b", "c"]);
    second.frozen_at = later(60);
    house.store.freeze(&second, &[], false, later(60)).await.unwrap();
    let lines = house.store.issues().await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.key.0.as_str(), line.articles)).collect();
    assert_eq!(told, [("weekly/2", 2), ("weekly/1", 1)]);
    assert_eq!((lines[0].subject.as_str(), lines[0].totals.readers), ("Subject of weekly/2", 2));
}
