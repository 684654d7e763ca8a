//! Makes an edition: the digest of the chosen articles, with slots for a reader's own words.

mod blame;
mod diet;
mod draft;
#[cfg(test)]
mod tests;

use crate::config::Config;
use crate::finding::Finding;
use crate::issue::Edition;
use crate::publication::Publication;
use crate::template::Templates;

use super::{Selection, story};
use draft::Draft;

/// Makes the edition of an issue; findings beside it are warnings.
///
/// A digest that would grow too large is put on a diet: its summaries are shortened, then its
/// images dropped, then its last articles become links.
///
/// # Errors
/// All that keeps the issue from being sent: missing configuration, broken templates, and what
/// [`check`](super::check()) finds in the message of the reader with the longest name and address.
pub fn edition(
    selection: &Selection<'_>,
    publication: &Publication,
    config: &Config,
    templates: &Templates,
) -> Result<(Edition, Vec<Finding>), Vec<Finding>> {
    let mut findings = missing(selection, config, templates);
    if findings.iter().any(Finding::is_error) {
        return Err(findings);
    }
    findings.extend(selection.articles.iter().filter_map(|article| story::findings(article)));
    let draft = Draft { selection, publication, config, templates };
    let (mut edition, diet) = diet::fit(&draft)?;
    edition.web = draft.web(&diet).map_err(|finding| vec![finding])?;
    findings.extend(diet.finding(selection, config));
    findings.extend(blame::findings(&draft, &edition)?);
    if findings.iter().any(Finding::is_error) { Err(findings) } else { Ok((edition, findings)) }
}

/// Names the configuration without which nothing may be sent.
fn missing(selection: &Selection<'_>, config: &Config, templates: &Templates) -> Vec<Finding> {
    let newsletter = selection.newsletter;
    let mut findings = Vec::new();
    let mut miss = |key: &str, what: String, hint: &str| {
        let table = format!("newsletters.{}", newsletter.name);
        let finding = Finding::error(format!("[{table}] {what}")).hint(hint);
        findings.push(config.place(&format!("{table}.{key}"), finding));
    };
    if newsletter.from.is_none() {
        let hint = "say who it is from, such as from = \"The Review <hello@review.example>\"";
        miss("from", "has no `from`".to_owned(), hint);
    }
    if newsletter.postal_address.as_deref().unwrap_or_default().trim().is_empty() {
        let hint = "many countries' law wants it: postal_address = \"Street, town, country\"";
        miss("postal_address", "has no `postal_address`".to_owned(), hint);
    }
    for extension in ["html", "txt"] {
        let name = format!("{}.{extension}", newsletter.template);
        if !templates.has(&name) {
            miss(
                "template",
                format!("names a template that does not exist: `{name}`"),
                "the built-in one is template = \"email/digest\"; own ones are in templates/",
            );
        }
    }
    findings
}
