//! The floor under `build`: reads every article, renders its Markdown, writes one RSS and one Atom
//! feed of all of them, or of the newest.
//!
//! `floor DIR [ITEMS]` does the least that any program of this kind must do, with the same three
//! libraries and on one core: no summaries, no checks, no cleaning, no other feeds.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let dir = args.next().unwrap_or_else(|| ".".to_owned());
    let most = args.next().and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
    let mut files: Vec<_> = std::fs::read_dir(Path::new(&dir).join("content"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    files.sort();
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    let mut items: Vec<Item> = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file)?;
        let Some((front, body)) =
            text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"))
        else {
            continue;
        };
        let field = |name: &str| {
            front
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .map(|value| value.trim().trim_matches('"').to_owned())
                .unwrap_or_default()
        };
        let html = comrak::markdown_to_html(body, &options);
        let tags: Vec<String> =
            field("tags:").trim_matches(['[', ']']).split(", ").map(str::to_owned).collect();
        let slug = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (title, date) = (field("title:"), field("date:"));
        let link = format!("https://generated.example/{slug}/");
        items.push((date, title, link, tags, html));
    }
    items.sort_by(|a, b| b.0.cmp(&a.0));
    items.truncate(most);
    let dir = Path::new(&dir);
    std::fs::write(dir.join("floor.rss"), rss(&items).to_string())?;
    std::fs::write(dir.join("floor.atom"), atom(&items).to_string())
}

/// Date, title, link, tags and HTML of an article.
type Item = (String, String, String, Vec<String>, String);

fn rss(items: &[Item]) -> rss::Channel {
    let item = |(date, title, link, tags, html): &Item| rss::Item {
        title: Some(title.clone()),
        link: Some(link.clone()),
        pub_date: Some(date.clone()),
        categories: tags
            .iter()
            .map(|tag| rss::Category { name: tag.clone(), domain: None })
            .collect(),
        content: Some(html.clone()),
        ..rss::Item::default()
    };
    rss::Channel {
        title: "Generated".to_owned(),
        link: "https://generated.example/".to_owned(),
        items: items.iter().map(item).collect(),
        ..rss::Channel::default()
    }
}

fn atom(items: &[Item]) -> atom_syndication::Feed {
    use atom_syndication::{Category, Content, Entry, Feed, Link, Text};
    let entry = |(date, title, link, tags, html): &Item| Entry {
        title: Text::plain(title.clone()),
        id: link.clone(),
        links: vec![Link { href: link.clone(), ..Link::default() }],
        updated: format!("{date}T00:00:00Z").parse().unwrap_or_default(),
        categories: tags
            .iter()
            .map(|tag| Category { term: tag.clone(), ..Category::default() })
            .collect(),
        content: Some(Content {
            value: Some(html.clone()),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    };
    Feed {
        title: Text::plain("Generated"),
        id: "https://generated.example/".to_owned(),
        entries: items.iter().map(entry).collect(),
        ..Feed::default()
    }
}
