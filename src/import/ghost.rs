//! Ghost's export: one JSON document with posts, and what belongs to them in tables beside.

mod rows;

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;
use url::Url;

use super::Imported;
use super::exported::Exported;
use crate::document::{self, Author, Fields};
use crate::finding::Finding;
use crate::text::html::escape_text;
use crate::text::{WithoutHalves, one_line};
use rows::{About, Belongs, Data, Export, Named, Post, Row};

/// The largest export that is read, in bytes: its tables may stand behind the posts, so the words of
/// all posts are kept until they are there.
const LARGEST: u64 = 1 << 30;

/// Reads an export and hands each article to `take`, those of pages left out.
///
/// # Errors
/// When it is no export of Ghost's.
pub fn ghost(
    file: &Path,
    from: impl Read,
    home: &Url,
    mut take: impl FnMut(Imported),
) -> Result<usize, Finding> {
    let mut from = without_mark(from).take(LARGEST);
    let halves = WithoutHalves::of(&mut from);
    let export: Result<Export, _> = serde_json::from_reader(io::BufReader::new(halves));
    if from.limit() == 0 {
        let what =
            format!("the export has more than {LARGEST} bytes, and at most {LARGEST} are read");
        return Err(Finding::error(what).file(file));
    }
    let export = export.map_err(|error| wrong(file, &error))?;
    let wrapped = export.db.into_iter().next().and_then(|database| database.data);
    let Some(mut data) = wrapped.or(export.data) else {
        return Err(Finding::error("the export holds no database").file(file));
    };
    let tables = Tables::of(&mut data);
    let mut pages = 0;
    for Row { value: post, fields } in data.posts {
        if post.kind.as_deref() == Some("page") || matches!(text(&post.page).as_str(), "1" | "true")
        {
            pages += 1;
            continue;
        }
        take(tables.article(post, fields, file, home));
    }
    Ok(pages)
}

/// Skips the byte order mark that some editors put at the head of a file.
fn without_mark(mut from: impl Read) -> impl Read {
    let mut head = Vec::new();
    // What cannot be read now cannot be read next either, and is told then.
    let _ = from.by_ref().take(3).read_to_end(&mut head);
    if head == "\u{FEFF}".as_bytes() {
        head.clear();
    }
    io::Cursor::new(head).chain(from)
}

fn wrong(file: &Path, error: &serde_json::Error) -> Finding {
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX).max(1);
    let what = match error.classify() {
        serde_json::error::Category::Data => "this is no export of Ghost's".to_owned(),
        _ => format!("the export cannot be read: {error}"),
    };
    Finding::error(what)
        .file(file)
        .line(line)
        .hint("export it anew in Ghost under Settings, Import/Export")
}

/// Gives a text that is not empty: Ghost leaves `""` where something was taken away.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Gives a number or a text as text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// What belongs to the posts, by their id.
struct Tables {
    tags: HashMap<String, Vec<String>>,
    authors: HashMap<String, Vec<Author>>,
    users: HashMap<String, Author>,
    about: HashMap<String, Row<About>>,
}

impl Tables {
    fn of(data: &mut Data) -> Self {
        let tags: HashMap<String, String> = data
            .tags
            .iter()
            .filter(|tag| tag.visibility.as_deref() != Some("internal"))
            .filter_map(|tag| Some((text(&tag.id), one_line(tag.name.as_deref()?))))
            .filter(|(_, name)| !name.starts_with('#') && !name.is_empty())
            .collect();
        // A mail address is for signing in, not for readers.
        let author = |user: &Named| {
            let name = one_line(user.name.as_deref()?);
            (!name.is_empty()).then(|| Author { name, email: None, url: user.website.clone() })
        };
        let users: HashMap<String, Author> =
            data.users.iter().filter_map(|user| Some((text(&user.id), author(user)?))).collect();
        let about = std::mem::take(&mut data.posts_meta);
        let about = about.into_iter().map(|about| (text(&about.value.post_id), about));
        Self {
            tags: grouped(&data.posts_tags, |row| tags.get(&text(&row.tag_id)).cloned()),
            authors: grouped(&data.posts_authors, |row| users.get(&text(&row.author_id)).cloned()),
            about: about.collect(),
            users,
        }
    }

