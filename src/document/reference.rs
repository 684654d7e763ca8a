//! Links to other articles by their files, and where they lead.

use url::Url;

use super::tree::{Element, Node};
use crate::text::percent_decoded;

/// Another article, as a link names it: by its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The path or the name of the file.
    pub path: &'a str,
    /// Starts the path at the top of the content folder, whatever lies beside?
    pub from_top: bool,
    /// The language that is asked for.
    pub language: Option<&'a str>,
    /// May the article's own translation stand for what is named?
    pub is_loose: bool,
}

/// Where such a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To an article that readers may see.
    To(Url),
    /// To one that they may not, so its address is not given away; and why not.
    Hidden(String),
    /// There is no such article.
    Nowhere,
}

/// Says where links lead; nothing where nobody knows.
pub type Leads<'a> = Option<&'a dyn Fn(&Reference<'_>) -> Lead>;

/// A link that leads to no article for readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// The file as it is named.
    pub written: String,
    /// The line of the body, counted from 1, where it is known.
    pub line: Option<u32>,
    /// Why readers may not see that article, if there is one.
    pub hidden: Option<String>,
}

/// Puts addresses in the place of files that links of a tree name; gives those that lead nowhere.
///
/// A link to what readers may not see has no address any more, and goes with the empty ones.
pub fn resolve(nodes: &mut [Node], leads: Leads<'_>) -> Vec<Lost> {
    let mut lost = Vec::new();
    walk(nodes, leads, &mut lost);
    lost
}

fn walk(nodes: &mut [Node], leads: Leads<'_>, lost: &mut Vec<Lost>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.name == "a" {
            lost.extend(link(element, leads));
        }
        walk(&mut element.children, leads, lost);
    }
}

fn link(element: &mut Element, leads: Leads<'_>) -> Option<Lost> {
    let written = element.get("href")?.trim().to_owned();
    let (named, tail) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
    let base = BASES.iter().find(|base| named.starts_with(**base)).copied().unwrap_or_default();
    let named = named.strip_prefix(base).unwrap_or(named);
    if base.is_empty() && !(is_markdown(named) && is_relative(named)) {
        return None;
    }
    let path = percent_decoded(named).unwrap_or_else(|| named.to_owned());
    let from_top = base == "@/";
    let reference = Reference { path: &path, from_top, language: None, is_loose: false };
    let lead = leads.map(|ask| ask(&reference));
    let hidden = match lead {
        Some(Lead::To(url)) => {
            element.set("href", format!("{url}{tail}"));
            return None;
        }
        Some(Lead::Hidden(why)) => {
            element.set("href", "");
            Some(why)
        }
        Some(Lead::Nowhere) | None => {
            if !from_top {
                element.set("href", format!("{named}{tail}"));
            }
            None
        }
    };
    leads.map(|_| Lost { written: named.to_owned(), line: None, hidden })
}

/// How a path starts that leads to a file, whatever its name: Zola's, and Pelican's of old.
const BASES: [&str; 2] = ["@/", "|filename|"];

/// Is it the name of a file in Markdown, which is nothing that a reader could open?
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    ["md", "mdx", "markdown"].iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// Is it a path on the same site?
fn is_relative(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or_default();
    !first.contains(':') && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(written: &str) -> (Option<String>, Vec<Lost>) {
        let link = Element::new("a", vec![Node::text("x")]).with("href", written);
        let mut nodes = vec![Element::new("p", vec![link.into()]).into()];
        let ask = |reference: &Reference<'_>| match reference.path {
            "o.md" | "my o.md" | "n/o.MD" | "o.html" => {
                Lead::To(Url::parse("https://tide.example/o/").unwrap())
            }
            "later.md" => Lead::Hidden("is a draft".to_owned()),
            _ => Lead::Nowhere,
        };
        let lost = resolve(&mut nodes, Some(&ask));
        let link = nodes.first().and_then(Node::element).and_then(|p| p.children.first());
        let href = link.and_then(Node::element).and_then(|a| a.get("href").map(str::to_owned));
        (href, lost)
    }

    #[test]
    fn a_link_by_file_takes_the_address_with_what_follows_the_name() {
        for (written, wanted) in [
            ("o.md", "https://tide.example/o/"),
            ("o.md?x=1#part", "https://tide.example/o/?x=1#part"),
            ("my%20o.md", "https://tide.example/o/"),
            ("@/n/o.MD", "https://tide.example/o/"),
            ("|filename|o.html", "https://tide.example/o/"),
            ("o.html", "o.html"),
            ("https://far.example/o.md", "https://far.example/o.md"),
            ("//far.example/o.md", "//far.example/o.md"),
            ("mailto:o.md", "mailto:o.md"),
        ] {
            let (href, lost) = led(written);
            assert_eq!((href.as_deref(), lost.len()), (Some(wanted), 0), "{written}");
        }
    }

    #[test]
    fn a_link_to_what_is_not_shown_loses_its_address_and_one_to_nothing_is_told() {
        let (href, lost) = led("later.md#part");
        assert_eq!(href.as_deref(), Some(""));
        assert_eq!(lost[0].hidden.as_deref(), Some("is a draft"));
        let (href, lost) = led("gone.markdown#part");
        assert_eq!(href.as_deref(), Some("gone.markdown#part"));
        assert_eq!((lost[0].written.as_str(), &lost[0].hidden), ("gone.markdown", &None));
    }
}
