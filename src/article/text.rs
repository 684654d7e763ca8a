//! A text that may still lie in the cache: it is fetched when somebody reads it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::text::Sum;

/// Stands for a text in the cache: equal marks, equal texts.
pub type Mark = [u8; 16];

/// A body as HTML or as plain text; to its readers a `str`.
#[derive(Clone, Default)]
pub struct Text {
    here: OnceLock<String>,
    kept: Option<Kept>,
}

/// Where a text comes from that nobody has read yet.
#[derive(Clone)]
struct Kept {
    mark: Mark,
    fetch: Arc<dyn Fn() -> Option<String> + Send + Sync>,
}

impl Text {
    /// Makes a text that `fetch` gives when it is first read, and that has this mark; where it is
    /// not to be had, the text is empty and [lost](Self::is_lost).
    pub fn later(mark: Mark, fetch: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self { here: OnceLock::new(), kept: Some(Kept { mark, fetch: Arc::new(fetch) }) }
    }

    /// Says what the mark of a text is that is here already.
    #[must_use]
    pub fn marked(mut self, mark: Mark) -> Self {
        self.kept = Some(Kept { mark, fetch: Arc::new(|| None) });
        self
    }

    /// Was it wanted, and not to be had? What was made of it is not to be used.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        let empty = self.here.get().is_some_and(String::is_empty);
        empty && self.kept.as_ref().is_some_and(|kept| kept.mark != mark(""))
    }

    /// Gives its mark, without fetching it.
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.kept.as_ref().map_or_else(|| mark(&**self), |kept| kept.mark)
    }
}

/// Gives the mark of a text.
#[must_use]
pub fn mark(text: impl AsRef<[u8]>) -> Mark {
    Sum::of(text.as_ref())
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        let fetch = || self.kept.as_ref().and_then(|kept| (kept.fetch)()).unwrap_or_default();
        self.here.get_or_init(fetch)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { here: OnceLock::from(text), kept: None }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
