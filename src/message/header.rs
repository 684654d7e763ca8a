//! Header fields: folded at 78, encoded words of at most 75 (RFC 5322, RFC 2047).

use crate::address::Mailbox;

use super::base64;

const LINE: usize = 78;
/// An encoded word may be 75 characters long; `=?UTF-8?B?` and `?=` take twelve of them.
const WORD: usize = 75 - 12;

/// Appends a field of free text, such as Subject.
pub(super) fn text(out: &mut Vec<u8>, name: &str, value: &str) {
    let plain = value.bytes().all(|b| matches!(b, b' '..=b'~'))
        && !value.contains("=?")
        && value.split(' ').all(|word| !word.is_empty() && word.len() < 60);
    let words = if plain {
        value.split(' ').map(str::to_owned).collect()
    } else {
        encoded(value, name.len())
    };
    tokens(out, name, &words);
}

/// Appends a field of tokens, folded between them; no token may hold CR or LF.
pub(super) fn tokens(out: &mut Vec<u8>, name: &str, tokens: &[String]) {
    out.extend_from_slice(name.as_bytes());
    out.push(b':');
    let mut column = name.len() + 1;
    for token in tokens {
        if column + 1 + token.len() > LINE && column > name.len() + 1 {
            out.extend_from_slice(b"\r\n");
            column = 0;
        }
        out.push(b' ');
        for piece in token.as_bytes().split(|b| matches!(b, b'\r' | b'\n' | 0)) {
            out.extend_from_slice(piece);
        }
        column += 1 + token.len();
    }
    out.extend_from_slice(b"\r\n");
}

/// Appends a field with one mailbox, such as From or To.
pub(super) fn mailbox(out: &mut Vec<u8>, name: &str, mailbox: &Mailbox) {
    let mut words = mailbox.name.as_deref().map(phrase).unwrap_or_default();
    let bare = words.is_empty();
    words.push(if bare { mailbox.address.to_string() } else { format!("<{}>", mailbox.address) });
    tokens(out, name, &words);
}

/// Writes a display name: bare words, a quoted string, or encoded words.
pub(super) fn phrase(name: &str) -> Vec<String> {
    let atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/?^_`{|}~".contains(&b);
    let words = || name.split(' ');
    if name.is_empty() {
        return Vec::new();
    }
    let fit = words().all(|word| !word.is_empty() && word.len() < 60);
    if fit && !name.contains("=?") && name.bytes().all(|b| b == b' ' || atom(b)) {
        return words().map(str::to_owned).collect();
    }
    if name.len() < 60
        && fit
        && !name.contains("=?")
        && name.bytes().all(|b| matches!(b, b' '..=b'~'))
    {
        return vec![format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))];
    }
    // As if for the longest name of a field with a mailbox.
    encoded(name, "Reply-To".len())
}

/// Cuts text into base64 encoded words, never inside a character; each fits on a field's first line.
fn encoded(text: &str, name: usize) -> Vec<String> {
    let room = WORD.min(LINE - name - 2 - 12) / 4 * 3;
    let mut words = Vec::new();
    let mut start = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if at + c.len_utf8() - start > room {
            words.push(&text[start..end]);
            start = at;
        }
        end = at + c.len_utf8();
    }
    words.push(&text[start..end]);
    words.iter().map(|w| format!("=?UTF-8?B?{}?=", base64::encode(w.as_bytes()))).collect()
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;
    use proptest::prelude::*;

    use super::*;
    use crate::address::Address;
    use crate::message::clean;

    fn subject(value: &str) -> String {
        let mut out = Vec::new();
        text(&mut out, "Subject", value);
        String::from_utf8(out).unwrap()
    }

    fn to(name: &str) -> String {
        let address = Address::parse("ana@reader.example").unwrap();
        let mut out = Vec::new();
        mailbox(&mut out, "To", &Mailbox { name: Some(name.to_owned()), address });
        String::from_utf8(out).unwrap()
    }

    fn is_folded(field: &str) -> bool {
        field.split("\r\n").all(|line| line.len() <= LINE)
            && field.split_whitespace().all(|word| !word.starts_with("=?") || word.len() <= 75)
    }

    #[test]
    fn plain_text_stays_readable() {
        assert_eq!(subject("Read the wall"), "Subject: Read the wall\r\n");
        assert_eq!(to("Ada Lovelace"), "To: Ada Lovelace <ana@reader.example>\r\n");
        assert_eq!(to("Reis, Ana"), "To: \"Reis, Ana\" <ana@reader.example>\r\n");
    }

    #[test]
    fn what_looks_like_an_encoded_word_is_encoded() {
        assert!(subject("=?UTF-8?B?QQ==?=").starts_with("Subject: =?UTF-8?B?PT9"));
    }

    #[test]
    fn no_value_can_start_another_field() {
        let field = subject(&clean::line("Tide\r\nBcc: eve@eve.example\n\nbody\0\u{85}\u{2028}x"));
        assert_eq!(field, "Subject: Tide Bcc: eve@eve.example body x\r\n");
        assert_eq!(to("a\r\nBcc: b").matches("\r\n").count(), 1);
    }

    proptest! {
        #[test]
        fn any_subject_is_read_back(written in "\\PC{0,120}|[ -~]{0,200}|.{0,60}") {
            let value = clean::line(&written);
            prop_assume!(!value.is_empty());
            let field = subject(&value);
            prop_assert!(field.is_ascii() && is_folded(&field), "{}", field);
            let message = format!("{field}\r\n");
            let read = MessageParser::default().parse(&message).unwrap();
            prop_assert_eq!(read.subject(), Some(value.as_str()));
        }

        #[test]
        fn any_name_is_read_back(written in "\\PC{0,80}|[ -~]{0,100}|.{0,40}") {
            let name = clean::line(&written);
            prop_assume!(!name.is_empty());
            let field = to(&name);
            prop_assert!(field.is_ascii() && is_folded(&field), "{}", field);
            let message = format!("{field}\r\n");
            let read = MessageParser::default().parse(&message).unwrap();
            let reader = read.to().and_then(|to| to.first()).unwrap();
            prop_assert_eq!(reader.name(), Some(name.as_str()));
            prop_assert_eq!(reader.address(), Some("ana@reader.example"));
            prop_assert_eq!(read.to().unwrap().iter().count(), 1);
        }
    }
}
