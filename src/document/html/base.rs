//! `<base href>`: what the relative addresses of a page start from (HTML, section 4.2.3).

use dom_query::Document as Page;
use url::Url;

use crate::document::clean::media::LAZY;

/// Stands for the host of a page that only says from which path its addresses start.
const NOWHERE: &str = "https://base.invalid/";

/// The attributes that hold one address, beside those that keep an image's until a script needs it.
const ADDRESSES: [&str; 5] = ["src", "href", "poster", "cite", "data"];

/// The attributes that hold several, each with a size.
const SETS: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];

/// From where a page says that its relative addresses start.
#[derive(Debug)]
pub struct Base {
    url: Url,
    nowhere: Url,
}

impl Base {
    /// Finds the first of a page; one that is itself relative to the page's address says nothing.
    #[must_use]
    pub fn of(page: &Page) -> Option<Self> {
        let base = page.select("base[href]");
        let written = base.nodes().first()?.attr("href")?;
        let written = written.trim();
        let nowhere = Url::parse(NOWHERE).ok()?;
        let whole = written.starts_with('/') || Url::parse(written).is_ok();
        let url = nowhere.join(written).ok().filter(|_| whole)?;
        matches!(url.scheme(), "http" | "https").then_some(Self { url, nowhere })
    }

    /// Gives the address that a written one stands for.
    #[must_use]
    pub fn resolved(&self, written: &str) -> Option<String> {
        let written = written.trim();
        if written.is_empty() || written.starts_with(['#', '{']) || Url::parse(written).is_ok() {
            return None;
        }
        let url = self.url.join(written).ok()?;
        let on_host = url.origin() == self.nowhere.origin();
        let from = if on_host { url::Position::BeforePath } else { url::Position::BeforeScheme };
        url.as_str().get(url[..from].len()..).map(str::to_owned)
    }

    fn set_resolved(&self, written: &str) -> String {
        let one = |candidate: &str| {
            let candidate = candidate.trim();
            let (address, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
            let address = self.resolved(address).unwrap_or_else(|| address.to_owned());
            format!("{address} {size}").trim_end().to_owned()
        };
        let candidates: Vec<String> = written.split(", ").map(one).collect();
        candidates.join(", ")
    }

    /// Makes the addresses of all elements whole.
    pub fn apply(&self, page: &Page) {
        let nodes = page.root().descendants();
        for node in nodes.iter().filter(|node| node.is_element() && !node.has_name("base")) {
            for name in ADDRESSES.into_iter().chain(LAZY) {
                if let Some(whole) = node.attr(name).and_then(|it| self.resolved(&it)) {
                    node.set_attr(name, &whole);
                }
            }
            for name in SETS {
                if let Some(whole) = node.attr(name).map(|it| self.set_resolved(&it)) {
                    node.set_attr(name, &whole);
                }
            }
        }
    }
}

/// Makes the addresses of a page whole, if it says from where they start.
pub fn apply(page: &Page) {
    if let Some(base) = Base::of(page) {
        base.apply(page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_start_where_the_base_says() {
        let resolved = |base: &str, written: &str| {
            let page = Page::from(format!("<head><base href=\"{base}\"></head>").as_str());
            Base::of(&page).and_then(|base| base.resolved(written))
        };
        for (base, written, expected) in [
            ("https://a.example/mag/x", "i/b.png", Some("https://a.example/mag/i/b.png")),
            ("https://a.example/mag/", "/b.png?w=1", Some("https://a.example/b.png?w=1")),
            ("//a.example/mag/", "b.png", Some("https://a.example/mag/b.png")),
            ("/mag/", "b.png#x", Some("/mag/b.png#x")),
            ("https://a.example/mag/", "https://b.example/é.png", None),
            ("https://a.example/mag/", "data:image/png;base64,AA", None),
            ("https://a.example/mag/", "#note", None),
            ("file:///home/", "b.png", None),
            ("mag/", "b.png", None),
        ] {
            assert_eq!(resolved(base, written).as_deref(), expected, "{base} {written}");
        }
    }
}
