//! What a build promises.

use std::path::Path;

use chrono::{DateTime, Utc};
use postrider::build::{self, BuildError, Built};
use postrider::config::Config;

use crate::house::{CONFIG, House, NOW};

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

fn build(house: &House) -> Built {
    build_locked(house, false).unwrap()
}

fn build_locked(house: &House, locked: bool) -> Result<Built, BuildError> {
    let config = Config::load(&house.path("config.toml")).unwrap();
    build::run(&config, now(), locked, &[])
}

#[test]
fn a_second_build_changes_no_byte() {
    let house = House::new(CONFIG).article("mud", "On mud", "Mud is not sand.");
    let first = build(&house);
    assert_eq!(first.findings, Vec::new());
    assert!(first.written.changed.contains(&Path::new("feed.xml").to_owned()));
    let before = (house.tree("public"), house.read("content/postrider.lock"));
    let second = build(&house);
    assert_eq!(second.written.changed.len() + second.written.removed.len(), 0);
    assert_eq!((house.tree("public"), house.read("content/postrider.lock")), before);
}
