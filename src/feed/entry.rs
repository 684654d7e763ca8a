//! What all formats say of an article, said once.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::check::is_element;
use super::{Feed, words};
use crate::article::{Article, Direction, Image};
use crate::document::Author;
use crate::text::{first_words, is_xml_char};

/// How many words stand for an article that has neither title nor summary.
const FIRST_WORDS: usize = 40;

/// Gives the summary as plain text; a note without title and summary gives its first words.
pub(super) fn summary(article: &Article) -> Option<Cow<'_, str>> {
    match &article.summary.text {
        Some(text) if !text.trim().is_empty() => Some(clean(text)),
        _ if article.title.is_none() => {
            let words = first_words(&article.text, FIRST_WORDS);
            (!words.is_empty()).then(|| clean(&words).into_owned().into())
        }
        _ => None,
    }
}

/// Gives the title, if there is one to show.
pub(super) fn title(article: &Article) -> Option<Cow<'_, str>> {
    article.title.as_deref().filter(|title| !title.trim().is_empty()).map(clean)
}

/// Gives the title, else the first words: Atom wants one (RFC 4287 section 4.2.14).
pub(super) fn headline<'a>(article: &'a Article) -> Cow<'a, str> {
    title(article).unwrap_or_else(|| {
        let headline = article.headline();
        let headline = if headline.trim().is_empty() { article.url.to_string() } else { headline };
        Cow::Owned(clean(&headline).into_owned())
    })
}

/// Gives the whole content: deck, cover, takeaways under a heading, then the text, as HTML.
pub(super) fn content(article: &Article, feed: &Feed<'_>) -> String {
    let mut html = String::with_capacity(article.html.len() + 1024);
    let wrapped = article.direction == Direction::Rtl;
    if wrapped {
        let _ = writeln!(html, "<div dir=\"rtl\" lang=\"{}\">", escape(&article.language));
    }
    if let Some(deck) = &article.deck {
        let _ = writeln!(html, "<p><em>{}</em></p>", escape(deck));
    }
    push_cover(&mut html, article);
    push_takeaways(&mut html, article);
    if feed.full_text {
        html.push_str(&clean(&article.html));
    } else if let Some(summary) = summary(article) {
        let _ = write!(html, "<p>{}</p>", escape(&summary));
    }
    if wrapped {
        html.push_str("\n</div>");
    }
    html
}

/// Shows the cover to readers that know no media:content, unless the text shows it already.
fn push_cover(html: &mut String, article: &Article) {
    let Some(cover) = &article.cover else { return };
    if shows(article, cover) {
        return;
    }
    let url = escape(cover.url.as_str());
    let _ = writeln!(html, "<p><img src=\"{url}\" alt=\"{}\"></p>", escape(&cover.alt));
}

/// Does the text of an article show its cover already?
#[must_use]
pub fn shows(article: &Article, cover: &Image) -> bool {
    let url = cover.url.as_str();
    article.html.contains(url) || article.html.contains(&escape(url))
}

fn push_takeaways(html: &mut String, article: &Article) {
    if article.summary.takeaways.is_empty() {
        return;
    }
    let _ = writeln!(html, "<h2>{}</h2>\n<ul>", words::takeaways(&article.language));
    for point in &article.summary.takeaways {
        let _ = writeln!(html, "<li>{}</li>", escape(point));
    }
    html.push_str("</ul>\n");
}

/// Gives the language, where it is not the feed's.
pub(super) fn language<'a>(article: &'a Article, feed: &Feed<'_>) -> Option<&'a str> {
    (!article.language.eq_ignore_ascii_case(&feed.language)).then_some(article.language.as_str())
}

/// Gives an author's page, if its address is one.
pub(super) fn author_page(author: &Author, feed: &Feed<'_>) -> Option<String> {
    let url = feed.home.join(author.url.as_deref()?.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Drops what XML cannot carry and what no text means: controls, and the C1 block, which is the
/// trace of a wrong decoding and which validators warn of. Line ends become `\n`, as an XML parser
/// would make them (XML 1.0 section 2.11).
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let wrong = |c: char| !is_xml_char(c) || matches!(c, '\r' | '\u{7F}'..='\u{9F}');
    if !text.contains(wrong) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' => clean.push('\n'),
            c if wrong(c) => {}
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// Escapes a plain text for HTML.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
    html
}

/// May a plain text be taken for HTML? Validators warn of end tags and entities in it.
pub(super) fn looks_like_html(text: &str) -> bool {
    let tag = text.match_indices("</").any(|(at, _)| {
        let name: String = text[at + 2..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let closed = text[at + 2 + name.len()..].starts_with('>');
        closed && is_element(&name.to_ascii_lowercase())
    });
    let entity = text.match_indices('&').any(|(at, _)| {
        let rest = text[at + 1..].strip_prefix('#').unwrap_or(&text[at + 1..]);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        !name.is_empty() && rest[name.len()..].starts_with(';')
    });
    tag || entity
}
