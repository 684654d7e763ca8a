//! Where links go, and what they say about it.

use dom_query::{Document, NodeRef};
use url::Url;

use super::{Fault, Part, error, short, warning};

/// Link texts that say nothing.
const SAYS_NOTHING: [&str; 9] =
    ["click here", "here", "link", "this link", "read more", "more", "learn more", "hier", "ici"];

pub(super) fn check(page: &Document, leave: &str, faults: &mut Vec<Fault>) {
    let links = page.select("a");
    for link in links.nodes() {
        faults.extend(fault(page, link));
    }
    let is_leave = |link: &&NodeRef<'_>| {
        link.attr("href").is_some_and(|href| *href == *leave) && !said(link).is_empty()
    };
    if leave.is_empty() || !links.nodes().iter().any(|link| is_leave(&link)) {
        let hint = "write <a href=\"{{ unsubscribe_url }}\">{{ words.unsubscribe }}</a>";
        faults.push(error(
            Part::Html,
            "unsubscribe",
            "the HTML part has no link to unsubscribe",
            hint,
        ));
    }
}

/// Gives what a link says: its text, or its images' alternative texts.
fn said(link: &NodeRef<'_>) -> String {
    let mut said = link.text().to_string();
    for node in link.descendants() {
        said.push_str(&node.attr("alt").unwrap_or_default());
    }
    crate::text::one_line(&said)
}

fn fault(page: &Document, link: &NodeRef<'_>) -> Option<Fault> {
    let said = said(link);
    let Some(href) = link.attr("href") else {
        let named = link.has_attr("id") || link.has_attr("name");
        let what = format!("the link “{}” goes nowhere", short(&said));
        return (!named).then(|| error(Part::Html, &said, what, "give it an href"));
    };
    let wrong = |what: String, hint: &str| Some(error(Part::Html, &*href, what, hint));
    if said.is_empty() {
        return wrong(format!("a link says nothing: {}", short(&href)), "name where it goes");
    }
    if let Some(id) = href.strip_prefix('#') {
        let there = page.select("[id], [name]").nodes().iter().any(|node| {
            ["id", "name"].iter().any(|name| node.attr(name).is_some_and(|value| *value == *id))
        });
        let what =
            format!("the link “{}” goes to `{}`, which is not there", short(&said), short(&href));
        return if there { None } else { wrong(what, "give an element that id") };
    }
    let Ok(url) = Url::parse(&href) else {
        let what = format!("the link “{}” is relative: `{}`", short(&said), short(&href));
        return wrong(what, "write the whole address, from https:// on");
    };
    if !matches!(url.scheme(), "http" | "https" | "mailto" | "tel") {
        return wrong(
            format!("the link “{}” is no web address: `{}`", short(&said), short(&href)),
            "",
        );
    }
    if looks_elsewhere(&said, &url) {
        let what = format!("the link “{}” goes elsewhere: `{}`", short(&said), short(&href));
        return wrong(what, "where the text is an address, it must be the link's own");
    }
    if SAYS_NOTHING.contains(&said.to_lowercase().trim_end_matches(['.', '…', '→', ' '])) {
        let what = format!("the link “{said}” does not say where it goes");
        return Some(warning(Part::Html, &*href, what, "name the article or the site"));
    }
    None
}

/// Does a text that looks like an address name another than the link's own?
fn looks_elsewhere(said: &str, target: &Url) -> bool {
    let bare = |text: &str| text.trim_end_matches('/').trim_start_matches("www.").to_lowercase();
    if let Ok(url) = Url::parse(said) {
        return matches!(url.scheme(), "http" | "https") && url != *target;
    }
    let host = said.split('/').next().unwrap_or_default();
    let is_host = !said.contains(' ')
        && host.rsplit_once('.').is_some_and(|(name, end)| {
            !name.is_empty() && end.len() >= 2 && end.chars().all(|c| c.is_ascii_alphabetic())
        });
    if !is_host || said.contains('@') {
        return false;
    }
    let whole = format!("{}{}", target.host_str().unwrap_or_default(), target.path());
    let only_host = bare(said) == bare(target.host_str().unwrap_or_default());
    bare(said) != bare(&whole) && !only_host
}