    fn article(&self, post: Post, mut fields: Fields, file: &Path, home: &Url) -> Imported {
        let id = text(&post.id);
        let about = self.about.get(&id);
        let said = |field: fn(&About) -> &Option<String>| {
            about.and_then(|about| field(&about.value).clone()).unwrap_or_default()
        };
        let (alt, description) =
            (said(|about| &about.feature_image_alt), said(|about| &about.meta_description));
        if let Some(about) = about {
            fields.join(&about.fields);
        }
        let title = one_line(post.title.as_deref().unwrap_or_default());
        let named = if title.is_empty() { id.clone() } else { title.clone() };
        let mut findings = Vec::new();
        let html = body(&post, home).unwrap_or_else(|| {
            let what = format!("`{named}` has no text in the export");
            findings.push(Finding::warning(what).file(file));
            String::new()
        });
        let mut when = |value: &Value, what: &str| {
            let written = text(value);
            let read = instant(value).or_else(|| document::read_date(&written));
            if read.is_none() && !written.is_empty() {
                let what = format!("`{named}`: {what} `{written}` is no date");
                findings.push(Finding::warning(what).file(file));
            }
            read
        };
        let draft = !matches!(post.status.as_deref(), Some("published" | "sent" | "scheduled"));
        let published = when(&post.published_at, "published_at");
        let date = published.or_else(|| when(&post.created_at, "created_at"));
        let updated = when(&post.updated_at, "updated_at");
        let slug = post.slug.unwrap_or_default();
        let mut authors = self.authors.get(&id).cloned().unwrap_or_default();
        if authors.is_empty() {
            authors.extend(self.users.get(&text(&post.author_id)).cloned());
        }
        let image = given(post.feature_image).or(post.old_image).unwrap_or_default();
        let exported = Exported {
            link: if slug.is_empty() {
                String::new()
            } else {
                format!("{}/", slug.trim_matches('/'))
            },
            tags: self.tags.get(&id).cloned().unwrap_or_default(),
            summary: one_line(&given(post.custom_excerpt).unwrap_or(description)),
            image: at_home(&image, home),
            image_alt: one_line(&alt),
            language: post.locale.unwrap_or_default(),
            // What was only mailed has no page that everyone could see.
            visibility: match post.status.as_deref() {
                Some("sent") => "email only".to_owned(),
                _ => post.visibility.unwrap_or_default(),
            },
            updated: if draft { None } else { updated },
            id,
            title,
            slug,
            date,
            authors,
            draft,
            html,
            fields,
            ..Exported::default()
        };
        exported.imported(home, findings)
    }
}

/// Collects what rows name, by post and in their order.
fn grouped<T>(rows: &[Belongs], find: impl Fn(&Belongs) -> Option<T>) -> HashMap<String, Vec<T>> {
    let mut rows: Vec<&Belongs> = rows.iter().collect();
    rows.sort_by_key(|row| row.sort_order);
    let mut found: HashMap<String, Vec<T>> = HashMap::new();
    for row in rows {
        if let Some(value) = find(row) {
            found.entry(text(&row.post_id)).or_default().push(value);
        }
    }
    found
}

/// Old exports count milliseconds.
fn instant(value: &Value) -> Option<crate::document::WrittenDate> {
    let at = chrono::DateTime::from_timestamp_millis(value.as_i64()?)?;
    Some(crate::document::WrittenDate::Instant(at.fixed_offset()))
}

fn body(post: &Post, home: &Url) -> Option<String> {
    let html = post.html.as_deref().filter(|html| !html.trim().is_empty());
    if let Some(html) = html {
        return Some(at_home(html, home));
    }
    let plain = post.plaintext.as_deref().filter(|text| !text.trim().is_empty())?;
    let escaped = escape_text(plain);
    let paragraphs = escaped.split("\n\n").map(|text| format!("<p>{}</p>", text.trim()));
    Some(paragraphs.collect::<Vec<_>>().join("\n\n"))
}

/// Ghost leaves a mark where its own address stood.
fn at_home(text: &str, home: &Url) -> String {
    text.replace("__GHOST_URL__", home.as_str().trim_end_matches('/'))
}
