//! The same promises, kept by a PostgreSQL server.

#[path = "../../../tests/promises/postgres_server.rs"]
mod postgres_server;

use postgres_server::PostgresServer;

/// Runs this very program again, with all stores on a server.
#[test]
fn what_the_embedded_store_promises_a_server_keeps_too() {
    if std::env::var_os("POSTRIDER_TEST_STORE").is_some() {
        return;
    }
    let Some(server) = PostgresServer::start() else { return };
    let own_file = ["--skip", "contract::opening", "--skip", "contract::postgres"];
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .arg("store::contract")
        .args(own_file)
        .env("POSTRIDER_TEST_STORE", server.url())
        // A server takes longer over each order of events.
        .env("PROPTEST_CASES", std::env::var("PROPTEST_CASES").unwrap_or("12".to_owned()))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    assert!(said.contains("contract::people::"), "nothing ran: {said}");
}
