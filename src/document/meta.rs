//! Front matter's values under the names of Hugo, Jekyll, Zola, Eleventy, Astro, Pelican and Ghost.

use super::Signs;
use super::front_matter::{Entry, Node, Value};
use super::keys::{Keys, truth};
use super::{Author, Cover, Meta, Written, WrittenEnclosure, offer, spelling};
use crate::finding::Finding;
use crate::text::one_set_line;

const TITLE: [&str; 1] = ["title"];
const DECK: [&str; 5] = ["deck", "subtitle", "standfirst", "subheading", "tagline"];
const SUMMARY: [&str; 6] =
    ["summary", "description", "excerpt", "customexcerpt", "abstract", "metadescription"];
const TAKEAWAYS: [&str; 4] = ["takeaways", "keytakeaways", "keypoints", "tldr"];
const AUTHORS: [&str; 4] = ["authors", "author", "byline", "by"];
const DATE: [&str; 10] = [
    "publishdate",
    "date",
    "pubdate",
    "published",
    "publishedat",
    "publisheddate",
    "datepublished",
    "pubdatetime",
    "createdat",
    "created",
];
const UPDATED: [&str; 12] = [
    "updated",
    "lastmod",
    "modified",
    "lastmodifiedat",
    "lastmodified",
    "updateddate",
    "updatedat",
    "datemodified",
    "moddatetime",
    "lastupdated",
    "dateupdated",
    "lastmodifiedtime",
];
const EXPIRES: [&str; 4] = ["expirydate", "expires", "unpublishdate", "expiresat"];
const TAGS: [&str; 6] = ["tags", "tag", "categories", "category", "keywords", "topics"];
const LANGUAGE: [&str; 3] = ["lang", "language", "locale"];
const COVER: [&str; 14] = [
    "image",
    "cover",
    "banner",
    "featuredimage",
    "featureimage",
    "featured",
    "coverimage",
    "heroimage",
    "hero",
    "header",
    "thumbnail",
    "ogimage",
    "socialimage",
    "images",
];
const COVER_ALT: [&str; 7] = [
    "imagealt",
    "coveralt",
    "banneralt",
    "featuredimagealt",
    "featureimagealt",
    "heroimagealt",
    "coverimagealt",
];
const COVER_CAPTION: [&str; 3] = ["imagecaption", "covercaption", "featureimagecaption"];
const ENCLOSURE: [&str; 6] =
    ["enclosure", "audio", "podcast", "audiourl", "enclosureurl", "audiofile"];

const ID: [&str; 3] = ["id", "guid", "uuid"];
const PERMALINK: [&str; 3] = ["permalink", "url", "path"];
const READING: [&str; 4] = ["readingtime", "readingminutes", "readtime", "minutes"];

/// Every name above, and those that stand alone below.
const KNOWN: [&[&str]; 17] = [
    &ID,
    &TITLE,
    &DECK,
    &SUMMARY,
    &TAKEAWAYS,
    &AUTHORS,
    &DATE,
    &UPDATED,
    &EXPIRES,
    &TAGS,
    &LANGUAGE,
    &COVER,
    &COVER_ALT,
    &COVER_CAPTION,
    &ENCLOSURE,
    &PERMALINK,
    &READING,
];

/// Layouts that are furniture of a web site, not articles.
const LAYOUTS: [&str; 16] = [
    "page",
    "home",
    "index",
    "landing",
    "archive",
    "archives",
    "search",
    "redirect",
    "redirected",
    "category",
    "categories",
    "tag",
    "tags",
    "taxonomy",
    "404",
    "none",
];

