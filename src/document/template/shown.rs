//! What a mark stands for, written where it stood.

use std::fmt::Write;

use crate::text::html::escape;

/// What readers see in the place of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// An image, with its caption and what it links to.
    Image { src: String, alt: String, caption: Option<String>, link: Option<String> },
    /// A link that shows its own address, or words.
    Link { url: String, words: Option<String> },
    /// Code in a language.
    Code { language: String, text: String },
    /// Words an author wrote into a mark; `known` if nothing else is missed.
    Words { lines: Vec<String>, known: bool },
    /// The address of another article.
    Page(Page),
    /// Text as it is, such as an address within a link.
    Text(String),
    /// Nothing that a reader would miss.
    Nothing,
    /// Nobody knows.
    Unknown,
}

/// Another article, as a mark names it by its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The path or the name of its file.
    pub path: String,
    /// The part that is meant, with its `#`; else empty.
    pub part: String,
    /// The language that is asked for.
    pub language: Option<String>,
    /// What the address would be where no such file is known.
    pub otherwise: String,
    /// Can nothing but an article be meant?
    pub is_article: bool,
}

/// Where a mark stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In HTML, where Markdown means nothing.
    pub html: bool,
    /// On a line, and in Markdown a block, of its own.
    pub alone: bool,
}

impl Shown {
    /// Writes it for the place where it stands.
    #[must_use]
    pub fn written(&self, place: Place) -> String {
        match self {
            Self::Image { src, alt, caption, link } => {
                image(src, alt, caption.as_deref(), link.as_deref(), place)
            }
            Self::Link { url, words: None } if !place.html => format!("<{url}>"),
            Self::Link { url, words } => {
                let words = words.as_deref().unwrap_or(url);
                if place.html {
                    format!("<a href=\"{}\">{}</a>", escape(url), escape(words))
                } else {
                    format!("[{}](<{url}>)", words.replace(['[', ']'], ""))
                }
            }
            Self::Code { language, text } => code(language, text, place),
            Self::Words { lines, .. } if place.html => {
                let bare: Vec<&str> = lines.iter().map(|line| line.trim_matches('*')).collect();
                escape(&bare.join(" ")) + " "
            }
            // The line that follows is a paragraph of its own.
            Self::Words { lines, .. } if place.alone => lines.join("\n\n") + "\n",
            Self::Words { lines, .. } => lines.join(" ") + " ",
            Self::Page(page) => page.otherwise.clone(),
            Self::Text(text) => text.clone(),
            Self::Nothing | Self::Unknown => String::new(),
        }
    }
}

fn image(src: &str, alt: &str, caption: Option<&str>, link: Option<&str>, place: Place) -> String {
    if place.html || (place.alone && caption.is_some()) {
        return figure(src, alt, caption, link, place);
    }
    let alt = if alt.is_empty() { caption.unwrap_or_default() } else { alt };
    let image = format!("![{}](<{src}>)", alt.replace(['[', ']'], ""));
    let image = match link {
        Some(link) => format!("[{image}](<{link}>)"),
        None => image,
    };
    match caption.filter(|caption| *caption != alt) {
        Some(caption) => format!("{image} {caption}"),
        None => image,
    }
}

fn figure(src: &str, alt: &str, caption: Option<&str>, link: Option<&str>, place: Place) -> String {
    let image = format!("<img src=\"{}\" alt=\"{}\" />", escape(src), escape(alt));
    let image = match link {
        Some(link) => format!("<a href=\"{}\">{image}</a>", escape(link)),
        None => image,
    };
    match caption {
        None => image,
        // A caption may hold Markdown of its own, which is read between empty lines.
        Some(caption) if !place.html => {
            format!("<figure>{image}<figcaption>\n\n{caption}\n\n</figcaption></figure>\n")
        }
        Some(caption) => {
            format!("<figure>{image}<figcaption>{}</figcaption></figure>", escape(caption))
        }
    }
}

fn code(language: &str, text: &str, place: Place) -> String {
    let in_line = !text.contains('\n');
    let text = text.trim_matches('\n');
    if !place.alone && (in_line || (language.is_empty() && !text.contains('\n'))) {
        // Some words within a sentence, and no block that would break it.
        return format!("<code>{}</code>", within_line(text, place));
    }
    if place.html || !place.alone {
        let class = match language {
            "" => String::new(),
            language => format!(" class=\"language-{}\"", escape(language)),
        };
        // An empty line would end the HTML that this stands in.
        let text = within_line(text, place).replace('\n', "&#10;");
        return format!("<pre><code{class}>{text}</code></pre>");
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut written = String::new();
    let _ = write!(written, "{fence}{language}\n{text}\n{fence}");
    written
}

/// Escapes code that stands between tags; where Markdown is read, its marks mean nothing either.
fn within_line(text: &str, place: Place) -> String {
    let escaped = escape(text);
    if place.html {
        return escaped;
    }
    let mut plain = String::with_capacity(escaped.len());
    for c in escaped.chars() {
        if "*_`[]\\~$|".contains(c) {
            let _ = write!(plain, "&#{};", u32::from(c));
        } else {
            plain.push(c);
        }
    }
    plain
}
