//! One article of another tool's export, and the file it becomes.

use url::Url;

use super::front_matter::FrontMatter;
use super::{Imported, slug};
use crate::document::{Author, Cover, Fields, Meta, Written, WrittenDate, WrittenEnclosure};
use crate::finding::Finding;
use crate::text::percent_decoded_if_any;

/// An article as an export tells of it; texts may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// The id by which readers know it.
    pub id: String,
    /// Its title, plain text.
    pub title: String,
    /// The last part of its address.
    pub slug: String,
    /// Its whole address.
    pub link: String,
    /// When it was published, as the export writes it.
    pub date: Option<WrittenDate>,
    /// When it was changed.
    pub updated: Option<WrittenDate>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its categories.
    pub categories: Vec<String>,
    /// Its summary.
    pub summary: String,
    /// The address of its cover image.
    pub image: String,
    /// What the image shows.
    pub image_alt: String,
    /// Its language.
    pub language: String,
    /// Its attached file.
    pub enclosure: Option<WrittenEnclosure>,
    /// Is it not published?
    pub draft: bool,
    /// Who may read it, if not everyone.
    pub visibility: String,
    /// Its body, HTML.
    pub html: String,
    /// What the export says about it, and which of it was not used.
    pub fields: Fields,
}

impl Exported {
    /// Makes the file of it; `home` is where the publication is, `findings` what could not be told.
    #[must_use]
    pub fn imported(mut self, home: &Url, findings: Vec<Finding>) -> Imported {
        let fields = std::mem::take(&mut self.fields);
        // One that is still to come was edited before its day, which is no correction.
        self.updated = self.updated.filter(|updated| match (updated, self.date) {
            (WrittenDate::Instant(updated), Some(WrittenDate::Instant(date))) => *updated >= date,
            _ => true,
        });
        let name = [&self.slug, &self.title, &self.id].into_iter().find(|text| !text.is_empty());
        let name = slug(&percent_decoded_if_any(name.map_or("article", String::as_str)));
        let day = self.date.map(|date| match date {
            WrittenDate::Instant(at) => at.date_naive(),
            WrittenDate::Local(at) => at.date(),
            WrittenDate::Day(day) => day,
        });
        let file_name = match day {
            Some(day) => format!("{}-{name}.html", day.format("%Y-%m-%d")),
            None => format!("{name}.html"),
        };
        let body = literal(self.html.trim());
        let lines = self.front_matter(home);
        let text = format!("---\n{lines}---\n\n{body}\n");
        Imported { file_name, text, fields, findings, ..Imported::default() }
    }

    fn front_matter(self, home: &Url) -> String {
        let path = self.path(home);
        let Self { id, title, slug, authors, tags, categories, draft, .. } = self;
        let mut lines = FrontMatter::default();
        let categories: Vec<String> =
            categories.into_iter().filter(|name| name != "Uncategorized").collect();
        let text = |value: String| (!value.is_empty()).then_some(Written { value, line: 1 });
        let cover = Cover { src: self.image, alt: Some(self.image_alt), caption: None };
        let cover = Cover { alt: cover.alt.filter(|alt| !alt.is_empty()), ..cover };
        lines.meta(&Meta {
            id: text(id),
            title: text(title),
            slug: text(
                percent_decoded_if_any(&slug)
                    .replace(['/', '\\'], "-")
                    .trim_matches('.')
                    .to_owned(),
            ),
            authors,
            tags,
            date: self.date.map(|value| Written { value, line: 1 }),
            updated: self.updated.map(|value| Written { value, line: 1 }),
            language: text(self.language),
            permalink: path.and_then(text),
            cover: (!cover.src.is_empty()).then(|| Box::new(Written { value: cover, line: 1 })),
            enclosure: self.enclosure.map(|value| Box::new(Written { value, line: 1 })),
            draft,
            ..Meta::default()
        });
        lines.list("categories", categories.iter().map(String::as_str));
        lines.text("description", Some(self.summary.as_str()).filter(|text| !text.is_empty()));
        let visibility = Some(self.visibility.as_str());
        lines.text("visibility", visibility.filter(|seen| !seen.is_empty() && *seen != "public"));
        lines.text
    }

    /// Gives its address below the home page, with the query that tells it apart.
    fn path(&self, home: &Url) -> Option<String> {
        let url = home.join(&self.link).ok().filter(|_| !self.link.is_empty())?;
        let query = url.query().filter(|query| !query.is_empty());
        let is_home = url.path() == "/" && query.is_none();
        if is_home || !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let path = url.path();
        let below = path.strip_prefix(home.path()).unwrap_or(path.trim_start_matches('/'));
        // What is readable is for the author's eyes; a control character stays as it was encoded.
        let readable =
            Some(percent_decoded_if_any(below)).filter(|it| !it.contains(char::is_control));
        let path = format!("/{}", readable.as_deref().unwrap_or(below));
        let climbs = path.split('/').any(|part| part == "..");
        // A question mark within the path would be taken for the beginning of a query.
        let path = if path.contains(['?', '#']) { format!("/{below}") } else { path };
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        (!climbs).then(|| path + &query)
    }
}

/// Keeps braces in an article from being taken for a template's.
fn literal(html: &str) -> String {
    html.replace("{{", "&#123;{").replace("{%", "&#123;%").replace("{#", "&#123;#")
}
