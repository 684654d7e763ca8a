//! Feeds and the pages of their archives: thousands of documents, each made only when it is not there
//! already.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{Context, SHA256};
use rayon::prelude::*;

use super::{Document, Feed, Format};
use crate::article::Article;
use crate::text::hex;

/// A feed, or a page of its archive, in one format.
#[derive(Debug, Clone)]
pub struct Sheet<'a> {
    page: Arc<Page<'a>>,
    format: Format,
    /// Stands for all that its bytes are made of: equal keys, equal bytes.
    pub key: String,
}

impl Sheet<'_> {
    /// Gives its path below the output folder.
    #[must_use]
    pub fn path(&self) -> String {
        self.page.feed.path(self.format)
    }

    /// Makes its bytes.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.page.bytes(&self.path())
    }
}

/// A feed or a page in all formats, which are made together: most of the work is the same.
#[derive(Debug)]
struct Page<'a> {
    feed: Feed<'a>,
    /// Those that nobody has asked for yet; they are asked for one right after another.
    made: Mutex<Vec<Document>>,
}

impl Page<'_> {
    /// Gives the bytes of the document at a path.
    fn bytes(&self, path: &str) -> Vec<u8> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |made: &[Document]| made.iter().position(|document| document.path == path);
        if place(&made).is_none() {
            *made = self.feed.documents().into();
        }
        place(&made).map(|at| made.swap_remove(at).bytes).unwrap_or_default()
    }
}

/// Lists every feed and every page of its archive, in every format; `program` stands for the program
/// that makes them.
#[must_use]
pub fn sheets<'a>(feeds: &[Feed<'a>], program: &str) -> Vec<Sheet<'a>> {
    let of_feed = |feed: &Feed<'a>| {
        let about = format!("{program}\n{}", about(feed));
        let pages = std::iter::once(feed.clone()).chain(feed.pages());
        pages.flat_map(|page| of_page(page, &about)).collect::<Vec<_>>()
    };
    feeds.par_iter().flat_map_iter(of_feed).collect()
}

/// Lists the documents of a feed or a page; `about` stands for what they say besides their articles.
fn of_page<'a>(feed: Feed<'a>, about: &str) -> [Sheet<'a>; 3] {
    let (older, newer) = feed.neighbours();
    let mut said = format!("{about}{older:?} {newer:?}\n").into_bytes();
    feed.articles.iter().for_each(|article| print(article, &mut said));
    let mut hash = Context::new(&SHA256);
    hash.update(&said);
    let page = Arc::new(Page { feed, made: Mutex::default() });
    Format::ALL.map(|format| {
        let mut hash = hash.clone();
        hash.update(page.feed.path(format).as_bytes());
        Sheet { page: Arc::clone(&page), format, key: hex(hash.finish().as_ref()) }
    })
}

/// Stands for all that a feed and each of its pages say besides their articles and their neighbours.
fn about(feed: &Feed<'_>) -> String {
    let headings: BTreeMap<_, _> = feed.headings.iter().collect();
    let bare = Feed {
        articles: Vec::new(),
        archive: Arc::default(),
        headings: Arc::default(),
        ..feed.clone()
    };
    format!("{headings:?}\n{bare:?}\n")
}

/// Adds what stands for an article as it is; its length says where the next one's begins.
fn print(article: &Article, said: &mut Vec<u8>) {
    said.extend(article.kept_as.unwrap_or_else(|| article.print()));
    said.extend(article.atom_updated.timestamp().to_le_bytes());
    said.extend((article.id.len() as u64).to_le_bytes());
    said.extend(article.id.bytes());
}
