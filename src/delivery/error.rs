//! Why an issue could not be prepared or handed over.

use std::path::PathBuf;

use crate::finding::Finding;
use crate::relay::{Failure, FilesError};
use crate::store::StoreError;

/// Why an issue could not be prepared or handed over at all.
#[derive(Debug, thiserror::Error)]
pub enum DeliveryError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The issue is not fit to be sent.
    #[error("the issue is not fit to be sent")]
    Findings(Vec<Finding>),
    /// The file of readers holds mistakes: whom they are about, and whether they left, is not known.
    #[error("nothing is frozen or sent while its file of readers holds mistakes")]
    Readers(Vec<Finding>),
    /// An issue was published, and the store knows neither who got it nor who left since.
    #[error(
        "the store knows nothing of an issue that was published, {}, and so neither who got it nor \
         who left since",
        page.display()
    )]
    Forgotten {
        /// Its page.
        page: PathBuf,
    },
    /// Files of a dry run cannot be written.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The proof was not accepted.
    #[error("{}", super::proof::told(failed, *several))]
    Proof {
        /// What each relay said that was tried, by its name.
        failed: Vec<(String, Failure)>,
        /// Are there others?
        several: bool,
    },
    /// The relay answered, and the ledger could not be told: these readers will be in doubt.
    #[error("what the relay answered about {} could not be recorded", readers(answers.len()))]
    Unrecorded {
        /// Whom, and with which words.
        answers: Vec<Unrecorded>,
        /// Why not.
        #[source]
        error: StoreError,
    },
}

/// An answer of the relay that is not in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unrecorded {
    /// About whom, masked.
    pub reader: String,
    /// The relay's words.
    pub words: String,
    /// Did it accept the message?
    pub accepted: bool,
}

fn readers(count: usize) -> String {
    if count == 1 { "1 reader".to_owned() } else { format!("{count} readers") }
}
