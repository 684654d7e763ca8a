//! The floor under `build`: reads every article, renders its Markdown, writes one RSS feed.
//!
//! `floor DIR [ITEMS]` does the least that any program of this kind must do, with the same two
//! libraries and on one core: no summaries, no checks, no cleaning, no other formats.

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
    let mut items: Vec<(String, rss::Item)> = Vec::new();
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
        let slug = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let item = rss::Item {
            title: Some(field("title:")),
            link: Some(format!("https://generated.example/{slug}/")),
            pub_date: Some(field("date:")),
            content: Some(html),
            ..rss::Item::default()
        };
        items.push((field("date:"), item));
    }
    items.sort_by(|a, b| b.0.cmp(&a.0));
    items.truncate(most);
    let channel = rss::Channel {
        title: "Generated".to_owned(),
        link: "https://generated.example/".to_owned(),
        items: items.into_iter().map(|(_, item)| item).collect(),
        ..rss::Channel::default()
    };
    std::fs::write(Path::new(&dir).join("floor.xml"), channel.to_string())
}
