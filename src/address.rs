//! Mail addresses and mailboxes: parsed once, valid ever after.

use std::fmt;
use std::str::FromStr;

/// One mail address (RFC 5321 `Mailbox`), its domain in lower-case A-labels.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    text: String,
    at: usize,
}

/// Why a text is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a mail address: {why}")]
pub struct AddressError {
    /// What was read.
    pub text: String,
    /// What is wrong with it.
    pub why: &'static str,
}

impl Address {
    /// Reads an address; white space around it is dropped.
    ///
    /// # Errors
    /// When the text is no address of the form `local@domain`, or is longer than RFC 5321
    /// section 4.5.3.1 allows.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let fail = |why| AddressError { text: text.chars().take(80).collect(), why };
        let (local, domain) = text.rsplit_once('@').ok_or_else(|| fail("it has no @"))?;
        if local.is_empty() || local.len() > 64 {
            return Err(fail("the part before the @ must have 1 to 64 octets"));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;\"\\".contains(c)) {
            return Err(fail("it holds a character that an address here cannot have"));
        }
        let domain = match url::Host::parse(domain) {
            Ok(url::Host::Domain(domain)) if domain.len() <= 253 => domain,
            _ => return Err(fail("the part after the @ is no domain name")),
        };
        let plain = format!("{local}@{domain}");
        plain.parse::<lettre::Address>().map_err(|_| fail("it is not well formed"))?;
        Ok(Self { at: local.len(), text: plain })
    }

    /// Gives the address as it goes on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Gives the part before the `@`.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.text[..self.at]
    }

    /// Gives the domain, as lower-case A-labels.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.text[self.at + 1..]
    }

    /// Gives the form under which two spellings of one mailbox meet: all lower case.
    #[must_use]
    pub fn key(&self) -> String {
        self.text.to_lowercase()
    }

    /// Gives the address as logs may show it: `a…@example.org`.
    #[must_use]
    pub fn masked(&self) -> String {
        let first: String = self.local().chars().take(1).collect();
        format!("{first}…@{}", self.domain())
    }

    /// Does the local part need SMTPUTF8 (RFC 6531)?
    #[must_use]
    pub fn needs_smtputf8(&self) -> bool {
        !self.local().is_ascii()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// A display name and an address, as in a From header (RFC 5322 section 3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The display name, without quotes.
    pub name: Option<String>,
    /// The address.
    pub address: Address,
}

impl Mailbox {
    /// Reads `Name <local@domain>` or a bare address.
    ///
    /// # Errors
    /// When there is no valid address in it, or the name holds a control character.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('<') else {
            return Ok(Self { name: None, address: Address::parse(text)? });
        };
        let fail = |why| AddressError { text: text.chars().take(80).collect(), why };
        let inner = rest.strip_suffix('>').ok_or_else(|| fail("the `>` is missing"))?;
        let name = name.trim().trim_matches('"').trim();
        if name.chars().any(char::is_control) {
            return Err(fail("the name holds a control character"));
        }
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Self { name, address: Address::parse(inner)? })
    }
}

/// Masks whatever looks like a mail address in a text: `a…@example.org`.
#[must_use]
pub fn mask_addresses(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut parts = text.split('@').peekable();
    while let Some(part) = parts.next() {
        let Some(next) = parts.peek() else {
            masked.push_str(part);
            break;
        };
        let is_domain = next.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        let (before, local) = part.split_at(if is_domain { local_at(part) } else { part.len() });
        masked.push_str(before);
        if let Some(first) = local.chars().next() {
            masked.extend([first, '…']);
        }
        masked.push('@');
    }
    masked
}

/// Finds where the local part begins that ends a text; it may be quoted (RFC 5321 section 4.1.2).
fn local_at(text: &str) -> usize {
    if let Some(quoted) = text.strip_suffix('"') {
        return quoted.rfind('"').unwrap_or(quoted.len());
    }
    let ends = |c: char| c.is_whitespace() || "<>()[]:;,\"".contains(c);
    let last = text.char_indices().rev().find(|(_, c)| ends(*c));
    last.map_or(0, |(at, c)| at + c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_in_another_script_becomes_a_labels() {
        let address = Address::parse("ana@Bücher.example").unwrap();
        assert_eq!(address.as_str(), "ana@xn--bcher-kva.example");
        assert_eq!(address.masked(), "a…@xn--bcher-kva.example");
    }

    #[test]
    fn what_could_break_a_header_is_no_address() {
        for text in [
            "",
            "a",
            "@b.example",
            "a@",
            "a b@c.example",
            "a@b.example\r\nBcc: x@y.example",
            "<a@b.example>",
        ] {
            assert!(Address::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_mailbox_has_a_name_or_none() {
        let mailbox = Mailbox::parse("\"The Review\" <hello@review.example>").unwrap();
        assert_eq!(mailbox.name.as_deref(), Some("The Review"));
        assert_eq!(Mailbox::parse("hello@review.example").unwrap().name, None);
    }

    #[test]
    fn a_text_is_shown_without_the_addresses_in_it() {
        for (text, masked) in [
            ("5.7.1 <anna@reader.example>: refused", "5.7.1 <a…@reader.example>: refused"),
            ("anna@a.example, bert@b.example", "a…@a.example, b…@b.example"),
            ("\"anna b\"@reader.example left", "\"…@reader.example left"),
            ("für jörg@bücher.example.", "für j…@bücher.example."),
            ("mail @ noon, no address", "mail @ noon, no address"),
            ("", ""),
        ] {
            assert_eq!(super::mask_addresses(text), masked);
        }
    }
}
