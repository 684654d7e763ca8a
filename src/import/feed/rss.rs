//! RSS: 2.0 and its forebears, and RSS 1.0, which keeps its items beside the channel.

use url::Url;

use super::date::Dated;
use super::{About, Entry, Foreign, Unread, address, author, fields, plain, unplaced};
use crate::document::WrittenEnclosure;
use crate::document::seconds;
use crate::xml::Element;

/// The elements of an item that are read.
const USED: [&str; 22] = [
    "guid",
    "link",
    "description",
    "content:encoded",
    "xhtml:body",
    "pubDate",
    "dc:date",
    "atom:published",
    "dcterms:issued",
    "dcterms:created",
    "dc:creator",
    "author",
    "title",
    "atom:updated",
    "dcterms:modified",
    "category",
    "dc:language",
    "media:content",
    "media:thumbnail",
    "enclosure",
    "itunes:duration",
    "source",
];

/// Where an item says when it was published, and when it was changed.
const PUBLISHED: [&str; 5] =
    ["pubDate", "dc:date", "atom:published", "dcterms:issued", "dcterms:created"];
const UPDATED: [&str; 2] = ["atom:updated", "dcterms:modified"];

pub(super) fn read(root: &Element, base: Option<&Url>) -> Result<Foreign, Unread> {
    let channel = root.first("channel").ok_or("it has no channel")?;
    let home = channel.text_of_any(&["link"]).and_then(|link| address(link, base));
    let base = home.as_ref().or(base);
    let items = channel.all("item").chain(root.all("item"));
    Ok(Foreign {
        format: "RSS",
        language: channel.text_of_any(&["language", "dc:language"]).map(str::to_owned),
        entries: items.map(|item| entry(item, base)).collect(),
        about: About {
            title: channel.text_of_any(&["title"]).and_then(plain).unwrap_or_default(),
            own: own(channel, base),
            home: home.clone(),
            ..About::default()
        },
    })
}

/// Finds where the feed says it is itself.
fn own(channel: &Element, base: Option<&Url>) -> Option<Url> {
    let mut links = channel.all("atom:link");
    let link = links.find(|link| link.attribute("rel") == Some("self"))?;
    address(link.attribute("href")?, base)
}

/// Reads from which feed an item was taken; there it names the feed itself, and no page.
fn source(source: &Element, base: Option<&Url>) -> About {
    About {
        title: plain(&source.text).unwrap_or_default(),
        own: source.attribute("url").and_then(|url| address(url, base)),
        ..About::default()
    }
}

fn entry(item: &Element, base: Option<&Url>) -> Entry {
    let guid = item.first("guid");
    let permalink = guid
        .filter(|guid| guid.attribute("isPermaLink") != Some("false"))
        .and_then(|guid| address(&guid.text, None));
    let url = item.text_of_any(&["link"]).and_then(|link| address(link, base)).or(permalink);
    let description = item.text_of_any(&["description"]);
    let body = item.first("xhtml:body").map(|body| body.inner.as_str());
    let content = item.text_of_any(&["content:encoded"]).or(body);
    let updated = Dated::within(item, &UPDATED);
    let published = Dated::within(item, &PUBLISHED).or(&updated);
    let file = item.first("enclosure").and_then(|file| enclosure(file, item));
    let mut lost: Vec<&str> = published.lost().collect();
    lost.extend(url.is_none().then_some("link"));
    lost.extend(file.is_none().then_some("enclosure"));
    let people = item.all("dc:creator").chain(item.all("author"));
    Entry {
        id: guid.map(|guid| guid.text.trim().to_owned()).filter(|id| !id.is_empty()),
        url,
        title: item.text_of_any(&["title"]).and_then(plain),
        authors: people.filter_map(|person| author(&person.text)).collect(),
        published: published.at,
        updated: updated.at,
        tags: item.all("category").filter_map(|tag| plain(&tag.text)).collect(),
        summary: content.and(description).and_then(plain),
        html: content.or(description).unwrap_or_default().to_owned(),
        language: item.text_of_any(&["dc:language"]).map(str::to_owned),
        image: image(item),
        source: item.first("source").map(|from| source(from, base)),
        enclosure: file,
        odd_date: published.odd(),
        fields: fields(item.children.iter().map(|child| child.name.as_str()), &USED, &lost),
    }
}

fn image(item: &Element) -> Option<(String, Option<String>)> {
    let is_picture = |media: &&Element| {
        media.attribute("medium") == Some("image")
            || media.attribute("type").is_some_and(|kind| kind.starts_with("image/"))
    };
    let media = item.all("media:content").find(is_picture).or(item.first("media:thumbnail"))?;
    let alt = media.text_of_any(&["media:description"]).and_then(plain);
    Some((media.attribute("url")?.to_owned(), alt))
}

fn enclosure(file: &Element, item: &Element) -> Option<WrittenEnclosure> {
    Some(WrittenEnclosure {
        src: file.attribute("url").filter(|url| !url.is_empty())?.to_owned(),
        media_type: file.attribute("type").map(unplaced),
        length: file.attribute("length").and_then(|length| length.parse().ok()),
        seconds: item.text_of_any(&["itunes:duration"]).and_then(seconds),
    })
}
