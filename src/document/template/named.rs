//! Another article that a mark names by its file.

use super::shown::Shown;
use crate::document::reference::{Lead, Leads, Lost, Reference};

/// An article as a mark names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The path or the name of its file.
    pub path: String,
    /// The part that is meant, with its `#`; else empty.
    pub part: String,
    /// The language that is asked for.
    pub language: Option<String>,
    /// What the address would be where no such file is known.
    pub otherwise: String,
    /// Can nothing but an article be meant?
    pub is_article: bool,
}

impl Page {
    /// Says what stands for it: its address, or that there is none for readers, which is noted.
    pub fn led(&self, leads: Leads<'_>, line: u32, lost: &mut Vec<Lost>) -> Shown {
        let otherwise = Shown::Text(self.otherwise.clone());
        let Some(ask) = leads else { return otherwise };
        let language = self.language.as_deref();
        let reference = Reference { path: &self.path, from_top: false, language, is_loose: true };
        let (hidden, shown) = match ask(&reference) {
            Lead::To(url) => return Shown::Text(format!("{url}{}", self.part)),
            Lead::Nowhere => (None, otherwise),
            Lead::Hidden(why) => (Some(why), Shown::Unknown),
        };
        if hidden.is_some() || self.is_article {
            lost.push(Lost { written: self.path.clone(), line: Some(line), hidden });
        }
        shown
    }
}
