//! Makes every address in a tree absolute and percent-encoded (RFC 3986).

use url::Url;

use super::source_set;
use super::tree::{Element, Node};
use crate::text::{percent_encoded, uri};

/// How addresses are made absolute.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    /// The article's own address.
    pub base: &'a Url,
    /// Leave links within the article (`#note-1`) as they are.
    pub bare_fragments: bool,
}

/// An address that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The address as written.
    pub address: String,
    /// Why it was dropped.
    pub why: &'static str,
    /// Was it kept all the same, as browsers would show it?
    pub kept: bool,
}

/// Makes all addresses of a tree absolute; tells which ones had to go.
pub fn resolve(nodes: &mut Vec<Node>, links: Links<'_>) -> Vec<Dropped> {
    let mut dropped = Vec::new();
    walk(nodes, links, &mut dropped);
    dropped
}

fn walk(nodes: &mut Vec<Node>, links: Links<'_>, dropped: &mut Vec<Dropped>) {
    let before = dropped.len();
    let mut empty = false;
    nodes.retain_mut(|node| {
        let Node::Element(element) = node else { return true };
        walk(&mut element.children, links, dropped);
        empty |= leads_nowhere(element);
        resolve_element(element, links, dropped)
    });
    if empty || dropped.len() > before {
        open_lost_links(nodes);
    }
}

/// Takes the address off a link that has an empty one: it would lead to the article itself.
fn leads_nowhere(element: &mut Element) -> bool {
    let before = element.attributes.len();
    element.attributes.retain(|(key, value)| *key != "href" || !value.trim().is_empty());
    element.attributes.len() < before
}

/// Leaves of links that lead nowhere only what they held.
fn open_lost_links(nodes: &mut Vec<Node>) {
    let is_lost = |node: &Node| node.named("a").is_some_and(|link| link.get("href").is_none());
    while let Some(at) = nodes.iter().position(is_lost) {
        if let Node::Element(link) = nodes.remove(at) {
            nodes.splice(at..at, link.children);
        }
    }
}

/// Resolves an element's own addresses; `false` if it is nothing without the one it lost.
fn resolve_element(element: &mut Element, links: Links<'_>, dropped: &mut Vec<Dropped>) -> bool {
    let name = element.name;
    let mut lost_source = false;
    element.attributes.retain_mut(|(key, value)| {
        if matches!(*key, "src" | "poster") && value.trim().is_empty() {
            // It would be the article itself; what stood there was told.
            return false;
        }
        if matches!(*key, "src" | "poster") && climbs(value, links.base) {
            let why = "climbs above the top of the site";
            dropped.push(Dropped { address: value.clone(), why, kept: true });
        }
        let result = match *key {
            "href" => address(value, links, is_link_scheme),
            "src" | "poster" | "cite" => address(value, links, is_web),
            "srcset" => Ok(source_set(value, links)),
            _ => return true,
        };
        match result {
            Ok(absolute) => *value = absolute,
            Err(why) => {
                lost_source |= *key == "src";
                dropped.push(Dropped { address: std::mem::take(value), why, kept: false });
                return false;
            }
        }
        !value.is_empty()
    });
    let needs_source = matches!(name, "img" | "source" | "track");
    !(needs_source && (lost_source || (element.get("src").or(element.get("srcset")).is_none())))
}

/// Has a path more `..` than there are folders above it?
fn climbs(written: &str, base: &Url) -> bool {
    if !written.contains("..") || written.contains("://") || written.starts_with("//") {
        return false;
    }
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let folders = base.path().matches('/').count().saturating_sub(1);
    let mut depth = if path.starts_with('/') { 0 } else { i64::try_from(folders).unwrap_or(0) };
    path.split('/').any(|part| {
        depth += match part {
            "" | "." => 0,
            ".." => -1,
            _ => 1,
        };
        depth < 0
    })
}

/// Makes one address absolute.
///
/// # Errors
/// Why it cannot stand in an article.
pub fn address(
    written: &str,
    links: Links<'_>,
    allowed: fn(&str) -> bool,
) -> Result<String, &'static str> {
    let written = written.trim();
    if links.bare_fragments && written.starts_with('#') {
        return Ok(percent_encoded(written));
    }
    let url = links.base.join(written).map_err(|_| "is no valid address")?;
    match url.scheme() {
        "feed" if !uri::is_feed_of_web(&url) => Err("has `feed:` before what is no web address"),
        scheme if allowed(scheme) => Ok(percent_encoded(url.as_str())),
        "data" => Err("holds the file itself, which readers do not show"),
        "file" => Err("leads to a file on one computer only"),
        "javascript" | "vbscript" => Err("runs code"),
        _ => Err("has a scheme that no reader follows"),
    }
}

/// Makes each address of a `srcset` absolute; bad candidates are left out.
fn source_set(written: &str, links: Links<'_>) -> String {
    let mut candidates = Vec::new();
    for (url, size) in source_set::candidates(written) {
        let Ok(url) = address(url, links, is_web) else { continue };
        let between = if size.is_empty() { "" } else { " " };
        candidates.push(format!("{}{between}{size}", url.replace(',', "%2C")));
    }
    candidates.join(", ")
}

/// May a link lead to this scheme?
fn is_link_scheme(scheme: &str) -> bool {
    const SCHEMES: [&str; 18] = [
        "http", "https", "mailto", "tel", "sms", "geo", "ftp", "sftp", "xmpp", "matrix", "irc",
        "ircs", "gemini", "gopher", "magnet", "news", "webcal", "feed",
    ];
    SCHEMES.contains(&scheme)
}

/// May something shown inside the article come by this scheme?
fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}
