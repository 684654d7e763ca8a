//! From the bytes of a file to a document.

use std::borrow::Cow;
use std::path::Path;

use super::{
    Document, Format, Meta, Placed, Rules, Written, WrittenDate, control, front_matter, meta,
    own_words, place, signs,
};
use crate::finding::{Finding, Severity};

/// The most mistakes that are told of one file.
const MOST_TOLD: usize = 200;

/// Reads one file of the content folder.
///
/// `path_below` is its path below the content folder, `file` the path as the user would type it.
/// Mistakes are added to `findings` with file and line. Gives nothing when there is no article in
/// the file, or when a mistake would show it other than its author meant it.
#[must_use]
pub fn read(
    path_below: &Path,
    file: &Path,
    bytes: &[u8],
    rules: &Rules,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let own = |document: &mut Document, source: &str| source.clone_into(&mut document.source);
    read_and(path_below, file, bytes, rules, findings, own).map(|(document, ())| document)
}

/// Reads one file as [`read`] does, and gives what `see` makes of its source, which the document does
/// not hold.
pub fn read_and<T>(
    path_below: &Path,
    file: &Path,
    bytes: &[u8],
    rules: &Rules,
    findings: &mut Vec<Finding>,
    see: impl FnOnce(&mut Document, &str) -> T,
) -> Option<(Document, T)> {
    let mut own = Vec::new();
    let document = document(path_below, file, bytes, rules, &mut own, see);
    let unseen = document
        .as_ref()
        .is_some_and(|(document, _)| document.meta.draft || document.meta.not_article.is_some());
    if unseen {
        // A draft may be unfinished: nothing of it is left out that would else be shown.
        for finding in &mut own {
            finding.severity = Severity::Warning;
        }
    }
    let more = own.len().saturating_sub(MOST_TOLD);
    if more > 0 {
        own.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), finding.line));
        own.truncate(MOST_TOLD);
        own.push(Finding::warning(format!("there are {more} more mistakes in this file")));
    }
    let broken = own.iter().any(Finding::is_error);
    findings.extend(own.into_iter().map(|finding| finding.file(file)));
    document.filter(|_| !broken)
}

fn document<T>(
    path_below: &Path,
    file: &Path,
    bytes: &[u8],
    rules: &Rules,
    findings: &mut Vec<Finding>,
    see: impl FnOnce(&mut Document, &str) -> T,
) -> Option<(Document, T)> {
    let format = place::format_of(path_below)?;
    if bytes.len() as u64 > rules.max_bytes {
        findings.push(too_large(bytes.len() as u64, rules.max_bytes));
        return None;
    }
    let text = text(bytes, findings)?;
    let parts = front_matter::read(&text, findings)?;
    let (mut meta, mut signs) = meta::read(&parts.entries, findings);
    signs.dialects = signs::of(path_below, parts.form, &parts.entries, parts.body);
    let mut body = parts.body;
    let mut body_line = parts.body_line;
    if format == Format::Markdown
        && meta.title.is_none()
        && let Some((title, rest, line)) = leading_heading(body, body_line)
    {
        meta.title = Some(title);
        (body, body_line) = (rest, line);
    }
    let format = own_words::format_of(format, body);
    own_words::fill(&mut meta, format, body, body_line);
    control::clean(&mut meta, body_line, findings);
    fill_from_place(&mut meta, path_below);
    let mut document = Document {
        path: path_below.to_owned(),
        file: file.to_owned(),
        meta,
        format,
        source: String::new(),
        body_line,
        signs,
        placed: Placed::default(),
    };
    let seen = see(&mut document, body);
    Some((document, seen))
}

/// Says that a file is larger than may be read.
pub(crate) fn too_large(bytes: u64, most: u64) -> Finding {
    Finding::error(format!("the file has {bytes} bytes, and at most {most} are read"))
        .hint("shorten it, or raise `max_bytes` in [content]")
}

/// Decodes a file: UTF-8 without a byte order mark, line ends as `\n`, fit for XML.
pub(super) fn text<'a>(bytes: &'a [u8], findings: &mut Vec<Finding>) -> Option<Cow<'a, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            findings.push(not_utf8(bytes, error.valid_up_to()));
            return None;
        }
    };
    if control::is_clean(text) {
        return Some(Cow::Borrowed(text));
    }
    let text = Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"));
    Some(control::without(text, findings))
}

fn not_utf8(bytes: &[u8], at: usize) -> Finding {
    let line = bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
    let what = if wide { "the file is UTF-16, not UTF-8" } else { "the file is not valid UTF-8" };
    Finding::error(what)
        .line(u32::try_from(line).unwrap_or(u32::MAX))
        .hint("save it with the encoding UTF-8; until then it is left out")
}

/// Takes the title from a first heading of level 1, and the heading out of the body.
fn leading_heading(body: &str, line: u32) -> Option<(Written<String>, &str, u32)> {
    let rest = body.trim_start_matches(['\n', ' ']);
    let skipped = body[..body.len() - rest.len()].matches('\n').count();
    let line = line.saturating_add(u32::try_from(skipped).ok()?);
    let heading = rest.strip_prefix("# ")?;
    let (heading, rest) = heading.split_once('\n').unwrap_or((heading, ""));
    let title: String =
        heading.trim().trim_end_matches('#').chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let value = crate::text::one_line(&title);
    (!value.is_empty()).then_some((Written { value, line }, rest, line.saturating_add(1)))
}

/// Fills what front matter left open from the file's name and folders.
fn fill_from_place(meta: &mut Meta, path_below: &Path) {
    let place = place::of(path_below);
    let written = |value: String| Written { value, line: 1 };
    // No line of the file: nobody wrote it.
    meta.slug.get_or_insert(Written { value: place.slug, line: 0 });
    if meta.date.is_none() {
        meta.date = place.date.map(|day| Written { value: WrittenDate::Day(day), line: 1 });
    }
    meta.section = meta.section.take().or(place.folders.into_iter().next());
    meta.language = meta.language.take().or(place.language.map(written));
    meta.draft |= place.draft;
}

#[cfg(test)]
mod tests;
