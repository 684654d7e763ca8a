//! Composes messages: what is the same for all readers is encoded once, the rest is patched in.

use chrono::{DateTime, Utc};

use crate::address::{Address, Mailbox};
use crate::finding::Finding;
use crate::issue::{Edition, IssueKey};
use crate::subscriber::SubscriberId;
use crate::token::Keyring;

use super::layout::{Filling, Layout};
use super::{Message, Reader, clean, dkim};

/// The longest name of a reader that a message carries, in characters.
pub(super) const NAME: usize = 80;

/// Composes the messages of one issue.
#[derive(Clone)]
pub struct Composer {
    layout: Layout,
    from: Address,
    keyring: Keyring,
    key: IssueKey,
    newsletter: String,
}

impl Composer {
    /// Encodes all that is the same for every reader.
    ///
    /// # Errors
    /// When the edition has no valid sender, or a slot that does not exist.
    pub fn new(edition: &Edition, keyring: &Keyring, key: &IssueKey) -> Result<Self, Vec<Finding>> {
        let from = sender(edition)?;
        Ok(Self {
            layout: Layout::new(edition, &from, key)?,
            from: from.address,
            keyring: keyring.clone(),
            key: key.clone(),
            newsletter: key.0.split('/').next().unwrap_or_default().to_owned(),
        })
    }

    /// Composes the message for one reader; `date` is the time of the first attempt.
    ///
    /// The same arguments give the same bytes.
    #[must_use]
    pub fn compose(&self, reader: &Reader<'_>, date: DateTime<Utc>) -> Message {
        let token = self.keyring.unsubscribe_token(reader.subscriber.0, &self.newsletter);
        let message_id = self.keyring.message_id(&self.key.0, reader.subscriber.0);
        let filling = Filling {
            date: date.format("%a, %d %b %Y %H:%M:%S +0000").to_string(),
            to: Mailbox { name: name(reader.name), address: reader.address.clone() },
            message_id: format!("<{message_id}@{}>", self.from.domain()),
            token: &token,
        };
        let bytes = self.signed(self.layout.fill(&filling), date);
        Message { from: self.from.clone(), to: reader.address.clone(), bytes }
    }

    /// Sets the signatures before a message; `t=` is its Date.
    fn signed(&self, mut message: Vec<u8>, date: DateTime<Utc>) -> Vec<u8> {
        let keys = dkim::keys_for(self.keyring.signing(), self.from.domain());
        if keys.is_empty() {
            return message;
        }
        let signatures = dkim::sign(&keys, &message, date.timestamp());
        message.splice(..0, signatures);
        message
    }
}

/// Composes the message of the reader with the longest name and address there may be.
pub(super) fn longest(edition: &Edition, key: &IssueKey) -> Result<Vec<u8>, Vec<Finding>> {
    let composer = Composer::new(edition, &Keyring::of_keys([0; 32], &[]), key)?;
    let address = format!("{}@{}.example", "m".repeat(64), ["d".repeat(60).as_str(); 3].join("."));
    let address = Address::parse(&address).map_err(|e| vec![Finding::error(e.to_string())])?;
    let name = "\u{20000}".repeat(NAME);
    let reader =
        Reader { subscriber: SubscriberId(i64::MAX), address: &address, name: Some(&name) };
    Ok(composer.compose(&reader, DateTime::UNIX_EPOCH).bytes)
}

/// Reads who an edition is from.
fn sender(edition: &Edition) -> Result<Mailbox, Vec<Finding>> {
    Mailbox::parse(&edition.from).map_err(|error| {
        vec![Finding::error(error.to_string()).hint("mend `from` of the newsletter")]
    })
}

fn name(name: Option<&str>) -> Option<String> {
    name.map(|name| clean::short_line(name, NAME)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use mail_parser::MessageParser;

    use crate::message::fixture::{Desk, article, compose};

    #[test]
    fn another_parser_reads_what_went_in() {
        let desk = Desk::new(vec![article(1, "Über den Wasserstand"), article(2, "Read the wall")]);
        let (edition, _) = desk.edition().unwrap();
        let bytes = compose(&edition, &desk.key, Some("Ana, of the “Quay”"), "ana@reader.example");
        let message = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(message.subject(), Some("Über den Wasserstand"));
        let to = message.to().unwrap().first().unwrap();
        assert_eq!(to.name(), Some("Ana, of the “Quay”"));
        assert_eq!(to.address(), Some("ana@reader.example"));
        assert!(message.body_html(0).unwrap().contains("Read the wall"));
        assert!(message.body_text(0).unwrap().contains("https://tidewater.example/shore/2/"));
        assert!(
            message.body_text(0).unwrap().contains("https://tidewater.example/unsubscribe/weekly/")
        );
    }

    #[test]
    fn the_same_reader_gets_the_same_bytes_twice() {
        let desk = Desk::new(vec![article(1, "Read the wall")]);
        assert_eq!(desk.message(), desk.message());
    }
}
