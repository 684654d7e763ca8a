//! Addresses as Jekyll makes them.

use chrono::{DateTime, FixedOffset};

use super::{folder, own_slug};
use crate::document::{Document, Parts};
use crate::text::word::is_letter;

/// `/:categories/:year/:month/:day/:title.html` for posts, the path for collections and pages.
pub fn path(document: &Document, parts: &Parts, published: DateTime<FixedOffset>) -> String {
    if !parts.is_post() {
        let folders = parts.folders.iter().map(|part| part.trim_start_matches('_').to_owned());
        let path = folder(folders, parts.stem.clone());
        return if parts.is_index { path } else { format!("{}.html", path.trim_end_matches('/')) };
    }
    let day = published.format("%Y/%m/%d").to_string();
    let title = pretty(own_slug(document).unwrap_or(&parts.name));
    let path = folder(categories(document, parts).into_iter().chain([day]), title);
    format!("{}.html", path.trim_end_matches('/'))
}

/// The folders around `_posts`, then the categories of the front matter, each once.
fn categories(document: &Document, parts: &Parts) -> Vec<String> {
    let around = parts.folders.iter().take_while(|part| !part.starts_with('_'));
    let mut found: Vec<String> = Vec::new();
    for category in around.chain(&document.meta.categories) {
        let category = category.to_lowercase();
        if !category.is_empty() && !found.contains(&category) {
            found.push(category);
        }
    }
    found
}

/// What a name in a pattern stands for; nothing for names that Jekyll does not know.
pub fn token(
    name: &str,
    document: &Document,
    parts: &Parts,
    published: DateTime<FixedOffset>,
) -> Option<String> {
    let slug = || own_slug(document).unwrap_or(&parts.name);
    Some(match name {
        "categories" => categories(document, parts).join("/"),
        "slugified_categories" => {
            let all = categories(document, parts);
            all.iter().map(|category| plain(category)).collect::<Vec<_>>().join("/")
        }
        "title" => pretty(slug()),
        "slug" => plain(slug()),
        "name" | "basename" => plain(&parts.stem),
        "collection" => parts.folders.first()?.trim_start_matches('_').to_owned(),
        "path" => {
            let folders = parts.folders.iter().filter(|part| !part.starts_with('_')).cloned();
            folders.chain([parts.stem.clone()]).collect::<Vec<_>>().join("/")
        }
        "output_ext" => ".html".to_owned(),
        _ => published.format(date(name)?).to_string(),
    })
}

/// How a part of the date is written.
fn date(name: &str) -> Option<&'static str> {
    Some(match name {
        "year" => "%Y",
        "short_year" => "%y",
        "month" => "%m",
        "i_month" => "%-m",
        "short_month" => "%b",
        "long_month" => "%B",
        "day" => "%d",
        "i_day" => "%-d",
        "y_day" => "%j",
        "w_year" => "%G",
        "week" => "%V",
        "w_day" => "%u",
        "short_day" => "%a",
        "long_day" => "%A",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        _ => return None,
    })
}

/// Letters, digits and the marks an address may hold, in their case; hyphens for all between them.
fn pretty(text: &str) -> String {
    hyphened(text, |c| "._~!$&'()+,;=@".contains(c))
}

/// Lower case letters and digits; hyphens for all between them.
fn plain(text: &str) -> String {
    hyphened(&text.to_lowercase(), |_| false)
}

fn hyphened(text: &str, too: impl Fn(char) -> bool) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || is_letter(c) || too(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}