/// Reads all that front matter says about an article.
pub(super) fn read(entries: &[Entry], findings: &mut Vec<Finding>) -> (Meta, Signs) {
    let mut keys = Keys::new(entries);
    let meta = Meta {
        id: keys.text(&ID),
        title: keys.text(&TITLE),
        deck: keys.text(&DECK),
        summary: keys.text(&SUMMARY),
        takeaways: keys.find(&TAKEAWAYS).map(|entry| points(&entry.node)).unwrap_or_default(),
        authors: authors(&keys),
        date: keys.date(&DATE),
        updated: keys.date_if_any(&UPDATED),
        expires: keys.date(&EXPIRES),
        tags: tags(&keys),
        section: keys.text(&["section"]).map(|written| written.value),
        language: keys.text(&LANGUAGE),
        cover: cover(&keys),
        enclosure: enclosure(&mut keys),
        slug: keys.text(&["slug"]),
        permalink: permalink(&keys),
        offer: offer::read(&keys),
        reading_minutes: minutes(&keys),
        draft: draft(&mut keys),
        not_article: not_article(&keys),
        categories: categories(&keys),
    };
    findings.append(&mut keys.findings);
    findings.extend(spelling::check(&keys, &KNOWN, &meta));
    let fields = keys.fields();
    (meta, Signs { dialects: Vec::new(), fields })
}

/// Reads categories as Jekyll puts them into addresses: a text's words, a list's texts.
fn categories(keys: &Keys<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for entry in keys.all(&["categories", "category"]) {
        match &entry.node.value {
            Value::Text(text) if entry.key == "category" => found.push(one_set_line(text)),
            Value::Text(text) => found.extend(text.split_whitespace().map(str::to_owned)),
            Value::List(nodes) => {
                found.extend(nodes.iter().filter_map(Node::text).map(one_set_line));
            }
            _ => {}
        }
    }
    found
}

fn tags(keys: &Keys<'_>) -> Vec<String> {
    let mut tags = keys.texts(&TAGS);
    if let Some(Entry { node: Node { value: Value::Table(inner), .. }, .. }) =
        keys.find(&["taxonomies"])
    {
        tags.extend(Keys::new(inner).texts(&TAGS));
    }
    tags
}

/// Reads points: a list's texts, or the lines of one text.
fn points(node: &Node) -> Vec<String> {
    let lines: Vec<&str> = match &node.value {
        Value::List(nodes) => nodes.iter().filter_map(Node::text).collect(),
        _ => node.text().unwrap_or_default().lines().collect(),
    };
    lines.into_iter().map(point).filter(|line| !line.is_empty()).collect()
}

/// Reads one point, without the mark of a list.
pub(super) fn point(line: &str) -> String {
    one_set_line(line.trim_start().trim_start_matches(['-', '*', '•', ' ']))
}

fn authors(keys: &Keys<'_>) -> Vec<Author> {
    let Some(entry) = keys.find(&AUTHORS) else { return Vec::new() };
    let mut found = Vec::new();
    match &entry.node.value {
        Value::Null => {}
        Value::Text(text) if super::keys::alike(&entry.key) == "authors" => {
            let apart = if text.contains(';') { ';' } else { ',' };
            found.extend(text.split(apart).filter_map(author_of_text));
        }
        Value::Text(text) => found.extend(author_of_text(text)),
        Value::List(nodes) => found.extend(nodes.iter().filter_map(author)),
        Value::Table(_) => found.extend(author(&entry.node)),
    }
    found
}

fn author(node: &Node) -> Option<Author> {
    if let Value::Text(text) = &node.value {
        return author_of_text(text);
    }
    let name = node.text_of(&["name", "display_name", "title", "id"]).map(one_set_line)?;
    let own = |keys: &[&str]| node.text_of(keys).map(one_set_line);
    Some(Author {
        name,
        email: own(&["email", "mail"]),
        url: own(&["url", "link", "website", "homepage", "uri", "profile"]),
    })
}

/// Reads `Name`, `Name <mail@host>` or `mail@host (Name)`.
fn author_of_text(text: &str) -> Option<Author> {
    let text = one_set_line(text);
    let parts = [('<', '>'), ('(', ')')].iter().find_map(|(open, close)| {
        let (before, rest) = text.split_once(*open)?;
        let inner = rest.strip_suffix(*close)?.trim();
        let before = before.trim();
        match (before.contains('@'), inner.contains('@')) {
            (false, true) if !before.is_empty() => Some((before.to_owned(), inner.to_owned())),
            (true, false) if !inner.is_empty() => Some((inner.to_owned(), before.to_owned())),
            _ => None,
        }
    });
    match parts {
        Some((name, email)) => Some(Author { name, email: Some(email), url: None }),
        None => (!text.is_empty()).then(|| Author { name: text, ..Author::default() }),
    }
}

