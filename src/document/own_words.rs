//! What a body says about its article, for all that front matter leaves open.

use super::{Format, Meta, Written, html, page, plain};

/// Tells a saved page from HTML written by hand.
pub(super) fn format_of(format: Format, body: &str) -> Format {
    if format == Format::Html && page::is_saved(body) { Format::SavedPage } else { format }
}

/// Fills what front matter left open from the body; `body_line` is the line the body starts on.
pub(super) fn fill(meta: &mut Meta, format: Format, body: &str, body_line: u32) {
    let found = match format {
        Format::Markdown => return,
        Format::Html => html::meta(body),
        Format::SavedPage => page::meta(body),
        Format::PlainText => plain::meta(body),
    };
    let skipped = body_line.saturating_sub(1);
    take(&mut meta.title, found.title, skipped);
    take(&mut meta.deck, found.deck, skipped);
    take(&mut meta.summary, found.summary, skipped);
    take(&mut meta.date, found.date, skipped);
    take(&mut meta.updated, found.updated, skipped);
    take(&mut meta.language, found.language, skipped);
    let cover = found.cover.map(|cover| Box::new(moved(*cover, skipped)));
    meta.cover = meta.cover.take().or(cover);
    take(&mut meta.permalink, found.permalink, skipped);
    meta.section = meta.section.take().or(found.section);
    meta.reading_minutes = meta.reading_minutes.or(found.reading_minutes);
    if meta.authors.is_empty() {
        meta.authors = found.authors;
    }
    if meta.tags.is_empty() {
        meta.tags = found.tags;
    }
}

fn take<T>(own: &mut Option<Written<T>>, found: Option<Written<T>>, skipped: u32) {
    if own.is_none() {
        *own = found.map(|found| moved(found, skipped));
    }
}

/// Counts its line from the beginning of the file.
fn moved<T>(found: Written<T>, skipped: u32) -> Written<T> {
    Written { line: found.line.saturating_add(skipped), ..found }
}
