//! Keyed tokens and Message-IDs: opaque, the same every time, checked in constant time.
//!
//! The keys are in `.postrider/secret`, one to a line, oldest first. The newest signs tokens; all
//! of them verify, so that a link in an old mail works for ever. Nothing else is needed to read a
//! token: the links of people who were erased verify too.

mod base32;
mod file;
mod signing;

use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::{constant_time, hmac};

pub use file::KeyringError;
pub use signing::{Algorithm, SigningKey, SigningKeyError};

/// How many octets of a MAC a token holds.
const MAC: usize = 16;
/// How many octets a key has.
const KEY: usize = 32;

/// The publication's secret keys, oldest first; never empty.
#[derive(Clone)]
pub struct Keyring {
    oldest: hmac::Key,
    later: Vec<hmac::Key>,
    signing: Arc<[SigningKey]>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keyring({} keys, {:?})", self.later.len() + 1, self.signing)
    }
}

impl Keyring {
    /// Reads the keys in `dir`, or creates the first from the system's randomness.
    ///
    /// The folder is given mode 0700 when it is made, the file 0600. Two processes that start at
    /// once end with the same key.
    ///
    /// # Errors
    /// When the file cannot be read or made, or holds something other than keys.
    pub fn open_or_create(dir: &Path) -> Result<Self, KeyringError> {
        file::open_or_create(dir)
    }

    /// Is there a file with keys in `dir`?
    #[must_use]
    pub fn is_there(dir: &Path) -> bool {
        dir.join(file::NAME).exists()
    }

    /// Makes a keyring of given keys, oldest first; for tests and for proofs that are not sent.
    #[must_use]
    pub fn of_keys(oldest: [u8; KEY], later: &[[u8; KEY]]) -> Self {
        let key = |octets: &[u8; KEY]| hmac::Key::new(hmac::HMAC_SHA256, octets);
        Self {
            oldest: key(&oldest),
            later: later.iter().map(key).collect(),
            signing: Arc::default(),
        }
    }

    /// Adds the keys that sign mail, in the order of the configuration.
    #[must_use]
    pub fn with_signing(self, keys: Vec<SigningKey>) -> Self {
        Self { signing: keys.into(), ..self }
    }

    /// Gives the keys that sign mail.
    #[must_use]
    pub fn signing(&self) -> &[SigningKey] {
        &self.signing
    }

    /// Gives a subscriber's token for leaving a newsletter: lower-case base32, 39 characters.
    #[must_use]
    pub fn unsubscribe_token(&self, subscriber: impl Into<i64>, newsletter: &str) -> String {
        let newest = self.later.last().unwrap_or(&self.oldest);
        base32::encode(&seal(newest, "unsubscribe", newsletter, subscriber.into()))
    }

    /// Reads a token made by [`Keyring::unsubscribe_token`] with any of the keys.
    ///
    /// Case does not matter, since mail programs change it in subjects.
    #[must_use]
    pub fn read_unsubscribe<T: From<i64>>(&self, newsletter: &str, token: &str) -> Option<T> {
        let octets = base32::decode(token.trim())?;
        let keys = self.later.iter().rev().chain([&self.oldest]);
        keys.filter_map(|key| unseal(key, "unsubscribe", newsletter, &octets)).map(T::from).next()
    }

    /// Gives the part before the `@` of the Message-ID of an issue for one subscriber.
    ///
    /// It is made with the oldest key, so that it stays the same when a key is added between two
    /// attempts.
    #[must_use]
    pub fn message_id(&self, issue: impl AsRef<str>, subscriber: impl Into<i64>) -> String {
        base32::encode(&mac(&self.oldest, "message-id", issue.as_ref(), subscriber.into()))
    }
}

/// Computes a MAC over a purpose, a name and a number, none of which can pass for another.
fn mac(key: &hmac::Key, purpose: &str, name: &str, number: i64) -> [u8; MAC] {
    let mut context = hmac::Context::with_key(key);
    for part in [purpose, name] {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part.as_bytes());
    }
    context.update(&number.to_be_bytes());
    first(&context.sign())
}

