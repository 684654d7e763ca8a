//! What any store promises about turns under a limit a second.

use chrono::Duration;

use super::house::{House, now};

const SPAN: Duration = Duration::milliseconds(250);

#[tokio::test]
async fn turns_at_a_relay_are_shared_and_a_restart_does_not_forget_them() {
    let house = House::new().await;
    let other = house.again().await;
    for (number, store) in [&house.store, &other, &house.store].into_iter().enumerate() {
        let turn = store.take_turns("relay.example:25", None, SPAN, now()).await.unwrap();
        assert_eq!(turn, now() + SPAN * i32::try_from(number).unwrap());
    }
    other.close().await;
    let restarted = house.again().await;
    let (relay, late) = ("relay.example:25", now() + Duration::seconds(9));
    let next = restarted.take_turns(relay, None, SPAN, now()).await.unwrap();
    assert_eq!(next, now() + SPAN * 3);
    assert_eq!(restarted.take_turns(relay, None, SPAN, late).await.unwrap(), late, "time passed");
}

#[tokio::test]
async fn each_relay_and_each_domain_has_turns_of_its_own() {
    let house = House::new().await;
    for (relay, domain) in [("a:25", None), ("b:25", None), ("a:25", Some("mail.example"))] {
        let turn = house.store.take_turns(relay, domain, SPAN, now()).await.unwrap();
        assert_eq!(turn, now(), "{relay} {domain:?}");
    }
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_stop_a_relay_for_so_long() {
    let house = House::new().await;
    let hour = Duration::hours(1);
    house.store.take_turns("a:25", None, SPAN, now() + hour).await.unwrap();
    assert_eq!(house.store.take_turns("a:25", None, SPAN, now()).await.unwrap(), now());
}
