//! A dry run: the very same bytes, in files, and no trace anywhere else.

use std::collections::BTreeMap;
use std::path::Path;

use postrider::address::Address;
use postrider::delivery::{self, Class, Desk};
use postrider::relay::{Pictures, Relay};
use postrider::store::Store;
use postrider::template::Templates;

use crate::house::NOW;
use crate::post::{KEY, Post, at, ends, reader, report};
use crate::smtp_server::SmtpServer;

/// Gives every message that goes over SMTP, by the reader it is for, after a dry run.
async fn dry_then_sent(path: &str) -> (Post, Vec<(String, Vec<u8>)>, BTreeMap<String, Vec<u8>>) {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 5).await;
    let relay = Relay::dry(&post.house.path(path), Pictures::default()).unwrap();
    ends(&report(post.publish_at(&relay, NOW).await), Class::Done);
    assert_eq!(server.connections(), 0);
    let files = post.house.tree(path);
    ends(&post.send().await, Class::Done);
    let sent = server.taken().into_iter().map(|message| (message.to, message.bytes)).collect();
    (post, files, sent)
}

fn of_kind(files: &[(String, Vec<u8>)], start: &str, end: &str) -> Vec<Vec<u8>> {
    let fit = |name: &str| name.starts_with(start) && name.ends_with(end);
    files.iter().filter(|(name, _)| fit(name)).map(|(_, bytes)| bytes.clone()).collect()
}

#[tokio::test]
async fn eml_files_hold_the_very_bytes_that_a_relay_gets() {
    let (_post, files, sent) = dry_then_sent("outbox").await;
    let written = of_kind(&files, "weekly-2026-W47/", ".eml");
    assert!(written == sent.into_values().collect::<Vec<_>>(), "{} files", written.len());
    let index = String::from_utf8(of_kind(&files, "index", ".html").remove(0)).unwrap();
    for (name, _) in files.iter().filter(|(name, _)| name.contains('/')) {
        assert!(index.contains(name), "{name} is not in the index");
        assert!(!name.contains("reader0"), "{name} shows an address");
    }
}

#[tokio::test]
async fn an_mbox_holds_the_same_messages_once_its_quoting_is_undone() {
    let (post, _, sent) = dry_then_sent("letters.mbox").await;
    let text = post.house.read("letters.mbox");
    let messages = text.split("From postrider-dry-run").skip(1).map(|part| {
        let (_, message) = part.split_once('\n').unwrap();
        let message = message.strip_suffix('\n').unwrap();
        let unquoted = message.lines().map(|line| {
            let quoted = line.trim_start_matches('>').starts_with("From ") && line.starts_with('>');
            if quoted { &line[1..] } else { line }
        });
        unquoted.flat_map(|line| [line, "\r\n"]).collect::<String>().into_bytes()
    });
    assert!(messages.eq(sent.into_values()));
}

#[tokio::test]
async fn a_maildir_holds_the_same_messages_in_new() {
    let (_post, files, sent) = dry_then_sent("letters.maildir").await;
    assert!(of_kind(&files, "new/", "") == sent.into_values().collect::<Vec<_>>());
    assert!(of_kind(&files, "tmp/", "").is_empty());
}

#[tokio::test]
async fn a_dry_run_leaves_no_trace_in_the_ledger() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 5).await;
    let before = everything(&post.store).await;
    let relay = Relay::dry(&post.house.path("outbox"), Pictures::default()).unwrap();
    post.publish_at(&relay, NOW).await;
    assert_eq!(everything(&post.store).await, before);
    assert!(post.store.history("weekly").await.unwrap().last_run.is_none());
}

/// All the store says of issues and people.
async fn everything(store: &Store) -> String {
    let issues = store.issues().await.unwrap();
    let people = store.list(None, postrider::subscriber::SubscriberId(0), 1000).await.unwrap();
    format!("{issues:?} {people:?} {:?}", store.history("weekly").await.unwrap())
}

#[tokio::test]
async fn a_second_dry_run_replaces_the_first_and_nothing_else() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 2).await;
    post.house.put("outbox/mine.txt", "mine");
    for _ in 0..2 {
        let relay = Relay::dry(&post.house.path("outbox"), Pictures::default()).unwrap();
        post.publish_at(&relay, NOW).await;
    }
    let first = names(&post, "outbox");
    assert_eq!(first.iter().filter(|name| name.contains(".eml")).count(), 2, "{first:?}");
    post.send().await;
    // Nothing is due any more: the messages of before are gone.
    let relay = Relay::dry(&post.house.path("outbox"), Pictures::default()).unwrap();
    post.publish_at(&relay, NOW).await;
    assert_eq!(names(&post, "outbox"), [".postrider-outbox", "index.html", "mine.txt"]);
}

fn names(post: &Post, below: &str) -> Vec<String> {
    post.house.tree(below).into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn a_proof_goes_to_one_address_and_leaves_no_trace() {
    let server = SmtpServer::kind();
    let post = Post::at(&server, 3).await;
    let before = everything(&post.store).await;
    let config = postrider::config::Config::load(&post.house.path("config.toml")).unwrap();
    let publication = postrider::publication::read(&config, at(NOW)).unwrap().publication;
    let templates = Templates::load(Path::new("none")).unwrap();
    let desk = Desk { config: &config, publication: &publication, templates: &templates };
    let scratch = post.store.scratch_copy().await.unwrap();
    let newsletter = config.newsletter("weekly").unwrap();
    let plan = delivery::plan(&desk, &scratch, newsletter, at(NOW)).await.unwrap();
    assert_eq!((plan.key.0.as_str(), plan.readers), (KEY, 3));
    let issue = plan.issue.unwrap();
    let to = Address::parse("editor@tidewater.example").unwrap();
    let keyring = post.keyring();
    delivery::proof(&issue, &post.relay(), &keyring, &to, at(NOW)).await.unwrap();
    assert_eq!(server.recipients(), ["editor@tidewater.example"]);
    assert_eq!(everything(&post.store).await, before);
    assert_ne!(reader(0), "editor@tidewater.example");
}
