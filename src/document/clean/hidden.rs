//! What is out of sight on the page that it comes from, or said there a second time.

use dom_query::{Element as Parsed, NodeRef};

use super::{Source, has_class};

/// Is it out of sight, or nothing but a sign for those who see the page?
pub(super) fn is_hidden(node: &NodeRef<'_>, parsed: &Parsed, source: Source) -> bool {
    let name: &str = &parsed.name.local;
    let style = parsed.attr("style").unwrap_or_default();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    parsed.has_attr("hidden")
        || style.contains("display:none")
        || style.contains("visibility:hidden")
        || is_of_pages(parsed)
        || is_heading_anchor(node, name, parsed)
        || (is_unread(parsed) && is_needless(node, name, parsed, source))
}

/// Is it kept from those who hear the page?
fn is_unread(parsed: &Parsed) -> bool {
    parsed.attr("aria-hidden").is_some_and(|value| &*value == "true")
}

/// Is nothing missed without what only those who hear the page are spared? Others read it.
fn is_needless(node: &NodeRef<'_>, name: &str, parsed: &Parsed, source: Source) -> bool {
    if is_permalink(node) {
        return true;
    }
    if matches!(name, "a" | "img" | "svg") {
        return false;
    }
    source == Source::Page
        || is_wordless(node)
        || is_copy_of_formula(name, parsed)
        || is_icon(name, parsed)
        || is_read_beside(node)
}

/// Is there neither a letter nor a picture in it?
fn is_wordless(node: &NodeRef<'_>) -> bool {
    let shows = |inner: NodeRef<'_>| {
        ["img", "video", "audio", "iframe"].iter().any(|name| inner.has_name(name))
    };
    !node.text().contains(char::is_alphanumeric) && !node.descendants_it().any(shows)
}

/// Is it, or is it in, the link of a heading to its own place?
fn is_permalink(node: &NodeRef<'_>) -> bool {
    let leads_to_part = |node: &NodeRef<'_>| {
        node.has_name("a") && node.attr("href").is_some_and(|href| href.contains('#'))
    };
    let mut around = std::iter::once(*node).chain(node.ancestors_it(Some(4)));
    let inner = || node.children_it(false).any(|child| leads_to_part(&child));
    let is_link = around.any(|up| leads_to_part(&up)) || inner();
    is_link && is_in_heading(node, 4)
}

fn is_in_heading(node: &NodeRef<'_>, depth: usize) -> bool {
    let headings = ["h1", "h2", "h3", "h4", "h5", "h6"];
    node.ancestors_it(Some(depth)).any(|up| headings.iter().any(|name| up.has_name(name)))
}

/// Is it what `KaTeX` or `MathJax` draws beside the formula itself?
fn is_copy_of_formula(name: &str, parsed: &Parsed) -> bool {
    let class = parsed.attr("class").unwrap_or_default();
    let draws =
        |one: &str| one == "katex-html" || one.starts_with("MathJax") || one.starts_with("mjx-");
    name.starts_with("mjx-") || class.split_ascii_whitespace().any(draws)
}

/// Is it a sign of a font whose letters name it (`<i class="material-icons">home</i>`)?
fn is_icon(name: &str, parsed: &Parsed) -> bool {
    let class = parsed.attr("class").unwrap_or_default();
    matches!(name, "i" | "span")
        && ["icon", "material-symbols"].iter().any(|sign| class.contains(sign))
}

/// Does the same stand beside it, in words for those who hear the page?
fn is_read_beside(node: &NodeRef<'_>) -> bool {
    let is_blank = |node: &NodeRef<'_>| node.is_text() && node.text().trim().is_empty();
    let beside = [NodeRef::next_sibling, NodeRef::prev_sibling].map(|step| {
        let near = step(node)?;
        if is_blank(&near) { step(&near) } else { Some(near) }
    });
    beside.into_iter().flatten().any(|node| {
        let class = node.class().unwrap_or_default();
        let spoken = ["sr-only", "visually-hidden", "screen-reader-text"];
        class.split_ascii_whitespace().any(|one| spoken.contains(&one))
    })
}

/// Classes of what a page shows with its own style or script only: doubled formulas, and the buttons
/// that Ghost draws over its players.
const OF_PAGES: [&str; 8] = [
    "MathJax",
    "MathJax_Display",
    "MathJax_Preview",
    "MJX_Assistive_MathML",
    "kg-audio-thumbnail",
    "kg-audio-player",
    "kg-video-overlay",
    "kg-video-player-container",
];

fn is_of_pages(parsed: &Parsed) -> bool {
    OF_PAGES.iter().any(|class| has_class(parsed, class))
}

/// Is it the mark beside a heading that links to the heading itself?
fn is_heading_anchor(node: &NodeRef<'_>, name: &str, parsed: &Parsed) -> bool {
    name == "a"
        && parsed.attr("href").is_some_and(|href| href.starts_with('#'))
        && is_in_heading(node, 2)
        && !node.text().contains(char::is_alphanumeric)
}
