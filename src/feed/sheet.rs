//! The pages of archives: thousands of documents, each made only when it is not there already.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest::{Context, SHA256};
use rayon::prelude::*;

use super::{Document, Feed, Format};
use crate::article::Article;
use crate::text::hex;

/// A page of a feed's archive in one format.
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

/// A page in all formats, which are made together: most of the work is the same.
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

/// Lists the pages of all archives in every format; `program` stands for the program that makes
/// them.
#[must_use]
pub fn sheets<'a>(feeds: &[Feed<'a>], program: &str) -> Vec<Sheet<'a>> {
    let articles: HashMap<&str, &Article> = feeds
        .iter()
        .flat_map(|feed| feed.archive.iter().flatten())
        .map(|article| (article.id.as_str(), *article))
        .collect();
    let prints: HashMap<&str, Vec<u8>> =
        articles.into_par_iter().map(|(id, article)| (id, print(article))).collect();
    let of_feed = |feed: &Feed<'a>| {
        let about = format!("{program}\n{}", about(feed));
        let page = |feed| Arc::new(Page { feed, made: Mutex::default() });
        let pages = feed.pages().map(page).collect::<Vec<_>>().into_iter();
        let sheets = pages.flat_map(|page| {
            let prints = page.feed.articles.iter().filter_map(|a| prints.get(a.id.as_str()));
            let mut hash = Context::new(&SHA256);
            hash.update(about.as_bytes());
            prints.for_each(|print| hash.update(print));
            Format::ALL.map(|format| {
                let mut hash = hash.clone();
                hash.update(page.feed.path(format).as_bytes());
                Sheet { page: Arc::clone(&page), format, key: hex(hash.finish().as_ref()) }
            })
        });
        sheets.collect::<Vec<_>>()
    };
    feeds.par_iter().flat_map_iter(of_feed).collect()
}

/// Stands for all that a feed's pages say besides their articles.
fn about(feed: &Feed<'_>) -> String {
    let headings: BTreeMap<_, _> = feed.headings.iter().collect();
    let pages = feed.archive.len();
    let bare = Feed {
        articles: Vec::new(),
        archive: Arc::default(),
        headings: Arc::default(),
        ..feed.clone()
    };
    format!("{pages} pages\n{headings:?}\n{bare:?}\n")
}

/// Stands for an article as it is.
fn print(article: &Article) -> Vec<u8> {
    let mut hash = Context::new(&SHA256);
    // Texts, numbers and lists always serialize.
    hash.update(&postcard::to_allocvec(article).unwrap_or_default());
    hash.update(&article.html.mark());
    hash.update(&article.text.mark());
    hash.finish().as_ref().to_vec()
}
