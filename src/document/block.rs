//! The body of a document after rendering: clean HTML, plain text, and its outline.

use super::outline;
use super::tree::Node;

/// A rendered body, ready for readers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// Clean HTML whose every address is absolute; no private section, and
    /// no takeaways section but one that [stands](Self::takeaways_stand).
    pub html: String,
    /// The same as plain text, paragraphs apart by an empty line.
    pub text: String,
    /// The body's own takeaways section, one plain text a point.
    pub takeaways: Vec<String>,
    /// Do they stand in the HTML still, with links or pictures that plain texts cannot hold?
    pub takeaways_stand: bool,
    /// The author's own summary, when the body has a section that is one.
    pub summary: Option<String>,
    /// The first image in the body.
    pub image: Option<BodyImage>,
    /// How many words a reader reads (for CJK, characters count by halves).
    pub words: usize,
    /// The tree of which all this was made.
    pub(super) nodes: Vec<Node>,
}

impl Body {
    /// Lists its blocks, for summaries: an author's own needs none.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        outline::blocks(&self.nodes)
    }
}

/// An image found in a body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyImage {
    /// Absolute address.
    pub url: String,
    /// Alternative text; empty if there is none.
    pub alt: String,
}

/// One block of text in reading order, plain text without markup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its text; line breaks are spaces.
        text: String,
    },
    /// An item of a list.
    Item {
        /// How deep the list is nested, from 1.
        depth: u8,
        /// Is the list numbered?
        ordered: bool,
        /// The bold words the item starts with, without a closing colon or stop.
        lead: Option<String>,
        /// Its whole text, the lead included.
        text: String,
        /// Is all of it a link? Then it is the title of something else.
        linked: bool,
    },
    /// A paragraph inside a quotation.
    Quote {
        /// Its text.
        text: String,
    },
    /// Preformatted code.
    Code {
        /// The code as written.
        text: String,
    },
    /// A table.
    Table {
        /// Its cells, row by row.
        rows: Vec<Vec<String>>,
    },
    /// An image's caption.
    Caption {
        /// Its text.
        text: String,
    },
}
