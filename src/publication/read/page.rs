//! Files that are pages of the site rather than articles.

use crate::document::{Document, OTHER_LAYOUT};

/// Why a file is none that has the name of a page.
const NAMED: &str = "it has no date and is named like a page";

/// Is this why a file is no article: its generator makes a page of it, which readers may see?
pub(super) fn is_page(why: &str) -> bool {
    why == NAMED || why.ends_with(OTHER_LAYOUT)
}

/// Says why a file without a date is a page of the site rather than an article: its name.
pub(super) fn page(document: &Document) -> Option<String> {
    const PAGES: [&str; 16] = [
        "about",
        "contact",
        "imprint",
        "impressum",
        "privacy",
        "privacy-policy",
        "terms",
        "legal",
        "datenschutz",
        "cookies",
        "search",
        "archive",
        "archives",
        "thanks",
        "offline",
        "sitemap",
    ];
    let slug = document.meta.slug.as_ref()?.value.to_lowercase();
    let at_top = document.meta.section.is_none() && document.meta.date.is_none();
    let known = at_top && PAGES.contains(&slug.as_str());
    known.then(|| NAMED.to_owned())
}
