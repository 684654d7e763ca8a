//! Front matter's values under the names of Hugo, Jekyll, Zola, Eleventy, Astro, Pelican and Ghost.

mod authors;
mod media;
mod tags;

use super::Signs;
use super::front_matter::{Entry, Node, Value};
use super::keys::{Keys, truth};
use super::{Meta, Written, offer, spelling};
use crate::finding::Finding;
use crate::text::one_set_line;
use authors::authors;
pub(crate) use media::seconds;
use media::{cover, enclosure};
pub(crate) use tags::kept as kept_tags;
pub(crate) use tags::split as split_tags;
use tags::tags;

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
    let enclosure = enclosure(&mut keys).map(Box::new);
    let meta = Meta {
        id: keys.text(&ID),
        title: keys.text(&TITLE),
        deck: keys.text(&DECK),
        summary: keys.text(&SUMMARY),
        takeaways: keys.find(&TAKEAWAYS).map(|entry| points(&entry.node)).unwrap_or_default(),
        authors: authors(&mut keys),
        date: keys.date(&DATE),
        updated: keys.date_if_any(&UPDATED),
        expires: keys.date(&EXPIRES),
        tags: tags(&mut keys),
        section: keys.text(&["section"]).map(|written| written.value),
        language: keys.text(&LANGUAGE),
        cover: cover(&keys).map(Box::new),
        offer: offer::read(&mut keys, enclosure.is_some()),
        enclosure,
        slug: keys.text(&["slug"]),
        permalink: permalink(&keys),
        reading_minutes: minutes(&keys),
        draft: draft(&mut keys),
        not_article: not_article(&keys),
        categories: categories(&keys),
        spaced: tags::spaced(&keys),
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

/// How the reason ends why a file with a page's layout is no article.
pub const OTHER_LAYOUT: &str = "is not an article's";

fn not_article(keys: &Keys<'_>) -> Option<String> {
    let layout = keys.find(&["layout"]).and_then(|entry| entry.node.text()).unwrap_or_default();
    if LAYOUTS.contains(&layout.to_ascii_lowercase().as_str()) {
        return Some(format!("its layout `{layout}` {OTHER_LAYOUT}"));
    }
    let permalink = keys.find(&["permalink"]).and_then(|entry| truth(&entry.node));
    if permalink == Some(false) {
        return Some("its `permalink` is false: it has no page".to_owned());
    }
    if let Some(why) = unlisted(keys) {
        return Some(why);
    }
    let seen = keys.find(&["visibility"]).and_then(|entry| entry.node.text()).unwrap_or("public");
    (!seen.eq_ignore_ascii_case("public")).then(|| format!("its visibility is `{seen}`"))
}

/// Says by which of Hugo's options a page is never written, or never listed.
fn unlisted(keys: &Keys<'_>) -> Option<String> {
    if keys.find(&["headless"]).and_then(|entry| truth(&entry.node)) == Some(true) {
        return Some("its `headless` is true: it has no page".to_owned());
    }
    let build = keys.find(&["build"])?;
    [("render", "it has no page"), ("list", "it is on no list")].into_iter().find_map(
        |(option, why)| {
            let node = build.node.get(option)?;
            let says_never = truth(node) == Some(false)
                || node.text().is_some_and(|said| said.eq_ignore_ascii_case("never"));
            says_never.then(|| format!("its `{option}` is never: {why}"))
        },
    )
}
