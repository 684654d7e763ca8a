//! The body of a post as readers see it: paragraphs from empty lines, shortcodes as what they show.

mod own_line;
mod unknown;

use std::collections::{BTreeSet, HashMap};

use crate::text::html::{escape, escape_text};
use unknown::Unknown;

/// A body as HTML.
#[derive(Debug, Default)]
pub struct Read {
    /// The HTML.
    pub html: String,
    /// The shortcodes that were left out.
    pub dropped: Vec<String>,
}

/// Shortcodes of WordPress itself, and the commonest of others.
const KNOWN: [&str; 20] = [
    "caption",
    "wp_caption",
    "embed",
    "youtube",
    "vimeo",
    "video",
    "audio",
    "gallery",
    "playlist",
    "code",
    "sourcecode",
    "contact-form",
    "contact-form-7",
    "gist",
    "googlemaps",
    "polldaddy",
    "latex",
    "tweet",
    "ngg_images",
    "mc4wp_form",
];

/// Reads a post's content; `images` are the addresses of the site's images by their numbers.
#[must_use]
pub fn read(content: &str, images: &HashMap<String, String>) -> Read {
    let content = content.replace("\r\n", "\n").replace('\r', "\n");
    let mut dropped = BTreeSet::new();
    let html = own_line::linked(&without_block_marks(&content));
    let html = shortcodes(&html, images, &mut dropped);
    let html = if content.contains("<!-- wp:") { html } else { paragraphs(&html) };
    Read { html, dropped: dropped.into_iter().collect() }
}

