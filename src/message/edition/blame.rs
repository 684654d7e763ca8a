//! Says whose fault a finding is: an article's, a template's line, or the configuration's.

use std::path::Path;

use crate::finding::Finding;
use crate::issue::{Edition, SLOT_OPEN};
use crate::message::check::{Fault, Part, faults};
use crate::message::clean;
use crate::message::compose::longest;

use super::draft::Draft;

/// Checks the message of the reader with the longest name and address, and the issue's web page.
pub(super) fn findings(draft: &Draft<'_>, edition: &Edition) -> Result<Vec<Finding>, Vec<Finding>> {
    let bytes = longest(edition, draft.selection.key)?;
    let mut findings: Vec<Finding> =
        faults(&bytes).into_iter().map(|fault| place(draft, fault)).collect();
    findings.extend(postal_address(draft, edition));
    if edition.web.contains(SLOT_OPEN) {
        let what = "the issue's web page holds something of a reader's own";
        findings.push(Finding::error(what).file(file_of(draft, "page/issue.html")));
    }
    Ok(findings)
}

/// The postal address must stand in both parts.
fn postal_address(draft: &Draft<'_>, edition: &Edition) -> Vec<Finding> {
    let newsletter = draft.selection.newsletter;
    let bare = |text: &str| -> String { text.split_whitespace().collect() };
    let address = bare(&clean::line(newsletter.postal_address.as_deref().unwrap_or_default()));
    let html = dom_query::Document::from(edition.html.as_str()).text();
    [("html", bare(&html)), ("txt", bare(&edition.text))]
        .into_iter()
        .filter(|(_, text)| !text.contains(&address))
        .map(|(kind, _)| {
            Finding::error("the postal address is missing")
                .file(file_of(draft, &format!("{}.{kind}", newsletter.template)))
                .hint("write {{ newsletter.postal_address }} into the footer")
        })
        .collect()
}

/// Names the file, and the line where that can be found out.
fn place(draft: &Draft<'_>, fault: Fault) -> Finding {
    let clue = fault.clue.trim();
    let selection = draft.selection;
    if !clue.is_empty()
        && let Some(article) = selection.articles.iter().find(|article| belongs(article, clue))
    {
        return fault.finding.file(&article.file);
    }
    let kind = match fault.part {
        Part::Head => {
            let table = format!("newsletters.{}", selection.newsletter.name);
            return draft.config.place(&table, fault.finding);
        }
        Part::Text => "txt",
        Part::Html => "html",
    };
    let name = format!("{}.{kind}", selection.newsletter.template);
    let finding = fault.finding.file(file_of(draft, &name));
    match draft.templates.source(&name).and_then(|(_, text)| line_of(text, clue)) {
        Some(line) => finding.line(line),
        None => finding,
    }
}

fn file_of(draft: &Draft<'_>, name: &str) -> std::path::PathBuf {
    let source = draft.templates.source(name);
    source.map_or_else(|| Path::new("templates").join(name), |(file, _)| file)
}

fn belongs(article: &crate::article::Article, clue: &str) -> bool {
    let cover = article.cover.as_ref().is_some_and(|cover| cover.url.as_str() == clue);
    let sound = article.enclosure.as_ref().is_some_and(|sound| sound.url.as_str() == clue);
    cover || sound || article.url.as_str() == clue
}

fn line_of(text: &str, clue: &str) -> Option<u32> {
    if clue.is_empty() {
        return None;
    }
    let at = text.find(clue)?;
    u32::try_from(text[..at].matches('\n').count() + 1).ok()
}
