//! What stands in the DNS, and in the file, for a key.

use crate::message::base64;
use crate::token::{Algorithm, SigningKey};

/// Gives the name of a key's TXT record (RFC 6376 section 3.6.2.1).
#[must_use]
pub fn dns_name(key: &SigningKey) -> String {
    format!("{}._domainkey.{}", key.selector(), key.domain())
}

/// Gives the text of a key's TXT record (RFC 6376 section 3.6.1, RFC 8463 section 4).
#[must_use]
pub fn dns_record(key: &SigningKey) -> String {
    let kind = match key.algorithm() {
        Algorithm::Rsa => "rsa",
        Algorithm::Ed25519 => "ed25519",
    };
    format!("v=DKIM1; k={kind}; p={}", base64::encode(&key.public()))
}

/// Writes a private key in PEM form (RFC 7468 section 10).
#[must_use]
pub fn pem(pkcs8: &[u8]) -> String {
    let text = base64::encode(pkcs8);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .filter_map(|at| text.get(at..text.len().min(at + 64)))
        .collect();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"))
}
