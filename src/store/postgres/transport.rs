//! How a database is reached: on this machine as it likes, elsewhere over TLS that is verified.

use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use url::Url;

use crate::store::StoreError;

/// Reads an address.
///
/// A server elsewhere must show a certificate that holds its name, of a CA of the web or of one
/// that `sslrootcert` names, unless the address itself asks for something else with `sslmode`: what
/// crosses the network is the list of readers.
pub(super) fn read(url: &Url) -> Result<PgConnectOptions, StoreError> {
    let options = PgConnectOptions::from_str(url.as_str())?;
    for file in parameters(url, &["sslrootcert", "ssl-root-cert", "ssl-ca"]) {
        check(Path::new(&file))?;
    }
    let says_how = !parameters(url, &["sslmode", "ssl-mode"]).is_empty();
    if says_how || is_here(&options) {
        return Ok(options);
    }
    Ok(options.ssl_mode(PgSslMode::VerifyFull))
}

fn parameters(url: &Url, names: &[&str]) -> Vec<String> {
    let found = url.query_pairs().filter(|(name, _)| names.contains(&name.as_ref()));
    found.map(|(_, value)| value.into_owned()).collect()
}

/// Is the server on this machine?
fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host();
    // RFC 3986 puts an IPv6 address into brackets.
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    options.get_socket().is_some()
        || host.starts_with('/')
        || host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback())
}

/// Sees to it that a file of CA certificates is one, before it is missed in a handshake.
fn check(file: &Path) -> Result<(), StoreError> {
    let fail = |why: String| StoreError::Authority { path: file.to_owned(), why };
    let text = std::fs::read_to_string(file).map_err(|error| fail(error.to_string()))?;
    if text.contains("-----BEGIN CERTIFICATE-----") {
        Ok(())
    } else {
        Err(fail("it holds no certificate in PEM form".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(address: &str) -> String {
        format!("{:?}", read(&address.parse().unwrap()).unwrap().get_ssl_mode())
    }

    #[test]
    fn a_server_elsewhere_must_show_that_it_is_the_one() {
        for address in [
            "postgres://me@db.tidewater.example/letters",
            "postgres://me@db.tidewater.example:6432/letters?application_name=letters",
            "postgres://me@192.0.2.7/letters",
            "postgres://me@[2001:db8::7]/letters",
            "postgres://me@localhost.tidewater.example/letters",
            "postgres://me@localhost/letters?host=db.tidewater.example",
            "postgres://me@localhost/letters?hostaddr=192.0.2.7",
        ] {
            assert_eq!(mode(address), "VerifyFull", "{address}");
        }
    }

    #[test]
    fn a_server_on_this_machine_needs_no_certificate() {
        for address in [
            "postgres://me@localhost/letters",
            "postgres://me@LOCALHOST/letters",
            "postgres://me@127.0.0.1/letters",
            "postgres://me@[::1]/letters",
            "postgres://me@%2Frun%2Fpostgresql/letters",
            "postgres://me@localhost/letters?host=/run/postgresql",
        ] {
            assert_ne!(mode(address), "VerifyFull", "{address}");
        }
    }

    #[test]
    fn what_the_address_asks_for_is_done() {
        let asked = |mode_word: &str| {
            mode(&format!("postgres://me@db.tidewater.example/letters?sslmode={mode_word}"))
        };
        assert_eq!(asked("disable"), "Disable");
        assert_eq!(asked("require"), "Require");
        assert_eq!(mode("postgres://me@localhost/letters?ssl-mode=verify-full"), "VerifyFull");
    }

    #[test]
    fn a_ca_that_cannot_be_read_is_told_before_anything_is_sent() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("ca.pem");
        let address = format!("postgres://me@localhost/letters?sslrootcert={}", file.display());
        let why = || match read(&address.parse().unwrap()) {
            Err(StoreError::Authority { path, why }) if path == file => why,
            other => panic!("{other:?}"),
        };
        assert!(why().contains("No such file"), "{}", why());
        std::fs::write(&file, "-----BEGIN PRIVATE KEY-----").unwrap();
        assert_eq!(why(), "it holds no certificate in PEM form");
    }
}
