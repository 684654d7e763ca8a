//! Links between our own pages, made relative: they work on any host, and from a folder on disk.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use url::Url;

use super::pages::path_below;

/// The attributes in which a page links to others.
const LINKS: [&str; 4] = [" href", " src", " srcset", " poster"];

/// Makes every link in a page's body relative that leads to a file of the output folder.
///
/// What stands in the head stays absolute: it says where the page is to be found for good.
pub(super) fn relative(page: &str, path: &Path, home: &Url, files: &HashSet<PathBuf>) -> String {
    let Some(body) = page.find("<body") else { return page.to_owned() };
    let (head, mut rest) = page.split_at(body);
    let up = "../".repeat(path.components().count().saturating_sub(1));
    let near = |address: &str| near(address, home, files).map(|path| format!("{up}{path}"));
    let mut out = String::with_capacity(page.len());
    out.push_str(head);
    while let Some(at) = rest.find("=\"") {
        let (before, value) = rest.split_at(at + 2);
        let end = value.find('"').unwrap_or(value.len());
        out.push_str(before);
        match LINKS.iter().find(|name| rest[..at].ends_with(**name)) {
            Some(name) => out.push_str(&each_address(&value[..end], *name == " srcset", &near)),
            None => out.push_str(&value[..end]),
        }
        rest = &value[end..];
    }
    out.push_str(rest);
    out
}

fn each_address(value: &str, is_set: bool, near: &dyn Fn(&str) -> Option<String>) -> String {
    if !is_set {
        return near(value).unwrap_or_else(|| value.to_owned());
    }
    let candidates = value.split(", ").map(|candidate| {
        let (address, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
        let address = near(address).unwrap_or_else(|| address.to_owned());
        if size.is_empty() { address } else { format!("{address} {size}") }
    });
    candidates.collect::<Vec<_>>().join(", ")
}

/// Gives the path from the output folder, percent-encoded, if there is a file for an address.
fn near(address: &str, home: &Url, files: &HashSet<PathBuf>) -> Option<String> {
    let (page, fragment) = match address.split_once('#') {
        Some((page, fragment)) => (page, Some(fragment)),
        None => (address, None),
    };
    if !page.starts_with(home.as_str()) || page.contains(['?', '&']) {
        return None;
    }
    let path = path_below(&Url::parse(page).ok()?, home)?;
    files.contains(Path::new(&path)).then_some(())?;
    let url = home.join(&path).ok()?;
    let below = url.path().strip_prefix(home.path())?.to_owned();
    Some(fragment.map_or(below.clone(), |fragment| format!("{below}#{fragment}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_our_own_files_become_relative_and_no_others() {
        let home = Url::parse("https://a.example/mag/").unwrap();
        let files = ["index.html", "essays/é/index.html", "i/b.png", "feed.xml"];
        let files = files.into_iter().map(PathBuf::from).collect();
        let page = "<head><link rel=\"canonical\" href=\"https://a.example/mag/\"></head><body>\
            <a href=\"https://a.example/mag/\">1</a><a href=\"https://a.example/mag/essays/%C3%A9/#n\">2</a>\
            <a href=\"https://a.example/mag/about/\">3</a><a href=\"https://b.example/mag/\">4</a>\
            <img src=\"https://a.example/mag/i/b.png\" srcset=\"https://a.example/mag/i/b.png 1x, \
            https://b.example/c.png 2x\"> https://a.example/mag/</body>";
        let expected = "<head><link rel=\"canonical\" href=\"https://a.example/mag/\"></head><body>\
            <a href=\"../../index.html\">1</a><a href=\"../../essays/%C3%A9/index.html#n\">2</a>\
            <a href=\"https://a.example/mag/about/\">3</a><a href=\"https://b.example/mag/\">4</a>\
            <img src=\"../../i/b.png\" srcset=\"../../i/b.png 1x, \
            https://b.example/c.png 2x\"> https://a.example/mag/</body>";
        let near = relative(page, Path::new("notes/mud/index.html"), &home, &files);
        assert_eq!(near, expected);
    }
}
