use aws_lc_rs::signature::{ED25519, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use mail_parser::decoders::base64::base64_decode;

use super::*;

const MESSAGE: &[u8] = b"From: Tidewater <hello@tidewater.example>\r\nTo: ana@reader.example\r\n\
    Subject: Low\r\n  water\r\nDate: Fri, 20 Nov 2026 09:00:00 +0000\r\n\r\nHi.\r\n\r\n\
    We lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

fn key(algorithm: Algorithm, domain: &str, selector: &str) -> SigningKey {
    let der = SigningKey::generate(algorithm).unwrap();
    SigningKey::from_pem(domain, selector, &pem(&der)).unwrap()
}

fn signed(keys: &[&SigningKey]) -> String {
    String::from_utf8(sign(keys, MESSAGE, 1_795_251_600)).unwrap()
}

/// Gives a tag of a signature's field, its folds undone.
fn tag(field: &str, name: &str) -> String {
    let value = field.split(';').find_map(|tag| tag.trim().strip_prefix(name)?.strip_prefix('='));
    value.unwrap().split_whitespace().collect()
}

#[test]
fn the_body_hash_is_that_of_the_standards_example() {
    // RFC 8463 appendix A: the same body.
    let field = signed(&[&key(Algorithm::Ed25519, "tidewater.example", "one")]);
    assert_eq!(tag(&field, "bh"), "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
}

#[test]
fn both_signatures_verify_with_what_stands_in_the_dns() {
    for algorithm in [Algorithm::Rsa, Algorithm::Ed25519] {
        let key = key(algorithm, "tidewater.example", "one");
        let field = signed(&[&key]);
        let (before, signature) = field.rsplit_once(" b=").unwrap();
        let value = before.strip_prefix("DKIM-Signature:").unwrap().split_whitespace();
        let unsigned = format!("dkim-signature:{} b=", value.collect::<Vec<_>>().join(" "));
        let covered = "from:Tidewater <hello@tidewater.example>\r\nto:ana@reader.example\r\n\
            subject:Low water\r\ndate:Fri, 20 Nov 2026 09:00:00 +0000\r\n";
        let text = format!("{covered}{unsigned}");
        let folded: String = signature.split_whitespace().collect();
        let octets = base64_decode(folded.as_bytes()).unwrap();
        let record = dns_record(&key);
        let public = base64_decode(record.rsplit_once("p=").unwrap().1.as_bytes()).unwrap();
        let right = match algorithm {
            Algorithm::Rsa => {
                assert!(record.starts_with("v=DKIM1; k=rsa; p=MIIB"), "{record}");
                let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public);
                key.verify(text.as_bytes(), &octets)
            }
            Algorithm::Ed25519 => {
                assert_eq!(public.len(), 32);
                let hash = digest::digest(&digest::SHA256, text.as_bytes());
                UnparsedPublicKey::new(&ED25519, public).verify(hash.as_ref(), &octets)
            }
        };
        assert!(right.is_ok(), "{algorithm:?} {field}");
    }
}

#[test]
fn a_second_subject_or_sender_cannot_be_added() {
    let field = signed(&[&key(Algorithm::Ed25519, "tidewater.example", "one")]);
    let names = tag(&field, "h");
    for name in ["from", "to", "subject", "date"] {
        assert_eq!(names.split(':').filter(|one| *one == name).count(), 2, "{names}");
    }
    // What is not there must not be added either.
    for name in ["reply-to", "message-id", "content-type", "list-unsubscribe"] {
        assert_eq!(names.split(':').filter(|one| *one == name).count(), 1, "{names}");
    }
}

#[test]
fn the_same_message_is_signed_the_same_twice_and_folded() {
    let keys = [Algorithm::Rsa, Algorithm::Ed25519].map(|one| key(one, "tidewater.example", "one"));
    let keys: Vec<&SigningKey> = keys.iter().collect();
    assert_eq!(signed(&keys), signed(&keys));
    assert_eq!(signed(&keys).matches("DKIM-Signature:").count(), 2);
    assert!(signed(&keys).split("\r\n").all(|line| line.len() <= 78), "{}", signed(&keys));
}

#[test]
fn the_key_of_the_senders_domain_signs_and_a_new_one_takes_over() {
    let old = key(Algorithm::Ed25519, "tidewater.example", "old");
    let new = key(Algorithm::Ed25519, "Tidewater.example", "new");
    let far = key(Algorithm::Ed25519, "water.example", "far");
    let keys = [old, new, far];
    let chosen = |domain| keys_for(&keys, domain).iter().map(|k| k.selector()).collect::<Vec<_>>();
    assert_eq!(chosen("tidewater.example"), ["new"]);
    assert_eq!(chosen("news.TIDEWATER.example"), ["new"]);
    assert_eq!(chosen("other.example"), [""; 0]);
}

#[test]
fn a_text_that_is_no_key_is_told_apart() {
    use crate::token::SigningKeyError;
    let read = |pem: &str| SigningKey::from_pem("a.example", "s", pem).unwrap_err();
    assert_eq!(read("hello"), SigningKeyError::NoPem);
    assert_eq!(read(&pem(b"hello")), SigningKeyError::OtherKind);
}