fn first<const N: usize>(tag: &hmac::Tag) -> [u8; N] {
    let mut octets = [0; N];
    for (to, from) in octets.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    octets
}

/// Hides a number behind its own MAC, which serves as the nonce of its encryption: the same
/// number gives the same token, and a token shows neither the number nor how large it is.
fn seal(key: &hmac::Key, purpose: &str, name: &str, number: i64) -> Vec<u8> {
    let mac = mac(key, purpose, name, number);
    let hidden = number ^ pad(key, &mac);
    [&mac[..], &hidden.to_be_bytes()].concat()
}

fn unseal(key: &hmac::Key, purpose: &str, name: &str, octets: &[u8]) -> Option<i64> {
    let (given, hidden) = octets.split_at_checked(MAC)?;
    let hidden = i64::from_be_bytes(hidden.try_into().ok()?);
    let number = hidden ^ pad(key, given);
    let right = mac(key, purpose, name, number);
    constant_time::verify_slices_are_equal(given, &right).is_ok().then_some(number)
}

fn pad(key: &hmac::Key, nonce: &[u8]) -> i64 {
    i64::from_be_bytes(first(&hmac::sign(key, &[b"pad", nonce].concat())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keyring() -> Keyring {
        Keyring::of_keys([1; KEY], &[])
    }

    #[test]
    fn a_token_gives_back_its_subscriber() {
        for id in [0, 1, 77, i64::MAX] {
            let token = keyring().unsubscribe_token(id, "weekly");
            assert_eq!(token.len(), 39);
            assert_eq!(keyring().read_unsubscribe("weekly", &token), Some(id));
            assert_eq!(keyring().read_unsubscribe("weekly", &token.to_uppercase()), Some(id));
        }
    }

    #[test]
    fn a_token_of_another_newsletter_or_key_is_refused() {
        let token = keyring().unsubscribe_token(7, "weekly");
        assert_eq!(keyring().read_unsubscribe::<i64>("daily", &token), None);
        let other = Keyring::of_keys([2; KEY], &[]);
        assert_eq!(other.read_unsubscribe::<i64>("weekly", &token), None);
    }

    #[test]
    fn a_token_with_any_character_changed_is_refused() {
        let token = keyring().unsubscribe_token(7, "weekly");
        for at in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[at] = if forged[at] == b'a' { b'b' } else { b'a' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(keyring().read_unsubscribe::<i64>("weekly", &forged), None, "{at}");
        }
        for text in ["", "a", "ä", &token[1..], &format!("{token}a"), &"a".repeat(10_000)] {
            assert_eq!(keyring().read_unsubscribe::<i64>("weekly", text), None, "{text}");
        }
    }

    #[test]
    fn tokens_do_not_show_how_many_subscribers_there_are() {
        let [one, two] = [1, 2].map(|id| keyring().unsubscribe_token(id, "weekly"));
        let alike = one.chars().zip(two.chars()).filter(|(a, b)| a == b).count();
        assert!(alike < 10, "{one} {two}");
    }

    #[test]
    fn a_new_key_signs_and_the_old_ones_still_verify() {
        let old = keyring().unsubscribe_token(7, "weekly");
        let rotated = Keyring::of_keys([1; KEY], &[[2; KEY], [3; KEY]]);
        let new = rotated.unsubscribe_token(7, "weekly");
        assert_ne!(old, new);
        assert_eq!(rotated.read_unsubscribe("weekly", &old), Some(7_i64));
        assert_eq!(rotated.read_unsubscribe("weekly", &new), Some(7_i64));
        assert_eq!(keyring().message_id("weekly/1", 7), rotated.message_id("weekly/1", 7));
    }

    #[test]
    fn a_message_id_differs_by_issue_and_by_subscriber() {
        let id = keyring().message_id("weekly/2026-W47", 7);
        assert_ne!(id, keyring().message_id("weekly/2026-W48", 7));
        assert_ne!(id, keyring().message_id("weekly/2026-W47", 8));
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric()), "{id}");
    }
}
