//! What all formats say of an article, said once.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::text::{address, clean, escape, line};
use super::{Feed, compat, scope};
use crate::article::{Article, Direction, Image};
use crate::config::FeedBy;
use crate::document::Author;
use crate::text::first_words;

/// How many words stand for an article that has neither title nor summary.
const FIRST_WORDS: usize = 40;

/// A text of no more words than these needs no summary.
const SHORT: usize = 100;

/// How many words stand for a title.
const FIRST_WORDS_OF_TITLE: usize = 10;

/// Gives room for a document of these contents, with what escaping and all else usually add: one
/// that grows is copied again and again.
pub(super) fn room(contents: &[String]) -> Vec<u8> {
    let of = |content: &String| content.len() + content.len() / 4 + 2048;
    Vec::with_capacity(contents.iter().map(of).sum())
}

/// Gives the summary as plain text; a note without title and summary gives its [first
/// words](first_words_of).
pub(super) fn summary(article: &Article) -> Option<Cow<'_, str>> {
    let summary = article.summary.text.as_deref().and_then(line);
    if summary.is_some() || title(article).is_some() {
        return summary;
    }
    first_words_of(article, FIRST_WORDS)
}

/// Gives so many words of an article's text, or of its picture where it is nothing else.
fn first_words_of(article: &Article, count: usize) -> Option<Cow<'_, str>> {
    let alt = || article.cover.as_ref().map_or("", |cover| cover.alt.as_str());
    let words = [article.text.trim(), alt()].into_iter().find(|words| !words.is_empty())?;
    line(&first_words(words, count)).map(|words| words.into_owned().into())
}

/// Gives what stands for the text in a feed of summaries: a long text that nobody could sum up is
/// told by its first words, and a short one by nothing, for it is its own summary.
fn in_short(article: &Article) -> Option<Cow<'_, str>> {
    let is_long = || article.text.split_whitespace().nth(SHORT).is_some();
    summary(article).or_else(|| is_long().then(|| first_words_of(article, FIRST_WORDS))?)
}

/// Is the content to be handed out? A feed of summaries needs it only for what its summary cannot
/// say: the takeaways, and the text of an article too short to have a summary.
pub(super) fn has_content(article: &Article, feed: &Feed<'_>) -> bool {
    feed.full_text || summary(article).is_none() || takeaways(article).next().is_some()
}

/// Gives the title, if there is one to show.
pub(super) fn title(article: &Article) -> Option<Cow<'_, str>> {
    article.title.as_deref().and_then(line)
}

/// Lists the authors' names and pages.
pub(super) fn authors<'a>(article: &'a Article, feed: &Feed<'_>) -> Vec<Person<'a>> {
    let person = |author: &'a Author| {
        Some(Person { name: line(&author.name)?, page: author_page(author, feed) })
    };
    article.authors.iter().filter_map(person).collect()
}

/// Lists the categories: the section, then the tags, each with the address of its scheme.
pub(super) fn categories<'a>(article: &'a Article, feed: &Feed<'_>) -> Vec<Category<'a>> {
    let category = |name: &'a String, by| {
        Some(Category { name: line(name)?, scheme: scope::scheme(feed.home, by) })
    };
    let sections = article.section.iter().filter_map(|name| category(name, FeedBy::Section));
    sections.chain(article.tags.iter().filter_map(|name| category(name, FeedBy::Tag))).collect()
}

/// An author as a feed names them.
pub(super) struct Person<'a> {
    pub name: Cow<'a, str>,
    pub page: Option<String>,
}

/// A category as a feed names it.
pub(super) struct Category<'a> {
    pub name: Cow<'a, str>,
    pub scheme: String,
}

/// Gives the title, else the first words: Atom wants one (RFC 4287 section 4.2.14).
pub(super) fn headline(article: &Article) -> Cow<'_, str> {
    let words = || first_words_of(article, FIRST_WORDS_OF_TITLE);
    title(article).or_else(words).unwrap_or_else(|| address(&article.url).into())
}

