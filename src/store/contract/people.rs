//! What the store promises to people who joined or left.

use super::house::{House, later, mailbox, now};
use crate::ledger::SuppressionReason;
use crate::store::Imported;
use crate::subscriber::{Row, Source, Standing, State, SubscriberId};

fn row(name: &str, standing: Standing) -> Row {
    Row { address: mailbox(name), name: None, standing }
}

impl House {
    async fn take_in(&self, rows: &[(&str, Standing)]) -> Imported {
        let rows: Vec<Row> = rows.iter().map(|(name, standing)| row(name, *standing)).collect();
        let source = Source::of("readers.csv");
        self.store.take_in("weekly", rows, &source, later(1)).await.unwrap()
    }

    async fn standing(&self, name: &str) -> Option<State> {
        let all = self.store.list(Some("weekly"), SubscriberId(0), 1000).await.unwrap();
        let found = all.into_iter().find(|(person, _)| person.address.key() == mailbox(name).key());
        found.map(|(_, states)| states[0].1)
    }
}

#[tokio::test]
async fn an_import_adds_people_and_says_how_many() {
    let house = House::new().await;
    let rows = [
        ("ana", Standing::Confirmed),
        ("bo", Standing::Pending),
        ("ana", Standing::Confirmed),
        ("cy", Standing::Unsubscribed),
    ];
    let imported = house.take_in(&rows).await;
    let expected = Imported {
        rows: 4,
        people: 3,
        added: 2,
        added_out: 1,
        duplicates: 1,
        ..Imported::default()
    };
    assert_eq!(imported, expected);
    assert_eq!(house.standing("ana").await, Some(State::Confirmed));
    assert_eq!(house.standing("bo").await, Some(State::Pending));
    assert_eq!(house.standing("cy").await, Some(State::Unsubscribed));
    let again = house.take_in(&rows).await;
    assert_eq!((again.added, again.moved, again.duplicates), (0, 0, 1));
    assert_eq!((again.unchanged, again.kept_out), (2, 1));
}

#[tokio::test]
async fn an_import_only_ever_moves_a_person_towards_less() {
    let all = Standing::ALL;
    for first in all {
        for second in all {
            let house = House::new().await;
            house.take_in(&[("ana", *first)]).await;
            house.take_in(&[("ana", *second)]).await;
            let expected = match first.max(second) {
                Standing::Confirmed => State::Confirmed,
                Standing::Pending => State::Pending,
                _ => State::Suppressed,
            };
            let found = match house.standing("ana").await.unwrap() {
                // Both keep the person out; which of them shows does not matter here.
                State::Unsubscribed => State::Suppressed,
                state => state,
            };
            assert_eq!(found, expected, "{first}, then {second}");
        }
    }
}

#[tokio::test]
async fn nobody_who_left_is_brought_back_by_an_import() {
    let house = House::new().await;
    let ana = house.confirmed("weekly", "ana").await;
    let source = Source::of("the unsubscribe page");
    assert!(house.store.unsubscribe("weekly", ana, &source, now()).await.unwrap());
    let imported = house.take_in(&[("ana", Standing::Confirmed)]).await;
    assert_eq!((imported.kept_out, imported.added), (1, 0));
    assert_eq!(house.standing("ana").await, Some(State::Unsubscribed));
}

#[tokio::test]
async fn who_was_removed_is_brought_back_to_no_newsletter_but_may_come_back() {
    let house = House::new().await;
    house.confirmed("daily", "ana").await;
    let source = Source::of("subscribers remove");
    house.store.remove(&mailbox("ana"), None, &source, now()).await.unwrap();
    house.take_in(&[("ana", Standing::Confirmed)]).await;
    assert_eq!(house.standing("ana").await, Some(State::Unsubscribed));
    house.confirmed("weekly", "ana").await;
    assert_eq!(house.standing("ana").await, Some(State::Confirmed));
    let person = house.store.person(&mailbox("ana")).await.unwrap().unwrap();
    let daily = ("daily".to_owned(), State::Unsubscribed);
    assert!(
        person.subscriptions.iter().any(|(name, state, _)| (name, state) == (&daily.0, &daily.1))
    );
}

#[tokio::test]
async fn a_suppressed_address_stays_suppressed_when_it_is_added_again() {
    let house = House::new().await;
    let complaint = SuppressionReason::Complaint;
    house.store.suppress(&mailbox("ana"), complaint, Some("a report"), now()).await.unwrap();
    let lesser = SuppressionReason::Bounce;
    house.store.suppress(&mailbox("ana"), lesser, None, later(1)).await.unwrap();
    let source = Source::of("subscribers add");
    let ana = mailbox("ANA");
    let joined = house.store.subscribe("weekly", &ana, None, State::Confirmed, &source, now());
    let joined = joined.await.unwrap();
    assert_eq!((joined.is, joined.suppressed), (State::Suppressed, Some(complaint)));
    assert!(house.store.lift_suppression(&mailbox("ana")).await.unwrap());
    house.confirmed("weekly", "ana").await;
    assert_eq!(house.standing("ana").await, Some(State::Confirmed));
}

#[tokio::test]
async fn two_spellings_of_one_mailbox_are_one_person() {
    let house = House::new().await;
    let ana = house.confirmed("weekly", "ana").await;
    assert_eq!(house.confirmed("weekly", "Ana").await, ana);
}

#[tokio::test]
async fn leaving_again_or_as_nobody_is_no_error() {
    let house = House::new().await;
    let ana = house.confirmed("weekly", "ana").await;
    let source = Source::of("one click");
    assert!(house.store.unsubscribe("weekly", ana, &source, now()).await.unwrap());
    assert!(!house.store.unsubscribe("weekly", ana, &source, now()).await.unwrap());
    let nobody = SubscriberId(77);
    assert!(!house.store.unsubscribe("weekly", nobody, &source, now()).await.unwrap());
}

#[tokio::test]
async fn proof_of_consent_is_kept_with_time_place_and_wording() {
    let house = House::new().await;
    let wording = Some("Yes, send me the weekly".to_owned());
    let form = Source { from: "https://tidewater.example/subscribe".to_owned(), wording };
    for (state, at) in [(State::Pending, now()), (State::Confirmed, later(5))] {
        let ana = mailbox("ana");
        house.store.subscribe("weekly", &ana, Some("Ana"), state, &form, at).await.unwrap();
    }
    let person = house.store.person(&mailbox("ana")).await.unwrap().unwrap();
    let weekly = || "weekly".to_owned();
    assert_eq!(
        person.consents,
        [
            (now(), weekly(), State::Pending, form.clone()),
            (later(5), weekly(), State::Confirmed, form.clone())
        ]
    );
    assert_eq!(person.subscriber.name.as_deref(), Some("Ana"));
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page_without_gaps() {
    let house = House::new().await;
    let names: Vec<String> = (0..25).map(|number| format!("reader{number}")).collect();
    let rows: Vec<_> = names.iter().map(|name| (name.as_str(), Standing::Confirmed)).collect();
    house.take_in(&rows).await;
    let (mut seen, mut last) = (Vec::new(), SubscriberId(0));
    loop {
        let page = house.store.list(None, last, 10).await.unwrap();
        let Some((end, _)) = page.last() else { break };
        last = end.id;
        seen.extend(page.into_iter().map(|(person, _)| person.address.local().to_owned()));
    }
    assert_eq!(seen, names);
}
