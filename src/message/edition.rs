//! Makes an edition: the digest of the chosen articles, with slots for a reader's own words.

use crate::config::Config;
use crate::finding::Finding;
use crate::issue::Edition;
use crate::publication::Publication;
use crate::template::{Templates, words};

use super::page::{Dated, Home, Page, Series, Story, groups, slot};
use super::{Selection, clean};

/// Makes the edition of an issue; findings beside it are warnings.
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
    let newsletter = selection.newsletter;
    let mut findings = missing(selection, config);
    let mut page = page(selection, publication, templates, config);
    if findings.iter().any(Finding::is_error) {
        return Err(findings);
    }
    let subject = templates.render_line(&newsletter.subject, &page).map_err(|finding| {
        vec![
            finding
                .file(config.root.join("config.toml"))
                .hint(format!("mend `subject` of [newsletters.{}]", newsletter.name)),
        ]
    })?;
    page.issue.subject = clean::short_line(&subject, 200);
    let render = |name: &str| templates.render(name, &page).map_err(|finding| vec![finding]);
    let from = newsletter.from.as_ref();
    let from_address = from.map(|from| from.address.to_string()).unwrap_or_default();
    let edition = Edition {
        subject: page.issue.subject.clone(),
        html: render(&format!("{}.html", newsletter.template))?,
        text: render(&format!("{}.txt", newsletter.template))?,
        web: render("page/issue.html")?,
        from: from.map(mailbox).unwrap_or_default(),
        reply_to: newsletter.reply_to.as_ref().map(mailbox),
        list_id: format!("{}.{}", newsletter.name, publication.home.host_str().unwrap_or_default()),
        list_title: page.newsletter.title.clone(),
        web_url: page.issue.web_url.clone(),
        archive_url: page.issue.archive_url.clone(),
        help_url: format!("mailto:{from_address}"),
        unsubscribe_base: unsubscribe_base(selection, config),
        unsubscribe_mailto: newsletter.unsubscribe_mailto.as_ref().map(ToString::to_string),
    };
    findings.retain(|finding| !finding.is_error());
    Ok((edition, findings))
}

fn mailbox(mailbox: &crate::address::Mailbox) -> String {
    match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.to_string(),
    }
}

fn unsubscribe_base(selection: &Selection<'_>, config: &Config) -> String {
    format!("{}unsubscribe/{}/", config.server.url, selection.newsletter.name)
}

/// Names the configuration without which nothing may be sent.
fn missing(selection: &Selection<'_>, config: &Config) -> Vec<Finding> {
    let newsletter = selection.newsletter;
    let mut findings = Vec::new();
    let mut miss = |key: &str, hint: &str| {
        findings.push(
            Finding::error(format!("[newsletters.{}] has no `{key}`", newsletter.name))
                .file(config.root.join("config.toml"))
                .hint(hint),
        );
    };
    if newsletter.from.is_none() {
        miss("from", "who it is from, such as from = \"The Review <hello@review.example>\"");
    }
    if newsletter.postal_address.is_none() {
        miss("postal_address", "the law of many countries asks for the sender's postal address");
    }
    findings
}

fn page(
    selection: &Selection<'_>,
    publication: &Publication,
    templates: &Templates,
    config: &Config,
) -> Page {
    let newsletter = selection.newsletter;
    let words = templates.words(&publication.language);
    let articles: Vec<Story> = (1..)
        .zip(selection.articles)
        .map(|(number, article)| Story::of(article, number, config.zone, &words))
        .collect();
    let day = selection.date.with_timezone(&newsletter.zone).date_naive();
    let base = format!("{}issues/{}/", publication.home, newsletter.name);
    let part = selection.key.0.split_once('/').map_or(selection.key.0.as_str(), |(_, part)| part);
    let issue = Dated {
        key: selection.key.0.clone(),
        date: words::date(&words, day),
        day: day.to_string(),
        web_url: format!("{base}{part}/"),
        archive_url: base,
        ..Dated::default()
    };
    Page {
        publication: Home::of(publication),
        newsletter: Series::of(newsletter),
        issue,
        lead: articles.first().cloned(),
        groups: groups(&articles),
        articles,
        more: Vec::new(),
        words,
        language: publication.language.clone(),
        dir: if words::is_rtl(&publication.language) { "rtl" } else { "ltr" },
        unsubscribe_url: slot("unsubscribe_url"),
        name: slot("name"),
        address: slot("address"),
    }
}