/// Gives the whole content: deck, cover, takeaways under a heading, then the text, as HTML.
pub(super) fn content(article: &Article, feed: &Feed<'_>) -> String {
    let mut html = String::with_capacity(article.html.len() + 1024);
    if let Some(start) = turned(article) {
        html.push_str(&start);
        html.push('\n');
    }
    if let Some(deck) = article.deck.as_deref().and_then(line) {
        let _ = writeln!(html, "<p><em>{}</em></p>", escape(&deck));
    }
    push_cover(&mut html, article);
    if !(feed.full_text && article.summary.takeaways_stand) {
        push_takeaways(&mut html, article, feed);
    }
    match in_short(article).filter(|_| !feed.full_text) {
        Some(short) => {
            let _ = write!(html, "<p>{}</p>", escape(&short));
        }
        None => html.push_str(&clean(&compat::known(&article.html))),
    }
    push_source(&mut html, article);
    if turned(article).is_some() {
        html.push_str("\n</div>");
    }
    html
}

/// Wraps HTML on one line with its direction, where that is from right to left.
pub(super) fn directed(html: String, article: &Article) -> String {
    turned(article).map(|start| format!("{start}{html}</div>")).unwrap_or(html)
}

/// Gives the start of what wraps a text from right to left: readers strip styles and keep this.
fn turned(article: &Article) -> Option<String> {
    let language = escape(&article.language);
    (article.direction == Direction::Rtl).then(|| format!("<div dir=\"rtl\" lang=\"{language}\">"))
}

/// Shows the cover to readers that know no media:content, unless the text shows it already.
fn push_cover(html: &mut String, article: &Article) {
    let Some(cover) = &article.cover else { return };
    if shows(article, cover) {
        return;
    }
    let url = escape(&address(&cover.url));
    let _ = writeln!(html, "<p><img src=\"{url}\" alt=\"{}\"></p>", escape(&cover.alt));
}

/// Does the text of an article show its cover already?
#[must_use]
pub fn shows(article: &Article, cover: &Image) -> bool {
    let url = cover.url.as_str();
    article.html.contains(url) || article.html.contains(&escape(url))
}

/// Says where an article from elsewhere was taken from.
fn push_source(html: &mut String, article: &Article) {
    let Some(source) = &article.offer.source else { return };
    let Some(title) = line(&source.title) else { return };
    let title = escape(&title);
    let _ = match source.home.as_ref().or(source.url.as_ref()) {
        Some(url) => {
            write!(html, "\n<p><em><a href=\"{}\">{title}</a></em></p>", escape(&address(url)))
        }
        None => write!(html, "\n<p><em>{title}</em></p>"),
    };
}

fn push_takeaways(html: &mut String, article: &Article, feed: &Feed<'_>) {
    let points: Vec<_> = takeaways(article).collect();
    if points.is_empty() {
        return;
    }
    let heading = feed.headings.get(article.language.as_str()).map_or("", String::as_str);
    let _ = writeln!(html, "<h2>{}</h2>\n<ul>", escape(heading));
    for point in &points {
        let _ = writeln!(html, "<li>{}</li>", escape(point));
    }
    html.push_str("</ul>\n");
}

/// Lists the key takeaways as plain text.
pub(super) fn takeaways(article: &Article) -> impl Iterator<Item = Cow<'_, str>> {
    article.summary.takeaways.iter().filter_map(|point| line(point))
}

/// Gives the language, where it is not the feed's.
pub(super) fn language<'a>(article: &'a Article, feed: &Feed<'_>) -> Option<&'a str> {
    (!article.language.eq_ignore_ascii_case(&feed.language)).then_some(article.language.as_str())
}

/// Gives an author's page, if its address is one.
fn author_page(author: &Author, feed: &Feed<'_>) -> Option<String> {
    let url = feed.home.join(author.url.as_deref()?.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| address(&url))
}
