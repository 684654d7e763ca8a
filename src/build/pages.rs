//! Pages: of articles and lists of them for those without a site generator, of issues for all.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use url::Url;

use super::archive::{IssuePage, page_of};
use super::claims::{Claims, Owner};
use super::page::{Dresser, Item, Link, List, links};
use crate::article::Article;
use crate::feed;
use crate::finding::Finding;
use crate::output::File;
use crate::publication::Publication;

/// Writes the page of each issue as it was frozen, an archive of each newsletter, and one of all.
pub(super) fn issues(
    dresser: &Dresser<'_>,
    issues: &[IssuePage],
    claims: &mut Claims<'_>,
    findings: &mut Vec<Finding>,
) {
    if issues.is_empty() {
        return;
    }
    let mut archives: BTreeMap<&str, Vec<&IssuePage>> = BTreeMap::new();
    for issue in issues {
        let path = page_of(&issue.newsletter, &issue.key);
        let file = match &issue.web {
            Some(page) => File::new(path, page.as_str()),
            None => File::kept(path),
        };
        claims.take(file, Owner::Ours);
        archives.entry(&issue.newsletter).or_default().push(issue);
    }
    let mut all = Vec::new();
    for (newsletter, mut issues) in archives {
        issues.sort_by(|a, b| (b.frozen_at, &b.key).cmp(&(a.frozen_at, &a.key)));
        let known = dresser.config.newsletter(newsletter);
        let title = known.map_or(newsletter, |newsletter| newsletter.title.as_str());
        let items: Vec<Item> = issues.iter().map(|issue| dresser.issue(issue)).collect();
        all.push(Link {
            name: title.to_owned(),
            url: format!("{}issues/{newsletter}/", dresser.publication.home),
        });
        let list = List { title, description: None, links: Vec::new(), items };
        let path = format!("issues/{newsletter}/index.html");
        put(dresser, dresser.list(list), path, claims, findings);
    }
    let mut newest: Vec<&IssuePage> = issues.iter().collect();
    newest.sort_by(|a, b| (b.frozen_at, &b.key).cmp(&(a.frozen_at, &a.key)));
    let items = newest.into_iter().map(|issue| dresser.issue(issue)).collect();
    let title = dresser.word("archive");
    let list = List { title: &title, description: None, links: all, items };
    put(dresser, dresser.list(list), "issues/index.html".to_owned(), claims, findings);
}

/// Writes the style sheet of feeds.
pub(super) fn style(dresser: &Dresser<'_>, claims: &mut Claims<'_>, findings: &mut Vec<Finding>) {
    put(dresser, dresser.style(), feed::STYLE.to_owned(), claims, findings);
}

/// Writes the page of each article whose address lies below the home page.
pub(super) fn articles<'a>(
    dresser: &Dresser<'a>,
    claims: &mut Claims<'a>,
    findings: &mut Vec<Finding>,
) {
    let home = &dresser.publication.home;
    let asked = |article: &&Article| {
        article.url.query().is_some() && path_below(&article.url, home).is_some()
    };
    let all = &dresser.publication.articles;
    findings.extend(all.iter().filter(asked).map(without_page));
    let articles = all.par_iter();
    let pages: Vec<_> = articles
        .filter_map(|article| Some((article, path(&article.url, home)?)))
        .map(|(article, path)| (article, path, dresser.article(article)))
        .collect();
    for (article, path, page) in pages {
        if let Some(file) = rendered(dresser, page, path, findings) {
            claims.take(file, Owner::Page(article));
        }
    }
}

/// Tells of an article whose address no file can have.
fn without_page(article: &Article) -> Finding {
    let url = &article.url;
    let what = format!("it has no page: no file is at an address with a query, such as {url}");
    let finding = Finding::warning(what).file(&article.file);
    let hint = "give it a path of its own as `permalink`";
    let line = article.offer.address_line;
    if line > 0 { finding.line(line).hint(hint) } else { finding.hint(hint) }
}

