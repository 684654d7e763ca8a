//! What an image in mail must have.

use dom_query::Document;

use super::{Fault, Part, error, short};

pub(super) fn check(page: &Document, faults: &mut Vec<Fault>) {
    for image in page.select("img").nodes() {
        let src = image.attr("src").unwrap_or_default();
        let mut wrong = |what: &str, hint: &str| {
            let what = format!("the image `{}` {what}", short(&src));
            faults.push(error(Part::Html, &*src, what, hint));
        };
        if !src.starts_with("https://") {
            wrong("has no absolute https address", "mail programs load no other");
        }
        if !image.has_attr("alt") {
            wrong("has no alt", "say what it shows, or write alt=\"\" if it only adorns");
        }
        let side = |name: &str| {
            image.attr(name).and_then(|side| side.trim_end_matches("px").parse::<u32>().ok())
        };
        match side("width") {
            None => wrong("has no width", "without it Outlook shows it at its full size"),
            Some(width) if width > 640 => wrong("is wider than 640 pixels", "use at most 640"),
            Some(width) if width < 2 || side("height").is_some_and(|height| height < 2) => {
                wrong("is a tracking pixel", "readers are not followed");
            }
            Some(_) => {}
        }
    }
}
