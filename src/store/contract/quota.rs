//! What any store promises about relays that are being warmed up.

use chrono::Duration;

use super::house::{House, now};
use crate::store::{Full, Quota};

const RELAY: &str = "relay.example:25";
const QUOTA: Quota<'_> = Quota { domain: None, per_hour: None, per_day: None, warm_up: Some(2) };

/// Takes as many as a day after so many allows; gives how many, and why no more.
async fn all_of(house: &House, days: i64, quota: Quota<'_>) -> (u32, Full) {
    let at = now() + Duration::days(days);
    for taken in 0.. {
        if let Err(full) = house.store.take_quota(RELAY, &[quota], at).await.unwrap() {
            return (taken, full);
        }
    }
    unreachable!("it is never full")
}

#[tokio::test]
async fn a_relay_that_is_warmed_up_takes_twice_the_busiest_day_before() {
    let house = House::new().await;
    let (taken, full) = all_of(&house, 0, QUOTA).await;
    assert_eq!((taken, full.most, full.span), (2, 2, "day of its warm-up"));
    assert_eq!(full.until.to_rfc3339(), "2026-11-21T00:00:00+00:00");
    // At that moment the first day's messages still count among those of twenty-four hours.
    let at = full.until;
    assert_eq!(house.store.take_quota(RELAY, &[QUOTA], at).await.unwrap(), Ok(()));
    for (days, most) in [(2, 4), (4, 8), (6, 16), (13, 32)] {
        let (_, full) = all_of(&house, days, QUOTA).await;
        assert_eq!(full.most, most, "day {days}");
    }
    assert_eq!(all_of(&house, 60, QUOTA).await.0, 2, "forgotten, and a stranger again");
}

#[tokio::test]
async fn a_warm_up_ends_where_a_days_limit_is_reached() {
    let house = House::new().await;
    let quota = Quota { per_day: Some(5), ..QUOTA };
    let mut taken = Vec::new();
    for days in [0, 2, 4, 6] {
        let (count, full) = all_of(&house, days, quota).await;
        taken.push((count, full.span));
    }
    let warming = "day of its warm-up";
    assert_eq!(taken, [(2, warming), (4, warming), (5, "day"), (5, "day")]);
}

#[tokio::test]
async fn each_domain_is_warmed_up_by_itself() {
    let house = House::new().await;
    let of = |domain| Quota { domain: Some(domain), ..QUOTA };
    assert_eq!(all_of(&house, 0, of("a.example")).await.0, 2);
    let (taken, full) = all_of(&house, 0, of("b.example")).await;
    assert_eq!((taken, full.domain.as_deref()), (2, Some("b.example")));
}
