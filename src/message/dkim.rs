//! DKIM signatures (RFC 6376, RFC 8301, RFC 8463): relaxed/relaxed, made once the bytes are final.

mod canonical;
mod record;

use std::fmt::Write as _;

use aws_lc_rs::digest;

use super::base64;
use crate::token::{Algorithm, SigningKey};
use canonical::Field;

pub use record::{dns_name, dns_record, pem};

/// Fields that a second one must not be added to: named once more than they are there.
const OVERSIGNED: [&str; 7] =
    ["from", "to", "subject", "date", "reply-to", "message-id", "content-type"];
/// Fields that are covered as they are, or as missing.
const COVERED: [&str; 6] = [
    "mime-version",
    "content-transfer-encoding",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
];

const LINE: usize = 76;

/// Chooses the keys for a sender's domain, one for each algorithm, RSA first.
///
/// A key signs for its own domain and those below it, so that the signature is aligned (RFC 7489
/// section 3.1.1). The longest domain wins, then the last in the configuration: a new key is added
/// below the old one.
pub(super) fn keys_for<'a>(keys: &'a [SigningKey], domain: &str) -> Vec<&'a SigningKey> {
    let domain = domain.to_ascii_lowercase();
    let is_aligned = |key: &&SigningKey| {
        let above = domain.strip_suffix(key.domain());
        above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
    };
    [Algorithm::Rsa, Algorithm::Ed25519]
        .iter()
        .filter_map(|algorithm| {
            let fit = keys.iter().filter(|key| key.algorithm() == *algorithm).filter(is_aligned);
            fit.max_by_key(|key| key.domain().len())
        })
        .collect()
}

/// Signs a message with each key and gives the fields to set before it.
///
/// `time` is in seconds since 1970 (`t=`); the same arguments give the same bytes.
pub(super) fn sign(keys: &[&SigningKey], message: &[u8], time: i64) -> Vec<u8> {
    let (fields, body) = canonical::split(message);
    let mut hash = digest::Context::new(&digest::SHA256);
    canonical::body(body, |piece| hash.update(piece));
    let body_hash = base64::encode(hash.finish().as_ref());
    let (names, covered) = cover(&fields);
    let mut out = Vec::new();
    for key in keys {
        let field = unsigned(key, time, &names, &body_hash);
        let mut text = covered.clone();
        canonical::field(&mut text, "dkim-signature", field.as_bytes());
        if let Some(signature) = key.sign(&text) {
            out.extend_from_slice(b"DKIM-Signature:");
            out.extend_from_slice(field.as_bytes());
            fold(&mut out, &base64::encode(&signature));
            out.extend_from_slice(b"\r\n");
        }
    }
    out
}

/// Names the fields a signature covers, and gives them in canonical form, in that order.
fn cover(fields: &[Field<'_>]) -> (Vec<&'static str>, Vec<u8>) {
    let mut names = Vec::new();
    let mut text = Vec::new();
    for (list, once_more) in [(&OVERSIGNED[..], true), (&COVERED[..], false)] {
        for name in list {
            let before = names.len();
            // RFC 6376 section 5.4.2: the last of several comes first.
            for field in fields.iter().rev().filter(|field| field.is(name)) {
                names.push(*name);
                canonical::field(&mut text, name, field.value);
                text.extend_from_slice(b"\r\n");
            }
            if once_more || names.len() == before {
                names.push(name);
            }
        }
    }
    (names, text)
}

/// Writes the value of a signature's field up to `b=`, folded.
fn unsigned(key: &SigningKey, time: i64, names: &[&str], body_hash: &str) -> String {
    let algorithm = match key.algorithm() {
        Algorithm::Rsa => "rsa-sha256",
        Algorithm::Ed25519 => "ed25519-sha256",
    };
    let (domain, selector) = (key.domain(), key.selector());
    let mut out = format!(" v=1; a={algorithm}; c=relaxed/relaxed; d={domain};\r\n");
    let _ = write!(out, " s={selector}; t={time};\r\n h=");
    let mut column = 3;
    for (number, name) in names.iter().enumerate() {
        let end = if number + 1 == names.len() { ';' } else { ':' };
        if column + name.len() + 1 > LINE {
            out.push_str("\r\n ");
            column = 1;
        }
        out.push_str(name);
        out.push(end);
        column += name.len() + 1;
    }
    let _ = write!(out, "\r\n bh={body_hash};\r\n b=");
    out
}

/// Appends the signature, a line of it at a time; the first follows ` b=`.
fn fold(out: &mut Vec<u8>, signature: &str) {
    let mut room = LINE - 3;
    let mut rest = signature.as_bytes();
    while rest.len() > room {
        let (line, more) = rest.split_at(room);
        out.extend_from_slice(line);
        out.extend_from_slice(b"\r\n ");
        (rest, room) = (more, LINE - 1);
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests;
