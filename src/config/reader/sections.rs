//! The sections of `config.toml`, each with its defaults.

mod dkim;
mod feeds;
mod folder;
mod newsletter;
mod podcast;
mod relay;
mod secret;
mod sources;
mod store;
mod summary;

use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

use chrono_tz::Tz;
use toml::de::DeTable;
use url::Url;

use super::table::Table;
use crate::config::{Config, Content, Lines, Output, Permalink, Server};
use crate::time::parse_zone;

/// Headings of sections that are notes among editors or a site's own furniture.
const PRIVATE_SECTIONS: [&str; 12] = [
    "Internal Linking Suggestions",
    "Internal Links",
    "SEO Notes",
    "Editor's Notes",
    "Notes to the Editor",
    "Related Articles",
    "Related Articles to Explore",
    "Related Posts",
    "Recommended Tools",
    "Recommended AI Tools",
    "Meet the Owner",
    "Stay ahead of the curve",
];

const PERMALINK_HINT: &str = "\"auto\", a generator's name such as \"jekyll\", or a pattern such as \"/:year/:month/:slug/\"";

const ZONE_HINT: &str = "a name such as \"Europe/Lisbon\"";

static EMPTY: LazyLock<DeTable<'static>> = LazyLock::new(DeTable::new);

pub(super) fn config(top: &mut Table<'_, '_>, file: &Path) -> Option<Config> {
    let root = file.parent().unwrap_or(Path::new("")).to_owned();
    let title = required_text(top, "title", "the publication's name, as readers know it");
    let home = required_url(top, "home", "the address of the publication's home page");
    let zone = top.parsed("zone", ZONE_HINT, parse_zone).unwrap_or(Tz::UTC);
    let language = language(top);
    let description = top.text("description").map(str::to_owned);
    let author = top.text("author").map(str::to_owned);
    let content = content(&mut top.table("content", &EMPTY), &root);
    let output = output(&mut top.table("output", &EMPTY), &root, &content);
    // A mistake further down changes nothing about the articles.
    let is_sound = top.is_sound();
    let feeds = feeds::read(&mut top.table("feeds", &EMPTY));
    let podcast = if top.has("podcast") {
        podcast::read(&mut top.table("podcast", &EMPTY), home.as_ref())
    } else {
        None
    };
    let sources = sources::read(top, &root);
    let (summary, model) = summary::read(&mut top.table("summary", &EMPTY));
    let store = store::read(&mut top.table("store", &EMPTY), &root);
    let relays = relay::read(top, &root);
    let dkim = dkim::read(top, &root);
    let server = server(&mut top.table("server", &EMPTY), home.as_ref());
    let templates = root.join(top.text("templates").unwrap_or("templates"));
    let newsletters = top
        .tables("newsletters")
        .into_iter()
        .map(|(name, mut table)| newsletter::read(&mut table, name, zone, &root))
        .collect();
    is_sound.then_some(())?;
    Some(Config {
        file: file.to_owned(),
        root,
        title: title?,
        home: home?,
        description,
        language,
        zone,
        author,
        content,
        output,
        feeds,
        podcast,
        sources,
        summary,
        model,
        store,
        relays,
        dkim,
        server: server?,
        newsletters,
        templates,
        lines: Lines::default(),
    })
}

fn required_text(table: &mut Table<'_, '_>, key: &'static str, hint: &str) -> Option<String> {
    if !table.has(key) {
        table.missing(key, hint);
    }
    table.parsed(key, hint, |text| {
        let text = text.trim();
        if text.is_empty() { Err("it is empty") } else { Ok(text.to_owned()) }
    })
}

fn required_url(table: &mut Table<'_, '_>, key: &'static str, hint: &str) -> Option<Url> {
    if !table.has(key) {
        table.missing(key, hint);
    }
    table.parsed(key, "write it whole, such as \"https://review.example/\"", folder_url)
}

/// Reads an http address that other addresses are joined to, so it ends in `/`.
fn folder_url(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text.trim()).map_err(|error| format!("`{text}`: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(format!("`{text}` is no address of a web page"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it is public, and must not hold a user or a password".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("`{text}` must have neither `?` nor `#`"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn language(top: &mut Table<'_, '_>) -> String {
    top.parsed("language", "a tag such as \"en\" or \"pt-BR\"", |text| {
        let part_is_fit = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        let primary = text.split('-').next().unwrap_or_default();
        let is_code =
            (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
        if is_code && text.split('-').all(part_is_fit) {
            Ok(text.to_owned())
        } else {
            Err(format!("`{text}` is no language tag, which begins with two or three letters"))
        }
    })
    .unwrap_or_else(|| "en".to_owned())
}

fn content(table: &mut Table<'_, '_>, root: &Path) -> Content {
    let content = Content {
        dir: root.join(table.text("dir").unwrap_or("content")),
        permalink: table.parsed("permalink", PERMALINK_HINT, Permalink::read).unwrap_or_default(),
        private_sections: table
            .texts("private_sections")
            .unwrap_or_else(|| PRIVATE_SECTIONS.map(str::to_owned).to_vec()),
        words_per_minute: small(table, "words_per_minute", 50..2001, 220),
        max_bytes: table.number("max_bytes", 1_000..1_000_000_001).unwrap_or(8_000_000),
    };
    table.finish();
    content
}

fn small(table: &mut Table<'_, '_>, key: &'static str, range: Range<u64>, or: u32) -> u32 {
    table.number(key, range).and_then(|n| u32::try_from(n).ok()).unwrap_or(or)
}

fn count(table: &mut Table<'_, '_>, key: &'static str, range: Range<u64>, or: usize) -> usize {
    table.number(key, range).and_then(|n| usize::try_from(n).ok()).unwrap_or(or)
}

fn output(table: &mut Table<'_, '_>, root: &Path, content: &Content) -> Output {
    let dir = root.join(table.text("dir").unwrap_or("public"));
    let (written, read) = (folder::real(&dir), folder::real(&content.dir));
    let hint = "give it a folder of its own, such as \"public\"";
    if written.starts_with(&read) {
        let what = "`dir`: the output would lie in the folder of articles, and be read as articles";
        table.wrong(&table.at("dir"), what, hint);
    } else if read.starts_with(&written) {
        let what = "`dir`: the folder of articles lies in it, drafts and all";
        table.wrong(&table.at("dir"), what, hint);
    }
    let output = Output { dir, pages: table.flag("pages").unwrap_or(false) };
    table.finish();
    output
}

/// Reads where to listen: a host, a colon and a port.
fn listen(text: &str) -> Result<String, String> {
    let text = text.trim();
    let parts = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
    match parts.map(|(_, port)| port.parse::<u16>()) {
        Some(Ok(_)) => Ok(text.to_owned()),
        Some(Err(_)) => Err(format!("`{text}` names no port")),
        None => Err(format!("`{text}` names no host")),
    }
}

fn server(table: &mut Table<'_, '_>, home: Option<&Url>) -> Option<Server> {
    let url = table.parsed("url", "the public address of `postrider serve`", folder_url);
    let listen = table.parsed("listen", "a host and a port, such as \"127.0.0.1:8470\"", listen);
    let listen = listen.unwrap_or_else(|| "127.0.0.1:8470".to_owned());
    table.finish();
    Some(Server { url: url.or_else(|| home.cloned())?, listen })
}
