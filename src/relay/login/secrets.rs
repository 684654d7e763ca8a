//! What proves a login, kept out of what a relay says: some repeat the line they refuse.

use super::super::failure::{Failure, Trouble};
use crate::message::base64;

/// What stands where a secret stood.
const MASK: &str = "[secret]";
/// A piece of a secret so long is no accident: relays cut short what they repeat.
const PIECE: usize = 8;
/// A secret shorter than this is looked for as a word, not inside of others.
const SHORT: usize = 4;

/// The forms in which a password or a token crosses the wire.
#[derive(Default)]
pub(in crate::relay) struct Secrets(Vec<Vec<char>>);

impl Secrets {
    /// Knows a secret as it is, and as AUTH PLAIN, LOGIN and XOAUTH2 say it.
    pub(super) fn of(user: &str, secret: &str) -> Self {
        let plain = format!("\0{user}\0{secret}");
        let bearer = format!("user={user}\x01auth=Bearer {secret}\x01\x01");
        let said = [secret, &plain, &bearer].map(|said| base64::encode(said.as_bytes()));
        let forms = said.iter().map(|said| said.trim_end_matches('='));
        let forms = forms.chain([secret]).filter(|form| !form.is_empty());
        Self(forms.map(|form| form.chars().collect()).collect())
    }

    /// Masks a relay's words in a failure.
    pub(in crate::relay) fn hidden(&self, mut failure: Failure) -> Failure {
        if let Trouble::Said { text, .. } | Trouble::TokenRefused(text) | Trouble::Broken(text) =
            &mut failure.trouble
        {
            *text = self.masked(text);
        }
        failure
    }

    /// Masks a relay's words.
    pub(in crate::relay) fn masked(&self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(letter) = letters.get(at) {
            let found = self.0.iter().filter_map(|form| piece(form, &letters, at)).max();
            match found {
                Some(_) => out.push_str(MASK),
                None => out.push(*letter),
            }
            at += found.unwrap_or(1);
        }
        out
    }
}

/// How much of a secret stands here, if that is enough to tell?
fn piece(form: &[char], letters: &[char], at: usize) -> Option<usize> {
    let here = letters.get(at..)?;
    let common = |start: usize| {
        let pairs = form.iter().skip(start).zip(here);
        pairs.take_while(|(one, other)| one == other).count()
    };
    let least = form.len().min(PIECE);
    let length = (0..=form.len() - least).map(common).max().filter(|length| *length >= least)?;
    let is_word = || {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let beside = [before, here.get(length)];
        !beside.into_iter().flatten().any(|letter| letter.is_alphanumeric())
    };
    (form.len() >= SHORT || is_word()).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_masked_in_each_form_in_which_it_was_said() {
        let secrets = Secrets::of("u", "hunter2");
        for (text, masked) in [
            ("5.7.8 bad AHUAaHVudGVyMg==", "5.7.8 bad [secret]=="),
            ("5.7.8 bad aHVudGVyMg== and hunter2!", "5.7.8 bad [secret]== and [secret]!"),
            ("5.7.8 no hunters", "5.7.8 no hunters"),
        ] {
            assert_eq!(secrets.masked(text), masked);
        }
    }

    #[test]
    fn a_token_is_masked_also_where_the_relay_cuts_it_short() {
        let token = "ya29.a0AfH6SMBx-1234567890abcdefgh";
        let secrets = Secrets::of("ana", token);
        for said in [token, &token[..20], &token[12..], &base64::encode(token.as_bytes())[..24]] {
            assert_eq!(secrets.masked(&format!("what is {said}?")), "what is [secret]?");
        }
    }

    #[test]
    fn a_short_password_does_not_eat_into_other_words() {
        let secrets = Secrets::of("ana", "it");
        assert_eq!(secrets.masked("wait, it is quit"), "wait, [secret] is quit");
        assert_eq!(Secrets::default().masked("as it is"), "as it is");
    }
}
