//! One item of an export: an article, a page, an image.

use std::collections::HashMap;
use std::path::Path;

use url::Url;

use super::body;
use crate::document::{self, Author, Fields, WrittenDate};
use crate::finding::Finding;
use crate::import::Imported;
use crate::import::exported::Exported;
use crate::text::one_line;

/// The fields of an item that are used.
const USED: [&str; 17] = [
    "title",
    "link",
    "pubDate",
    "dc:creator",
    "guid",
    "category",
    "content:encoded",
    "excerpt:encoded",
    "wp:post_id",
    "wp:post_date",
    "wp:post_date_gmt",
    "wp:post_modified",
    "wp:post_modified_gmt",
    "wp:post_name",
    "wp:post_type",
    "wp:status",
    "wp:post_password",
];

/// The custom field that names the cover.
const COVER: &str = "_thumbnail_id";

/// What stands elsewhere in the export: the names of authors by login, images by id.
#[derive(Debug, Default)]
pub struct Names {
    pub authors: HashMap<String, Author>,
    pub images: HashMap<String, String>,
}

/// Is it a type that WordPress itself has, and that is no article?
fn is_own(kind: &str) -> bool {
    let own = [
        "page",
        "attachment",
        "revision",
        "nav_menu_item",
        "custom_css",
        "customize_changeset",
        "oembed_cache",
        "user_request",
    ];
    own.contains(&kind) || kind.starts_with("wp_")
}

/// What an item turned out to be.
pub enum Kind {
    /// An article.
    Article(Box<Imported>),
    /// A page, an image, a menu, a revision.
    Other,
    /// Something with a text, of a type that a theme or a plugin made up.
    Foreign(String),
}

/// The fields of an item.
#[derive(Debug, Default)]
pub struct Item {
    fields: HashMap<String, String>,
    categories: Vec<String>,
    tags: Vec<String>,
    meta_key: String,
    meta: HashMap<String, String>,
    seen: Fields,
}

impl Item {
    /// Takes in a field.
    pub fn field(&mut self, name: &str, attributes: &[(String, String)], text: String) {
        // A comment has its text in elements of its own.
        if !text.trim().is_empty() || name == "wp:comment" {
            self.seen.add(name, USED.contains(&name));
        }
        if name == "category" {
            let domain = attributes.iter().find(|(key, _)| key == "domain");
            let name = one_line(&unescaped(&text));
            match domain.map(|(_, value)| value.as_str()) {
                Some("post_tag") => self.tags.push(name),
                Some("category") | None => self.categories.push(name),
                _ => {}
            }
            return;
        }
        self.fields.entry(name.to_owned()).or_insert(text);
    }

    /// Takes in a key or a value of a custom field.
    pub fn meta(&mut self, part: &str, text: String) {
        if part == "wp:meta_key" {
            self.meta_key = text;
        } else {
            let key = std::mem::take(&mut self.meta_key);
            if !text.trim().is_empty() {
                self.seen.add(&key, key == COVER);
            }
            self.meta.insert(key, text);
        }
    }

    /// Gives the id and the address of a file.
    pub fn image(&self) -> Option<(String, String)> {
        let url = self.fields.get("wp:attachment_url")?.trim().to_owned();
        Some((self.fields.get("wp:post_id")?.trim().to_owned(), url))
    }

    fn take(&mut self, name: &str) -> String {
        self.fields.remove(name).unwrap_or_default()
    }

    /// Makes of it what it is.
    pub fn exported(mut self, names: &Names, home: &Url, file: &Path) -> Kind {
        let kind = self.take("wp:post_type");
        let status = self.take("wp:status");
        match kind.trim() {
            _ if matches!(status.trim(), "auto-draft" | "trash" | "inherit") => return Kind::Other,
            "post" | "" => {}
            own if is_own(own) || self.take("content:encoded").trim().is_empty() => {
                return Kind::Other;
            }
            foreign => return Kind::Foreign(one_line(foreign)),
        }
        let mut findings = Vec::new();
        let title = one_line(&unescaped(&self.take("title")));
        let known_as = if title.is_empty() { self.take("wp:post_id") } else { title.clone() };
        let body = body::read(&self.take("content:encoded"), &names.images);
        for mark in body.dropped {
            let what = format!("`{known_as}`: `{mark}` was left out: only WordPress knows it");
            findings.push(Finding::warning(what).file(file));
        }
        let draft = !matches!(status.trim(), "publish" | "future" | "private" | "");
        let date = self.date(&["wp:post_date_gmt", "pubDate", "wp:post_date"]);
        if date.is_none() && !draft {
            findings.push(Finding::warning(format!("`{known_as}` has no date")).file(file));
        }
        let login = self.take("dc:creator");
        let author = names.authors.get(login.trim()).cloned().or_else(|| {
            let name = one_line(&login);
            (!name.is_empty()).then(|| Author { name, ..Author::default() })
        });
        let image = self.meta.get(COVER);
        let image = image.and_then(|id| names.images.get(id.trim()));
        let protected = !self.take("wp:post_password").trim().is_empty();
        let hidden = if protected || status.trim() == "private" { "private" } else { "" };
        let updated = self.date(&["wp:post_modified_gmt"]);
        let exported = Exported {
            id: one_line(&self.take("guid")),
            slug: one_line(&self.take("wp:post_name")),
            link: Some(one_line(&self.take("link")))
                .filter(|link| is_lasting(link))
                .unwrap_or_default(),
            updated: updated.filter(|_| !draft && date.is_some()),
            date,
            authors: author.into_iter().collect(),
            summary: one_line(&body::plain(&self.take("excerpt:encoded"))),
            image: image.cloned().unwrap_or_default(),
            visibility: hidden.to_owned(),
            tags: std::mem::take(&mut self.tags),
            categories: std::mem::take(&mut self.categories),
            draft,
            title,
            html: body.html,
            fields: std::mem::take(&mut self.seen),
            ..Exported::default()
        };
        Kind::Article(Box::new(exported.imported(home, findings)))
    }

    /// Reads the first of some dates; those in `_gmt` fields are in UTC, zeros are none.
    fn date(&mut self, names: &[&str]) -> Option<WrittenDate> {
        names.iter().find_map(|name| {
            let text = self.fields.get(*name)?.trim().to_owned();
            if text.starts_with("0000") || text.contains("-0001") {
                return None;
            }
            let zone = if name.ends_with("_gmt") { " +0000" } else { "" };
            document::read_date(&format!("{text}{zone}"))
        })
    }
}

/// Is it more than the makeshift address that WordPress gives a draft?
fn is_lasting(link: &str) -> bool {
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let mut names = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name);
    !names.any(|name| matches!(name, "p" | "page_id"))
}

/// WordPress escapes titles and the names of tags once more than XML does.
fn unescaped(text: &str) -> String {
    let named = [
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&#8211;", "–"),
        ("&#8212;", "—"),
        ("&#8230;", "…"),
        ("&#038;", "&"),
        ("&#38;", "&"),
        ("&quot;", "\""),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    let mut text = text.to_owned();
    if text.contains('&') {
        for (written, plain) in named {
            text = text.replace(written, plain);
        }
    }
    body::plain(&text)
}