fn cover(keys: &Keys<'_>) -> Option<Written<Cover>> {
    let (entry, src) = keys.all(&COVER).into_iter().find_map(|e| Some((e, source(&e.node)?)))?;
    let node = first(&entry.node);
    let beside = |names: &[&str]| keys.find(names).and_then(|e| e.node.text()).map(one_set_line);
    let alt = node.text_of(&["alt", "alt_text", "altText", "image_alt"]).map(one_set_line);
    let caption = node.text_of(&["caption", "image_caption"]).map(one_set_line);
    let value = Cover {
        src,
        alt: alt.or_else(|| beside(&COVER_ALT)),
        caption: caption.or_else(|| beside(&COVER_CAPTION)),
    };
    Some(Written { value, line: entry.line })
}

/// The first of a list, else the value itself.
fn first(node: &Node) -> &Node {
    match &node.value {
        Value::List(nodes) => nodes.first().unwrap_or(node),
        _ => node,
    }
}

/// Finds the address of a file in a text, a table, or the first of a list.
fn source(node: &Node) -> Option<String> {
    let node = first(node);
    let keys = ["src", "url", "image", "path", "href", "file", "feature", "teaser"];
    let text = node.text().or_else(|| node.text_of(&keys))?;
    truth(node).is_none().then(|| text.to_owned())
}

fn enclosure(keys: &mut Keys<'_>) -> Option<Written<WrittenEnclosure>> {
    let (entry, src) =
        keys.all(&ENCLOSURE).into_iter().find_map(|e| Some((e, source(&e.node)?)))?;
    let node = first(&entry.node);
    let length = node.text_of(&["length", "size", "bytes"]).and_then(|n| n.parse().ok());
    let seconds = node
        .text_of(&["duration", "seconds"])
        .or_else(|| keys.find(&["duration", "audioduration"])?.node.text())
        .and_then(seconds);
    let media_type = node.text_of(&["type", "mime", "media_type", "mime_type"]).map(one_set_line);
    let value = WrittenEnclosure { src, media_type, length, seconds };
    Some(Written { value, line: entry.line })
}

/// Reads `3723`, `62:03` or `1:02:03`.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    text.trim()
        .split(':')
        .try_fold(0_u64, |sum, part| sum.checked_mul(60)?.checked_add(part.trim().parse().ok()?))
}

fn permalink(keys: &Keys<'_>) -> Option<Written<String>> {
    let entry = keys.find(&PERMALINK)?;
    let text = entry.node.text().filter(|_| truth(&entry.node).is_none())?;
    Some(Written { value: text.to_owned(), line: entry.line })
}

fn minutes(keys: &Keys<'_>) -> Option<u32> {
    let text = keys.find(&READING)?.node.text()?;
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|minutes| (1..=600).contains(minutes))
}

fn draft(keys: &mut Keys<'_>) -> bool {
    let said = keys.find(&["draft"]).is_some();
    let draft = keys.flag(&["draft"]).unwrap_or(said);
    let withdrawn = keys.find(&["published"]).and_then(|entry| truth(&entry.node)) == Some(false);
    let status = keys.find(&["status"]).and_then(|entry| entry.node.text()).unwrap_or("published");
    draft || withdrawn || matches!(status.to_ascii_lowercase().as_str(), "draft" | "hidden")
}

fn not_article(keys: &Keys<'_>) -> Option<String> {
    let layout = keys.find(&["layout"]).and_then(|entry| entry.node.text()).unwrap_or_default();
    if LAYOUTS.contains(&layout.to_ascii_lowercase().as_str()) {
        return Some(format!("its layout `{layout}` is not an article's"));
    }
    let seen = keys.find(&["visibility"]).and_then(|entry| entry.node.text()).unwrap_or("public");
    (!seen.eq_ignore_ascii_case("public")).then(|| format!("its visibility is `{seen}`"))
}