/// Tells of each article whose page, made by another program, would stand where a file of ours is.
pub(super) fn meet<'a>(publication: &'a Publication, claims: &mut Claims<'a>) {
    for article in &publication.articles {
        if let Some(path) = path(&article.url, &publication.home) {
            claims.meet(Path::new(&path), article);
        }
    }
}

/// Writes a page for each feed: what a reader of the feed would see.
pub(super) fn lists(dresser: &Dresser<'_>, claims: &mut Claims<'_>, findings: &mut Vec<Finding>) {
    for feed in dresser.feeds {
        let items = feed.articles.iter().map(|article| dresser.item(article)).collect();
        let description = (feed.description != feed.title).then_some(feed.description.as_str());
        let list = List { title: &feed.title, description, links: links(feed), items };
        put(dresser, dresser.list(list), format!("{}index.html", feed.folder), claims, findings);
    }
}

fn put(
    dresser: &Dresser<'_>,
    page: Result<String, Finding>,
    path: String,
    claims: &mut Claims<'_>,
    findings: &mut Vec<Finding>,
) {
    if let Some(file) = rendered(dresser, page, path, findings) {
        claims.take(file, Owner::Ours);
    }
}

/// Gives the file of a page; where its template fails, the page of an earlier build stays, if there
/// is one.
pub(super) fn rendered<'a>(
    dresser: &Dresser<'_>,
    page: Result<String, Finding>,
    path: String,
    findings: &mut Vec<Finding>,
) -> Option<File<'a>> {
    match page {
        Ok(page) => Some(File::new(path, page).yielding()),
        Err(finding) => {
            add(finding, findings);
            let stands = dresser.config.output.dir.join(&path).is_file();
            stands.then(|| File::kept(path).yielding())
        }
    }
}

/// A template that fails, fails on every page in the same way: once is enough.
fn add(finding: Finding, findings: &mut Vec<Finding>) {
    if !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// Gives the path of the page at an address below the home page; none where it has no fit path.
fn path(url: &Url, home: &Url) -> Option<String> {
    if url.query().is_some() { None } else { path_below(url, home) }
}

/// Gives the path of the file a web server would give for an address below the home page.
pub(super) fn path_below(url: &Url, home: &Url) -> Option<String> {
    // Nearly all begin alike; an origin is a copy of a host's name.
    if !url.as_str().starts_with(home.as_str()) && url.origin() != home.origin() {
        return None;
    }
    let below = url.path().strip_prefix(home.path())?;
    let mut parts = Vec::new();
    for part in below.split('/') {
        let part = crate::text::percent_decoded(part)?;
        let stray = part == "." || part == ".." || part.contains(['/', '\\', '\0', '\n', '\r']);
        if stray {
            return None;
        }
        parts.push(part);
    }
    let last = parts.pop()?;
    if last.contains('.') {
        parts.push(last);
    } else {
        parts.extend((!last.is_empty()).then_some(last));
        parts.push("index.html".to_owned());
    }
    (!parts.iter().any(String::is_empty)).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_where_its_address_says_and_never_outside() {
        let home = Url::parse("https://tidewater.example/mag/").unwrap();
        for (url, expected) in [
            ("https://tidewater.example/mag/essays/mud/", Some("essays/mud/index.html")),
            ("https://tidewater.example/mag/essays/mud", Some("essays/mud/index.html")),
            ("https://tidewater.example/mag/mud.html", Some("mud.html")),
            ("https://tidewater.example/mag/caf%C3%A9/", Some("café/index.html")),
            ("https://tidewater.example/mag/", Some("index.html")),
            ("https://tidewater.example/mud/", None),
            ("https://elsewhere.example/mag/mud/", None),
            ("https://tidewater.example/mag/..%2F..%2Fetc/", None),
            ("https://tidewater.example/mag//mud/", None),
            ("https://tidewater.example/mag/%FF/", None),
            ("https://tidewater.example/mag/?p=1", None),
        ] {
            assert_eq!(path(&Url::parse(url).unwrap(), &home).as_deref(), expected, "{url}");
        }
    }
}