/// Drops the comments by which the editor knows its blocks.
fn without_block_marks(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find("<!--") {
        let (before, comment) = rest.split_at(at);
        out.push_str(before);
        let inner = comment.get(4..).unwrap_or_default().trim_start();
        let Some(end) = comment.find("-->") else {
            rest = comment;
            break;
        };
        let mark = ["wp:", "/wp:", "more", "nextpage"].iter().any(|mark| inner.starts_with(mark));
        if !mark {
            out.push_str(comment.get(..end + 3).unwrap_or_default());
        }
        rest = comment.get(end + 3..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn shortcodes(
    html: &str,
    images: &HashMap<String, String>,
    dropped: &mut BTreeSet<String>,
) -> String {
    let mut unknown = Unknown::of(html);
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        unknown.pass(before);
        let (used, shown) = match unknown.mark(tail) {
            Some((used, name)) => {
                dropped.insert(format!("[{name}]"));
                (used, String::new())
            }
            None => shortcode(tail, images, dropped),
        };
        out.push_str(&shown);
        rest = tail.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The name of the shortcode that starts here, if one does.
fn name_of(tail: &str) -> String {
    let inner = tail.chars().skip(1);
    inner.take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect()
}

/// Reads the shortcode that starts here: how long it is, and what stands in its place.
fn shortcode(
    tail: &str,
    images: &HashMap<String, String>,
    dropped: &mut BTreeSet<String>,
) -> (usize, String) {
    let text = (1, "[".to_owned());
    // A mark in double brackets is meant to be read.
    if let Some(inner) = tail.strip_prefix("[[")
        && let Some(end) = inner.find("]]").filter(|_| KNOWN.contains(&&*name_of(&tail[1..])))
    {
        return (end + 4, format!("[{}]", &inner[..end]));
    }
    let name = name_of(tail);
    let Some(end) = tail.find(']').filter(|_| KNOWN.contains(&name.as_str())) else { return text };
    let tag = tail.get(1 + name.len()..end).unwrap_or_default().trim_end_matches('/');
    let close = format!("[/{name}]");
    let after = tail.get(end + 1..).unwrap_or_default();
    let inner = after.find(&close).and_then(|at| after.get(..at));
    let whole = inner.map_or(end + 1, |inner| end + 1 + inner.len() + close.len());
    let inner = inner.unwrap_or_default();
    let value = |key: &str| attribute(tag, key);
    let shown = match name.as_str() {
        "caption" | "wp_caption" => Some(caption(inner, value("caption"))),
        "code" | "sourcecode" => {
            let language = value("language").or_else(|| value("lang")).unwrap_or_default();
            Some(code(&language, inner))
        }
        "latex" => Some(format!("<code>{inner}</code>")),
        "gallery" => gallery(&value("ids").unwrap_or_default(), images),
        "playlist" => None,
        _ => {
            let bare = tag.trim().trim_start_matches('=').trim_matches(['"', ' ']).to_owned();
            let named = ["src", "url", "mp4", "mp3", "id"].iter().find_map(|key| value(key));
            let inner = Some(inner.trim().to_owned()).filter(|inner| !inner.is_empty());
            link(&name, inner.or(named).unwrap_or(bare).trim())
        }
    };
    let shown = shown.unwrap_or_else(|| {
        dropped.insert(format!("[{name}]"));
        String::new()
    });
    (whole, shown)
}

fn caption(inner: &str, named: Option<String>) -> String {
    let end = inner.rfind("</a>").map(|at| at + 4).or_else(|| {
        let image = inner.find("<img")?;
        Some(image + inner.get(image..)?.find('>')? + 1)
    });
    let (image, text) = inner.split_at(end.unwrap_or(0));
    let text = named.unwrap_or_else(|| text.trim().to_owned());
    format!("<figure>{image}<figcaption>{text}</figcaption></figure>")
}

/// Shows the images of a gallery, where the export says where all of them are.
fn gallery(ids: &str, images: &HashMap<String, String>) -> Option<String> {
    let sources: Option<Vec<&String>> = ids.split(',').map(|id| images.get(id.trim())).collect();
    let shown = |src: &String| format!("<img src=\"{}\" alt=\"\" />", escape(src));
    let shown: Vec<String> = sources?.into_iter().map(shown).collect();
    Some(format!("<figure>{}</figure>", shown.join("\n")))
}

fn code(language: &str, text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "+#-_.".contains(c);
    let class = match language {
        name if !name.is_empty() && name.chars().all(fits) => {
            format!(" class=\"language-{name}\"")
        }
        _ => String::new(),
    };
    let text = text.trim_matches('\n');
    let text = if text.contains("&lt;") || text.contains("&amp;") {
        text.to_owned()
    } else {
        escape_text(text)
    };
    format!("<pre><code{class}>{text}</code></pre>")
}

fn link(name: &str, target: &str) -> Option<String> {
    let fits = |c: char| c.is_ascii_graphic() && !"<>\"'".contains(c);
    if target.is_empty() || !target.chars().all(fits) {
        return None;
    }
    let url = match name {
        _ if target.starts_with("http://") || target.starts_with("https://") => target.to_owned(),
        "youtube" => format!("https://www.youtube.com/watch?v={target}"),
        "vimeo" => format!("https://vimeo.com/{target}"),
        "gist" => format!("https://gist.github.com/{target}"),
        "video" | "audio" if target.contains('/') => target.to_owned(),
        _ => return None,
    };
    let url = escape(&url);
    Some(format!("<a href=\"{url}\">{url}</a>"))
}

fn attribute(tag: &str, key: &str) -> Option<String> {
    let at = tag.find(&format!("{key}="))?;
    let value = tag.get(at + key.len() + 1..)?;
    let quote = value.chars().next()?;
    let text = match quote {
        '"' | '\'' => value.get(1..)?.split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    (!text.is_empty()).then(|| text.to_owned())
}

/// Makes paragraphs of what stands between empty lines, as WordPress shows the classic editor's.
fn paragraphs(html: &str) -> String {
    let mut out = Vec::new();
    let mut open: Option<String> = None;
    for part in html.split("\n\n") {
        if let Some(mut pre) = open.take() {
            pre.push_str("\n\n");
            pre.push_str(part);
            if part.contains("</pre>") {
                out.push(pre);
            } else {
                open = Some(pre);
            }
            continue;
        }
        let part = part.trim_matches('\n');
        if part.trim().is_empty() {
            continue;
        }
        if part.rfind("<pre") > part.rfind("</pre>") {
            open = Some(part.to_owned());
        } else if starts_block(part.trim_start()) {
            out.push(part.to_owned());
        } else {
            out.push(format!("<p>{}</p>", part.trim().replace('\n', "<br />\n")));
        }
    }
    out.extend(open);
    out.join("\n\n")
}

fn starts_block(part: &str) -> bool {
    const BLOCKS: [&str; 26] = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "table",
        "pre",
        "blockquote",
        "figure",
        "hr",
        "section",
        "article",
        "aside",
        "details",
        "iframe",
        "video",
        "audio",
        "form",
        "address",
    ];
    let Some(rest) = part.strip_prefix('<') else { return false };
    let rest = rest.trim_start_matches('/');
    let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    BLOCKS.contains(&name.to_ascii_lowercase().as_str())
}

/// Gives the text of a fragment without its tags.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let is_tag = tag
            .get(1..2)
            .is_some_and(|c| c == "/" || c == "!" || c.chars().all(|c| c.is_ascii_alphabetic()));
        if let Some(end) = tag.find('>').filter(|_| is_tag) {
            rest = tag.get(end + 1..).unwrap_or_default();
        } else {
            out.push('<');
            rest = tag.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}
