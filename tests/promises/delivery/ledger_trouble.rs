//! The relay has answered and the ledger cannot be told: kept until it can, or named aloud.

use postrider::delivery::{self, DeliveryError, End, Unwatched};
use postrider::issue::IssueKey;
use postrider::ledger::DeliveryState;
use postrider::relay::Relay;
use sqlx::{Connection, SqliteConnection};

use crate::house::NOW;
use crate::post::{KEY, Post, house, options, plain, reader};
use crate::smtp_server::SmtpServer;

/// Another program at the same file, which lets nobody write that a message was accepted.
async fn jam(post: &Post) -> SqliteConnection {
    const JAM: &str = "CREATE TRIGGER jam BEFORE UPDATE ON delivery WHEN new.state = 'accepted'
        BEGIN SELECT RAISE(ABORT, 'jammed'); END";
    let file = format!("sqlite:{}", post.house.path(".postrider/postrider.db").display());
    let mut other = SqliteConnection::connect(&file).await.unwrap();
    sqlx::raw_sql(JAM).execute(&mut other).await.unwrap();
    other
}

/// A frozen issue at a server of one connection.
async fn frozen(server: &SmtpServer) -> Post {
    let post = Post::open(house(&format!("{}connections = 1\n", plain(server))), 2).await;
    let nowhere = Relay::at("smtp://127.0.0.1:1", &[], |_| None).unwrap();
    post.publish_at(&nowhere, NOW).await;
    post
}

#[tokio::test]
async fn an_answer_that_cannot_be_written_at_once_is_kept_until_it_can() {
    let server = SmtpServer::kind();
    let post = frozen(&server).await;
    let mut jammed = jam(&post).await;
    let unjam = async {
        // The connection says goodbye only when it has given up writing.
        while !server.said().iter().any(|line| line == "QUIT") {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        sqlx::raw_sql("DROP TRIGGER jam").execute(&mut jammed).await.unwrap();
    };
    let (report, ()) = tokio::join!(post.run(), unjam);
    assert!(matches!(report.end, Some(End::Store(_))), "{report:?}");
    assert_eq!(post.who(DeliveryState::Accepted).await, [reader(0)]);
    let totals = post.totals().await;
    assert_eq!((totals.count(DeliveryState::Queued), server.count()), (1, 1));
    assert_eq!(totals.count(DeliveryState::InDoubt), 0);
}

#[tokio::test]
async fn answers_that_are_never_written_end_the_run_with_the_readers_named() {
    let server = SmtpServer::kind();
    let post = frozen(&server).await;
    let mut jammed = jam(&post).await;
    let (key, relay) = (IssueKey(KEY.to_owned()), post.relay());
    let (keys, options) = (post.keyring(), options(NOW));
    let ended = delivery::run(&post.store, &key, &relay, &keys, &options, &Unwatched).await;
    let Err(DeliveryError::Unrecorded { answers, error }) = ended else { panic!("{ended:?}") };
    assert_eq!(answers.len(), 1);
    assert_eq!((&*answers[0].reader, &*answers[0].words), ("r…@mail0.example", "250 2.0.0 queued"));
    assert!(answers[0].accepted && error.to_string().contains("the store failed"), "{error}");
    // Never twice: whoever looks later finds the reader in doubt, not waiting.
    sqlx::raw_sql("DROP TRIGGER jam").execute(&mut jammed).await.unwrap();
    post.run().await;
    assert_eq!(post.who(DeliveryState::InDoubt).await, [reader(0)]);
    assert_eq!(server.recipients(), [reader(0), reader(1)]);
}
