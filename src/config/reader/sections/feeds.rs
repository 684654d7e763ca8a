//! `[feeds]` and `[feeds.of."FOLDER"]`.

use url::Url;

use super::{EMPTY, count};
use crate::config::reader::table::Table;
use crate::config::{Alias, FeedBy, FeedSettings, Feeds};

const OF_HINT: &str = "name a feed's folder as it lies below the output folder, such as \"tags/tides\", \
                       a kind such as \"tags\", or \"\" for the feed of everything";

pub(super) fn read(table: &mut Table<'_, '_>) -> Feeds {
    let by = by(table);
    let feeds = Feeds {
        items: count(table, "items", 1..100_001, 20),
        full_text: table.flag("full_text").unwrap_or(true),
        by,
        bare_fragments: table.flag("bare_fragments").unwrap_or(false),
        archive: table.flag("archive").unwrap_or(true),
        hubs: hubs(table),
        aliases: aliases(&mut table.table("aliases", &EMPTY)),
        of: of(table),
    };
    table.finish();
    feeds
}

fn by(table: &mut Table<'_, '_>) -> Vec<FeedBy> {
    let words = [
        ("tag", FeedBy::Tag),
        ("section", FeedBy::Section),
        ("author", FeedBy::Author),
        ("language", FeedBy::Language),
    ];
    let Some(wanted) = table.texts("by") else {
        return words.iter().map(|(_, by)| *by).collect();
    };
    let mut by = Vec::new();
    for word in wanted {
        match words.iter().find(|(known, _)| *known == word) {
            Some((_, found)) => by.push(*found),
            None => table.wrong(
                &table.at("by"),
                format!("`by`: `{word}` is none of `tag`, `section`, `author`, `language`"),
                "",
            ),
        }
    }
    by
}

fn hubs(table: &mut Table<'_, '_>) -> Vec<Url> {
    let mut hubs = Vec::new();
    for written in table.texts("hubs").unwrap_or_default() {
        match Url::parse(&written) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => hubs.push(url),
            _ => table.wrong(
                &table.at("hubs"),
                format!("`hubs`: `{written}` is no web address"),
                "write it whole, such as \"https://hub.example/\"",
            ),
        }
    }
    hubs
}

/// Reads former paths: each key is one, its value the path of a feed's document now.
fn aliases(table: &mut Table<'_, '_>) -> Vec<Alias> {
    let mut aliases = Vec::new();
    for (old, new, at) in table.all_texts() {
        let fits = |path: &str| {
            let path = path.trim_start_matches('/');
            let mut parts = path.trim_end_matches('/').split('/');
            !path.is_empty() && parts.all(|part| !matches!(part, "" | "." | "..") && is_plain(part))
        };
        match [&old, &new].into_iter().find(|path| !fits(path)) {
            Some(wrong) => table.wrong(
                &at,
                format!("`{wrong}` is no path below the home page"),
                "such as `\"index.xml\" = \"feed.xml\"`: the old path, then the feed",
            ),
            None => aliases.push(Alias {
                old: old.trim_start_matches('/').to_owned(),
                new: new.trim_start_matches('/').to_owned(),
                line: table.line(&at),
            }),
        }
    }
    aliases
}

fn is_plain(part: &str) -> bool {
    !part.contains(|c: char| c.is_control() || c.is_whitespace() || "\\:?#%*".contains(c))
}

fn of(table: &mut Table<'_, '_>) -> Vec<FeedSettings> {
    let mut of = Vec::new();
    for (folder, mut table) in table.tables("of") {
        let at = table.here();
        if folder.contains("..") || folder.starts_with('/') {
            table.wrong(&at, format!("`{folder}` is no folder of a feed"), OF_HINT);
        }
        of.push(FeedSettings {
            folder: folder.trim_end_matches('/').to_owned(),
            line: table.line(&at),
            items: table.number("items", 1..100_001).and_then(|n| usize::try_from(n).ok()),
            full_text: table.flag("full_text"),
            archive: table.flag("archive"),
            offered: table.flag("offered"),
            without_tags: table.texts("without_tags").unwrap_or_default(),
        });
        table.finish();
    }
    // The more a folder says, the later it is asked, and the later wins.
    of.sort_by_key(|settings| settings.folder.len());
    of
}
