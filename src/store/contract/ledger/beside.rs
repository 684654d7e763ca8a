//! Several senders at the same moment.

use std::time::Duration;

use sqlx::{Connection, PgConnection};

use crate::store::contract::house::{House, config};

#[tokio::test]
async fn nobody_is_told_that_none_is_due_while_another_is_still_choosing() {
    let house = House::with_readers(3).await;
    // A file has one writer at a time, and no such moment.
    let Some(server) = config(&house.dir).server else { return };
    let mut other = PgConnection::connect(server.url.as_str()).await.unwrap();
    let mut choosing = other.begin().await.unwrap();
    let all = format!("SELECT id FROM {}.delivery FOR UPDATE", server.schema);
    sqlx::raw_sql(sqlx::AssertSqlSafe(all)).execute(&mut *choosing).await.unwrap();
    let ends_in_nothing = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        choosing.rollback().await.unwrap();
    };
    let sender = house.store.sender().unwrap();
    let (claims, ()) = tokio::join!(house.claim(&sender, 5), ends_in_nothing);
    assert_eq!(claims.len(), 3, "they wait for their turn, and somebody must stay for them");
}
