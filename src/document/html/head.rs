//! What a page says about itself in its head, its JSON-LD and its marked-up words.

use dom_query::{Document as Page, NodeRef};

use super::base::Base;
use super::json_ld::{self, Linked};
use crate::document::{Author, Cover, Meta, Written, WrittenDate, date};
use crate::text::one_line;

/// Reads all a page says about its article; values carry the line they stand on in `html`.
#[must_use]
pub fn read(page: &Page, html: &str) -> Meta {
    let head = Head { page, html, linked: json_ld::read(page) };
    Meta {
        title: head.title(),
        summary: head.text(head.linked.summary.clone(), SUMMARIES),
        authors: head.authors(),
        date: head.date(head.linked.published.as_deref(), PUBLISHED, "time[pubdate], time[itemprop=datePublished], article time[datetime], main time[datetime]"),
        updated: head.date(head.linked.modified.as_deref(), MODIFIED, "time[itemprop=dateModified]"),
        tags: head.tags(),
        section: head.property(&["article:section"]),
        language: head.language(),
        cover: head.cover().map(Box::new),
        permalink: head.permalink(),
        ..Meta::default()
    }
}

const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "dcterms.title"];
const SUMMARIES: &[&str] =
    &["og:description", "description", "twitter:description", "dc.description", "dcterms.abstract"];
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "date",
    "datepublished",
    "pubdate",
    "publish_date",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.issued",
    "dcterms.issued",
    "parsely-pub-date",
    "created",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "updated",
];
const AUTHORS: &[&str] =
    &["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "byl"];

struct Head<'a> {
    page: &'a Page,
    html: &'a str,
    linked: Linked,
}

impl Head<'_> {
    /// Gives the contents of all `meta` elements of these names, in the order of the names.
    fn properties(&self, names: &[&str]) -> Vec<String> {
        let metas: Vec<NodeRef<'_>> = self.page.select("meta[content]").nodes().to_vec();
        let mut found = Vec::new();
        for name in names {
            for meta in &metas {
                let keys = ["property", "name", "itemprop"].iter().filter_map(|key| meta.attr(key));
                if keys.into_iter().any(|key| key.trim().eq_ignore_ascii_case(name)) {
                    found.push(one_line(&meta.attr("content").unwrap_or_default()));
                }
            }
        }
        found.retain(|value| !value.is_empty());
        found
    }

    fn property(&self, names: &[&str]) -> Option<String> {
        self.properties(names).into_iter().next()
    }

    fn text(&self, linked: Option<String>, names: &[&str]) -> Option<Written<String>> {
        linked.or_else(|| self.property(names)).map(|value| self.written(value))
    }

    /// Names the line on which a value first stands.
    fn written<T: AsRef<str>>(&self, value: T) -> Written<T> {
        let start = value.as_ref().split(['&', '<', '"', '\'', '’']).next().unwrap_or_default();
        let before = self.html.find(start).and_then(|at| self.html.get(..at)).unwrap_or_default();
        let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX);
        Written { value, line: line.saturating_add(1) }
    }

    /// The title without the name of the site that pages set behind it.
    fn title(&self) -> Option<Written<String>> {
        let heading = self.first("h1");
        let of_page =
            || self.first("title").map(|title| self.without_site(&title, heading.as_deref()));
        let title = self.linked.title.clone().or_else(|| self.property(TITLES)).or_else(of_page);
        title
            .or_else(|| heading.clone())
            .filter(|title| !title.is_empty())
            .map(|title| self.written(title))
    }

    fn first(&self, selector: &str) -> Option<String> {
        let text = one_line(&self.page.select_single(selector).text());
        (!text.is_empty()).then_some(text)
    }

    fn without_site(&self, title: &str, heading: Option<&str>) -> String {
        if let Some(heading) = heading.filter(|heading| title.starts_with(heading)) {
            return heading.to_owned();
        }
        let site = self.property(&["og:site_name", "application-name"]);
        let bare = site.and_then(|site| title.strip_suffix(&site).map(str::to_owned));
        let bare = bare.or_else(|| title.rsplit_once(" | ").map(|(first, _)| first.to_owned()));
        let bare = bare
            .as_deref()
            .unwrap_or(title)
            .trim_end_matches([' ', '|', '-', '–', '—', '·', '»', ':']);
        bare.to_owned()
    }

    fn authors(&self) -> Vec<Author> {
        if !self.linked.authors.is_empty() {
            return self.linked.authors.clone();
        }
        let mut names = self.properties(AUTHORS);
        names.retain(|name| !name.contains("://"));
        if names.is_empty() {
            let marked =
                "[rel~=author], [itemprop=author] [itemprop=name], [itemprop=author], .p-author";
            let nodes = self.page.select(marked);
            names.extend(nodes.nodes().iter().map(|node| one_line(&node.text())).take(1));
        }
        let mut authors: Vec<Author> = Vec::new();
        for name in names {
            let name = name.strip_prefix("By ").or(name.strip_prefix("by ")).unwrap_or(&name);
            let known = authors.iter().any(|author| author.name == name);
            if !known && !name.is_empty() && name.len() <= 100 {
                authors.push(Author { name: name.to_owned(), ..Author::default() });
            }
        }
        authors
    }

    /// Reads a date from JSON-LD, from `meta`, or from a `time` element.
    fn date(
        &self,
        linked: Option<&str>,
        names: &[&str],
        times: &str,
    ) -> Option<Written<WrittenDate>> {
        let marked = self.page.select_single(times).attr("datetime").map(|time| time.to_string());
        let written =
            linked.map(str::to_owned).into_iter().chain(self.properties(names)).chain(marked);
        written.into_iter().find_map(|text| {
            let value = date::read(text.trim())?;
            Some(Written { value, line: self.written(text).line })
        })
    }

    fn tags(&self) -> Vec<String> {
        let mut tags = self.properties(&["article:tag"]);
        if tags.is_empty() {
            let keywords = self.properties(&["keywords", "news_keywords"]);
            let keywords = keywords.iter().flat_map(|all| all.split([',', ';'])).map(one_line);
            tags.extend(keywords.filter(|tag| !tag.is_empty()));
        }
        let mut seen = std::collections::HashSet::new();
        tags.retain(|tag| seen.insert(tag.to_lowercase()));
        tags
    }

    fn language(&self) -> Option<Written<String>> {
        let root = self.page.select_single("html[lang]").attr("lang").map(|lang| lang.to_string());
        let language =
            root.or_else(|| self.property(&["content-language"])).or(self.linked.language.clone());
        let language = language.map(|language| language.trim().replace('_', "-"));
        language.filter(|language| !language.is_empty()).map(|language| self.written(language))
    }

    fn cover(&self) -> Option<Written<Cover>> {
        let properties = ["og:image:secure_url", "og:image", "og:image:url", "twitter:image"];
        let src = self.property(&properties).or_else(|| self.linked.image.clone())?;
        let alt = self.property(&["og:image:alt", "twitter:image:alt"]);
        let line = self.written(src.as_str()).line;
        let src = Base::of(self.page).and_then(|base| base.resolved(&src)).unwrap_or(src);
        Some(Written { value: Cover { src, alt, caption: None }, line })
    }

    fn permalink(&self) -> Option<Written<String>> {
        let link = self.page.select_single("link[rel=canonical][href]").attr("href");
        let link =
            link.map(|link| link.trim().to_owned()).or_else(|| self.property(&["og:url"]))?;
        (!link.is_empty()).then(|| self.written(link))
    }
}
