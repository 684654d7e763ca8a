//! `[[sources]]`.

use std::path::Path;

use url::Url;

use super::count;
use crate::config::reader::table::Table;
use crate::config::{Place, Source};

const HINT: &str = "give `url = \"https://…\"`, or `file = \"…\"` for a feed on this machine";

pub(super) fn read(top: &mut Table<'_, '_>, root: &Path) -> Vec<Source> {
    let tables = top.list_of_tables("sources");
    tables.into_iter().filter_map(|mut table| source(&mut table, root)).collect()
}

fn source(table: &mut Table<'_, '_>, root: &Path) -> Option<Source> {
    let at = table.here();
    let url = table.parsed("url", HINT, web);
    let file = table.text("file").map(|file| root.join(file));
    let place = match (url, file) {
        (Some(url), None) => Some(Place::Web(url)),
        (None, Some(file)) => Some(Place::File(file)),
        (None, None) if table.has("url") => None,
        _ => {
            table.wrong(&at, "a source needs either `url` or `file`", HINT);
            None
        }
    };
    let source = place.map(|place| Source {
        place,
        name: table.text("name").map(str::to_owned),
        items: count(table, "items", 1..10_001, 20),
        tags: table.texts("tags").unwrap_or_default(),
        private: table.flag("allow_private").unwrap_or(false),
        line: table.line(&at),
    });
    if source.is_some() {
        table.finish();
    }
    source
}

/// Reads the address of a feed; only the web's own schemes are asked.
fn web(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim()).map_err(|error| format!("`{text}`: {error}"))?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        other => Err(format!("`{other}:` is no address of the web")),
    }
}
