//! What the embedded store promises about its file.

use super::house::{House, file_config as config, issue, key, now};
use crate::config::{self, Durability};
use crate::store::{Store, StoreError, sql};

async fn open_file(content: &[u8]) -> (tempfile::TempDir, StoreError) {
    let dir = tempfile::tempdir().unwrap();
    let config = config(&dir);
    std::fs::create_dir_all(config.path.parent().unwrap()).unwrap();
    std::fs::write(&config.path, content).unwrap();
    let error = Store::open(&config).await.unwrap_err();
    (dir, error)
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::with_readers(1).await;
    let _sender = house.store.sender().unwrap();
    let dir = house.dir.path().join(".postrider");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    for entry in std::fs::read_dir(&dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

#[tokio::test]
async fn a_file_of_something_else_is_left_alone() {
    let content = b"Dear diary, this is no database but a text long enough to be taken for one.";
    let (dir, error) = open_file(&content.repeat(20)).await;
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
    assert_eq!(std::fs::read(config(&dir).path).unwrap(), content.repeat(20));
}

#[tokio::test]
async fn a_damaged_store_is_told_as_such() {
    let house = House::with_readers(50).await;
    let House { dir, store } = house;
    store.close().await;
    let path = config(&dir).path;
    let mut octets = std::fs::read(&path).unwrap();
    octets[4096..].iter_mut().for_each(|octet| *octet = 0x5a);
    std::fs::write(&path, octets).unwrap();
    let error = match Store::open(&config(&dir)).await {
        Err(error) => error,
        Ok(store) => store.issues().await.unwrap_err(),
    };
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("taken"), "a file, no folder").unwrap();
    let path = dir.path().join("taken/postrider.db");
    let config = config::Store { path, durability: Durability::Power, server: None };
    let error = Store::open(&config).await.unwrap_err();
    assert!(error.to_string().contains("taken/postrider.db"), "{error}");
    assert!(error.hint().is_some());
}

#[tokio::test]
async fn a_full_disk_is_told_as_such_and_nothing_is_half_written() {
    let house = House::with_readers(1).await;
    house.store.fill_disk_for_tests().await;
    let long = "x".repeat(4_000_000);
    let mut second = issue("weekly/2", &["b"]);
    second.edition.html = long;
    let error = house.store.freeze(&second, &[], false, now()).await.unwrap_err();
    assert!(matches!(error, StoreError::DiskFull(_)), "{error:?}");
    assert!(error.hint().unwrap().contains("make room"));
    assert!(matches!(house.store.issue(&key("weekly/2")).await, Err(StoreError::NoIssue(_))));
}

#[tokio::test]
async fn a_commit_outlives_what_was_asked_for() {
    for (durability, synchronous) in [(Durability::Power, 2), (Durability::Process, 1)] {
        let dir = tempfile::tempdir().unwrap();
        let config = config::Store { durability, ..config(&dir) };
        let store = Store::open(&config).await.unwrap();
        assert_eq!(store.synchronous_for_tests().await, synchronous, "{durability:?}");
    }
}

#[tokio::test]
async fn a_word_that_is_no_state_is_refused_by_the_store_itself() {
    let house = House::with_readers(1).await;
    for slip in ["UPDATE delivery SET state = 'sent'", "UPDATE issue SET state = 'done'"] {
        let mut tx = house.store.writer.begin_write().await.unwrap();
        assert!(sql::query(slip).execute(&mut tx).await.is_err(), "{slip}");
    }
}
