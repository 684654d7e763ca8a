//! A message with its literal parts encoded once, and gaps where a reader's own words go.

use crate::address::Mailbox;
use crate::finding::Finding;
use crate::issue::{Edition, IssueKey, SLOTS};

use super::body::Body;
use super::{clean, header};

/// What goes into the gaps for one reader; no value holds a line end.
#[derive(Debug, Clone)]
pub(super) struct Filling<'a> {
    /// The Date header's value.
    pub date: String,
    /// The reader.
    pub to: Mailbox,
    /// The Message-ID with its angle brackets.
    pub message_id: String,
    /// The reader's token.
    pub token: &'a str,
}

/// A message with gaps.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pieces: Vec<Piece>,
    unsubscribe_base: String,
    unsubscribe_mailto: Option<String>,
}

#[derive(Debug, Clone)]
enum Piece {
    Fixed(Vec<u8>),
    To,
    Date,
    MessageId,
    Unsubscribe,
    Body(Body),
}

impl Layout {
    /// Encodes all that is the same for every reader.
    pub(super) fn new(
        edition: &Edition,
        from: &Mailbox,
        key: &IssueKey,
    ) -> Result<Self, Vec<Finding>> {
        let boundary = boundary(key);
        let mut pieces = Vec::new();
        head(&mut pieces, edition, from, key, &boundary);
        let mut findings = Vec::new();
        for (kind, text, html) in [("plain", &edition.text, false), ("html", &edition.html, true)] {
            match Body::new(text, html) {
                Ok(body) => {
                    let encoding = body.encoding();
                    let head = format!(
                        "\r\n--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n\
                         Content-Transfer-Encoding: {encoding}\r\n\r\n"
                    );
                    pieces.push(Piece::Fixed(head.into_bytes()));
                    pieces.push(Piece::Body(body));
                }
                Err(finding) => findings.push(finding),
            }
        }
        pieces.push(Piece::Fixed(format!("\r\n--{boundary}--\r\n").into_bytes()));
        if !findings.is_empty() {
            return Err(findings);
        }
        let unsubscribe_base = edition.unsubscribe_base.clone();
        let name = key.0.split('/').next().unwrap_or_default();
        let unsubscribe_mailto = edition
            .unsubscribe_mailto
            .as_ref()
            .map(|address| format!("mailto:{address}?subject=unsubscribe%20{name}%20"));
        Ok(Self { pieces, unsubscribe_base, unsubscribe_mailto })
    }

    /// Fills the gaps.
    pub(super) fn fill(&self, filling: &Filling<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.pieces.iter().map(Piece::room).sum());
        for piece in &self.pieces {
            match piece {
                Piece::Fixed(bytes) => out.extend_from_slice(bytes),
                Piece::To => header::mailbox(&mut out, "To", &filling.to),
                Piece::Date => {
                    header::tokens(&mut out, "Date", std::slice::from_ref(&filling.date));
                }
                Piece::MessageId => {
                    header::tokens(
                        &mut out,
                        "Message-ID",
                        std::slice::from_ref(&filling.message_id),
                    );
                }
                Piece::Unsubscribe => self.unsubscribe(&mut out, filling),
                Piece::Body(body) => body.fill(&mut out, |slot| self.value(slot, filling)),
            }
        }
        out
    }

    fn unsubscribe(&self, out: &mut Vec<u8>, filling: &Filling<'_>) {
        let token = filling.token;
        let mut ways = vec![format!("<{}{token}>", self.unsubscribe_base)];
        if let Some(mailto) = &self.unsubscribe_mailto {
            ways[0].push(',');
            ways.push(format!("<{mailto}{token}>"));
        }
        header::tokens(out, "List-Unsubscribe", &ways);
    }

    fn value(&self, slot: usize, filling: &Filling<'_>) -> String {
        match SLOTS.get(slot) {
            Some(&"unsubscribe_url") => format!("{}{}", self.unsubscribe_base, filling.token),
            Some(&"address") => filling.to.address.to_string(),
            _ => filling.to.name.clone().unwrap_or_default(),
        }
    }
}

impl Piece {
    fn room(&self) -> usize {
        match self {
            Self::Fixed(bytes) => bytes.len(),
            Self::Body(body) => body.room(),
            _ => 256,
        }
    }
}

/// Gives a boundary that neither quoted-printable nor base64 can hold, since `=_` is in neither.
fn boundary(key: &IssueKey) -> String {
    let hash = key.0.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("=_{hash:016x}")
}

fn head(
    pieces: &mut Vec<Piece>,
    edition: &Edition,
    from: &Mailbox,
    key: &IssueKey,
    boundary: &str,
) {
    let mut out = Vec::new();
    header::mailbox(&mut out, "From", from);
    pieces.push(Piece::Fixed(std::mem::take(&mut out)));
    pieces.push(Piece::To);
    header::text(&mut out, "Subject", &clean::line(&edition.subject));
    pieces.push(Piece::Fixed(std::mem::take(&mut out)));
    pieces.push(Piece::Date);
    pieces.push(Piece::MessageId);
    if let Some(Ok(reply_to)) = edition.reply_to.as_deref().map(Mailbox::parse) {
        header::mailbox(&mut out, "Reply-To", &reply_to);
    }
    let mut list_id = header::phrase(&clean::line(&edition.list_title));
    list_id.push(format!("<{}>", edition.list_id));
    header::tokens(&mut out, "List-Id", &list_id);
    pieces.push(Piece::Fixed(std::mem::take(&mut out)));
    pieces.push(Piece::Unsubscribe);
    for (name, value) in [
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ("List-Help", format!("<{}>", edition.help_url)),
        ("List-Archive", format!("<{}>", edition.archive_url)),
        ("Precedence", "list".to_owned()),
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("Feedback-ID", feedback_id(edition, key)),
        ("MIME-Version", "1.0".to_owned()),
    ] {
        header::tokens(&mut out, name, &[value]);
    }
    let kind = ["multipart/alternative;".to_owned(), format!("boundary=\"{boundary}\"")];
    header::tokens(&mut out, "Content-Type", &kind);
    pieces.push(Piece::Fixed(out));
}

/// Names issue, newsletter and sender; nothing about the reader.
fn feedback_id(edition: &Edition, key: &IssueKey) -> String {
    let fit = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || "-._".contains(*c)).collect()
    };
    let (newsletter, issue) = key.0.split_once('/').unwrap_or(("", &key.0));
    format!("{}:{}:{}:postrider", fit(issue), fit(newsletter), fit(&edition.list_id))
}
