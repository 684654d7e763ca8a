//! Images, players and frames.

use dom_query::{Element as Parsed, NodeRef};
use url::Url;

use super::attributes;
use crate::document::source_set;
use crate::document::tree::{Element, Node};

/// Where pages keep an image's address until a script needs it.
pub const LAZY: [&str; 6] = [
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazy",
    "data-original-src",
    "data-orig-file",
];

/// Takes over an image: its real address, always an alternative text, no tracking pixel.
#[must_use]
pub fn image(node: &NodeRef<'_>, parsed: &Parsed) -> Option<Node> {
    if is_pixel(parsed) {
        return None;
    }
    let mut image = attributes("img", parsed);
    if let Some(lazy) = LAZY.iter().find_map(|name| parsed.attr(name)).filter(|src| is_address(src))
    {
        image.set("src", lazy.trim());
    }
    if let Some(lazy) = parsed.attr("data-srcset").or_else(|| parsed.attr("data-lazy-srcset")) {
        image.set("srcset", lazy.trim());
    }
    if image.get("src").is_none() {
        let sets = image.get("srcset").map(str::to_owned).or_else(|| set_of_picture(node))?;
        let (first, _) = source_set::candidates(&sets).into_iter().next()?;
        image.set("src", first);
    }
    if image.get("alt").is_none() {
        image.set("alt", "");
    }
    Some(image.into())
}

fn is_address(written: &str) -> bool {
    let written = written.trim();
    !written.is_empty() && !written.starts_with("data:") && !written.starts_with('{')
}

/// Is it one pixel large? Those count readers and show nothing.
fn is_pixel(parsed: &Parsed) -> bool {
    let small = |name: &str| {
        parsed
            .attr(name)
            .is_some_and(|size| matches!(size.trim().trim_end_matches("px"), "0" | "1"))
    };
    let style = parsed.attr("style").unwrap_or_default().replace(' ', "");
    small("width") && small("height")
        || ["width:1px", "width:0"].iter().any(|tiny| style.split(';').any(|one| one == *tiny))
}

/// Finds an address among a picture's other forms.
fn set_of_picture(image: &NodeRef<'_>) -> Option<String> {
    let picture = image.parent().filter(|parent| parent.has_name("picture"))?;
    picture.children_it(false).filter(|child| child.has_name("source")).find_map(|source| {
        source.attr("srcset").or_else(|| source.attr("data-srcset")).map(|set| set.to_string())
    })
}

/// Gives a player what every reader needs of one: its file, even a lazy one, and its controls.
pub fn finish_player(player: &mut Element, parsed: &Parsed) {
    let lazy = || LAZY.iter().find_map(|name| parsed.attr(name)).filter(|src| is_address(src));
    if player.get("src").is_none()
        && let Some(lazy) = lazy()
    {
        player.set("src", lazy.trim());
    }
    player.set("controls", "controls");
}

/// Is this `source` one of a video or an audio?
#[must_use]
pub fn belongs_to_player(source: &NodeRef<'_>) -> bool {
    source.parent().is_some_and(|parent| parent.has_name("video") || parent.has_name("audio"))
}

/// Does this `noscript` hold an image that stands beside it already?
#[must_use]
pub fn repeats_image(noscript: &NodeRef<'_>) -> bool {
    let is_image = |node: NodeRef<'_>| {
        let lazy = LAZY.iter().any(|name| node.has_attr(name)) || node.has_attr("data-srcset");
        node.has_name("img") && (lazy || node.has_attr("src"))
    };
    let beside = [noscript.prev_element_sibling(), noscript.next_element_sibling()];
    beside.into_iter().flatten().any(is_image)
}

/// Makes a link of a frame, for readers show none: of a video's player, to the video's page.
#[must_use]
pub fn frame(node: &NodeRef<'_>, parsed: &Parsed) -> Option<Node> {
    let written = ["src", "data-src", "data"].iter().find_map(|name| parsed.attr(name))?;
    let written = written.trim();
    if written.is_empty() || written.starts_with("about:") {
        return None;
    }
    if is_data(written) {
        // The address is the page itself: it is told as left out, and no part of it is shown.
        return Some(Element::new("a", Vec::new()).with("href", written).into());
    }
    let address = page_of(written).unwrap_or_else(|| written.to_owned());
    let title = parsed.attr("title").map(|title| crate::text::one_line(&title));
    let shown = title.filter(|title| !title.is_empty()).unwrap_or_else(|| shown(&address));
    let link = Element::new("a", vec![Node::Text(shown)]).with("href", address);
    let in_line = node.parent().is_some_and(|parent| parent.has_name("p"));
    let link = Node::from(link);
    Some(if in_line { link } else { Element::new("p", vec![link]).into() })
}

/// Does a whole page stand in this address (RFC 2397)?
fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Gives the page of a video whose player has this address.
fn page_of(player: &str) -> Option<String> {
    let full = if player.starts_with("//") { format!("https:{player}") } else { player.to_owned() };
    let url = Url::parse(&full).ok()?;
    let host = url.host_str()?.trim_start_matches("www.").to_owned();
    let mut parts = url.path_segments()?;
    match (host.as_str(), parts.next()?, parts.next()) {
        ("youtube.com" | "youtube-nocookie.com", "embed", Some("videoseries")) => {
            let (_, list) = url.query_pairs().find(|(key, _)| key == "list")?;
            Some(format!("https://www.youtube.com/playlist?list={list}"))
        }
        ("youtube.com" | "youtube-nocookie.com", "embed", Some(id)) => {
            Some(format!("https://www.youtube.com/watch?v={id}"))
        }
        ("player.vimeo.com", "video", Some(id)) => Some(format!("https://vimeo.com/{id}")),
        _ => None,
    }
}

/// Shows an address without what a reader does not need.
fn shown(address: &str) -> String {
    let bare = address.trim_start_matches("https:").trim_start_matches("http:");
    bare.trim_start_matches("//").trim_start_matches("www.").trim_end_matches('/').to_owned()
}
