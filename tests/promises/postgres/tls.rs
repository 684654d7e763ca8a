//! A database elsewhere: its certificate is verified, or nothing of the list crosses the network.

use crate::house::{House, Said, config_with_newsletter};
use crate::postgres_server::PostgresServer;
use crate::smtp_server::certificate::Identity;

/// This machine under an address that is not known to be it.
const ELSEWHERE: &str = "0.0.0.0";

/// Asks the store for its issues, over an address with these parameters.
fn issues(server: &PostgresServer, host: &str, parameters: &str, ca: &str) -> Said {
    let url = server.url().replace("localhost", host) + parameters;
    let house = House::new(&format!("{}\n[store]\nurl = {url:?}\n", config_with_newsletter(25)));
    house.write("ca.pem", ca).run(&["issues"])
}

#[track_caller]
fn is_refused(said: &Said, why: &str) {
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("there is no safe connection to the database server"), "{said:?}");
    assert!(said.err.contains(why), "{said:?}");
    assert!(said.err.contains("`sslrootcert=FILE`"), "{said:?}");
}

#[test]
fn a_database_elsewhere_is_spoken_to_only_once_its_certificate_is_verified() {
    let identity = Identity::of(&[ELSEWHERE]);
    let (certificate, key) = (identity.leaf.pem(), identity.key.serialize_pem());
    let Some(server) = PostgresServer::start_on_tcp(Some((&certificate, &key))) else { return };
    let ca = &identity.authority;
    issues(&server, ELSEWHERE, "?sslrootcert=ca.pem", ca).fine();

    is_refused(&issues(&server, ELSEWHERE, "", ca), "UnknownIssuer");
    let stranger = Identity::of(&[ELSEWHERE]).authority;
    is_refused(&issues(&server, ELSEWHERE, "?sslrootcert=ca.pem", &stranger), "peer certificate");
    let other_name = "?sslmode=verify-full&sslrootcert=ca.pem";
    is_refused(&issues(&server, "127.0.0.1", other_name, ca), "not valid for name");

    // The server would take anybody in the clear, and here that is asked for.
    issues(&server, ELSEWHERE, "?sslmode=disable", ca).fine();
}

#[test]
fn a_database_elsewhere_without_tls_is_spoken_to_only_where_the_address_says_so() {
    let Some(server) = PostgresServer::start_on_tcp(None) else { return };
    is_refused(&issues(&server, ELSEWHERE, "", ""), "server does not support TLS");
    issues(&server, ELSEWHERE, "?sslmode=disable", "").fine();
    issues(&server, "localhost", "", "").fine();
}

#[test]
fn a_ca_file_that_is_not_there_is_named() {
    let Some(server) = PostgresServer::start_on_tcp(None) else { return };
    let said = issues(&server, ELSEWHERE, "?sslrootcert=no-such-ca.pem", "");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.err.contains("no-such-ca.pem, which `sslrootcert` in"), "{said:?}");
}
