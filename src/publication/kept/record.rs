//! What was made of one file.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Place;
use crate::article::Article;
use crate::finding::Finding;
use crate::stamp::Stamp;

/// What was made of one file, and what it was made of.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::publication) struct Record<A = Article> {
    /// Its path below the content folder.
    pub(in crate::publication) below: String,
    /// The SHA-256 of all that was read of it, and of what the folder says about it.
    pub(in crate::publication) hash: String,
    pub(in crate::publication) made: Made<A>,
}

/// What became of a candidate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::publication) struct Made<A = Article> {
    /// The article without its bodies, and where they are; none if a mistake kept it from being.
    pub(in crate::publication) article: Option<(A, Place)>,
    pub(in crate::publication) findings: Vec<Finding>,
    /// Where other files were looked for, and what was there.
    pub(in crate::publication) looked: Vec<(PathBuf, Option<Stamp>)>,
}

impl<A: Serialize> Record<A> {
    /// Writes it as a line of the index.
    pub(in crate::publication) fn line(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

impl Record {
    /// Gives where its bodies are.
    pub(super) fn place(&self) -> Option<&Place> {
        self.made.article.as_ref().map(|(_, place)| place)
    }
}

impl Made {
    /// Is everything still there, or still not there, that the article depends on?
    pub(in crate::publication) fn holds(&self) -> bool {
        self.looked.iter().all(|(path, then)| {
            let now = path.metadata().ok();
            match (then, now) {
                (None, None) => true,
                (Some(then), Some(now)) => Stamp::of(&now).as_ref() == Some(then),
                _ => false,
            }
        })
    }
}
