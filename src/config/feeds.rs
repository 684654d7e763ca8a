//! What feeds hold, where else they are found, and whose articles they take in.

use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use url::Url;

use crate::address::Mailbox;

/// What feeds hold.
#[derive(Debug, Clone)]
pub struct Feeds {
    /// How many articles a feed holds.
    pub items: usize,
    /// Full text, or summaries only.
    pub full_text: bool,
    /// For what besides the whole publication there are feeds.
    pub by: Vec<FeedBy>,
    /// Leave links within one article (`#note-1`) as they are.
    pub bare_fragments: bool,
    /// Keep older articles in archive pages (RFC 5005, section 4); of the whole publication's feed,
    /// and of others where `[feeds.of]` says so.
    pub archive: bool,
    /// The `WebSub` hubs that are told of changes.
    pub hubs: Vec<Url>,
    /// Former paths of feeds, which keep working.
    pub aliases: Vec<Alias>,
    /// Settings of some feeds, the more general first.
    pub of: Vec<FeedSettings>,
}

/// A way to divide the publication into feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedBy {
    /// One set for each tag.
    Tag,
    /// One set for each section.
    Section,
    /// One set for each author.
    Author,
    /// One set for each language.
    Language,
}

/// A former path of a feed's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// The path below the home page at which readers still ask for it.
    pub old: String,
    /// The path of the document now, such as `feed.xml`.
    pub new: String,
    /// The line that says so.
    pub line: u32,
}

/// `[feeds.of."FOLDER"]`: what is special about one feed, or all feeds below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedSettings {
    /// The folder of the feed, such as `tags/tides`, or of a kind of feeds, such as `tags`.
    pub folder: String,
    /// The line that says so.
    pub line: u32,
    /// How many articles it holds.
    pub items: Option<usize>,
    /// Full text, or summaries only.
    pub full_text: Option<bool>,
    /// Whether older articles are kept in archive pages.
    pub archive: Option<bool>,
    /// Whether it is written at all.
    pub offered: Option<bool>,
    /// It holds no articles with one of these tags.
    pub without_tags: Vec<String>,
}

impl FeedSettings {
    /// Does it speak of the feed in a folder, which is empty or ends in `/`?
    #[must_use]
    pub fn is_of(&self, folder: &str) -> bool {
        let folder = folder.trim_end_matches('/');
        folder.strip_prefix(self.folder.as_str()).is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with('/') && !self.folder.is_empty())
        })
    }
}

/// `[podcast]`: what podcast directories want to know.
#[derive(Debug, Clone)]
pub struct Podcast {
    /// One of Apple's categories.
    pub category: String,
    /// One of its subcategories.
    pub subcategory: Option<String>,
    /// Who answers for it.
    pub owner: Mailbox,
    /// Who speaks; else the publication.
    pub author: Option<String>,
    /// Its cover: a square JPEG or PNG.
    pub image: Option<Url>,
    /// Is it not for children?
    pub explicit: bool,
    /// Its permanent id, a UUID (podcast:guid); else made of the publication's authority.
    pub guid: Option<String>,
}

/// A feed from elsewhere.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it is.
    pub place: Place,
    /// What it is called here; else its own title.
    pub name: Option<String>,
    /// How many of its newest articles are taken.
    pub items: usize,
    /// Tags its articles get besides their own.
    pub tags: Vec<String>,
    /// May it lie in a private network?
    pub private: bool,
    /// The line that names it.
    pub line: u32,
}

/// Where a feed from elsewhere is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On the web.
    Web(Url),
    /// In a file.
    File(PathBuf),
}

impl Place {
    /// Gives its address on the web as anyone may see it: no name, no password, and no query, for
    /// that is where private feeds have their keys.
    #[must_use]
    pub fn public(&self) -> Option<Url> {
        let Self::Web(url) = self else { return None };
        let mut url = url.clone();
        url.set_query(None);
        url.set_fragment(None);
        // Only addresses without a host refuse, and they have none of either.
        let _ = url.set_password(None).and_then(|()| url.set_username(""));
        Some(url)
    }

    /// Names it as its owner wrote it, but for what nobody else may see.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Web(url) => self.public().unwrap_or_else(|| url.clone()).to_string(),
            Self::File(file) => file.display().to_string(),
        }
    }

    /// Gives the file that keeps its last good state; `root` is the folder of the configuration.
    #[must_use]
    pub fn kept(&self, root: &Path) -> PathBuf {
        let (host, place) = match self {
            Self::Web(url) => (url.host_str().unwrap_or_default(), url.as_str().into()),
            Self::File(file) => ("file", file.strip_prefix(root).unwrap_or(file).to_string_lossy()),
        };
        let hash = digest(&SHA256, place.as_bytes());
        let name = hash.as_ref().get(..8).map(crate::text::hex).unwrap_or_default();
        let host = host.replace([':', '[', ']'], "-");
        root.join(".postrider").join("sources").join(format!("{host}-{name}.feed"))
    }
}
