//! What a component shows, as far as its attributes tell.

use super::tag::{Tag, literal};
use crate::document::template::arguments::Arguments;
use crate::document::template::blocks::title_of;
use crate::document::template::shortcode;
use crate::document::template::shown::{Place, Shown};

/// What stands in the place of a tag and of its end tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// These texts, which may be empty.
    Shown { opening: String, closing: String },
    /// Something only its own program knows.
    Unknown,
}

fn shown(opening: impl Into<String>, closing: &str) -> Meaning {
    Meaning::Shown { opening: opening.into(), closing: closing.to_owned() }
}

/// Where a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Its end tag stands on the same line.
    pub in_line: bool,
    /// Nothing else stands on its line.
    pub alone: bool,
}

/// Says what a tag stands for; `images` are those that were imported.
#[must_use]
pub fn meaning(tag: &Tag<'_>, images: &[(String, String)], stands: Stands) -> Meaning {
    if !tag.is_component() {
        // A paragraph of its own would hold those that its content becomes.
        let name = if tag.name == "p" && tag.is_block() { "div" } else { tag.name };
        let closing = if tag.alone { String::new() } else { format!("</{name}>") };
        return Meaning::Shown { opening: element(tag, name, images), closing };
    }
    if let Some(shown) = embedded(tag, images) {
        return self::shown(shown.written(Place { html: false, alone: stands.alone }), "");
    }
    let title = tag.text(&["title", "label", "header", "heading", "summary"]);
    let more = tag.text(&["description", "text", "message", "content", "caption"]);
    if let Some(url) = tag.text(&["href", "to", "url", "link"]) {
        return link(tag, &url, title.as_deref(), more.as_deref(), stands.in_line);
    }
    if !tag.alone
        && let Some(quotation) = quotation(tag, title.as_deref())
    {
        return quotation;
    }
    match (title, more) {
        (None, None) if tag.alone => Meaning::Unknown,
        (None, None) => shown("", ""),
        (Some(title), None) => shown(format!("**{title}**"), ""),
        (None, Some(more)) => shown(more, ""),
        (Some(title), Some(more)) => shown(format!("**{title}**\n\n{more}"), ""),
    }
}

/// A note that stands out from the text.
fn quotation(tag: &Tag<'_>, title: Option<&str>) -> Option<Meaning> {
    let own = title_of(tag.name)?;
    let kind = tag.text(&["type", "kind", "variant"]).and_then(|kind| title_of(&kind));
    let title = title.map(str::to_owned).or(kind).unwrap_or(own);
    let head = if title.is_empty() { title } else { format!("\n\n**{title}**") };
    Some(shown(format!("<blockquote>{head}"), "</blockquote>"))
}

fn link(
    tag: &Tag<'_>,
    url: &str,
    title: Option<&str>,
    more: Option<&str>,
    in_line: bool,
) -> Meaning {
    if !tag.alone && title.is_none() && in_line {
        return shown("[", &format!("](<{url}>)"));
    }
    let words = title.or(more).unwrap_or(url).replace(['[', ']'], "");
    match more.filter(|_| title.is_some()) {
        Some(more) => shown(format!("[{words}](<{url}>): {more}"), ""),
        None => shown(format!("[{words}](<{url}>)"), ""),
    }
}

/// An image, a video, code: what is shown for itself.
fn embedded(tag: &Tag<'_>, images: &[(String, String)]) -> Option<Shown> {
    let lower = tag.name.to_ascii_lowercase();
    if let Some(code) = tag.text(&["code"]) {
        let language = tag.text(&["lang", "language"]).unwrap_or_default();
        return Some(Shown::Code { language, text: code });
    }
    let is_image = ["image", "img", "picture", "figure", "photo"].iter().any(|k| lower.contains(k));
    let named = ["src", "image", "img", "source"];
    let src = tag.text(&named).or_else(|| named.iter().find_map(|n| imported(tag.raw(n)?, images)));
    if (is_image || tag.raw("alt").is_some())
        && let Some(src) = src
    {
        let alt = tag.text(&["alt"]).unwrap_or_default();
        let caption = tag.text(&["caption", "title"]).filter(|caption| *caption != alt);
        return Some(Shown::Image { src, alt, caption, link: None });
    }
    if !tag.alone {
        return None;
    }
    let words = tag.attributes.iter().filter(|(key, value)| !key.is_empty() && !value.is_empty());
    let pairs: Vec<String> = words
        .filter_map(|(key, value)| {
            let text = if value.starts_with('{') { literal(value)? } else { (*value).to_owned() };
            Some(format!("{key}=\"{}\"", text.replace('"', "")))
        })
        .collect();
    let arguments = Arguments::read(&format!("{lower} {}", pairs.join(" ")));
    match shortcode::meaning(&arguments) {
        Shown::Unknown | Shown::Nothing | Shown::Text(_) | Shown::Page(_) | Shown::Words { .. } => {
            None
        }
        shown => Some(shown),
    }
}

/// Gives the path of an imported image that an expression names: `{hero}` or `{hero.src}`.
fn imported(expression: &str, images: &[(String, String)]) -> Option<String> {
    let name = expression.strip_prefix('{')?.strip_suffix('}')?.trim();
    let name = name.strip_suffix(".src").unwrap_or(name);
    images.iter().find(|(known, _)| known == name).map(|(_, path)| path.clone())
}

/// Writes an element of HTML without what only JSX knows.
fn element(tag: &Tag<'_>, name: &str, images: &[(String, String)]) -> String {
    let mut html = format!("<{name}");
    for (key, value) in &tag.attributes {
        let key = match *key {
            "" => continue,
            "className" => "class",
            "htmlFor" => "for",
            key => key,
        };
        let text = if value.starts_with('{') {
            literal(value).or_else(|| imported(value, images))
        } else {
            Some((*value).to_owned())
        };
        if let Some(text) = text {
            let text = text.replace('"', "&quot;").replace('\n', " ");
            html.extend([" ", key, "=\"", &text, "\""]);
        }
    }
    html.push_str(if tag.alone { " />" } else { ">" });
    html
}
